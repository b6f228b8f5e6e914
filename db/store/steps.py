"""Named steps (操作): each run of history entries that a person made in one go, so that it can be undone as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.store import history
from db.store.bulk import insert_rows
from db.store.history import Change
from db.store.shared_tables import HistoryEntry, Step

SAVE, WITHDRAW, RESTORE, VERSION = "save", "withdraw", "restore", "version"
IMPORT, BULK, TAKE_BACK, UNDO = "import", "bulk", "take_back", "undo"
"""What a step can be; the store keeps these words."""

_MOST_NAMED = 500  # numbers in one statement


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


def latest(session: Session, limit: int, before: int | None = None) -> Sequence[tuple[Step, HistoryEntry]]:
    """Give the newest steps (``before`` one), newest first, each with its last history entry (who, when, where)."""
    newest = (
        select(Step, HistoryEntry)
        .join(HistoryEntry, HistoryEntry.number == Step.number)
        .order_by(Step.number.desc())
        .limit(limit)
    )
    if before is not None:
        newest = newest.where(Step.number < before)
    return [(step, entry) for step, entry in session.execute(newest)]


def after(session: Session, number: int) -> Sequence[Step]:
    """Give the steps after one, oldest first."""
    return session.scalars(select(Step).where(Step.number > number).order_by(Step.number)).all()


def records_of(session: Session, numbers: Sequence[int]) -> int:
    """Count the records that some steps are about."""
    found: set[str] = set()
    for start in range(0, len(numbers), _MOST_NAMED):
        named = Step.number.in_(numbers[start : start + _MOST_NAMED])
        inside = HistoryEntry.number.between(Step.first, Step.number)
        found.update(session.scalars(select(HistoryEntry.record_id).join(Step, inside).where(named)))
    return len(found)


def holding(session: Session, entry: int) -> Step | None:
    """Find the step that a history entry belongs to; checks, packages and older ledgers' entries have none."""
    following = select(Step).where(Step.number >= entry).order_by(Step.number).limit(1)
    found = session.scalars(following).one_or_none()
    return found if found is not None and found.first <= entry else None


def entries_of(session: Session, step: Step) -> Sequence[HistoryEntry]:
    """Give the history entries of a step, oldest first."""
    inside = HistoryEntry.number.between(step.first, step.number)
    return session.scalars(select(HistoryEntry).where(inside).order_by(HistoryEntry.number)).all()


def undone(session: Session, numbers: Iterable[int]) -> set[int]:
    """Tell which steps are undone, and that not undone again (the newest undoing decides)."""
    asked = set(numbers)
    newest = _undoings(session, asked)
    return {number for number in asked if len(_turns(newest, number)) % 2 == 1}


def turned_by(session: Session, number: int) -> int:
    """Give the step that undid or redid a step last, the step itself when it never was undone."""
    turns = _turns(_undoings(session, {number}), number)
    return turns[-1] if turns else number


def _undoings(session: Session, numbers: set[int]) -> Mapping[int, int]:
    """Find the newest undoing of some steps, of those undoings, and so on."""
    newest: dict[int, int] = {}
    looked_at = numbers
    while looked_at:
        undoing = select(Step.undoes, func.max(Step.number)).where(Step.undoes.in_(looked_at))
        found = {of: number for of, number in session.execute(undoing.group_by(Step.undoes)) if of}
        newest |= found
        looked_at = set(found.values()) - newest.keys()
    return newest


def _turns(newest: Mapping[int, int], number: int) -> list[int]:
    turns = []
    while number in newest:
        number = newest[number]
        turns.append(number)
    return turns
