"""Save, correct, withdraw and restore one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from db import canonical, checks, queries
from db.messages import N_, Problem, ReportableError
from db.record import Record, State
from db.register import Register
from db.search_text import search_text
from db.store import history
from db.store.ledger import Ledger
from db.store.shared_tables import FileNumber, SearchEntry
from db.values import characters
from desktop.services.changes import Changes
from desktop.services.contexts import context_of


class RecordLockedError(ReportableError):
    """The record is in a package; a change needs a new revision."""

    def __init__(self, state: State) -> None:
        super().__init__(
            N_("这条记录{state},内容已锁定。要修改请点“更正”,它会成为新的一版,随下一次上报。"),
            state=state.label,
        )


class RefusedCharactersError(ReportableError):
    """A text holds characters that must not enter the ledger at all."""


@dataclass(frozen=True)
class Saved:
    """A saved record (detached, safe to show) and what is still wrong with it."""

    record: Record
    problems: tuple[Problem, ...]
    changes: Changes


def new(ledger: Ledger, register: Register) -> Record:
    """Give an empty record of this office, not stored yet."""
    now = ledger.clock()
    values: dict[str, Any] = {
        "revision": 1,
        "state": State.DRAFT.value,
        "written_on": now.date(),
        "reasons": {},
        "office": ledger.office().area,
    }
    values |= {group.code: [] for group in register.row_groups}
    return register.record(**values)


def open_record(ledger: Ledger, register: Register, record_id: str) -> Record | None:
    """Read one record with its rows, detached from the store."""
    with ledger.store.reading() as session:
        return queries.load(session, register, record_id)


def problems(ledger: Ledger, register: Register, record: Record) -> list[Problem]:
    """Check a record as it stands on the screen, saved or not."""
    with ledger.store.reading() as session:
        return checks.problems_of(register, record, context_of(ledger, session))


def save(ledger: Ledger, register: Register, record: Record, *, correcting: bool = False) -> Saved:
    """Store a record with whatever problems it still has, and note what changed.

    A record in a package is locked; ``correcting`` opens its next revision (更正). Raises RecordLockedError,
    RefusedCharactersError, RecordChangedError, DiskFullError.
    """
    _refuse_characters(register, record)
    with ledger.store.writing() as session:
        before = queries.load(session, register, record.id) if record.id else None
        old = canonical.snapshot(register, before) if before else {}
        state = State(before.state) if before else State.DRAFT
        if state.is_locked and not correcting:
            raise RecordLockedError(state)
        number_rows(register, record)
        stamp(ledger, register, record, session, is_new=before is None)
        if state.is_locked or state is State.RETURNED:
            record.revision += 1
            record.state = State.CORRECTION.value
        elif state is State.CHECKED:
            record.state = State.CORRECTION.value if record.revision > 1 else State.DRAFT.value
        stored: Record = session.merge(record)
        session.flush()
        action = "correct" if record.state == State.CORRECTION.value else "change"
        changed = canonical.differences(old, canonical.snapshot(register, stored))
        note(ledger, session, "create" if before is None else action, register, stored, changed)
        index(session, register, stored)
        found = checks.problems_of(register, stored, context_of(ledger, session))
    return Saved(stored, tuple(found), Changes({register.code: (stored.id,)}))


def withdraw(ledger: Ledger, register: Register, record_id: str) -> Changes:
    """Take a record out of the lists; it stays in the ledger and can be restored."""
    with ledger.store.writing() as session:
        record = _existing(session, register, record_id)
        record.deleted_at = record.changed_at = ledger.clock()
        record.changed_by = ledger.user
        session.execute(delete(SearchEntry).where(SearchEntry.record_id == record_id))
        note(ledger, session, "withdraw", register, record, {})
    return Changes({register.code: (record_id,)})


def restore(ledger: Ledger, register: Register, record_id: str) -> Changes:
    """Bring a withdrawn record back."""
    with ledger.store.writing() as session:
        record = _existing(session, register, record_id)
        record.deleted_at = None
        record.changed_at, record.changed_by = ledger.clock(), ledger.user
        index(session, register, record)
        note(ledger, session, "restore", register, record, {})
    return Changes({register.code: (record_id,)})


def number_rows(register: Register, record: Record) -> None:
    """Give every row its place in the order of the form."""
    for group in register.row_groups:
        for position, line in enumerate(group.of(record)):
            line.position = position


def stamp(ledger: Ledger, register: Register, record: Record, session: Session, *, is_new: bool) -> None:
    """Write who and when, and give a new record its file number (township code + year + serial)."""
    now = ledger.clock()
    record.changed_at, record.changed_by = now, ledger.user
    if is_new:
        record.created_at, record.created_by = now, ledger.user
        if register.number_field and not getattr(record, register.number_field):
            setattr(record, register.number_field, next_number(session, register, record.office, now.year))


def next_number(session: Session, register: Register, area: str, year: int) -> str:
    """Give the next file number of a register, such as 360111103-2026-0017."""
    series = f"{register.code} {year}"
    counter = session.get(FileNumber, series) or FileNumber(series=series, last=0)
    counter.last += 1
    session.add(counter)
    return f"{area}-{year}-{counter.last:04d}"


def index(session: Session, register: Register, record: Record) -> None:
    """Keep the text under which the record is found."""
    session.merge(
        SearchEntry(register=register.code, record_id=record.id, text=search_text(register, record))
    )


def note(
    ledger: Ledger, session: Session, action: str, register: Register, record: Record, changed: dict[str, Any]
) -> None:
    """Append one change to the history."""
    change = history.Change(action, register.code, record.id, record.revision, changed)
    history.note(session, ledger.clock(), ledger.user, [change])


def changes_of(ledger: Ledger, record_id: str) -> list[Any]:
    """Give the history of a record, oldest first."""
    with ledger.store.reading() as session:
        return list(history.of_record(session, record_id))


def _existing(session: Session, register: Register, record_id: str) -> Record:
    record = queries.load(session, register, record_id)
    if record is None:
        raise ReportableError(N_("这条记录已不存在,请刷新列表。"))
    if State(record.state).is_locked:
        raise RecordLockedError(State(record.state))
    return record


def _refuse_characters(register: Register, record: Record) -> None:
    holders = [(register.fields, record)]
    holders += [(group.fields, line) for group in register.row_groups for line in group.of(record)]
    for fields, holder in holders:
        for code in fields:
            value = getattr(holder, code)
            if isinstance(value, str):
                refused = characters.forbidden(value, multiline=True)
                if refused is not None:
                    raise RefusedCharactersError(refused.template, **refused.values)
