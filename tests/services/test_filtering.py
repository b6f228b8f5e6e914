"""Filters: each question by the kind of its field, kept in the ledger for the person who made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db import filters
from db.code_lists import code_list
from db.filters import Comparison, Condition
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.language import said
from desktop.services import filtering, records, smart_lists
from desktop.services.filtering import ListFilter, NameTakenError

REGISTERS = all_registers()
CASES, UNITS = REGISTERS["hardship_cases"], REGISTERS["units"]
CONTAINS, ONE_OF, BETWEEN = Comparison.CONTAINS, Comparison.ONE_OF, Comparison.BETWEEN
FILLED, EMPTY = Comparison.FILLED, Comparison.EMPTY


def add(ledger: Ledger, code: str, **values: Any) -> str:
    record = records.new(ledger, REGISTERS[code])
    for field, value in values.items():
        setattr(record, field, value)
    return str(records.save(ledger, REGISTERS[code], record).record.id)


def asked(ledger: Ledger, code: str, *conditions: Condition) -> list[str]:
    found = filtering.matching(ledger, REGISTERS[code], conditions).ids
    return [one for one in smart_lists.ids(ledger, REGISTERS[code], "") if one in found]


MONEY = ("monthly_income_self", BETWEEN)
BORN = ("birth", BETWEEN)
MATCHES: list[tuple[str, Comparison, tuple[Any, ...], dict[str, Any], dict[str, Any]]] = [
    ("name", CONTAINS, ("国",), {"name": "熊国平"}, {"name": "熊大平"}),
    ("address", CONTAINS, ("B栋",), {"address": "罗家路 3 号 b栋"}, {"address": "罗家路 3 号 c栋"}),
    ("memo", CONTAINS, ("50%_",), {"memo": "只付 50%_"}, {"memo": "只付 50%a"}),
    ("id_no", CONTAINS, ("123x",), {"id_no": "36012119680314123X"}, {"id_no": "360111197604120115"}),
    ("sex", ONE_OF, ("1",), {"sex": "1"}, {"sex": "2"}),
    ("ethnic", ONE_OF, ("01", "03"), {"ethnic": "03"}, {"ethnic": "02"}),
    ("cause_secondary", ONE_OF, ("02", "04"), {"cause_secondary": ("01", "04")}, {"cause_secondary": ("01", "03")}),
    ("single_parent", ONE_OF, (True,), {"single_parent": True}, {"single_parent": False}),
    ("single_parent", ONE_OF, (False,), {"single_parent": False}, {}),
    ("household_area", ONE_OF, ("360111",), {"household_area": "360111"}, {"household_area": "360121"}),
    (*MONEY, (10_000, 80_000), {"monthly_income_self": 80_000}, {"monthly_income_self": 80_001}),
    (*MONEY, (10_000, 80_000), {"monthly_income_self": 10_000}, {"monthly_income_self": 9_999}),
    (*MONEY, (None, 80_000), {"monthly_income_self": 0}, {}),
    (*MONEY, (80_000, None), {"monthly_income_self": 90_000}, {}),
    ("household_size", BETWEEN, (3, 5), {"household_size": 5}, {"household_size": 2}),
    ("floor_area", BETWEEN, (Decimal("60.5"), None), {"floor_area": Decimal("60.5")}, {"floor_area": Decimal("60.4")}),
    (*BORN, (date(1968, 3, 14), date(1968, 3, 14)), {"birth": date(1968, 3, 14)}, {"birth": date(1968, 3, 15)}),
    (filters.WRITTEN_ON, BETWEEN, (date(2026, 1, 1), None), {}, {"written_on": date(2025, 12, 31)}),
    ("cause_secondary", FILLED, (), {"cause_secondary": ("01",)}, {}),
    ("mobile", EMPTY, (), {}, {"mobile": "13970012345"}),
    ("single_parent", FILLED, (), {"single_parent": False}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "comparison", "values", "fits", "misses"), MATCHES)
def test_every_kind_of_condition(
    ledger: Ledger,
    field: str,
    comparison: Comparison,
    values: tuple[Any, ...],
    fits: dict[str, Any],
    misses: dict[str, Any],
) -> None:
    found = add(ledger, "hardship_cases", **fits)
    add(ledger, "hardship_cases", **misses)
    assert asked(ledger, "hardship_cases", Condition(field, comparison, values)) == [found]


def test_every_field_of_every_register_can_be_asked(ledger: Ledger) -> None:
    for register in REGISTERS.values():
        for code, field in filters.fields_of(register).items():
            for comparison in filters.comparisons_of(field):
                values = {CONTAINS: ("甲",), BETWEEN: (None, None)}.get(comparison, ())
                one = Condition(code, comparison, values)
                assert filtering.matching(ledger, register, (one,)).ids == frozenset()


def test_a_reference_is_asked_by_what_the_other_list_finds(ledger: Ledger) -> None:
    unit = add(ledger, "units", unit_name="罗家针织厂")
    other = add(ledger, "units", unit_name="江西某某公司")
    found = add(ledger, "hardship_cases", name="熊国平", unit=unit)
    add(ledger, "hardship_cases", name="万小红", unit=other)
    assert asked(ledger, "hardship_cases", Condition("unit", CONTAINS, ("针织",))) == [found]
    assert asked(ledger, "hardship_cases", Condition("unit", CONTAINS, ("ljzzc",))) == [found]


def test_a_choice_means_the_same_words_of_every_generation(ledger: Ledger) -> None:
    codes = code_list("hardship_cause").items
    twins = next(
        (one, other)
        for one in codes
        for other in codes
        if one.label == other.label and one.code != other.code
    )
    old, new = (add(ledger, "hardship_cases", cause_main=item.code) for item in twins)
    assert asked(ledger, "hardship_cases", Condition("cause_main", ONE_OF, (twins[1].code,))) == [old, new]


def test_several_conditions_must_all_hold(ledger: Ledger) -> None:
    found = add(ledger, "hardship_cases", name="熊国平", sex="1")
    add(ledger, "hardship_cases", name="熊小红", sex="2")
    add(ledger, "hardship_cases", name="万大成", sex="1")
    both = (Condition("name", CONTAINS, ("熊",)), Condition("sex", ONE_OF, ("1",)))
    assert asked(ledger, "hardship_cases", *both) == [found]
    assert len(asked(ledger, "hardship_cases")) == 3


POOR = ListFilter(
    "hardship_cases",
    (
        Condition("name", CONTAINS, ("熊",)),
        Condition("monthly_income_self", BETWEEN, (None, 80_000)),
        Condition("birth", BETWEEN, (date(1960, 1, 1), date(1969, 12, 31))),
        Condition("cause_secondary", ONE_OF, ("01", "02")),
        Condition("single_parent", ONE_OF, (False,)),
        Condition("floor_area", BETWEEN, (Decimal("1.5"), None)),
        Condition("mobile", EMPTY),
    ),
    "低收入的熊家",
)


def test_a_kept_filter_comes_back_as_it_was(ledger: Ledger) -> None:
    made = filtering.keep(ledger, POOR)
    assert filtering.kept(ledger, CASES) == (replace(POOR, id=made.id),)
    assert filtering.kept(ledger, UNITS) == ()


def test_a_filter_is_changed_renamed_and_dropped(ledger: Ledger) -> None:
    made = filtering.keep(ledger, POOR)
    changed = replace(made, name="熊家", conditions=made.conditions[:1])
    assert filtering.keep(ledger, changed) == changed
    assert filtering.kept(ledger, CASES) == (changed,)
    filtering.drop(ledger, changed)
    assert filtering.kept(ledger, CASES) == ()


def test_a_name_is_given_once(ledger: Ledger) -> None:
    filtering.keep(ledger, POOR)
    with pytest.raises(NameTakenError):
        filtering.keep(ledger, replace(POOR, name=" 低收入的熊家 "))
    filtering.keep(ledger, replace(POOR, register="units", conditions=()))


def test_each_user_has_filters_of_their_own(ledger: Ledger) -> None:
    user, made = ledger.user, filtering.keep(ledger, POOR)
    ledger.user = "李审核"
    assert filtering.kept(ledger, CASES) == ()
    filtering.drop(ledger, made)
    filtering.keep(ledger, POOR)
    ledger.user = user
    assert [one.id for one in filtering.kept(ledger, CASES)] == [made.id]


def test_a_filter_for_a_field_that_is_gone_is_left_out(ledger: Ledger) -> None:
    filtering.keep(ledger, replace(POOR, register="units", conditions=()))
    told = replace(POOR, conditions=())
    filtering.keep(ledger, told)
    with ledger.store.connection() as connection:
        connection.exec_driver_sql(
            'UPDATE saved_filter SET conditions = \'[{"field":"gone","comparison":"empty","values":[]}]\' '
            "WHERE register = 'hardship_cases'"
        )
    assert filtering.kept(ledger, CASES) == ()
    assert len(filtering.kept(ledger, UNITS)) == 1


def test_kept_filters_are_counted_with_the_lists(ledger: Ledger) -> None:
    add(ledger, "hardship_cases", name="熊国平")
    gone = add(ledger, "hardship_cases", name="熊大平")
    add(ledger, "hardship_cases", name="万小红")
    records.withdraw(ledger, CASES, gone)
    bears = ListFilter("hardship_cases", (Condition("name", CONTAINS, ("熊",)),), "姓熊")
    everywhere = filtering.keep(ledger, bears)
    returned = filtering.keep(ledger, replace(bears, name="退回的", listing="returned"))
    counted = smart_lists.counts(ledger, CASES)
    assert (counted[everywhere.code], counted[returned.code]) == (1, 0)


@pytest.mark.parametrize(
    ("condition", "chinese"),
    [
        (Condition("name", CONTAINS, ("{熊}",)), "姓名含“{熊}”"),
        (Condition("sex", ONE_OF, ("1", "2")), "性别：男、女"),
        (Condition("single_parent", ONE_OF, (False,)), "是否单亲：否"),
        (POOR.conditions[1], "收入不大于800.00 元"),
        (POOR.conditions[2], "出生日期从1960年1月1日到1969年12月31日"),
        (POOR.conditions[5], "不小于1.50"),
        (POOR.conditions[6], "未填"),
        (Condition("mobile", FILLED), "已填"),
    ],
)
def test_conditions_in_words(condition: Condition, chinese: str) -> None:
    assert chinese in said(filtering.words_of(CASES, condition))
