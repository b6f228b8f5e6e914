"""Columns of a table: those whose names are only like the register's are asked about, the others can be declined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services import import_notices
from desktop.ui.box_style import grow_boxes

_LINES = 3  # before they scroll
_NAME, _CODE, _IS_BY_NAME, _WAS = (Qt.ItemDataRole.UserRole + number for number in range(4))


class ColumnQuestions(QWidget):
    """A line with a check box for each column; hidden while there is none.

    Those that were known by their name stand below the others, and only when somebody wants to see them.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.everything = grow_boxes(QCheckBox())
        self.everything.toggled.connect(self._fit)
        self.list = grow_boxes(QListWidget())
        self.list.setAccessibleName(_("要确认的列"))
        self.list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.list.itemChanged.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.list)
        column.addWidget(self.everything)
        self.hide()

    @property
    def confirmed(self) -> dict[str, str]:
        """The field codes of the columns that were asked about and are ticked, by ``import_tables.column_name``."""
        return {
            one.data(_NAME): one.data(_CODE)
            for one in self._items()
            if _is_ticked(one) and not one.data(_IS_BY_NAME)
        }

    @property
    def declined(self) -> dict[str, str]:
        """The columns that were known by their name and are not to be imported, each with ""."""
        return {one.data(_NAME): "" for one in self._items() if one.data(_IS_BY_NAME) and not _is_ticked(one)}

    @property
    def answers(self) -> dict[str, str]:
        """Both, and "" for the columns that were asked about and are left without a tick: they are something else."""
        asked = {one.data(_NAME): "" for one in self._items() if not one.data(_IS_BY_NAME)}
        return asked | self.declined | self.confirmed

    @property
    def is_changed(self) -> bool:
        """Whether a tick is other than it was when the columns were asked about."""
        return any(_is_ticked(one) != one.data(_WAS) for one in self._items())

    def ask(
        self,
        register: Register,
        suggested: Mapping[str, str],
        confirmed: Mapping[str, str],
        by_name: Mapping[str, str] | None = None,
    ) -> None:
        """Ask about the suggested columns; those that were confirmed stay and are ticked, those declined stay without.

        ``by_name`` are columns that are read without being asked about.
        """
        self.list.clear()
        ticked = {name: code for name, code in confirmed.items() if code}
        asked = {**ticked, **suggested}
        for name, code in asked.items():
            self._add(register, name, code, is_by_name=False, is_ticked=name in ticked)
        known = {name: code for name, code in (by_name or {}).items() if name not in asked}
        for name, code in known.items():
            self._add(register, name, code, is_by_name=True, is_ticked=True)
        sentence = Message(N_("显示按名称认出的 {n} 列，可以去掉不导入的"), {"n": len(known)})
        self.everything.setText(said(sentence))
        self.everything.setVisible(bool(known))
        self._fit()
        self.setVisible(bool(asked or known))

    def _add(self, register: Register, name: str, code: str, *, is_by_name: bool, is_ticked: bool) -> None:
        is_clear = is_by_name or import_notices.is_named(register, name, code)
        words = (import_notices.statement if is_clear else import_notices.question)(register, name, code)
        item = QListWidgetItem(said(words))
        for role, value in ((_NAME, name), (_CODE, code), (_IS_BY_NAME, is_by_name), (_WAS, is_ticked)):
            item.setData(role, value)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    @Slot()
    def _fit(self) -> None:
        """Show the columns that are wanted, in a list as high as they need."""
        shows_all = self.everything.isChecked()
        for item in self._items():
            item.setHidden(bool(item.data(_IS_BY_NAME)) and not shows_all)
        seen = [item for item in self._items() if not item.isHidden()]
        asks = any(not item.data(_IS_BY_NAME) for item in seen)
        self._words.setText(
            _(
                "下面这些列与台账的栏目名称不同。是同一栏的请打勾，不是的不打勾，再点“重新试读”；不打勾的列不导入。"
            )
            if asks
            else _("不想导入的列请去掉勾，再点“重新试读”。")
        )
        for widget in (self._words, self.list):
            widget.setVisible(bool(seen))
        if seen:
            self.list.setCurrentItem(seen[0])
            frame = 2 * self.list.frameWidth()
            row = self.list.sizeHintForRow(self.list.row(seen[0]))
            self.list.setFixedHeight(min(len(seen), _LINES) * row + frame)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.list.item(row) for row in range(self.list.count()))

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _is_ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked
