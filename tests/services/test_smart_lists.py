"""The questions of the lists: each is asked of records just inside and just outside of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records, smart_lists
from tests.support.offices import NOW

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
TODAY = NOW.date()


def add(ledger: Ledger, code: str, **values: Any) -> str:
    register = all_registers()[code]
    record = records.new(ledger, register)
    for field, value in values.items():
        setattr(record, field, value)
    return str(records.save(ledger, register, record).record.id)


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({"term_from": date(2021, 9, 15), "term_years": 5}, True),  # ends on the 92nd day from now
        ({"term_from": date(2021, 9, 16), "term_years": 5}, False),
        ({"term_from": date(2010, 1, 1), "term_years": 3}, True),
        ({"term_from": date(2010, 1, 1)}, False),
        ({"term_years": 5}, False),
    ],
)
def test_terms_that_end_within_three_months(ledger: Ledger, values: dict[str, Any], waits: bool) -> None:
    unit = add(ledger, "units", unit_name="江西某某公司", **values)
    assert smart_lists.ids(ledger, UNITS, "term_ends") == ([unit] if waits else [])
    assert smart_lists.counts(ledger, UNITS)["term_ends"] == int(waits)


@pytest.mark.parametrize(
    ("has", "days", "waits"), [(True, 31, True), (True, 32, False), (True, -400, True), (False, 1, False)]
)
def test_contracts_that_end_within_a_month(ledger: Ledger, has: bool, days: int, waits: bool) -> None:
    until = TODAY + timedelta(days=days)
    unit = add(ledger, "units", unit_name="江西某某公司", has_contract=has, contract_until=until)
    assert smart_lists.ids(ledger, UNITS, "contract_ends") == ([unit] if waits else [])


def test_households_that_nobody_looked_at_for_a_year(ledger: Ledger) -> None:
    ledger.clock = lambda: NOW - timedelta(days=366)
    old = add(ledger, "hardship_cases", name="熊国平")
    ledger.clock = lambda: NOW - timedelta(days=364)
    add(ledger, "hardship_cases", name="万小红")
    ledger.clock = lambda: NOW
    assert smart_lists.ids(ledger, CASES, "untouched") == [old]
    assert smart_lists.counts(ledger, CASES)["untouched"] == 1


@pytest.mark.parametrize("code", ["hardship_cases", "nominees", "worker_homes"])
@pytest.mark.parametrize(
    ("days", "result", "waits"),
    [(1, None, True), (2, None, False), (-30, None, True), (1, "1", False), (None, None, False)],
)
def test_notices_that_end_by_tomorrow(
    ledger: Ledger, code: str, days: int | None, result: str | None, waits: bool
) -> None:
    register = all_registers()[code]
    until = None if days is None else TODAY + timedelta(days=days)
    one = add(ledger, code, notice_until=until, notice_result=result, **{register.name_field: "熊国平"})
    assert smart_lists.ids(ledger, register, "notice_ends") == ([one] if waits else [])
    assert smart_lists.counts(ledger, register)["notice_ends"] == int(waits)


def test_households_that_never_were_helped(ledger: Ledger) -> None:
    helped, not_helped = (add(ledger, "hardship_cases", name=name) for name in ("熊国平", "万小红"))
    given = add(ledger, "assistance", name="熊国平", hardship_case=helped)
    assert smart_lists.ids(ledger, CASES, "never_helped") == [not_helped]
    assert smart_lists.counts(ledger, CASES)["never_helped"] == 1
    records.withdraw(ledger, all_registers()["assistance"], given)
    assert smart_lists.ids(ledger, CASES, "never_helped") == [helped, not_helped]


@pytest.mark.parametrize("code", ["hardship_cases", "nominees", "worker_homes"])
@pytest.mark.parametrize(
    ("begins", "ends", "result", "runs"),
    [
        (0, 5, None, True),
        (-5, 0, None, True),
        (1, 5, None, False),
        (-5, -1, None, False),
        (-1, 5, "1", False),
        (None, 5, None, False),
    ],
)
def test_notices_that_hang_out_today(
    ledger: Ledger, code: str, begins: int | None, ends: int, result: str | None, runs: bool
) -> None:
    register = all_registers()[code]
    day = None if begins is None else TODAY + timedelta(days=begins)
    values = {"notice_from": day, "notice_until": TODAY + timedelta(days=ends), "notice_result": result}
    one = add(ledger, code, **values, **{register.name_field: "熊国平"})
    assert smart_lists.ids(ledger, register, "notice_runs") == ([one] if runs else [])
    assert smart_lists.counts(ledger, register)["notice_runs"] == int(runs)


def test_a_closed_file_waits_for_nothing_and_has_a_list_of_its_own(ledger: Ledger) -> None:
    ledger.clock = lambda: NOW - timedelta(days=366)
    notice = {"notice_from": TODAY, "notice_until": TODAY}
    gone = add(ledger, "hardship_cases", name="熊国平", exited_on=date(2025, 1, 1), **notice)
    on_file = add(ledger, "hardship_cases", name="万小红", **notice)
    ledger.clock = lambda: NOW
    counted = smart_lists.counts(ledger, CASES)
    for code in ("untouched", "never_helped", "notice_runs", "notice_ends"):
        assert (code, smart_lists.ids(ledger, CASES, code), counted[code]) == (code, [on_file], 1)
    assert (smart_lists.ids(ledger, CASES, "closed"), counted["closed"]) == ([gone], 1)
    assert (counted[""], counted["draft"]) == (2, 2)


def test_what_waits_of_households_is_counted_by_the_index_alone(ledger: Ledger) -> None:
    asked = [one.asked_of(CASES, NOW) for one in smart_lists.of(CASES) if one.state is None]
    assert len(asked) == 5
    with ledger.store.reading() as session:
        counted = select(*(func.count().filter(one) for one in asked)).select_from(CASES.record)
        live = counted.where(CASES.record.deleted_at.is_(None))
        text = live.compile(session.connection(), compile_kwargs={"literal_binds": True})
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    steps = [step[-1] for step in plan]
    assert any("USING COVERING INDEX ix_hardship_cases_waiting" in step for step in steps), steps
    assert any("INDEX ix_assistance_hardship_case" in step for step in steps), steps


def test_a_list_is_searched_like_the_register(ledger: Ledger) -> None:
    first = add(ledger, "hardship_cases", name="熊国平")
    add(ledger, "hardship_cases", name="万小红")
    assert smart_lists.ids(ledger, CASES, "draft", "xgp") == [first]
    assert smart_lists.ids(ledger, CASES, "returned", "xgp") == []
    assert len(smart_lists.ids(ledger, CASES, "")) == 2


def test_withdrawn_records_are_a_list_of_their_own(ledger: Ledger) -> None:
    gone = add(ledger, "hardship_cases", name="熊国平")
    add(ledger, "hardship_cases", name="万小红")
    records.withdraw(ledger, CASES, gone)
    counted = smart_lists.counts(ledger, CASES)
    assert (counted[""], counted["draft"], counted[smart_lists.WITHDRAWN]) == (1, 1, 1)
    assert smart_lists.ids(ledger, CASES, smart_lists.WITHDRAWN) == [gone]
    assert smart_lists.ids(ledger, CASES, smart_lists.WITHDRAWN, "国平") == [gone]
    assert smart_lists.ids(ledger, CASES, smart_lists.WITHDRAWN, "小红") == []


def test_every_list_can_be_asked_of_every_register(ledger: Ledger) -> None:
    for register in all_registers().values():
        counted = smart_lists.counts(ledger, register)
        assert set(counted.values()) == {0}
        assert [smart_lists.ids(ledger, register, code) for code in counted] == [[]] * len(counted)
