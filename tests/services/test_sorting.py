"""Lists are sorted as people expect: names by pinyin, numbers by size, what is empty at the end."""

from __future__ import annotations

from typing import Any

import pytest

from db.record import State
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import checking, list_columns, records, smart_lists, sorting

CASES, UNITS = all_registers()["hardship_cases"], all_registers()["units"]


def add(ledger: Ledger, code: str, **values: Any) -> str:
    register = all_registers()[code]
    record = records.new(ledger, register)
    for field, value in values.items():
        setattr(record, field, value)
    return str(records.save(ledger, register, record).record.id)


@pytest.mark.parametrize(
    ("field", "values", "in_order"),
    [
        (
            "unit_name",
            ["重庆公司", "安徽公司", None, "单氏商行", "单位"],
            ["安徽公司", "重庆公司", "单氏商行", "单位", None],
        ),
        ("employees", [100, 9, None, 10], [9, 10, 100, None]),
        ("has_contract", [True, None, False], [False, True, None]),
    ],
)
def test_a_column_is_sorted_both_ways(
    ledger: Ledger, field: str, values: list[Any], in_order: list[Any]
) -> None:
    by_id = {add(ledger, "units", **{field: value}): value for value in values}
    found = sorting.order(ledger, UNITS, field)
    assert [by_id[one] for one in found.sort(list(by_id))] == in_order
    backwards = [value for value in reversed(in_order) if value is not None]
    assert [by_id[one] for one in found.sort(list(by_id), descending=True)] == [*backwards, None]


def test_equal_values_stay_in_the_order_of_making(ledger: Ledger) -> None:
    ids = [add(ledger, "units", unit_name="南昌公司") for _ in range(5)]
    found = sorting.order(ledger, UNITS, "unit_name")
    assert found.sort(ids) == ids
    assert found.sort(ids, descending=True) == ids


def test_a_reference_is_sorted_by_the_name_it_shows(ledger: Ledger) -> None:
    second, first = add(ledger, "units", unit_name="重庆公司"), add(ledger, "units", unit_name="安徽公司")
    by_unit = {add(ledger, "inspections", unit=unit): unit for unit in (second, first)}
    found = sorting.order(ledger, all_registers()["inspections"], "unit")
    assert [by_unit[one] for one in found.sort(list(by_unit))] == [first, second]


def test_states_come_in_the_order_in_which_a_record_passes_them(ledger: Ledger) -> None:
    clean = add(ledger, "inspections")
    ids = smart_lists.ids(ledger, all_registers()["inspections"], "")
    with ledger.store.writing() as session:
        checking.move(session, all_registers()["inspections"], [clean], State.RECEIVED)
    draft = add(ledger, "inspections")
    found = sorting.order(ledger, all_registers()["inspections"], list_columns.STATE)
    assert found.sort([*ids, draft]) == [draft, clean]


def test_every_column_of_every_register_can_be_sorted(ledger: Ledger) -> None:
    for register in all_registers().values():
        add(ledger, register.code)
        for code in [*register.fields, list_columns.STATE]:
            assert sorting.order(ledger, register, code).code == code
