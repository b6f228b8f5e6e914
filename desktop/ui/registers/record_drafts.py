"""Keeps what is typed into a record page every few seconds, so that neither a crash nor a lock loses it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.messages import N_, Message, ReportableError
from db.record import Record, new_id
from db.register import Register
from desktop.services import drafts
from desktop.services.drafts import Draft, Typed
from desktop.ui.session import Session

_EVERY = 3000  # milliseconds from the first change that is not kept to keeping it


class DraftKeeper(QObject):
    """Owned by a record page, which gives what stands in its form; its one timer rests while nothing changes."""

    kept = Signal(object)  # Draft

    def __init__(
        self, session: Session, register: Register, typed: Callable[[], Typed], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._register = register
        self._typed = typed
        self._at_first = Typed({})
        self._record_id = ""
        self._based_on = 0
        self._draft: Draft | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.keep)

    @property
    def record_id(self) -> str:
        """The record's id; a new record will be saved under it."""
        return self._record_id

    @property
    def is_waiting(self) -> bool:
        """Whether something was changed that is not kept yet."""
        return self._timer.isActive()

    def begin(self, record: Record) -> None:
        """Follow a record as it was just shown."""
        self._timer.stop()
        self._draft = None
        self._record_id = record.id or new_id()
        self._based_on = record.version or 0
        self._at_first = self._typed()

    def adopt(self, draft: Draft) -> None:
        """Go on with a draft that was recovered."""
        self._record_id = draft.record_id
        self._draft = draft

    @Slot()
    def note_edit(self) -> None:
        """Keep what is typed soon."""
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def keep(self) -> None:
        """Keep what is typed now."""
        self._timer.stop()
        typed = self._typed()
        draft = Draft(
            self._register.code, self._record_id, self._based_on, typed, changed_count(self._at_first, typed)
        )
        try:
            self._draft = self._session.do(drafts.keep, draft)
        except ReportableError as error:
            self._session.say(Message(N_("草稿没有存下：{why}"), {"why": error.message}))
            return
        self.kept.emit(self._draft)

    def discard(self) -> None:
        """Throw away what was kept: the clerk said so."""
        self._timer.stop()
        if self._draft is not None:
            self._session.do(drafts.discard, self._draft)
            self._draft = None


def changed_count(before: Typed, after: Typed) -> int:
    """Count the fields, the rows and the written reasons that differ."""
    fields = sum(before.fields.get(code) != text for code, text in after.fields.items())
    rows = 0
    for code, lines in after.rows.items():
        old = before.rows.get(code, ())
        rows += sum(
            position >= len(old) or old[position] != line for position, line in enumerate(lines)
        ) + max(len(old) - len(lines), 0)
    keys = before.reasons.keys() | after.reasons.keys()
    return fields + rows + sum(before.reasons.get(key) != after.reasons.get(key) for key in keys)
