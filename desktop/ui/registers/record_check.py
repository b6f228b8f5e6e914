"""Keeps the problems beside a form up to date while it is filled, and shows all of them when they are asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.messages import Problem
from db.record import Record
from db.register import Register
from desktop.services import computing, records
from desktop.ui.fields import composing
from desktop.ui.registers.problems_pane import ProblemsPane
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.record_problems import is_begun
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session

_PAUSE = 400  # milliseconds without a change before the record is checked while typing goes on


class RecordCheck(QObject):
    """Belongs to a record page. Empty fields are not held against a form until it ``is_complete``."""

    edited = Signal()  # a reason was written
    checked = Signal()

    def __init__(
        self,
        session: Session,
        register: Register,
        parts: tuple[RecordForm, ProblemsPane, SectionList],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._form, self._pane, self._sections = parts
        self._record: Record | None = None
        self.is_complete = False
        self.problems: list[Problem] = []  # those that are shown
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(_PAUSE)
        self.pause.timeout.connect(self._run_in_passing)
        self._form.edited.connect(self.pause.start)
        self._form.settled.connect(self.run)
        self._pane.reason_written.connect(self._note_reason)

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
    def _run_in_passing(self) -> None:
        if composing.is_on(self._form.window().focusWidget()):
            self.pause.start()
        else:
            self.run()

    @Slot(str, str)
    def _note_reason(self, key: str, reason: str) -> None:
        record = self._record
        if record is not None and record.reasons.get(key, "") != reason:
            record.reasons = {**record.reasons, key: reason}
            self.edited.emit()
            QTimer.singleShot(0, self.run)  # the line that was left is replaced by the check
