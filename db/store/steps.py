"""Named steps (操作): each run of history entries that a person made in one go, so that it can be undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.store import history
from db.store.bulk import insert_rows
from db.store.history import Change
from db.store.shared_tables import HistoryEntry, Step

SAVE, WITHDRAW, RESTORE, VERSION = "save", "withdraw", "restore", "version"
IMPORT, BULK, UNDO = "import", "bulk", "undo"
"""What a step can be; the store keeps these words."""


@dataclass(frozen=True)
class Naming:
    """What a step is called: ``subject`` is a record's name or, in a bulk change, the code of the field."""

    kind: str
    subject: str = ""
    undoes: int | None = None


def note(session: Session, at: datetime, by: str, naming: Naming, changes: Iterable[Change]) -> int:
    """Append changes to the history as one step; gives its number, 0 when there was no change."""
    noted = list(changes)
    if not noted:
        return 0
    last = history.note(session, at, by, noted).number
    return name(session, naming, last - len(noted) + 1, last)


def name(session: Session, naming: Naming, first: int, last: int) -> int:
    """Make one step of history entries that were noted in parts; gives its number, 0 when there are none."""
    if last < first:
        return 0
    step = {
        "number": last,
        "first": first,
        "kind": naming.kind,
        "subject": naming.subject,
        "undoes": naming.undoes,
    }
    insert_rows(session, Step, [step])
    return last


def latest(session: Session, limit: int) -> Sequence[tuple[Step, HistoryEntry]]:
    """Give the newest steps, newest first, each with its last history entry (who, when, which register)."""
    found = session.execute(
        select(Step, HistoryEntry)
        .join(HistoryEntry, HistoryEntry.number == Step.number)
        .order_by(Step.number.desc())
        .limit(limit)
    )
    return [(step, entry) for step, entry in found]


def holding(session: Session, entry: int) -> Step | None:
    """Find the step that a history entry belongs to; checks, packages and older ledgers' entries have none."""
    following = select(Step).where(Step.number >= entry).order_by(Step.number).limit(1)
    found = session.scalars(following).one_or_none()
    return found if found is not None and found.first <= entry else None


def entries_of(session: Session, step: Step) -> Sequence[HistoryEntry]:
    """Give the history entries of a step, oldest first."""
    inside = HistoryEntry.number.between(step.first, step.number)
    return session.scalars(select(HistoryEntry).where(inside).order_by(HistoryEntry.number)).all()


def is_undone(session: Session, number: int) -> bool:
    """Tell whether a step was undone, and that not undone again (the newest undoing decides)."""
    times = 0
    undoing = select(Step.number).order_by(Step.number.desc()).limit(1)
    while (following := session.scalar(undoing.where(Step.undoes == number))) is not None:
        times, number = times + 1, following
    return times % 2 == 1
