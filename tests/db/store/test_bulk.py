"""Thousands of rows go in as they are given, whatever number a statement takes, and an error beside is not lost."""

from __future__ import annotations

import sys
import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.registers import all_registers
from db.store import bulk
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry


def columns(count: int) -> dict[str, list[str]]:
    numbers = range(count)
    return {"record_id": [f"r{one:05d}" for one in numbers], "text": [f"第{one}厂" for one in numbers]}


SAME = {"register": "units"}


@pytest.mark.parametrize("count", [0, 1, bulk._AT_ONCE, bulk._AT_ONCE + 1, 3 * bulk._AT_ONCE])
def test_every_row_goes_in_once(ledger: Ledger, count: int) -> None:
    with ledger.store.writing() as session:
        bulk.insert_columns(session, SearchEntry, columns(count), SAME)
    with ledger.store.reading() as session:
        found = select(SearchEntry.register, SearchEntry.record_id, SearchEntry.text).order_by(
            SearchEntry.record_id
        )
        stored = session.execute(found).all()
    assert stored == [("units", f"r{one:05d}", f"第{one}厂") for one in range(count)]


def test_rows_are_inserted_beside_by_one_thread_that_ends(ledger: Ledger) -> None:
    usual, threads = sys.getswitchinterval(), threading.active_count()
    with ledger.store.writing() as session, bulk.beside(session) as inserting:
        for first in range(4):
            ids = [f"{first}{one}" for one in range(200)]
            inserting.insert(SearchEntry, {"record_id": ids, "text": ids}, SAME)
        assert threading.active_count() == threads + 1
    assert (sys.getswitchinterval(), threading.active_count()) == (usual, threads)
    with ledger.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchEntry)) == 800


def insert_twice(ledger: Ledger) -> None:
    with ledger.store.writing() as session, bulk.beside(session) as inserting:
        inserting.insert(SearchEntry, columns(3), SAME)
        inserting.insert(SearchEntry, columns(1), SAME)  # r00000 once more: said at the end of the block


def test_what_the_store_refuses_beside_keeps_nothing(ledger: Ledger) -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(IntegrityError):
        insert_twice(ledger)
    assert sys.getswitchinterval() == usual
    with ledger.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(SearchEntry)) == 0


def test_an_error_of_the_store_names_no_value_of_a_record(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError) as refused:
        insert_twice(ledger)
    assert "第0厂" not in str(refused.value)
    assert "INSERT INTO search" in str(refused.value)


def test_what_is_the_same_in_all_rows_is_given_once() -> None:
    assert bulk._inserts(SearchEntry, {"record_id": ["a", ""], "text": ["甲", "乙"]}, SAME) == [
        (
            "INSERT INTO search (register, record_id, text) VALUES (?1, ?, ?), (?1, ?, ?)",
            ("units", "a", "甲", None, "乙"),
        )
    ]


def test_many_pages_wait_in_the_log_until_the_ledger_is_closed(ledger: Ledger) -> None:
    before = (ledger.folder / "ledger.db").stat().st_size
    with ledger.store.writing() as session:
        bulk.insert_columns(session, SearchEntry, columns(1) | {"text": ["长" * 2_000_000]}, SAME)
    assert (ledger.folder / "ledger.db").stat().st_size == before
    assert (ledger.folder / "ledger.db-wal").stat().st_size > 6_000_000
    ledger.close()
    assert (ledger.folder / "ledger.db").stat().st_size > 6_000_000
    assert not (ledger.folder / "ledger.db-wal").exists()


def test_pages_are_logged_while_a_thread_inserts(ledger: Ledger) -> None:
    log = ledger.folder / "ledger.db-wal"
    with ledger.store.writing() as session:
        kept = session.connection().exec_driver_sql("PRAGMA cache_size").scalar_one()
        before = log.stat().st_size
        with bulk.beside(session) as inserting:
            inserting.insert(SearchEntry, columns(1) | {"text": ["长" * 2_000_000]}, SAME)
        assert log.stat().st_size > before + 3_000_000  # of the six that the commit will have written
        assert session.connection().exec_driver_sql("PRAGMA cache_size").scalar_one() == kept


def test_a_wide_table_takes_more_statements() -> None:
    """SQLite takes 32 766 values in one."""
    register = all_registers()["units"]
    wide = {code: [None] * 500 for code in register.fields}
    inserts = bulk._inserts(register.record, wide, {"state": "draft"})
    assert len(wide) > 90
    assert [len(values) for _, values in inserts] == [
        1 + rows * len(wide) for rows in _parts(500, 32_765 // len(wide))
    ]


def _parts(count: int, most: int) -> list[int]:
    return [min(most, count - start) for start in range(0, count, most)]
