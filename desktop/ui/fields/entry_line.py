"""A line for the text of one field: turns full-width digits into plain ones and says when a fixed length is full."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from db.checks import check_value
from db.entry import enter
from db.fields import (
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    TextField,
    TextForm,
)
from db.values import characters
from desktop.ui.fields import composing

_LENGTHS = {
    TextForm.MOBILE: 11,
    TextForm.POSTCODE: 6,
    TextForm.CREDIT_CODE: 18,
    TextForm.UNION_CREDIT_CODE: 18,
}
_ID_LENGTH = 18
_FRAME = 12  # pixels at the sides of a line in which nothing is written
_FIGURES = {*_LENGTHS, TextForm.BANK_CARD, TextForm.PHONE}


class EntryLine(QLineEdit):
    """Reads nothing itself (``db.entry`` does); never acts while an input method is composing."""

    full = Signal(bool)  # a text of fixed length has all its characters; True: and they are right

    def __init__(self, field: Field, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._today = today
        self._length = _length(field)
        self._holds_figures = _holds_figures(field)
        self._before = 0  # characters before the last key
        composing.watch(self)
        self.textEdited.connect(self._look)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:  # what does not fit is told in full
            is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width() - _FRAME
            self.setToolTip(self.text() if is_cut else "")
        return super().event(event)

    @Slot(str)
    def _look(self, text: str) -> None:
        if composing.is_on(self):
            return
        turned = characters.half_width_signs(text) if self._holds_figures else text
        if turned != text:
            place = self.cursorPosition()
            self.selectAll()
            self.insert(turned)  # which is an edit of its own
            self.setCursorPosition(place)
            return
        grows, self._before = len(text) > self._before, len(text)
        if self._length and grows and self.cursorPosition() == len(text):
            value = enter(self._field, text, self._today).value
            if value is not None and len(value) == self._length:
                self.full.emit(check_value("", self._field, value, self._today, self._today) is None)


def _length(field: Field) -> int:
    """Give the count of characters that every value of a field has, 0 when they differ."""
    match field:
        case IdentityField():
            return _ID_LENGTH
        case TextField(form=form):
            return _LENGTHS.get(form, 0)
    return 0


def _holds_figures(field: Field) -> bool:
    return isinstance(field, IdentityField | IntegerField | DecimalField | MoneyField | DateField) or (
        isinstance(field, TextField) and field.form in _FIGURES
    )
