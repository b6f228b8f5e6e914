"""数据汇总: counts and sums by township, month and code, and the records behind each number."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import filtering, roll_up_papers, rolling_up, withdrawing
from desktop.services.rolling_up import COUNTY, MONTH, OFFICE, Question
from tests.support.round_trip import LUOJIA, TANGSHAN, UNITS, Round, save_household, save_unit

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def county(trip: Round) -> Ledger:
    """Give a county with units of two townships."""
    for number, office, employees, unit_type, day in (
        (1, LUOJIA.code, 100, "170", date(2026, 3, 5)),
        (2, LUOJIA.code, 50, "200", date(2026, 3, 31)),
        (3, TANGSHAN.code, 30, "170", date(2026, 4, 1)),
    ):
        changes = {"employees": employees, "unit_type": unit_type}
        unit = save_unit(trip.county, number, **changes)
        _written(trip.county, unit.id, office, day)
    return trip.county


def _written(ledger: Ledger, record_id: str, office: str, day: date) -> None:
    """Let a record be one that an office wrote on a day, as receiving does."""
    with ledger.store.writing() as session:
        found: Any = session.get_one(UNITS.record, record_id)
        found.office, found.written_on = office, day


def grid(made: rolling_up.RollUp) -> dict[str, list[int]]:
    """Write a table as its lines, the sum of each at the end."""
    columns = [*made.columns, None] if made.question.columns else [None]
    return {
        row.label if row else "合计": [made.amount(row, column) for column in columns]
        for row in (*made.rows, None)
    }


def test_counts_by_township(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("units"))
    assert grid(made) == {LUOJIA.name: [2], TANGSHAN.name: [1], "合计": [3]}


def test_sums_by_township_and_month(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("units", OFFICE, MONTH, "employees"))
    assert [str(column.label) for column in made.columns] == ["2026年3月", "2026年4月"]
    assert grid(made) == {LUOJIA.name: [150, 0, 150], TANGSHAN.name: [0, 30, 30], "合计": [150, 30, 180]}


def test_codes_in_the_order_of_their_list_and_in_words(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("units", "unit_type", OFFICE))
    assert [row.values for row in made.rows] == [("170",), ("200",)]
    assert grid(made)["合计"] == [2, 1, 3]


def test_an_office_that_sent_nothing_has_zeros(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("hardship_cases"))
    assert grid(made) == {LUOJIA.name: [0], TANGSHAN.name: [0], "合计": [0]}


def test_only_forms_of_the_days_asked_for(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("units", since=date(2026, 3, 31), until=date(2026, 3, 31)))
    assert grid(made) == {LUOJIA.name: [1], TANGSHAN.name: [0], "合计": [1]}


def test_withdrawn_records_do_not_count(county: Ledger) -> None:
    before = rolling_up.roll_up(county, Question("units"))
    listed = filtering.matching(county, UNITS, rolling_up.behind(before, before.rows[1], None).conditions).ids
    withdrawing.withdraw_all(county, UNITS, list(listed))
    assert grid(rolling_up.roll_up(county, Question("units")))["合计"] == [2]


def test_closed_files_count_only_by_their_way_out(county: Ledger) -> None:
    save_household(county, exit_kind="1", exited_on=date(2026, 4, 1), exit_reason="12")
    made = rolling_up.roll_up(county, Question("hardship_cases"))
    assert made.amount(None, None) == 0
    by_way = rolling_up.roll_up(county, Question("hardship_cases", "exit_kind"))
    assert grid(by_way) == {"脱困": [1], "合计": [1]}
    listed = rolling_up.behind(by_way, by_way.rows[0], None).conditions
    assert len(filtering.matching(county, CASES, listed).ids) == 1
    assert (
        filtering.matching(county, CASES, rolling_up.behind(made, None, None).conditions).ids == frozenset()
    )


@pytest.mark.parametrize(
    "rows", [OFFICE, COUNTY, MONTH, "unit_type", "legal_entity", "address_area", "established_on"]
)
@pytest.mark.parametrize("columns", [OFFICE, MONTH, "unit_type", "has_congress"])
def test_the_list_behind_a_number_has_as_many_records(county: Ledger, rows: str, columns: str) -> None:
    made = rolling_up.roll_up(county, Question("units", rows, columns))
    cells = [(row, column) for row in (*made.rows, None) for column in (*made.columns, None)]
    found = [
        len(filtering.matching(county, UNITS, rolling_up.behind(made, row, column).conditions).ids)
        for row, column in cells
    ]
    assert found == [made.amount(row, column) for row, column in cells]
    assert made.amount(None, None) == 3


def test_money_is_added_up_in_fen_and_years_are_not(county: Ledger) -> None:
    save_household(county, allowance_monthly=12_345)
    made = rolling_up.roll_up(county, Question("hardship_cases", MONTH, "", "allowance_monthly"))
    assert (made.is_money, made.amount(None, None)) == (True, 12_345)
    assert "help_year" not in rolling_up.measures(all_registers()["assistance"])
    assert "amount" in rolling_up.measures(all_registers()["assistance"])


def test_only_a_city_sums_up_by_county() -> None:
    assert COUNTY in rolling_up.dimensions(UNITS, "360100")
    assert COUNTY not in rolling_up.dimensions(UNITS, "360111")


def test_the_workbook_has_the_sums_too(county: Ledger) -> None:
    made = rolling_up.roll_up(county, Question("units", OFFICE, MONTH, "employees"))
    sheet = openpyxl.load_workbook(io.BytesIO(roll_up_papers.workbook(county, made))).active
    assert sheet is not None
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["填报单位", "2026年3月", "2026年4月", "合计"],
        [LUOJIA.name, 150, 0, 150],
        [TANGSHAN.name, 0, 30, 30],
        ["合计", 150, 30, 180],
    ]


def test_many_columns_go_on_further_pages(county: Ledger) -> None:
    narrow = roll_up_papers.printed(county, rolling_up.roll_up(county, Question("units")))
    assert (narrow.pages, narrow.missing) == (1, ())
    for number in range(4, 16):
        _written(county, save_unit(county, number).id, LUOJIA.code, date(2025, number - 3, 1))
    wide = roll_up_papers.printed(county, rolling_up.roll_up(county, Question("units", OFFICE, MONTH)))
    assert wide.pages == 2
