"""What keeps a list of 100 000 records quick, said without a clock: how much is asked, by which index, and into which cache."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event, text

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records, searching, smart_lists
from desktop.ui.session import Session
from desktop.ui.tables import record_table_model
from desktop.ui.tables.record_table import RecordTable
from desktop.ui.tables.record_table_model import RecordTableModel
from tests.support.sample_records import clean_unit

UNITS, CASES, INSPECTIONS = (all_registers()[code] for code in ("units", "hardship_cases", "inspections"))


@contextmanager
def asked(ledger: Ledger) -> Iterator[list[tuple[str, Any]]]:
    """Note the SELECTs with their values."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_others: Any) -> None:
        if statement.startswith("SELECT"):
            found.append((statement, values))

    event.listen(ledger.store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(ledger.store.engine, "before_cursor_execute", note)


def cache_kib(ledger: Ledger) -> int:
    with ledger.store.reading() as reader:
        return -int(reader.execute(text("PRAGMA cache_size")).scalar_one())


def test_a_page_with_references_is_read_in_two_questions(session: Session) -> None:
    ledger = session.ledger
    for number in range(5):
        given = {"credit_code": None, "union_code": None, "chair_name": None, "union_name": None}
        unit = records.save(ledger, UNITS, clean_unit(ledger, unit_name=f"厂{number}", **given)).record
        inspection: Any = records.new(ledger, INSPECTIONS)
        inspection.unit = unit.id
        records.save(ledger, INSPECTIONS, inspection)
    model = RecordTableModel(session, INSPECTIONS)
    model.show_columns(["unit"])
    with asked(ledger) as questions:
        model.show_ids(searching.record_ids(ledger, INSPECTIONS))
        assert len(questions) == 1
        shown = [model.index(row, 0).data() for row in range(5)]
    assert shown == [f"厂{number}" for number in range(5)]
    assert len(questions) == 3, questions


@pytest.mark.usefixtures("qtbot")
def test_the_widths_of_columns_ask_for_the_first_page_only(
    session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    pages: list[str] = []
    read = searching.lines

    def counted(ledger: Any, register: Any, ids: Any, codes: Any) -> Any:
        pages.append(ids[0])
        return read(ledger, register, ids, codes)

    monkeypatch.setattr(record_table_model.searching, "lines", counted)
    model = RecordTableModel(session, CASES)
    model.show_ids([f"{number:06}" for number in range(3_000)])
    table = RecordTable(model)
    qtbot.addWidget(table)
    table.arrange({}, 1)
    assert pages == ["000000"]


def test_the_counts_of_hardship_files_never_read_the_wide_table(ledger: Ledger) -> None:
    with asked(ledger) as questions:
        smart_lists.counts(ledger, CASES)
    about_cases = [one for one in questions if "FROM hardship_cases" in one[0]]
    assert len(about_cases) == 3
    with ledger.store.reading() as reader:
        for statement, values in about_cases:
            plan = reader.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "USING COVERING INDEX" in plan[0].detail, (statement, plan)


def test_what_is_read_beside_the_window_fills_no_second_large_cache(ledger: Ledger) -> None:
    beside: list[int] = []
    reader = Thread(target=lambda: beside.append(cache_kib(ledger)))
    reader.start()
    reader.join()
    assert (beside, cache_kib(ledger)) == ([8 * 1024], 40 * 1024)
