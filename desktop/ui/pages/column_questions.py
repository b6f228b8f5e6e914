"""Columns of a table whose names are only like those of the register: each is asked about, none is taken by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.register import Register
from desktop.language import _, said
from desktop.services import import_notices
from desktop.ui.box_style import grow_boxes

_LINES = 3  # before they scroll
_NAME, _CODE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class ColumnQuestions(QWidget):
    """A line with a check box for each column; hidden while there is none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QLabel(
            _(
                "下面这些列与台账的栏目名称不同。是同一栏的请打勾，不是的不打勾，再点“重新试读”；不打勾的列不导入。"
            )
        )
        words.setWordWrap(True)
        self.list = grow_boxes(QListWidget())
        self.list.setAccessibleName(_("要确认的列"))
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.itemChanged.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words)
        column.addWidget(self.list)
        self.hide()

    @property
    def confirmed(self) -> dict[str, str]:
        """The field codes of the columns that are ticked, by ``import_tables.column_name``."""
        ticked = (one for one in self._items() if one.checkState() is Qt.CheckState.Checked)
        return {one.data(_NAME): one.data(_CODE) for one in ticked}

    @property
    def answers(self) -> dict[str, str]:
        """The same, and "" for the columns that are left without a tick: they are something else."""
        return {one.data(_NAME): "" for one in self._items()} | self.confirmed

    def ask(self, register: Register, suggested: Mapping[str, str], confirmed: Mapping[str, str]) -> None:
        """Ask about the suggested columns; those that were confirmed stay and are ticked, those declined stay without."""
        self.list.clear()
        ticked = {name: code for name, code in confirmed.items() if code}
        for name, code in {**ticked, **suggested}.items():
            item = QListWidgetItem(said(import_notices.question(register, name, code)))
            item.setData(_NAME, name)
            item.setData(_CODE, code)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if count := self.list.count():
            self.list.setCurrentRow(0)
            frame = 2 * self.list.frameWidth()
            self.list.setFixedHeight(min(count, _LINES) * self.list.sizeHintForRow(0) + frame)
        self.setVisible(count > 0)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.list.item(row) for row in range(self.list.count()))

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
