"""The field that a column of a table is, chosen from those that no other column is."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from db.messages import N_
from desktop.language import _
from desktop.services.import_columns import ReadColumn
from desktop.ui.fields import composing
from desktop.ui.fields.choice_box import Choice, ChoiceBox
from desktop.ui.fields.field_choices import choice
from desktop.ui.fields.leaving import has_left

_NOT_IMPORTED = N_("不导入")


class ColumnBox(ChoiceBox):
    """不导入 stands first and below it the field that is suggested: one key confirms it. A text that is no choice counts for nothing."""

    picked = Signal()

    def __init__(self, column: ReadColumn, fields: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.column = column
        self.code = column.code
        self._fields = {one.code: one for one in fields}
        self._codes: dict[str, str] = {}
        self.leave_out(frozenset())
        self._show_code()
        composing.watch(self, self.editTextChanged).settled.connect(self._take)

    @property
    def is_changed(self) -> bool:
        """Whether the table was read with another answer."""
        return self.code != self.column.code

    def choose(self, code: str) -> None:
        """Answer with a field, or "" for none."""
        self.code = code
        self._show_code()

    def leave_out(self, taken: frozenset[str]) -> None:
        """Offer the fields that other columns have not taken."""
        first = [code for code in (self.column.suggested, *self._fields) if code in self._fields]
        codes = [code for code in dict.fromkeys(first) if code == self.code or code not in taken]
        choices = (choice("", _(_NOT_IMPORTED), _NOT_IMPORTED), *(self._fields[code] for code in codes))
        self._codes = {one.label: one.code for one in choices}
        with QSignalBlocker(self):  # a list that is filled anew is no answer
            self.offer(choices)

    def fill(self) -> None:
        with QSignalBlocker(self):
            super().fill()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.fill()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if has_left(self, event):
            self.settle()
            self._show_code()

    @Slot()
    def _take(self) -> None:
        code = self._codes.get(self.currentText().strip())
        if code is not None and code != self.code:
            self.code = code
            self.picked.emit()

    def _show_code(self) -> None:
        self.show_text(next(label for label, code in self._codes.items() if code == self.code))
