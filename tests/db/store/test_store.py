"""Transactions of the store: all or nothing, statements about tables included, and errors in words."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.registers import all_registers
from db.store.errors import (
    DiskFullError,
    LedgerBusyError,
    LedgerDamagedError,
    RecordChangedError,
)
from db.store.ledger import Ledger
from db.store.store import Store
from desktop.services import records
from tests.support.noted_changes import changes_of
from tests.support.offices import LedgerMaker
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


def tables(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))


def count(store: Store, table: str) -> int:
    with store.reading() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def fill(ledger: Ledger, megabytes: int) -> None:
    """Write so many megabytes in one transaction."""
    with ledger.store.writing() as session:
        session.execute(text("CREATE TABLE filler (content BLOB) STRICT"))
        for _ in range(megabytes):
            session.execute(text("INSERT INTO filler VALUES (randomblob(1000000))"))


def test_an_error_in_the_block_undoes_rows_and_tables(ledger: Ledger) -> None:
    before = tables(ledger.store)

    def fail() -> None:
        with ledger.store.writing() as session:
            session.execute(text("CREATE TABLE half (x TEXT) STRICT"))
            session.execute(text("INSERT INTO file_number VALUES ('units 2026', 7)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tables(ledger.store) == before
    assert count(ledger.store, "file_number") == 0


def test_what_a_reading_block_writes_is_never_kept(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        session.execute(text("INSERT INTO file_number VALUES ('units 2026', 7)"))
    assert count(ledger.store, "file_number") == 0


def test_an_error_in_a_migration_leaves_no_half(ledger: Ledger) -> None:
    before = tables(ledger.store)

    def fail() -> None:
        with ledger.store.connection() as connection:
            connection.exec_driver_sql("CREATE TABLE half (x TEXT) STRICT")
            connection.exec_driver_sql("ALTER TABLE file_number RENAME TO numbers")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tables(ledger.store) == before


def test_readers_see_one_state_while_another_writes(ledger: Ledger) -> None:
    with ledger.store.reading() as reader:
        assert reader.execute(text("SELECT count(*) FROM file_number")).scalar_one() == 0
        with ledger.store.writing() as writer:
            writer.execute(text("INSERT INTO file_number VALUES ('units 2026', 7)"))
        assert reader.execute(text("SELECT count(*) FROM file_number")).scalar_one() == 0
    assert count(ledger.store, "file_number") == 1


def test_a_stale_copy_is_refused_and_nothing_of_it_is_kept(ledger: Ledger) -> None:
    saved = records.save(ledger, UNITS, clean_unit(ledger)).record
    first: Any = records.open_record(ledger, UNITS, saved.id)
    second: Any = records.open_record(ledger, UNITS, saved.id)
    first.employees = 101
    records.save(ledger, UNITS, first)
    second.employees = 102
    with pytest.raises(RecordChangedError, match="重新打开"):
        records.save(ledger, UNITS, second)
    kept: Any = records.open_record(ledger, UNITS, saved.id)
    assert (kept.employees, kept.version) == (101, saved.version + 1)
    assert [entry.action for entry in changes_of(ledger, saved.id)] == ["create", "change"]


def test_foreign_keys_are_kept(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), ledger.store.writing() as session:
        session.execute(
            text("INSERT INTO packaged_record VALUES ('no such package', 'units', 'one', 1, 'new')")
        )


def test_a_full_disk_is_a_sentence_and_undoes_everything(ledger: Ledger) -> None:
    with ledger.store.reading() as session:  # a limit of pages makes SQLite say what a full disk makes it say
        session.connection().exec_driver_sql("PRAGMA max_page_count = 500")
    before = tables(ledger.store)
    with pytest.raises(DiskFullError, match="磁盘已满"):
        fill(ledger, 5)
    assert tables(ledger.store) == before


def test_a_damaged_page_is_said_as_damage(ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    fill(ledger, 1)
    ledger.close()
    file = ledger.folder / "ledger.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 5000] = os.urandom(5000)
    file.write_bytes(bytes(content))
    opened = ledger_maker.open(ledger.folder)
    with pytest.raises(LedgerDamagedError, match="备份"), opened.store.reading() as session:
        session.execute(text("SELECT sum(length(hex(content))) FROM filler")).scalar_one()
    opened.close()


def test_a_second_writer_is_told_to_wait(ledger: Ledger) -> None:
    with ledger.store.writing() as session:
        session.execute(text("INSERT INTO file_number VALUES ('units 2026', 7)"))
        other = ledger.store.beside(ledger.store.path)
        with other.engine.connect() as connection:
            assert connection.connection.driver_connection is not None
            connection.connection.driver_connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(LedgerBusyError, match="等它完成"), other.writing() as second:
            second.execute(text("INSERT INTO file_number VALUES ('units 2027', 7)"))
        other.close()
    assert count(ledger.store, "file_number") == 1


def test_two_threads_that_check_and_save_do_not_wait_for_each_other_for_ever(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    failures: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(20):
                records.problems(ledger, UNITS, unit)
        except BaseException as error:  # noqa: BLE001 - carried to the test
            failures.append(error)

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(5):
        different = {"credit_code": None, "union_code": None}
        records.save(ledger, UNITS, clean_unit(ledger, unit_name=f"第{number}家", **different))
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert count(ledger.store, "units") == 6


def test_closing_gives_every_connection_back(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        session.execute(text("SELECT 1"))
    ledger.store.close()
    handles = [handle.resolve() for handle in Path("/proc/self/fd").iterdir()]
    assert [
        handle for handle in handles if handle.parent == ledger.folder.resolve() and handle.suffix != ".lock"
    ] == []
