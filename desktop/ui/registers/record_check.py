"""Keeps the problems beside a form up to date while it is filled, and shows all of them when they are asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from db import checks
from db.messages import N_, Problem
from db.record import Record
from db.register import Register
from desktop.services import computing, records
from desktop.ui.fields import composing
from desktop.ui.registers.problems_pane import ProblemsPane
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.record_notices import RecordNotices
from desktop.ui.registers.record_problems import is_begun
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session

_PAUSE = 400  # milliseconds without a change before the record is checked while typing goes on


class RecordCheck(QObject):
    """Belongs to a record page. Empty fields are not held against a form until it ``is_complete``."""

    edited = Signal()  # a reason was written, or a character of one
    checked = Signal()

    def __init__(
        self,
        session: Session,
        register: Register,
        parts: tuple[RecordForm, ProblemsPane, SectionList, RecordNotices],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._form, self._pane, self._sections, self._notices = parts
        self._record: Record | None = None
        self.is_complete = False
        self.problems: list[Problem] = []  # those that are shown
        self.pause = composing.Pause(_PAUSE, self._form)
        self.pause.over.connect(self.run)
        self._form.edited.connect(self.pause.start)
        self._form.settled.connect(self.run)
        self._pane.reason_written.connect(self._note_reason)
        self._pane.reasons_left.connect(self._go_back_to_form)

    def follow(self, record: Record) -> None:
        """Check this record from now on."""
        self._record = record

    @Slot()
    def run(self) -> None:
        """Check the record as it stands and show what is wrong at its fields, its sections and beside the form."""
        self.pause.stop()
        record = self._record
        if record is None:
            return
        found = self._form.refusals() + self._session.do(records.problems, self._register, record)
        shown = found if self.is_complete else [one for one in found if is_begun(record, one)]
        self.problems = shown
        self._form.show_problems(shown)
        self._form.show_computed(self._session.do(computing.computed, self._register, record))
        self._pane.show_problems(shown, record.reasons, len(found) - len(shown))
        self._sections.show_state(record, shown, found)
        self.checked.emit()

    @Slot()
    def go_to_next(self) -> None:
        """Go to the next problem; from a record of 退回清单 without open ones to the next record that came back."""
        reasons = self._record.reasons if self._record is not None else {}
        if self._notices.is_todo and not checks.open_problems(self.problems, reasons):
            self._notices.open_next()
        elif self.problems:
            self._pane.go_to_next()
        else:
            self._notices.go_there()

    @Slot()
    def go_to_reason(self) -> None:
        """Put the cursor into the reason of the problem at hand, or from there back to its field."""
        if not self._pane.go_to_reason(self._form.here()):
            self._session.say(N_("没有要写原因的问题。"))

    @Slot()
    def _go_back_to_form(self) -> None:
        inside = self._form.widget()
        place = inside.focusWidget() if inside is not None else None  # Qt remembers it
        if place is not None:
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._form.focus_first()

    @Slot(str, str)
    def _note_reason(self, key: str, reason: str) -> None:
        """Take a reason into the record as it is typed; no check depends on it."""
        record = self._record
        if record is not None and record.reasons.get(key, "") != reason:
            others = {one: text for one, text in record.reasons.items() if one != key}
            record.reasons = others | ({key: reason} if reason else {})
            self.edited.emit()
