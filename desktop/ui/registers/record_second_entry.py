"""Second entry (复录核对): IDs, bank cards and amounts are keyed once more without seeing them, and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.register import Register
from desktop.language import _, said
from desktop.services.second_entry import Compared, Keyed, compare, name_of
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.fields.entry_line import EntryLine

_LIT = '<span style="background-color:#F6C6C0; color:#A61B1B; font-weight:bold">{sign}</span>'
_MISSING = "＿"  # stands where the other value has a digit more


class SecondEntry(QDialog):
    """One line for each value: Return compares and goes on; where both differ, the clerk says which is right."""

    agreed = Signal(object, object)  # Keyed, the value that holds
    corrected = Signal(object, object)  # Keyed, the second value, which is to be written into the record

    def __init__(
        self, register: Register, values: Sequence[Keyed], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("复录核对"))
        self.lines = [_Line(register, keyed, today) for keyed in values]
        self._summary = appearance.quiet()
        self.done_button = QPushButton(_("完成 Esc"))
        self.done_button.setAutoDefault(False)
        self.done_button.clicked.connect(self.accept)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        for line in self.lines:
            column.addWidget(line)
            line.box.returnPressed.connect(self._compare_here)
            line.settled.connect(self._note_settled)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        below = QHBoxLayout()
        below.addWidget(self._summary, 1)
        below.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.addWidget(
            appearance.quiet(
                _("看着原件再录一遍，不看已录的数。回车比较并到下一项，空着回车跳过，Esc 结束。")
            )
        )
        layout.addWidget(self._area, 1)
        layout.addLayout(below)
        for keys, slot in (("Alt+1", self._take_first), ("Alt+2", self._take_second)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self._tell()
        if self.lines:
            self.lines[0].box.setFocus()

    @Slot()
    def _compare_here(self) -> None:
        line = self._line_here()
        if line is None or composing.is_on(line.box):
            return
        if line.compare():
            self._go_on(line)
        self._tell()

    @Slot()
    def _take_first(self) -> None:
        line = self._line_here()
        if line is not None:
            line.take_first()

    @Slot()
    def _take_second(self) -> None:
        line = self._line_here()
        if line is not None:
            line.take_second()

    @Slot(object)
    def _note_settled(self, line: _Line) -> None:
        if line.was_corrected:
            self.corrected.emit(line.keyed, line.value)
        self.agreed.emit(line.keyed, line.value)
        self._tell()
        self._go_on(line)

    def _line_here(self) -> _Line | None:
        focus = self.focusWidget()
        return next((line for line in self.lines if focus is not None and line.isAncestorOf(focus)), None)

    def _go_on(self, line: _Line) -> None:
        self._tell()
        following = self.lines.index(line) + 1
        target: QWidget = self.lines[following].box if following < len(self.lines) else self.done_button
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if following < len(self.lines):
            self._area.ensureWidgetVisible(self.lines[following])

    def _tell(self) -> None:
        values = {
            "done": sum(line.is_settled for line in self.lines),
            "all": len(self.lines),
            "open": sum(line.is_open for line in self.lines),
        }
        self._summary.setText(said(Message(N_("已核对 {done} / {all} 项，{open} 项不同待定。"), values)))


class _Line(QFrame):
    """One value: its name, the line for the second time, and what came out."""

    settled = Signal(object)  # self: both are the same, or the clerk has said which is right

    def __init__(self, register: Register, keyed: Keyed, today: date) -> None:
        super().__init__()
        self.keyed = keyed
        self.value = keyed.value
        self.is_settled = self.is_open = self.was_corrected = False
        self._today = today
        self._compared: Compared | None = None
        name = said(name_of(register, keyed))
        label = QLabel(name)
        label.setWordWrap(True)
        label.setContentsMargins(0, 4, 0, 0)
        self.box = EntryLine(keyed.field, today)
        self.box.setAccessibleName(name)
        self.result = QLabel()
        self.result.setWordWrap(True)
        self._first, self._second = _figures(), _figures()
        self.first_button = self._button(N_("第一次对 Alt+1"), self.take_first)
        self.second_button = self._button(N_("第二次对 Alt+2"), self.take_second)
        self._both = QWidget()
        both = QGridLayout(self._both)
        both.setContentsMargins(0, 0, 0, 8)
        both.setColumnStretch(2, 1)
        for row, (words, figures, button) in enumerate(
            (
                (_("第一次"), self._first, self.first_button),
                (_("第二次"), self._second, self.second_button),
            )
        ):
            both.addWidget(QLabel(words), row, 0)
            both.addWidget(figures, row, 1)
            both.addWidget(button, row, 3)
        self._both.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        for column, stretch in enumerate((4, 4, 3)):
            layout.setColumnStretch(column, stretch)
        layout.addWidget(label, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.box, 0, 1)
        layout.addWidget(self.result, 0, 2)
        layout.addWidget(self._both, 1, 1, 1, 2)
        layout.setRowStretch(1, 1)

    def compare(self) -> bool:
        """Compare what stands in the line; False when both differ and that is news."""
        text = self.box.text()
        if self.is_settled or not text.strip():
            return True
        compared = compare(self.keyed, text, self._today)
        if compared.is_same:
            self._settle(compared.value, N_("✓ 两次相同"))
            return False  # the dialog goes on when it hears of it
        if compared == self._compared:
            return True
        self._compared = compared
        self.is_open = True
        self._say(N_("✖ 两次不同，请对照原件"), appearance.ACCENT)
        self._first.setText(_lit(compared.first, compared.first_places))
        self._second.setText(_lit(compared.second, compared.second_places))
        self.second_button.setEnabled(compared.refused is None)
        if compared.refused is not None:
            self.result.setText(said(compared.refused))
        self._both.show()
        self.box.selectAll()
        return False

    @Slot()
    def take_first(self) -> None:
        """Keep what the record has."""
        if self.is_open:
            self._settle(self.keyed.value, N_("✓ 以第一次为准"))

    @Slot()
    def take_second(self) -> None:
        """Write the second value into the record."""
        if self.is_open and self._compared is not None and self._compared.refused is None:
            self.was_corrected = True
            self._settle(self._compared.value, N_("✓ 已改为第二次的"))

    def _settle(self, value: object, words: str) -> None:
        self.value = value
        self.is_settled, self.is_open = True, False
        self._compared = None
        self._both.hide()
        self._say(words, appearance.GOOD)
        self.box.setReadOnly(True)
        self.settled.emit(self)

    def _say(self, words: str, colour: QColor) -> None:
        self.result.setText(_(words))
        appearance.colour(self.result, colour)

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(_(words))
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button


def _figures() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


def _lit(text: str, places: Sequence[int]) -> str:
    """Write a value with its differing digits lit; a place behind the end stands for a digit that is missing."""
    signs = [
        _LIT.format(sign=escape(sign)) if place in places else escape(sign)
        for place, sign in enumerate(text + _MISSING * (len(text) in places))
    ]
    return "".join(signs)
