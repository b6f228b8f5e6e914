"""Backups: encrypted, checked before they have their name, gone when they are not whole."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
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


def test_its_name_lasts_before_anything_older_may_go(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_durable: list[list[str]] = []
    monkeypatch.setattr(backup, "sync_names", lambda folder: made_durable.append(names(folder)))
    made = backup.make(ledger.store, tmp_path / "backups", NOW)
    assert made_durable == [[made.name, "vault.json"]]


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


def test_a_ledger_that_contradicts_itself_makes_no_backup(ledger: Ledger, tmp_path: Path) -> None:
    with ledger.store.writing() as session:
        session.execute(text("CREATE TABLE filler (content)"))
        session.execute(text("CREATE INDEX once ON filler (content)"))
        session.execute(text("INSERT INTO filler VALUES (1), (1)"))
        session.execute(text("PRAGMA writable_schema = ON"))
        session.execute(
            text(
                "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX once ON filler (content)' WHERE name = 'once'"
            )
        )
    with pytest.raises(BackupFailedError, match="non-unique entry in index once"):
        backup.make(ledger.store, tmp_path / "backups", NOW)
    assert names(tmp_path / "backups") == ["vault.json"]


def test_a_backup_is_no_plain_database(ledger: Ledger, tmp_path: Path) -> None:
    made = backup.make(ledger.store, tmp_path, NOW)
    with (
        closing(sqlite3.connect(made)) as plain,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        plain.execute("SELECT count(*) FROM sqlite_schema")


def moments(folder: Path) -> list[str]:
    return [f"{one.at:%Y-%m-%d %H:%M}" for one in backup.kept(folder)]


def put(folder: Path, at: datetime, label: str = "") -> Path:
    path = folder / f"ledger-{at:%Y%m%d-%H%M%S}{label}.db"
    path.write_bytes(b"copy")
    return path


def test_a_listing_names_backups_alone(tmp_path: Path) -> None:
    put(tmp_path, NOW)
    put(tmp_path, NOW.replace(hour=8), "-before-receiving")
    for other in (
        "vault.json",
        "ledger-20260615-090000.part",
        "ledger-20260615-090000-damaged.db",
        "ledger.db",
        "ledger-20261315-090000.db",
        "ledger-20260615-090000.db-wal",
        "ledger-20260615-090000-damaged-2.db",
    ):
        (tmp_path / other).write_bytes(b"")
    (tmp_path / "ledger-20260101-000000.db").mkdir()
    assert [(str(one.at), one.label, one.size) for one in backup.kept(tmp_path)] == [
        ("2026-06-15 09:00:00", "", 4),
        ("2026-06-15 08:00:00", "before-receiving", 4),
    ]
    assert backup.kept(tmp_path / "nowhere") == ()


def test_two_days_stay_whole_and_then_days_weeks_and_months(tmp_path: Path) -> None:
    for hours in range(0, 24 * 500, 6):  # four a day, for more than a year
        put(tmp_path, NOW - timedelta(hours=hours), "-before-receiving" if hours % 5 else "")
    removed = backup.thin(tmp_path, NOW)
    left = moments(tmp_path)
    assert len(removed) == 2000 - len(left)
    assert left[:8] == [f"{NOW - timedelta(hours=hours):%Y-%m-%d %H:%M}" for hours in range(0, 48, 6)]
    days, weeks, months = left[8:20], left[20:30], left[30:]
    assert days == ["2026-06-13 09:00", *(f"2026-06-{day:02} 21:00" for day in range(12, 1, -1))]
    assert weeks == [
        f"{NOW.replace(month=5, day=31, hour=21) - timedelta(weeks=week):%Y-%m-%d %H:%M}"
        for week in range(10)
    ]
    assert months == [
        "2026-02-28 21:00",
        "2026-01-31 21:00",
        "2025-12-31 21:00",
        "2025-11-30 21:00",
        "2025-10-31 21:00",
        "2025-09-30 21:00",
        "2025-08-31 21:00",
        "2025-07-31 21:00",
        "2025-06-30 21:00",
    ]
    assert backup.thin(tmp_path, NOW) == ()


def test_thinned_day_by_day_the_ladder_still_reaches_back_for_months(tmp_path: Path) -> None:
    now = NOW
    for _day in range(400):
        now += timedelta(days=1)
        put(tmp_path, now)
        backup.thin(tmp_path, now)
    left = [one.at for one in backup.kept(tmp_path)]
    assert len(left) == 2 + 12 + 10 + 9
    assert now.replace(tzinfo=None) - left[-1] > timedelta(days=30 * 10)


def test_thinning_leaves_the_newest_the_unknown_and_the_future(tmp_path: Path) -> None:
    old = NOW - timedelta(days=900)
    left = [put(tmp_path, old + timedelta(hours=1)), put(tmp_path, old, "-damaged")]
    gone = put(tmp_path, old)
    for other in (
        "vault.json",
        "my ledger.db",
        "ledger-20200101-090000 copy.db",
        "ledger-20260615-085900.part",
    ):
        (tmp_path / other).write_bytes(b"")
    assert backup.thin(tmp_path, NOW) == ()  # the two stand on two rungs, or one is the newest
    left.append(put(tmp_path, NOW + timedelta(days=3000)))
    left.append(put(tmp_path, NOW + timedelta(days=3000, minutes=1)))
    assert backup.thin(tmp_path, NOW) == (gone,)
    assert backup.thin(tmp_path, NOW - timedelta(days=9000)) == ()
    assert all(path.exists() for path in left)
    assert len(names(tmp_path)) == 4 + 4


def test_what_killed_backups_left_is_cleared_a_day_later(tmp_path: Path) -> None:
    parts = [
        "ledger-20260614-085959.part",
        "ledger-20260614-085959-before-0009.part-wal",
        ".ledger-20260601-090000.db.part",
    ]
    for name in (*parts, "ledger-20260614-090001.part"):
        (tmp_path / name).write_bytes(b"half")
    assert sorted(path.name for path in backup.thin(tmp_path, NOW)) == sorted(parts)
    assert names(tmp_path) == ["ledger-20260614-090001.part"]


def test_a_backup_that_cannot_be_removed_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in range(100):
        put(tmp_path, NOW - timedelta(days=days))

    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "open elsewhere")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert backup.thin(tmp_path, NOW) == ()
