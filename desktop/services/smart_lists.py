"""Lists that are questions (智能列表): which records wait for somebody, counted on 工作台 and offered above every list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from db import filters, queries
from db.messages import N_
from db.record import State
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import filtering

_AHEAD = timedelta(days=92)  # elections are prepared three months ahead
_TOMORROW = timedelta(days=1)
_CONTRACT_AHEAD = timedelta(days=31)
_YEAR = timedelta(days=365)
_NOTICED = ("hardship_cases", "nominees", "worker_homes")


@dataclass(frozen=True)
class SmartList:
    """One question: ``condition(record class, now)`` in SQL; ``of`` names the registers that it is about, none for all.

    ``waits`` is its sentence on 工作台, where it is counted; without one it is only a chip of the list. A closed file
    (脱困、注销) waits for nothing: only states, and what asks for ``closed`` ones, have it.
    """

    code: str
    label: str
    condition: Callable[[Any, datetime], ColumnElement[bool]]
    of: tuple[str, ...] = ()
    waits: str = ""
    state: State | None = None
    closed: bool = False

    def asked_of(self, register: Register, now: datetime) -> ColumnElement[bool]:
        """Give the question in SQL for the records of a register."""
        asked = self.condition(register.record, now)
        return asked if self.closed or self.state else and_(queries.on_file(register), asked)


def _in_state(state: State, waits: str = "") -> SmartList:
    return SmartList(
        state.value, state.label, lambda record, _now: record.state == state.value, (), waits, state
    )


def _term_ends(unit: Any, now: datetime) -> ColumnElement[bool]:
    ends: ColumnElement[Any] = func.date(unit.term_from, func.printf("+%d years", unit.term_years))
    return and_(unit.term_years.is_not(None), ends <= (now.date() + _AHEAD).isoformat())


def _contract_ends(unit: Any, now: datetime) -> ColumnElement[bool]:
    return and_(unit.has_contract.is_(True), unit.contract_until <= now.date() + _CONTRACT_AHEAD)


def _notice_runs(record: Any, now: datetime) -> ColumnElement[bool]:
    """Ask for notices that hang out today: begun, not over, and without a result."""
    today = now.date()
    return and_(record.notice_result.is_(None), record.notice_from <= today, record.notice_until >= today)


def _notice_ends(record: Any, now: datetime) -> ColumnElement[bool]:
    """Ask for notices that end by tomorrow, and those over whose result nobody has noted."""
    return and_(record.notice_result.is_(None), record.notice_until <= now.date() + _TOMORROW)


def _never_helped(case: Any, _now: datetime) -> ColumnElement[bool]:
    given: Any = all_registers()["assistance"].record
    helped = select(given.id).where(given.hardship_case == case.id, given.deleted_at.is_(None))
    return ~helped.exists()


def _untouched(record: Any, now: datetime) -> ColumnElement[bool]:
    untouched: ColumnElement[bool] = record.changed_at < now - _YEAR
    return untouched


def _closed(record: Any, _now: datetime) -> ColumnElement[bool]:
    left: ColumnElement[bool] = record.exited_on.is_not(None)
    return left


SMART_LISTS = (
    _in_state(State.DRAFT, N_("未完成的草稿")),
    _in_state(State.RETURNED, N_("退回待更正")),
    _in_state(State.CORRECTION, N_("更正待上报")),
    *(_in_state(state) for state in (State.CHECKED, State.PACKED, State.HANDED_OVER, State.RECEIVED)),
    SmartList("notice_runs", N_("公示中"), _notice_runs, _NOTICED),
    SmartList(
        "notice_ends",
        N_("公示到期"),
        _notice_ends,
        _NOTICED,
        N_("公示到期（明天以前），结果还没有登记"),
    ),
    SmartList("term_ends", N_("换届到期"), _term_ends, ("units",), N_("换届到期（三个月内）")),
    SmartList(
        "contract_ends", N_("集体合同到期"), _contract_ends, ("units",), N_("集体合同到期（一个月内）")
    ),
    SmartList("untouched", N_("一年未复核"), _untouched, ("hardship_cases",), N_("一年未复核")),
    SmartList("never_helped", N_("未帮扶过"), _never_helped, ("hardship_cases",), N_("未帮扶过")),
    SmartList("closed", N_("已脱困（注销）"), _closed, ("hardship_cases",), closed=True),
)
WITHDRAWN = "withdrawn"
"""The list of withdrawn records (已删除): it has a code like the others, and is no question about live ones."""


def of(register: Register) -> tuple[SmartList, ...]:
    """Give the lists that make sense for a register."""
    return tuple(one for one in SMART_LISTS if not one.of or register.code in one.of)


def condition_of(register: Register, code: str, now: datetime) -> ColumnElement[bool] | None:
    """Give the question of a list in SQL, None for all records."""
    one = next((one for one in of(register) if one.code == code), None)
    return None if one is None else one.asked_of(register, now)


def counts(ledger: Ledger, register: Register) -> dict[str, int]:
    """Count every list of a register, the user's filters and the withdrawn records too; ``""`` counts all live records.

    States and what waits of 困难职工 are counted by an index; others read the table: half a second with 100 000 records.
    """
    now = ledger.clock()
    asked = {one.code: one.asked_of(register, now) for one in of(register) if one.state is None}
    for kept in filtering.kept(ledger, register):
        narrowed = filters.where(register, kept.conditions)
        base = condition_of(register, kept.listing, now)
        asked[kept.code] = narrowed if base is None else and_(base, narrowed)
    with ledger.store.reading() as session:
        by_state = queries.count_by_state(session, register)
        found = {one.code: by_state.get(one.code, 0) for one in SMART_LISTS if one.state}
        found |= zip(asked, queries.count_each(session, register, list(asked.values())), strict=True)
        found[WITHDRAWN] = queries.count_withdrawn(session, register)
    return found | {"": sum(by_state.values())}


def ids(ledger: Ledger, register: Register, code: str, needle: str = "") -> list[str]:
    """List the records of a list that contain every word of ``needle``, in the order they were made; ``""`` means all."""
    with ledger.store.reading() as session:
        if code == WITHDRAWN:
            return queries.record_ids(session, register, needle, withdrawn=True)
        condition = condition_of(register, code, ledger.clock())
        return queries.record_ids(session, register, needle, condition=condition)
