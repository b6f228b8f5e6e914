"""Backups: encrypted, checked before they have their name, gone when they are not whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from db.registers import all_registers
from db.store import backup
from db.store.backup import BackupFailedError
from db.store.errors import LedgerDamagedError
from db.store.ledger import Ledger
from desktop.services import records
from tests.support.offices import NOW, LedgerMaker
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_everything_and_opens_with_the_same_password(ledger: Ledger, tmp_path: Path) -> None:
    saved = records.save(ledger, UNITS, clean_unit(ledger)).record
    made = backup.make(ledger.store, tmp_path / "backups", NOW, label="before-0009")
    assert names(tmp_path / "backups") == ["ledger-20260615-090000-before-0009.db", "vault.json"]
    assert b"SQLite format 3" not in made.read_bytes()[:100]
    assert "罗家针织".encode() not in made.read_bytes()
    copy = ledger.store.beside(made)
    with copy.reading() as session:
        assert session.execute(text("SELECT id FROM units")).scalar_one() == saved.id
    copy.close()


def test_it_is_made_while_the_ledger_is_open_and_being_read(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.store.reading() as session:
        session.execute(text("SELECT count(*) FROM units")).scalar_one()
        assert backup.make(ledger.store, tmp_path / "backups", NOW).exists()
    records.save(ledger, UNITS, clean_unit(ledger))


def test_a_copy_that_is_not_whole_is_thrown_away(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup._copy

    def spoil(store: object, part: Path) -> None:
        copy(store, part)  # type: ignore[arg-type]
        content = bytearray(part.read_bytes())
        content[-3000:-2000] = os.urandom(1000)
        part.write_bytes(bytes(content))

    monkeypatch.setattr(backup, "_copy", spoil)
    with pytest.raises(BackupFailedError, match="未保留"):
        backup.make(ledger.store, tmp_path / "backups", NOW)
    assert names(tmp_path / "backups") == ["vault.json"]


def test_a_damaged_ledger_is_said_and_leaves_no_half_copy(
    ledger: Ledger, ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    with ledger.store.writing() as session:
        session.execute(text("CREATE TABLE filler AS SELECT randomblob(1000000) AS content"))
    ledger.close()
    file = ledger.folder / "ledger.db"
    content = bytearray(file.read_bytes())
    content[-500_000:-490_000] = os.urandom(10_000)
    file.write_bytes(bytes(content))
    opened = ledger_maker.open(ledger.folder)
    with pytest.raises(LedgerDamagedError):
        backup.make(opened.store, tmp_path / "backups", NOW)
    assert names(tmp_path / "backups") == ["vault.json"]
    opened.close()


def test_a_part_left_by_a_killed_backup_is_written_over(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "ledger-20260615-090000.part").write_bytes(b"half")
    backup.make(ledger.store, tmp_path, NOW)
    assert names(tmp_path) == ["ledger", "ledger-20260615-090000.db", "vault.json"]
