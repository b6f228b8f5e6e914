"""Indicators count what the policy counts: who should have a union, whom a joint union covers, whose contract holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import indicators, records
from desktop.services.indicators import Measured


def _add(ledger: Ledger, register: str, **values: Any) -> str:
    declared = all_registers()[register]
    record = records.new(ledger, declared)
    for code, value in values.items():
        setattr(record, code, value)
    return records.save(ledger, declared, record).record.id


def _unit(ledger: Ledger, name: str, **values: Any) -> str:
    return _add(ledger, "units", unit_name=name, **{"legal_entity": True, "unit_state": "1", **values})


def _measured(ledger: Ledger, code: str) -> Measured:
    return next(one for one in indicators.board(ledger).measured if one.indicator.code == code)


def test_an_empty_ledger_has_nothing_to_say(ledger: Ledger) -> None:
    board = indicators.board(ledger)
    assert {one.value for one in board.measured} == {None}


def test_units_that_are_gone_need_no_union_and_covered_ones_have_one(ledger: Ledger) -> None:
    row = all_registers()["units"].row_group("covers").row
    covers = [row(unit_name="甲厂", credit_code="91360111MA35H7XL42", position=0)]
    _unit(ledger, "联合工会所在单位", built_state="2", union_kind="2", covers=covers)
    _unit(ledger, "甲厂", built_state="0", credit_code="91360111MA35H7XL42")
    _unit(ledger, "乙厂", built_state="0")
    _unit(ledger, "丙厂", built_state="2", unit_state="4")  # 注销
    _unit(ledger, "丁店", built_state="2", legal_entity=False)
    found = _measured(ledger, "union_coverage")
    assert (found.part, found.whole, found.value) == (2, 3, Decimal("66.67"))
    assert found.target == Decimal(90)
    assert str(found.arithmetic) == "已建会企业法人 2 ÷ 应建会企业法人 3"


@pytest.mark.parametrize(("until", "part"), [(date(2099, 1, 1), 1), (date(2020, 1, 1), 0), (None, 0)])
def test_only_a_contract_in_force_counts(ledger: Ledger, until: date | None, part: int) -> None:
    _unit(ledger, "甲厂", built_state="2", has_contract=True, contract_until=until)
    found = _measured(ledger, "collective_contracts")
    assert (found.part, found.whole) == (part, 1)


def test_members_and_employees_are_added_up(ledger: Ledger) -> None:
    _unit(ledger, "甲厂", built_state="2", employees=100, members=95)
    _unit(ledger, "乙厂", built_state="0", employees=50)
    assert _measured(ledger, "membership").value == Decimal("63.33")


def test_help_is_counted_by_household_and_year(ledger: Ledger) -> None:
    case = _add(ledger, "hardship_cases", name="熊国平")
    year = ledger.clock().year
    for amount, when in ((100_000, year), (50_000, year), (900_000, year - 1)):
        _add(ledger, "assistance", name="熊国平", hardship_case=case, year=when, amount=amount)
    found = _measured(ledger, "help_per_head")
    assert (found.part, found.whole, found.value) == (150_000, 1, Decimal("1500.00"))
    assert str(found.arithmetic) == "当年帮扶资金 1,500.00 ÷ 当年帮扶困难职工户数 1"
