"""Sum and average of an amount over some records."""

from __future__ import annotations

from typing import Any

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import computing, records, summing
from tests.support.sample_records import clean_household

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


def test_what_is_worked_out_has_its_average_as_on_the_form(ledger: Ledger) -> None:
    poorer, richer = clean_household(ledger), clean_household(ledger)
    richer.id_no = richer.card_no = None
    richer.monthly_income_self += 300_000
    ids = [str(records.save(ledger, CASES, one).record.id) for one in (poorer, richer)]
    ids.append(add(ledger, None))  # no income a head yet
    each = [computing.computed(ledger, CASES, one)["per_head"].value for one in (poorer, richer)]
    found = summing.total(ledger, CASES, "per_head", ids)
    assert (found.fen, found.filled, found.asked) == (sum(each), 2, 3)
    assert each[0] != each[1]


def test_a_value_that_is_worked_out_is_not_averaged_over_very_many() -> None:
    columns = ["name", "per_head", "help_given"]
    assert summing.summed_column(CASES, columns, 10_000) == "per_head"
    assert summing.summed_column(CASES, columns, 10_001) == "help_given"
