"""Save, correct, withdraw and restore one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from db import canonical, checks, queries
from db.messages import N_, Problem, ReportableError
from db.record import Record, State
from db.register import Register
from db.store import history, steps
from db.store.ledger import Ledger
from db.store.shared_tables import FileNumber, KeptDraft
from db.values import characters
from desktop.services.changes import Changes
from desktop.services.contexts import context_of
from desktop.services.rewriting import bring_back, changing, edited, index, take_out
from desktop.services.roles import Action, demand


class RecordLockedError(ReportableError):
    """The record is in a package; a change needs a new revision."""

    def __init__(self, state: State) -> None:
        super().__init__(
            N_("这条记录{state}，内容已锁定。要修改请点“更正”，它会成为新的一版，随下一次上报。"),
            state=state.label,
        )


class RecordWithdrawnError(ReportableError):
    """The record was withdrawn, perhaps from another page."""

    def __init__(self) -> None:
        super().__init__(N_("这条记录已撤销，不能修改。要继续使用请先恢复它。"))


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


def begin(ledger: Ledger, register: Register) -> Record:
    """Give a new record as its form shows it first: with the rows that every form of the kind has."""
    record = new(ledger, register)
    for group in register.row_groups:
        setattr(record, group.code, group.first_rows(record.written_on))
    return record


def open_record(ledger: Ledger, register: Register, record_id: str) -> Record | None:
    """Read one record with its rows, detached from the store."""
    with ledger.store.reading() as session:
        return queries.load(session, register, record_id)


def newest(ledger: Ledger, register: Register, but: str = "") -> Record | None:
    """Load the record that the user made last, other than ``but``; None when there is none."""
    with ledger.store.reading() as session:
        found = queries.newest_of(session, register, ledger.user, but)
        return None if found is None else queries.load(session, register, found)


def problems(ledger: Ledger, register: Register, record: Record) -> list[Problem]:
    """Check a record as it stands on the screen, saved or not."""
    with ledger.store.reading() as session:
        return checks.problems_of(register, record, context_of(ledger, session))


def save(
    ledger: Ledger, register: Register, record: Record, *, correcting: bool = False, kind: str = steps.SAVE
) -> Saved:
    """Store a record with whatever problems it still has, note what changed as one step, and drop the user's draft.

    A record in a package is locked; ``correcting`` opens its next revision (更正). A record that is not stored yet may
    have an id already (that of its draft). Raises RecordLockedError, RecordWithdrawnError, RefusedCharactersError,
    RecordChangedError, DiskFullError.
    """
    demand(ledger, Action.SAVE)
    _refuse_characters(register, record)
    with ledger.store.writing() as session:
        before = queries.load(session, register, record.id) if record.id else None
        old = canonical.snapshot(register, before) if before else {}
        state, revision = (State(before.state), before.revision) if before else (State.DRAFT, 1)
        if before is not None and before.deleted_at is not None:
            raise RecordWithdrawnError
        if state.is_locked and not correcting:
            raise RecordLockedError(state)
        number_rows(register, record)
        # Only the stored copy is stamped: after a failure the caller's copy can be saved again as it is.
        stored: Record = session.merge(record)
        stored.state, stored.revision = edited(state, revision)
        stamp(ledger, register, stored, session, is_new=before is None)
        session.flush()
        changed = canonical.differences(old, canonical.snapshot(register, stored))
        if stored.state != state.value:
            changed["state"] = [state.value, stored.state]
        action = "create" if before is None else changing(stored)
        change = history.Change(action, register.code, stored.id, stored.revision, changed)
        step = note(ledger, session, kind, register, stored, change)
        index(session, register, [stored])
        own = KeptDraft.record_id == stored.id, KeptDraft.by == ledger.user
        session.execute(delete(KeptDraft).where(*own), execution_options={"synchronize_session": False})
        found = checks.problems_of(register, stored, context_of(ledger, session))
    return Saved(stored, tuple(found), Changes({register.code: (stored.id,)}, step))


def withdraw(ledger: Ledger, register: Register, record_id: str) -> Changes:
    """Take a record out of the lists; it stays in the ledger and can be restored.

    One that the county has seen goes into the next package as withdrawn. Raises RecordLockedError.
    """
    demand(ledger, Action.SAVE)
    with ledger.store.writing() as session:
        record = _existing(session, register, record_id)
        if State(record.state).is_locked:
            raise RecordLockedError(State(record.state))
        change = take_out(ledger, register, record)
        index(session, register, [record])
        step = note(ledger, session, steps.WITHDRAW, register, record, change)
    return Changes({register.code: (record_id,)}, step)


def restore(ledger: Ledger, register: Register, record_id: str) -> Changes:
    """Bring a withdrawn record back; when its withdrawal was packed, as the next revision."""
    demand(ledger, Action.SAVE)
    with ledger.store.writing() as session:
        record = _existing(session, register, record_id)
        change = bring_back(ledger, register, record)
        index(session, register, [record])
        step = note(ledger, session, steps.RESTORE, register, record, change)
    return Changes({register.code: (record_id,)}, step)


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
    return next_numbers(session, register, area, year, 1)[0]


def next_numbers(session: Session, register: Register, area: str, year: int, count: int) -> list[str]:
    """Give as many file numbers as an import needs; those that a clerk or a file gave already are passed over."""
    series = f"{register.code} {year}"
    given = getattr(register.record, register.number_field)
    numbers: list[str] = []
    with session.no_autoflush:  # a record that is just being stamped is not whole yet
        last = session.scalar(select(FileNumber.last).where(FileNumber.series == series)) or 0
        while len(numbers) < count:
            serials = range(last + 1, last + 1 + min(count - len(numbers), 500))
            last = serials[-1]
            fresh = [f"{area}-{year}-{serial:04d}" for serial in serials]
            taken = set(session.scalars(select(given).where(given.in_(fresh))))
            numbers += [number for number in fresh if number not in taken]
        counted = insert(FileNumber).values(series=series, last=last)
        session.execute(counted.on_conflict_do_update(index_elements=["series"], set_={"last": last}))
    return numbers


def note(
    ledger: Ledger, session: Session, kind: str, register: Register, record: Record, change: history.Change
) -> int:
    """Append the change of one record to the history as a step of its own; gives the step's number."""
    naming = steps.Naming(kind, getattr(record, register.name_field) or "")
    return steps.note(session, ledger.clock(), ledger.user, naming, [change])


def _existing(session: Session, register: Register, record_id: str) -> Record:
    record = queries.load(session, register, record_id)
    if record is None:
        raise ReportableError(N_("这条记录已不存在，请刷新列表。"))
    return record


def _refuse_characters(register: Register, record: Record) -> None:
    holders = [(register.fields, record)]
    holders += [(group.fields, line) for group in register.row_groups for line in group.of(record)]
    texts = [getattr(holder, code) for fields, holder in holders for code in fields]
    refuse_characters([*texts, *(record.reasons or {}).values()])


def refuse_characters(values: Iterable[Any]) -> None:
    """Raise RefusedCharactersError when one of the values is a text that must not enter the ledger."""
    for text in values:
        refused = characters.forbidden(text, multiline=True) if isinstance(text, str) else None
        if refused is not None:
            raise RefusedCharactersError(refused.template, **refused.values)
