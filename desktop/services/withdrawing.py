"""Delete and restore many records as one step; nothing is removed from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message, ReportableError
from db.record import Record, State
from db.register import Register
from db.store import steps
from db.store.history import Change
from db.store.ledger import Ledger
from desktop.services import rewriting
from desktop.services.changes import Changes
from desktop.services.progress import Progress, Silent
from desktop.services.records import RecordLockedError
from desktop.services.roles import Action, demand

_PAGE = 500


def withdraw_all(
    ledger: Ledger, register: Register, ids: Sequence[str], progress: Progress | None = None
) -> Changes:
    """Take records out of the lists, all or none. Raises RecordLockedError, ReportableError, Cancelled."""

    def take_out(record: Record) -> Change:
        if State(record.state).is_locked:
            raise RecordLockedError(State(record.state))
        return rewriting.take_out(ledger, register, record)

    return _each(ledger, register, ids, steps.WITHDRAW, take_out, progress or Silent())


def restore_all(
    ledger: Ledger, register: Register, ids: Sequence[str], progress: Progress | None = None
) -> Changes:
    """Bring withdrawn records back, all or none. Raises ReportableError, Cancelled."""

    def bring_back(record: Record) -> Change:
        return rewriting.bring_back(ledger, register, record)

    return _each(ledger, register, ids, steps.RESTORE, bring_back, progress or Silent())


def _each(
    ledger: Ledger,
    register: Register,
    ids: Sequence[str],
    kind: str,
    move: Callable[[Record], Change],
    progress: Progress,
) -> Changes:
    demand(ledger, Action.SAVE)
    changes: list[Change] = []
    with ledger.store.writing() as session:
        for start in range(0, len(ids), _PAGE):
            progress.step(start, len(ids), Message(N_("正在处理")))
            part = ids[start : start + _PAGE]
            found = queries.load_all(session, register, part, withdrawn=True)
            if len(found) < len(part) or any(
                (one.deleted_at is None) != (kind == steps.WITHDRAW) for one in found
            ):
                raise ReportableError(N_("列表里的记录又有变化，请刷新列表。"))
            if start == 0:
                subject = _subject(register, found[0], len(ids))
            changes += [move(record) for record in found]
            session.flush()
            rewriting.index(session, register, found)
            session.expunge_all()
        step = _note(ledger, session, steps.Naming(kind, subject), changes) if changes else 0
    return Changes({register.code: tuple(ids)}, step)


def _note(ledger: Ledger, session: Session, naming: steps.Naming, changes: Sequence[Change]) -> int:
    return steps.note(session, ledger.clock(), ledger.user, naming, changes)


def _subject(register: Register, first: Record, count: int) -> str:
    """Name the first of them, and how many more there are."""
    name = getattr(first, register.name_field) or ""
    return name if count == 1 else f"{name} +{count - 1}"
