"""Editors of one line and of several lines of text; numbers, amounts, dates and IDs are lines too."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from db import areas
from db.code_lists import code_list
from db.entry import Entered, enter
from db.fields import DecimalField, Field, IntegerField, MoneyField, TextField
from db.messages import N_, Message
from db.values import money, resident_id
from db.wording import unit_of, worded
from desktop.language import _, said
from desktop.ui.fields import composing
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.entry_line import EntryLine

_ID_LENGTH = 18
_WAY_ON = N_("回车换行；在空行上再按回车，或按 Tab，到下一项。")
_LONG = 100  # characters of a text, such as an address, that takes a whole line of the form


class LineEditor(Editor):
    """One line that ``db.entry`` reads: people write dates and amounts as they are used to."""

    def __init__(self, code: str, field: Field, today: date, parent: QWidget | None = None) -> None:
        super().__init__(code, field, parent)
        self._today = today
        self._stored: Any = None
        self._stored_text = ""
        self._box = EntryLine(field, today)
        self.line.addWidget(self._box, 1)
        self.is_wide = isinstance(field, TextField) and field.max_length >= _LONG
        unit = unit_of(field)
        if unit:
            self.line.addWidget(QLabel(_(unit)))
        if isinstance(field, IntegerField | DecimalField | MoneyField):
            self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._box.textEdited.connect(self._note_text)
        self._box.full.connect(self._note_full)
        self.watch(self._box)

    def value(self) -> Any:
        """Give the value, as it was stored when the text was not touched or cannot be read."""
        entered = self._entered()
        return self._stored if entered.refused else entered.value

    def show_value(self, value: Any) -> None:
        """Show a stored value in words."""
        self._stored = value
        self._stored_text = worded(self.field, value, _)
        self._box.setText(self._stored_text)
        self._box.setCursorPosition(0)
        self.refresh_note()

    def refused(self) -> Message | None:
        """Say why the text cannot be read."""
        return self._entered().refused

    def lock(self, read_only: bool) -> None:
        """Lock the line; its text can still be selected and copied."""
        self._box.setReadOnly(read_only)

    def kept(self) -> str:
        """Give the text as it was typed."""
        return self._box.text()

    def put_back(self, kept: str) -> None:
        """Show a text, readable or not."""
        self._box.setText(kept)

    def _entered(self) -> Entered:
        text = self._box.text()
        return Entered(self._stored) if text == self._stored_text else enter(self.field, text, self._today)

    @Slot(str)
    def _note_text(self, _text: str) -> None:
        self._note_edit()

    @Slot(bool)
    def _note_full(self, is_right: bool) -> None:
        """Check a full text at once; a right one needs no Return."""
        self.settled.emit(self)
        if is_right:
            QTimer.singleShot(0, self.go_on)

    def _settle(self) -> None:
        entered = self._entered()
        if entered.refused is None:  # written as it is shown: 2026.5.8 becomes 2026年5月8日
            self._stored = entered.value
            self._stored_text = worded(self.field, entered.value, _)
            if self._box.text() != self._stored_text:  # it would move the cursor too
                self._box.setText(self._stored_text)
        super()._settle()


class DateEditor(LineEditor):
    """A date, typed as people do, with what was understood below it until the line itself says so."""

    def remark(self) -> str:
        """Write the date in full."""
        day = None if self.refused() else self.value()
        words = worded(self.field, day, _)
        return words if words != self.kept() else ""


class MoneyEditor(LineEditor):
    """An amount in yuan with its capitals (大写) beside it."""

    def remark(self) -> str:
        """Give the amount in capitals."""
        amount = None if self.refused() else self.value()
        return money.capitals(amount) if amount else ""


class IdentityEditor(LineEditor):
    """A resident ID that at once says sex, age and county of its holder."""

    def remark(self) -> str:
        """Read sex, age and county from the number, or say what is wrong with a full one."""
        number = self.value() or ""
        facts = resident_id.facts(number)
        if facts is None:
            wrong = resident_id.check(number, self._today) if len(number) >= _ID_LENGTH else None
            return said(wrong) if wrong else ""
        values = {
            "sex": Message(code_list("sex").label(facts.sex_code)),
            "age": resident_id.age(facts.birth, self._today),
            "area": areas.county_name(facts.area) or "",
        }
        return said(Message(N_("{sex} {age} 岁 {area}"), values))


class TextAreaEditor(Editor):
    """Several lines of text. Return breaks a line where one is of use, elsewhere it goes to the next field as Tab does."""

    is_wide = True

    def __init__(self, code: str, field: Field, today: date, parent: QWidget | None = None) -> None:
        super().__init__(code, field, parent)
        self._today = today
        self._stored: Any = None
        self._stored_text = ""
        self._box = QPlainTextEdit()
        self._box.setTabChangesFocus(True)
        self._box.setFixedHeight(self._box.fontMetrics().lineSpacing() * 4 + 12)
        self._box.setPlaceholderText(_(_WAY_ON))
        self._box.textChanged.connect(self._note_text)
        self._is_untouched = False  # since the keyboard came here
        self.line.addWidget(self._box)
        self.watch(self._box)
        self._box.viewport().installEventFilter(self)

    def value(self) -> Any:
        """Give the text without blanks around it."""
        text = self._box.toPlainText()
        return self._stored if text == self._stored_text else enter(self.field, text, self._today).value

    def show_value(self, value: Any) -> None:
        """Show a stored text."""
        self._stored = value
        self._stored_text = value or ""
        self._box.blockSignals(True)
        self._box.setPlainText(self._stored_text)
        self._box.blockSignals(False)
        self.refresh_note()

    def kept(self) -> str:
        """Give the text as it was typed."""
        return self._box.toPlainText()

    def put_back(self, kept: str) -> None:
        """Show a text."""
        self._box.setPlainText(kept)

    def lock(self, read_only: bool) -> None:
        """Lock the text; it can still be copied."""
        self._box.setReadOnly(read_only)
        self._box.setPlaceholderText("" if read_only else _(_WAY_ON))

    def help(self) -> str:
        """Say what belongs here, and how it is left."""
        way_on = "" if self._box.isReadOnly() else _(_WAY_ON)
        return "\n".join(words for words in (super().help(), way_on) if words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            self._is_untouched = False
        elif watched is self._inner and isinstance(event, QFocusEvent) and event.gotFocus():
            self._arrive(event.reason())
        elif watched is self._inner and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if self._goes_on(event):
                event.ignore()  # the form goes on, as it does from a field of one line
                return True
            self._is_untouched = False
        return super().eventFilter(watched, event)

    def _arrive(self, reason: Qt.FocusReason) -> None:
        """Put the cursor where the text goes on, unless the mouse says where."""
        if reason in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self._is_untouched = True
            self._box.moveCursor(QTextCursor.MoveOperation.End)

    def _goes_on(self, event: QKeyEvent) -> bool:
        """Tell whether a key is a Return that makes no new line: on an empty last one, or in a text just passed by."""
        is_return = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if (
            not is_return
            or event.modifiers() & Qt.KeyboardModifier.ControlModifier
            or composing.is_on(self._box)
        ):
            return False
        cursor = self._box.textCursor()
        is_done = cursor.atEnd() and not cursor.hasSelection() and not cursor.block().text().strip()
        goes_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return goes_back or is_done or self._is_untouched or self._box.isReadOnly()

    @Slot()
    def _note_text(self) -> None:
        self._is_untouched = False
        self._note_edit()
