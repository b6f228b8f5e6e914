"""A fingerprint beside its paper: fourteen groups are shown, two are typed from the paper."""

from __future__ import annotations

from random import SystemRandom

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import said
from desktop.services import paper_fingerprint
from desktop.ui import appearance
from desktop.ui.fields import composing

_IN_A_ROW = 4  # groups, as on the sheet
_LENGTH = 4  # characters of a group


class FingerprintProof(QWidget):
    """``changed`` tells when something was typed; whether it is right only the use case says."""

    changed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[int, QLineEdit] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(appearance.scaled(10))
        self._grid.setColumnStretch(2 * _IN_A_ROW, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(appearance.quiet(words))
        layout.addLayout(self._grid)

    def show_fingerprint(self, fingerprint: str) -> None:
        """Show 64 hex digits with two groups left blank."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.lines = {}
        asked = paper_fingerprint.challenge(SystemRandom())
        for place in range(0, len(fingerprint), _LENGTH):
            number = place // _LENGTH + 1
            row, column = divmod(number - 1, _IN_A_ROW)
            self._grid.setRowMinimumHeight(row, appearance.scaled(32))
            title = appearance.quiet(said(Message(N_("第 {n} 组"), {"n": number})))
            title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(title, row, 2 * column)
            self._grid.addWidget(
                self._line(number, title.text())
                if number in asked
                else QLabel(fingerprint[place : place + _LENGTH]),
                row,
                2 * column + 1,
            )
        self.changed.emit()

    def typed(self) -> dict[int, str]:
        """Give what was typed, by the number of the group."""
        return {number: line.text().strip() for number, line in self.lines.items()}

    def is_filled(self) -> bool:
        """Say whether both groups are there."""
        return bool(self.lines) and all(len(text) >= _LENGTH for text in self.typed().values())

    def _line(self, number: int, title: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"group{number}")
        line.setAccessibleName(title)
        line.setMaxLength(_LENGTH)
        line.setMaximumWidth(appearance.scaled(90))
        composing.watch(line, line.textChanged).settled.connect(self._tell)
        self.lines[number] = line
        return line

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
