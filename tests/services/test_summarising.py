"""The tables of counts and sums: lines in the order of the list, every record counted once, sums that add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db import queries
from db.fields import AreaField, ChoiceField, IntegerField, MoneyField
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.reports.archival_pdf import violations
from desktop.services import records, summaries, summarising
from desktop.services.printables import Wanted
from desktop.services.progress import Cancelled, Silent
from desktop.services.summaries import SUMMARIES, Summary
from tests.reports.forms.geometry import check_printable, check_text_clear_of_lines, sides
from tests.support.offices import NAME
from tests.support.sample_records import another_unit, clean_household

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
BY_TYPE = next(one for one in SUMMARIES if one.code == "units_by_type")


def wanted(ledger: Ledger, register: Register) -> Wanted:
    with ledger.store.reading() as session:
        return Wanted(register, [one for one, _ in queries.column(session, register, "id")])


@pytest.fixture
def units(ledger: Ledger) -> Ledger:
    """Store five units: three private ones, a foreign one, and one of no type."""
    facts = (("170", 10, True), ("300", 20, True), ("170", 30, False), (None, 5, None), ("170", 1, True))
    for number, (kind, employees, is_legal) in enumerate(facts, start=1):
        unit: Any = another_unit(ledger, number)
        unit.unit_type, unit.employees, unit.legal_entity = kind, employees, is_legal
        records.save(ledger, UNITS, unit)
    return ledger


def test_lines_stand_in_the_order_of_the_list_and_what_is_open_last(units: Ledger) -> None:
    table = summarising.table_of(BY_TYPE, units, wanted(units, UNITS), Silent())
    assert [line.label for line in table.lines] == ["私营企业", "外商投资企业", "（未填）"]
    assert table.columns[:4] == ("单位数", "企业法人", "已建会", "职工人数")
    assert [line.values[0] for line in table.lines] == [3, 1, 1]
    assert [line.values[1] for line in table.lines] == [2, 1, 0]
    assert [line.values[3] for line in table.lines] == [41, 20, 5]
    assert (table.total[0], table.total[1], table.total[3]) == (5, 3, 66)


def test_only_the_records_asked_for_are_counted(units: Ledger) -> None:
    some = Wanted(UNITS, wanted(units, UNITS).ids[:2])
    assert summarising.table_of(BY_TYPE, units, some, Silent()).total[0] == 2


def test_the_paper_has_its_head_its_sum_and_the_names_to_sign(units: Ledger) -> None:
    paper = summarising.printed(BY_TYPE, units, wanted(units, UNITS), Silent())
    (page,) = sides(paper.pdf)
    assert page.width > page.height
    for words in (
        "建会情况汇总表（按单位类别）",
        f"填报单位（盖章）：{NAME}",
        "统计时点：2026年6月15日",
        "单位：家、人",
        "单位负责人：",
        "审核人：",
        "填表人：",
    ):
        assert words in page.text
    assert "1私营企业32" in page.text
    assert "合计53" in page.text
    check_printable(page, 1)
    check_text_clear_of_lines(page, 1)
    assert violations(paper.pdf) == []


def test_households_are_counted_with_their_people(ledger: Ledger) -> None:
    case: Any = records.save(ledger, CASES, clean_household(ledger)).record
    by_class = next(one for one in SUMMARIES if one.code == "cases_by_class")
    table = summarising.table_of(by_class, ledger, wanted(ledger, CASES), Silent())
    assert table.total[:2] == (1, case.household_size)
    assert table.unit == "户、人"


def test_an_empty_list_gives_a_table_of_noughts(ledger: Ledger) -> None:
    paper = summarising.printed(BY_TYPE, ledger, Wanted(UNITS, []), Silent())
    assert "合计000000000" in sides(paper.pdf)[0].text


def test_it_can_be_cancelled(units: Ledger) -> None:
    class Stop(Silent):
        def step(self, *_arguments: object) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        summarising.printed(BY_TYPE, units, wanted(units, UNITS), Stop())


@pytest.mark.parametrize("summary", SUMMARIES, ids=lambda one: one.code)
def test_every_table_names_fields_that_can_be_counted(summary: Summary) -> None:
    register = all_registers()[summary.register]
    assert isinstance(register.fields[summary.by], ChoiceField | AreaField)
    for measure in summary.measures:
        assert not measure.code or isinstance(register.fields[measure.code], IntegerField | MoneyField)
        assert not measure.field or measure.field in register.fields
        assert bool(measure.field) is bool(measure.only)
    assert [one.code for one in summaries.offered(register)].count(summary.code) == 1


def test_closed_files_do_not_count_unless_they_alone_are_listed(ledger: Ledger) -> None:
    summary = next(one for one in SUMMARIES if one.code == "cases_by_class")
    ids = []
    for closed in (None, date(2026, 1, 5)):
        case: Any = records.new(ledger, CASES)
        case.name, case.household_size, case.exited_on = "熊国平", 3, closed
        ids.append(records.save(ledger, CASES, case).record.id)
    all_of_them = summarising.table_of(summary, ledger, Wanted(CASES, ids), Silent())
    assert [line.values for line in all_of_them.lines] == [(1, 3, 0)]
    with ledger.store.reading() as session:
        assert summarising.figures(session, CASES, ids[1:], "office", summary.measures) == {}
    closed_ones = summarising.table_of(summary, ledger, Wanted(CASES, ids[1:]), Silent())
    assert [line.values for line in closed_ones.lines] == [(1, 3, 0)]
