"""Restoring: a lost, damaged or newer ledger becomes what a backup holds; what cannot be restored touches nothing."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from db import queries
from db.registers import all_registers
from db.store import backup, restore, schema, vault
from db.store import ledger as ledgers
from db.store.backup import Backup
from db.store.errors import (
    DiskFullError,
    LedgerInUseError,
    LedgerNewerError,
    LedgerReadOnlyError,
    WrongPasswordError,
)
from db.store.ledger import Ledger
from db.store.restore import BackupDamagedError, BackupNotFetchedError
from db.store.vault import Slot, VaultDamagedError
from desktop.services import backing_up, records, restoring, users
from desktop.services.restoring import NoVaultError, OtherLedgerError
from desktop.services.roles import NotAllowedError, Role
from desktop.services.users import UnknownUserError, WeakPasswordError
from tests.support.offices import PASSWORD, USER, LedgerMaker, clock, new_office
from tests.support.older_ledgers import at_revision
from tests.support.sample_records import another_unit

UNITS = all_registers()["units"]
SECOND = "蓝天白云飘过 1949"
ONE, TWO = "罗家第1针织厂", "罗家第2针织厂"


def units(ledger: Ledger) -> list[str]:
    with ledger.store.reading() as session:
        return sorted(name for _id, name in queries.column(session, UNITS, "unit_name"))


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def cheap_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive with 64 KiB instead of 64 MiB where a test makes a ledger of its own."""
    values = {"memory_kib": 64, "passes": 1, "lanes": 1}
    monkeypatch.setattr(vault, "Slot", lambda *given, **named: Slot(*given, **(values | named)))


@pytest.fixture
def saved(ledger: Ledger) -> Backup:
    """Make a backup with unit 1 in it; unit 2 came after it, and the ledger is closed."""
    records.save(ledger, UNITS, another_unit(ledger, 1))
    made = backing_up.back_up(ledger)
    records.save(ledger, UNITS, another_unit(ledger, 2))
    ledger.close()
    return made


def restored(folder: Path, made: Backup) -> list[str]:
    opened = restoring.restore(folder, made, USER, PASSWORD, clock)
    try:
        assert (opened.user, opened.role, opened.folder) == (USER, "admin", folder)
        return units(opened)
    finally:
        opened.close()


def lose_vault(folder: Path) -> None:
    (folder / "vault.json").unlink()


def damage_vault(folder: Path) -> None:
    (folder / "vault.json").write_bytes((folder / "vault.json").read_bytes()[:-9])


def lose_all(folder: Path) -> None:
    (folder / "vault.json").unlink()
    (folder / "ledger.db").unlink()


def lose_ledger(folder: Path) -> None:
    (folder / "ledger.db").unlink()


def damage_ledger(folder: Path) -> None:
    content = bytearray((folder / "ledger.db").read_bytes())
    content[20_000:120_000] = os.urandom(100_000)
    (folder / "ledger.db").write_bytes(bytes(content))


def empty_ledger(folder: Path) -> None:
    (folder / "ledger.db").write_bytes(b"")


def test_what_came_after_the_backup_stays_in_one_more_backup(saved: Backup, ledger: Ledger) -> None:
    assert restored(ledger.folder, saved) == [ONE]
    assert not list(ledger.folder.glob("ledger.db?*")), "a log or a copy was left behind"
    (before,) = (one for one in backup.kept(ledger.backups) if one.label == "before-restoring")
    assert restored(ledger.folder, before) == [ONE, TWO], "and back again"


@pytest.mark.parametrize("lost", [lose_vault, damage_vault])
def test_a_vault_that_was_lost_comes_back_from_the_backup(
    saved: Backup, ledger: Ledger, ledger_maker: LedgerMaker, lost: Callable[[Path], None]
) -> None:
    lost(ledger.folder)
    with pytest.raises(VaultDamagedError, match="请从备份中取回它"):
        ledgers.unlock(ledger.folder, USER, PASSWORD, clock)
    assert restoring.users_of(saved, ledger.folder) == (USER,)
    assert restored(ledger.folder, saved) == [ONE]
    ledgers.unlock(ledger.folder, USER, PASSWORD, clock).close()
    assert [one.label for one in backup.kept(ledger.backups)].count("before-restoring") == 1
    ledgers.recover(ledger.folder, ledger_maker.recovery_code, USER, SECOND, clock).close()


@pytest.mark.parametrize("lost", [lose_all, lose_ledger, empty_ledger])
def test_a_ledger_that_was_lost_comes_back(
    saved: Backup, ledger: Ledger, lost: Callable[[Path], None]
) -> None:
    lost(ledger.folder)
    assert restored(ledger.folder, saved) == [ONE]


def test_a_damaged_ledger_is_moved_aside_whole(saved: Backup, ledger: Ledger) -> None:
    for number in ("", "-2"):  # in the same second: the first one stays
        damage_ledger(ledger.folder)
        damaged = (ledger.folder / "ledger.db").read_bytes()
        assert restored(ledger.folder, saved) == [ONE]
        aside = ledger.backups / f"ledger-20260615-090000-damaged{number}.db"
        assert aside.read_bytes() == damaged
    assert backup.kept(ledger.backups) == (saved,), "a damaged ledger is no backup"


def test_a_damaged_ledger_goes_with_its_log(saved: Backup, ledger: Ledger) -> None:
    (ledger.folder / "ledger.db").unlink()
    (ledger.folder / "ledger.db-wal").write_bytes(b"a log without its ledger")
    assert restored(ledger.folder, saved) == [ONE]
    aside = ledger.backups / "ledger-20260615-090000-damaged.db-wal"
    assert aside.read_bytes() == b"a log without its ledger"


def test_a_log_that_was_not_yet_written_back_is_in_the_backup_before(
    saved: Backup, ledger_maker: LedgerMaker, ledger: Ledger, tmp_path: Path
) -> None:
    opened = ledger_maker.open(ledger.folder)
    records.save(opened, UNITS, another_unit(opened, 3))
    shutil.copytree(ledger.folder, tmp_path / "cut")  # as a power cut leaves it
    opened.close()
    assert (tmp_path / "cut" / "ledger.db-wal").stat().st_size > 0
    assert restored(tmp_path / "cut", saved) == [ONE]
    (before,) = (one for one in backup.kept(tmp_path / "cut" / "backups") if one.label == "before-restoring")
    assert restored(tmp_path / "cut", before) == [ONE, TWO, "罗家第3针织厂"]


def test_a_new_computer_needs_the_folder_of_backups_alone(
    saved: Backup, ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    stick = shutil.copytree(saved.path.parent, tmp_path / "stick")
    (found,) = backing_up.found_in(stick)
    assert restoring.users_of(found) == (USER,)
    assert restored(tmp_path / "new" / "ledger", found) == [ONE]
    code = ledger_maker.recovery_code.lower().replace("-", " ")
    opened = restoring.restore_by_code(tmp_path / "other", found, code, USER, SECOND, clock)
    assert units(opened) == [ONE]
    opened.close()
    ledgers.unlock(tmp_path / "other", USER, SECOND, clock).close()
    with pytest.raises(WrongPasswordError):
        ledgers.unlock(tmp_path / "other", USER, PASSWORD, clock)


def test_the_passwords_of_the_ledger_are_newer_than_those_of_its_backups(
    saved: Backup, ledger: Ledger, ledger_maker: LedgerMaker
) -> None:
    opened = ledger_maker.open(ledger.folder)
    users.change_password(opened, PASSWORD, SECOND)
    opened.close()
    before = vault.read(ledger.folder)
    with pytest.raises(WrongPasswordError):
        restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
    restoring.restore(ledger.folder, saved, USER, SECOND, clock).close()
    assert vault.read(ledger.folder) == before


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, ledger_maker: LedgerMaker) -> None:
    at_revision(ledger_maker, tmp_path, schema._revisions()[-2])
    ledger_maker.open(tmp_path).close()
    (made,) = backup.kept(tmp_path / "backups")  # of the structure before the upgrade
    assert made.label == f"before-{schema.needed()}"
    opened = restoring.restore(tmp_path, made, USER, PASSWORD, clock)
    assert schema.stored(opened.store) == schema.needed()
    opened.close()


# What cannot be restored touches nothing.


def cut(made: Path) -> None:
    made.write_bytes(made.read_bytes()[: 40 * 4096])


def flip(made: Path) -> None:
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(bytes(content))


def foreign(made: Path) -> None:
    made.write_bytes(b"SQLite format 3\0" + bytes(8000))


def nothing(made: Path) -> None:
    made.write_bytes(b"")


@pytest.mark.parametrize("spoil", [cut, flip, foreign, nothing])
@pytest.mark.parametrize("lost", [None, damage_ledger, damage_vault])
def test_a_backup_that_is_not_whole_is_refused(
    saved: Backup, ledger: Ledger, spoil: Callable[[Path], None], lost: Callable[[Path], None] | None
) -> None:
    spoil(saved.path)
    if lost:
        lost(ledger.folder)
    before = files(ledger.folder)
    with pytest.raises(BackupDamagedError, match="没有动，请换一个备份"):
        restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
    assert files(ledger.folder) == before


def test_a_backup_of_a_newer_program_is_refused(
    saved: Backup, ledger: Ledger, ledger_maker: LedgerMaker
) -> None:
    opened = ledger_maker.open(ledger.folder)
    copy = opened.store.beside(saved.path)
    with copy.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    copy.close()
    opened.close()
    before = files(ledger.folder)
    with pytest.raises(LedgerNewerError, match="9999"):
        restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
    assert files(ledger.folder) == before


@pytest.mark.usefixtures("cheap_slots")
def test_a_backup_of_another_office_is_refused(saved: Backup, ledger: Ledger, tmp_path: Path) -> None:
    assert backing_up.found_in(ledger.folder) == (saved,)
    other, _code = ledgers.create(tmp_path / "other", new_office(), "李主席", PASSWORD, clock)
    theirs = backing_up.back_up(other)
    other.close()
    before = files(ledger.folder)
    with pytest.raises(OtherLedgerError, match="另一个台账"):
        restoring.restore(ledger.folder, theirs, "李主席", PASSWORD, clock)
    with pytest.raises(OtherLedgerError):
        restoring.users_of(theirs, ledger.folder)
    lose_vault(theirs.path.parent)  # it cannot be told until the key is tried
    with pytest.raises(BackupDamagedError):
        restoring.restore(ledger.folder, theirs, USER, PASSWORD, clock)
    assert files(ledger.folder) == before


def test_a_wrong_secret_touches_nothing(saved: Backup, ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    before, code = files(ledger.folder), ledger_maker.recovery_code
    for refused, do in (
        (WrongPasswordError, lambda: restoring.restore(ledger.folder, saved, USER, "no", clock)),
        (WrongPasswordError, lambda: restoring.restore(ledger.folder, saved, "王主席", PASSWORD, clock)),
        (
            WrongPasswordError,
            lambda: restoring.restore_by_code(ledger.folder, saved, "2" * 32, USER, SECOND, clock),
        ),
        (
            WeakPasswordError,
            lambda: restoring.restore_by_code(ledger.folder, saved, code, USER, "1", clock),
        ),
        (
            UnknownUserError,
            lambda: restoring.restore_by_code(ledger.folder, saved, code, "王主席", SECOND, clock),
        ),
    ):
        with pytest.raises(refused):
            do()
    assert files(ledger.folder) == before


@pytest.mark.usefixtures("cheap_slots")
def test_a_ledger_that_stands_is_replaced_by_its_admin_alone(ledger: Ledger) -> None:
    users.add_user(ledger, "李录入", Role.ENTRY, SECOND)
    made = backing_up.back_up(ledger)
    ledger.close()
    assert restoring.users_of(made) == (USER, "李录入")
    assert restoring.users_of(made, ledger.folder) == (USER,)
    with pytest.raises(NotAllowedError, match=f"请由{USER}来做"):
        restoring.restore(ledger.folder, made, "李录入", SECOND, clock)
    lose_ledger(ledger.folder)
    opened = restoring.restore(ledger.folder, made, "李录入", SECOND, clock)
    assert opened.role == "entry"
    opened.close()


def test_a_backup_without_any_vault_is_told(saved: Backup, tmp_path: Path) -> None:
    lose_vault(saved.path.parent)
    with pytest.raises(NoVaultError, match="旁边没有完好的密钥文件"):
        restoring.restore(tmp_path / "new", saved, USER, PASSWORD, clock)
    assert not (tmp_path / "new").exists()


def test_an_open_ledger_is_not_replaced(saved: Backup, ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    opened = ledger_maker.open(ledger.folder)
    try:
        with pytest.raises(LedgerInUseError):
            restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
        assert units(opened) == [ONE, TWO]
    finally:
        opened.close()


def test_a_pulled_stick_is_told(saved: Backup, ledger: Ledger) -> None:
    before = files(ledger.folder)
    saved.path.rename(saved.path.with_suffix(".gone"))
    with pytest.raises(BackupNotFetchedError, match="请插好 U 盘"):
        restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
    saved.path.with_suffix(".gone").rename(saved.path)
    assert files(ledger.folder) == before


@pytest.mark.parametrize(
    ("error", "told"),
    [(errno.ENOSPC, DiskFullError), (errno.EIO, LedgerReadOnlyError)],
)
@pytest.mark.parametrize("step", ["copyfileobj", "sync_names", "replace"])
def test_a_failing_disk_leaves_the_ledger_as_it_was(
    saved: Backup,
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: int,
    told: type[Exception],
) -> None:
    def fail(*_: object) -> None:
        raise OSError(error, "made to fail")

    with monkeypatch.context() as patched:
        match step:
            case "copyfileobj":
                patched.setattr(restore.shutil, "copyfileobj", fail)
                told = told if told is DiskFullError else BackupNotFetchedError
            case "sync_names":
                patched.setattr(restore, "sync_names", fail)
            case _:
                patched.setattr(Path, "replace", fail)
        with pytest.raises(told):
            restoring.restore(ledger.folder, saved, USER, PASSWORD, clock)
    opened = ledgers.unlock(ledger.folder, USER, PASSWORD, clock)
    assert units(opened) == [ONE, TWO]
    opened.close()
    assert restored(ledger.folder, saved) == [ONE]
