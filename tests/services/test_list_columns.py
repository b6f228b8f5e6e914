"""Columns that no table holds: values worked out, and what the help given to a household comes to."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import (
    computing,
    exporting,
    import_tables,
    list_columns,
    records,
    searching,
    sorting,
    withdrawing,
)
from desktop.services.progress import Silent
from tests.support.demo_office import DemoOffice
from tests.support.sample_records import clean_household

CASES, HELP = all_registers()["hardship_cases"], all_registers()["assistance"]


def household(ledger: Ledger) -> str:
    case = clean_household(ledger)
    case.id_no = case.card_no = None
    return str(records.save(ledger, CASES, case).record.id)


def give(ledger: Ledger, case: str | None, amount: int | None, goods_value: int | None = None) -> str:
    given: Any = records.new(ledger, HELP)
    given.hardship_case, given.amount, given.goods_value = case, amount, goods_value
    return str(records.save(ledger, HELP, given).record.id)


@contextmanager
def asked(ledger: Ledger) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        found.append(statement)

    event.listen(ledger.store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(ledger.store.engine, "before_cursor_execute", note)


def test_the_list_of_households_shows_income_a_head_and_help_before_the_state() -> None:
    assert list_columns.usual(CASES)[-3:] == ("per_head", "help_given", "state")


def test_money_and_goods_of_a_household_are_added_up_and_nothing_else(ledger: Ledger) -> None:
    helped, other, never = (household(ledger) for _ in range(3))
    give(ledger, helped, 50_000)
    give(ledger, helped, None, 12_050)
    give(ledger, other, 100)
    give(ledger, None, 700)
    records.withdraw(ledger, HELP, give(ledger, helped, 99_999))
    found = searching.lines(ledger, CASES, [never, other, helped], ["help_given", "id"])
    assert found == [(None, never), (100, other), (62_050, helped)]


def test_a_page_is_read_in_as_many_questions_however_long_it_is(ledger: Ledger) -> None:
    ids = [household(ledger) for _ in range(4)]
    counts = []
    for page in (ids[:1], ids):
        with asked(ledger) as questions:
            searching.lines(ledger, CASES, page, ["id", "name", *list_columns.usual(CASES)])
        counts.append(len(questions))
    assert counts[0] == counts[1]
    assert counts[1] <= 8


def test_every_value_is_what_the_form_works_out(demo: DemoOffice) -> None:
    book, compared = demo.unlock(), 0
    for register in all_registers().values():
        codes = [one.code for one in register.computed]
        ids = searching.record_ids(book, register)[:40]
        for one, *shown in searching.lines(book, register, ids, ["id", *codes]):
            record = records.open_record(book, register, one)
            assert record is not None
            worked_out = computing.computed(book, register, record)
            assert shown == [worked_out[code].value if code in worked_out else None for code in codes]
            compared += len(worked_out)
    book.close()
    assert compared > 50


def test_a_deleted_household_shows_its_values_too(ledger: Ledger) -> None:
    one = household(ledger)
    shown = searching.lines(ledger, CASES, [one], ["per_head"])
    withdrawing.withdraw_all(ledger, CASES, [one], progress=Silent())
    assert searching.lines(ledger, CASES, [one], ["per_head"]) == shown != [(None,)]


def test_lists_are_sorted_by_what_is_worked_out_and_by_help(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    less, more, never = (household(ledger) for _ in range(3))
    give(ledger, more, 900)
    give(ledger, less, 100)
    ids = [more, never, less]
    assert sorting.order(ledger, CASES, "help_given").sort(ids) == [less, more, never]
    assert len(sorting.order(ledger, CASES, "per_head").places) == 3
    monkeypatch.setattr(list_columns, "MOST_WORKED_OUT", 2)
    quick = {code: sorting.is_quick(ledger, CASES, code) for code in ("name", "help_given", "per_head")}
    assert quick == {"name": True, "help_given": True, "per_head": False}


def test_they_are_exported_as_amounts_and_not_imported_again(ledger: Ledger) -> None:
    helped = household(ledger)
    give(ledger, helped, 50_000)
    content = exporting.export(ledger, CASES, [helped], ["name", "per_head", "help_given"])
    head, line = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert head == ("姓名", "家庭月人均收入", "帮扶合计")
    per_head = searching.lines(ledger, CASES, [helped], ["per_head"])[0][0]
    assert [round(float(value) * 100) for value in line[1:]] == [per_head, 50_000]
    assert {"家庭月人均收入", "帮扶合计"} <= import_tables.ignored(CASES)
