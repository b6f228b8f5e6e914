"""Columns of a table whose names are only like those of the register: each is asked about, none is taken by itself."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said

_ACROSS = 2


class ColumnQuestions(QWidget):
    """A check box for each column; hidden while there is none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._codes: dict[str, str] = {}
        words = QLabel(
            _("下面这些列与台账的栏目名称不同。是同一栏的请打勾，再点“重新试读”；不打勾的列不导入。")
        )
        words.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(_ACROSS, 1)
        self._grid.setHorizontalSpacing(32)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words)
        column.addLayout(self._grid)
        self.hide()

    @property
    def confirmed(self) -> dict[str, str]:
        """The field codes of the columns that are ticked, by their headers."""
        return {name: self._codes[name] for name, box in self.boxes.items() if box.isChecked()}

    def ask(self, register: Register, suggested: Mapping[str, str], confirmed: Mapping[str, str]) -> None:
        """Ask about the suggested columns; those that were confirmed stay and are ticked."""
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._codes = {**confirmed, **suggested}
        self.boxes = {}
        for number, (name, code) in enumerate(self._codes.items()):
            values = {"name": name, "label": Message(register.fields[code].label)}
            box = QCheckBox(said(Message(N_("“{name}”是不是“{label}”？"), values)))
            box.setChecked(name in confirmed)
            box.toggled.connect(self._tell)
            self._grid.addWidget(box, number // _ACROSS, number % _ACROSS)
            self.boxes[name] = box
        self.setVisible(bool(self.boxes))

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
