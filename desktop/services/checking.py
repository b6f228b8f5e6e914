"""逻辑检查: check every record and move those without open problems from 草稿 to 已检查; or only look what it would find."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from db import checks, plain_records, queries
from db.messages import N_, Message, Problem
from db.record import State
from db.register import Register
from db.registers import all_registers
from db.store import history, received
from db.store.ledger import Ledger
from desktop.services.changes import Changes
from desktop.services.contexts import context_of
from desktop.services.lookups import LoadedLookups
from desktop.services.progress import Progress, Silent

MOST_LOOKED_OVER = 3000
"""Records that are looked over without being asked for: one or two seconds beside the window."""

_CAN_BE_CHECKED = {State.DRAFT, State.CORRECTION}


@dataclass(frozen=True)
class CheckedRecord:
    """A record with something to say about it; ``stands`` are the problems that keep it from being 已检查."""

    register: str
    record_id: str
    label: str
    problems: tuple[Problem, ...]
    stands: tuple[Problem, ...]
    reasons: dict[str, str]


@dataclass(frozen=True)
class CheckReport:
    """What 逻辑检查 found; ``records`` lists only those with problems."""

    checked: int
    records: tuple[CheckedRecord, ...]
    changes: Changes
    only: frozenset[str] | None = None  # ids, when only some records were checked

    @property
    def standing(self) -> tuple[CheckedRecord, ...]:
        """The records that may not be submitted yet."""
        return tuple(record for record in self.records if record.stands)


def check_all(
    ledger: Ledger,
    registers: Sequence[Register],
    progress: Progress | None = None,
    only: Collection[str] | None = None,
) -> CheckReport:
    """Check all live records of some registers, or ``only`` those with certain ids; the states change in one transaction.

    A record whose state is 已检查 falls back to 草稿 when a problem stands against it now (a rule table may have
    changed, a unit may have been withdrawn). Records that came without identity were checked below, in full.
    """
    progress = progress or Silent()
    found: list[CheckedRecord] = []
    moved: dict[str, tuple[str, ...]] = {}
    checked = 0
    with ledger.store.writing() as session:
        look_at = _looking(ledger, session)
        for register in registers:
            total = sum(queries.count_by_state(session, register).values()) if only is None else len(only)
            what = Message(N_("正在检查{title}"), {"title": Message(register.title)})
            changes: list[tuple[str, int, State, State]] = []
            for position, record in enumerate(
                chain.from_iterable(plain_records.pages(session, register, only=only))
            ):
                progress.step(position, total, what)
                one = look_at(register, record)
                if one.problems:
                    found.append(one)
                before = State(record.state)
                after = _state_after(before, record.revision, is_clean=not one.stands)
                if after is not before:
                    changes.append((record.id, record.revision, before, after))
            checked += total
            for state in State:
                move(session, register, [change[0] for change in changes if change[3] is state], state)
            noted = [
                history.Change(
                    "check", register.code, record_id, revision, {"state": [before.value, after.value]}
                )
                for record_id, revision, before, after in changes
            ]
            history.note(session, ledger.clock(), ledger.user, noted)
            moved[register.code] = tuple(change[0] for change in changes)
    return CheckReport(checked, tuple(found), Changes(moved), None if only is None else frozenset(only))


def look_over(
    ledger: Ledger, registers: Sequence[Register], most: int = MOST_LOOKED_OVER
) -> CheckReport | None:
    """Say what 逻辑检查 would find, and move nothing; None when there are more than ``most`` records to look at."""
    with ledger.store.reading() as session:
        total = sum(sum(queries.count_by_state(session, register).values()) for register in registers)
        if total > most:
            return None
        look_at = _looking(ledger, session)
        looked_at = (
            look_at(register, record)
            for register in registers
            for record in chain.from_iterable(plain_records.pages(session, register))
        )
        found = tuple(one for one in looked_at if one.problems)
    return CheckReport(total, found, Changes({register.code: () for register in registers}))


def _looking(ledger: Ledger, session: Session) -> Callable[[Register, Any], CheckedRecord]:
    """Give the way to look at one record after the other, with what all of them share read once."""
    context = context_of(ledger, session, LoadedLookups(session, all_registers()))
    spared = received.without_identity(session)

    def look_at(register: Register, record: Any) -> CheckedRecord:
        is_spared = (register.code, record.id) in spared
        problems = [] if is_spared else checks.problems_of(register, record, context)
        stands = checks.open_problems(problems, record.reasons)
        label = register.label_of(record) if problems else ""
        return CheckedRecord(
            register.code, record.id, label, tuple(problems), tuple(stands), dict(record.reasons)
        )

    return look_at


def move(session: Session, register: Register, ids: Sequence[str], after: State) -> None:
    """Put records into another state."""
    record = register.record
    for start in range(0, len(ids), 500):  # SQLite takes a limited number of bound values
        session.execute(
            update(record).where(record.id.in_(ids[start : start + 500])).values(state=after.value),
            execution_options={"synchronize_session": False},
        )


def _state_after(before: State, revision: int, *, is_clean: bool) -> State:
    if is_clean and before in _CAN_BE_CHECKED:
        return State.CHECKED
    if not is_clean and before is State.CHECKED:
        return State.CORRECTION if revision > 1 else State.DRAFT
    return before
