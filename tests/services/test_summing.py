"""Sum and average of an amount over some records."""

from __future__ import annotations

from typing import Any

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records, summing

CASES = all_registers()["hardship_cases"]
INCOME = "monthly_income_self"


def add(ledger: Ledger, income: int | None) -> str:
    record: Any = records.new(ledger, CASES)
    record.monthly_income_self = income
    return str(records.save(ledger, CASES, record).record.id)


def test_only_the_records_asked_are_added_up_and_empty_ones_do_not_lower_the_average(ledger: Ledger) -> None:
    ids = [add(ledger, income) for income in (60_050, None, 70_001, 1)]
    found = summing.total(ledger, CASES, INCOME, ids[:3])
    assert (found.fen, found.filled, found.asked, found.average) == (130_051, 2, 3, 65_026)


def test_nothing_to_add_up(ledger: Ledger) -> None:
    found = summing.total(ledger, CASES, INCOME, [add(ledger, None)])
    assert (found.fen, found.filled, found.average) == (0, 0, 0)


def test_the_first_amount_of_the_list_is_added_up() -> None:
    assert summing.summed_column(CASES, ["name", "state", "other_income_year", INCOME]) == "other_income_year"
    assert summing.summed_column(CASES, ["name", "state"]) == ""


def test_a_list_longer_than_one_question_is_added_up_whole(ledger: Ledger) -> None:
    first, last = add(ledger, 100), add(ledger, 20)
    ids = [first, *(f"unknown-{number}" for number in range(5000)), last]
    found = summing.total(ledger, CASES, INCOME, ids)
    assert (found.fen, found.filled, found.asked) == (120, 2, 5002)
