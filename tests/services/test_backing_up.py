"""Backing up: when it is due, what the newest one is, a second copy on a stick, and a rehearsal of restoring."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db.messages import ReportableError
from db.registers import all_registers
from db.store import backup, vault
from db.store.backup import Backup
from db.store.errors import DiskFullError
from db.store.ledger import Ledger
from db.store.restore import BackupDamagedError
from db.store.store import Store
from desktop.services import backing_up, records
from desktop.services.backing_up import found_in
from tests.support.faults import MediumFaults
from tests.support.offices import NOW, LedgerMaker
from tests.support.older_ledgers import at_revision
from tests.support.sample_records import another_unit, clean_unit

UNITS = all_registers()["units"]


def later(ledger: Ledger, **by: float) -> None:
    now = ledger.clock() + timedelta(**by)
    ledger.clock = lambda: now


def test_a_backup_is_in_the_folder_with_the_vault_beside_it(ledger: Ledger) -> None:
    made = backing_up.back_up(ledger)
    assert (made.at, made.label, made.size) == (NOW.replace(tzinfo=None), "", made.path.stat().st_size)
    assert backing_up.last(ledger) == made
    assert backup.kept(ledger.backups) == (made,)
    assert vault.read(ledger.backups) == vault.read(ledger.folder)


def test_it_is_due_half_an_hour_after_the_last_one_when_something_was_written(ledger: Ledger) -> None:
    assert backing_up.last(ledger) is None
    assert backing_up.is_due(ledger)
    backing_up.back_up(ledger)
    later(ledger, hours=3)
    assert not backing_up.is_due(ledger), "nothing was written"
    records.save(ledger, UNITS, clean_unit(ledger))
    assert backing_up.is_due(ledger)
    later(ledger, hours=-3, minutes=29)
    assert not backing_up.is_due(ledger), "the last one is 29 minutes old"
    assert backing_up.is_behind(ledger)
    later(ledger, minutes=1)
    assert backing_up.is_due(ledger)


def test_closing_and_opening_alone_makes_none_due(ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    records.save(ledger, UNITS, clean_unit(ledger))
    backing_up.back_up(ledger)
    ledger.close()
    opened = ledger_maker.open(ledger.folder)
    try:
        assert not backing_up.is_behind(opened)
    finally:
        opened.close()


def test_a_backup_from_the_future_says_nothing_of_today(ledger: Ledger) -> None:
    later(ledger, days=4000)
    backing_up.back_up(ledger)
    later(ledger, days=-4000)
    assert backing_up.last(ledger) is None
    assert backing_up.is_due(ledger)
    made = backing_up.back_up(ledger)
    assert backing_up.last(ledger) == made
    assert len(backup.kept(ledger.backups)) == 2


def test_a_second_copy_goes_to_a_stick_and_opens_there(ledger: Ledger, tmp_path: Path) -> None:
    records.save(ledger, UNITS, clean_unit(ledger))
    (tmp_path / "stick").mkdir()
    copy = backing_up.copy_to(ledger, tmp_path / "stick")
    folder = tmp_path / "stick" / "工会台账备份" / "360111103 罗家镇总工会"
    assert copy.path == folder / "ledger-20260615-090000.db"
    made = backing_up.last(ledger)
    assert made is not None
    assert copy == Backup(copy.path, made.at, "", made.size)
    assert copy.path.read_bytes() == made.path.read_bytes()
    assert vault.read(folder) == vault.read(ledger.folder)
    assert sorted(path.name for path in folder.iterdir()) == ["ledger-20260615-090000.db", "vault.json"]
    for chosen in (tmp_path / "stick", folder.parent, folder):
        assert backing_up.found_in(chosen) == (copy,)
    assert backing_up.found_in(ledger.folder) == (made,)
    later(ledger, hours=1)
    assert backing_up.copy_to(ledger, tmp_path / "stick") == copy, "nothing was written: it is there already"
    records.save(ledger, UNITS, another_unit(ledger, 1))
    newer = backing_up.copy_to(ledger, tmp_path / "stick")
    assert backing_up.found_in(tmp_path / "stick") == (newer, copy)


def test_copies_on_a_stick_are_thinned(ledger: Ledger, tmp_path: Path) -> None:
    first = backing_up.copy_to(ledger, tmp_path)
    later(ledger, days=30)
    for number in (1, 2):
        later(ledger, hours=1)
        records.save(ledger, UNITS, another_unit(ledger, number))
        last = backing_up.copy_to(ledger, tmp_path)
    later(ledger, days=30)
    records.save(ledger, UNITS, another_unit(ledger, 3))
    newest = backing_up.copy_to(ledger, tmp_path)
    assert backing_up.found_in(tmp_path) == (newest, last, first), "two of one day: the later one stays"


def test_two_ledgers_of_one_office_have_a_folder_each(ledger: Ledger, tmp_path: Path) -> None:
    first = backing_up.copy_to(ledger, tmp_path)
    slots = vault.read(ledger.folder)
    vault.write(ledger.folder, replace(slots, ledger_id="another"))
    second = backing_up.copy_to(ledger, tmp_path)
    assert second.path.parent.name == f"{first.path.parent.name}-2"
    assert vault.read(first.path.parent) == slots


def test_a_name_that_no_folder_can_have(ledger: Ledger, tmp_path: Path) -> None:
    office = ledger.office()
    office.name = 'A/B:"工会"?. '
    folder = backing_up.copy_to(ledger, tmp_path).path.parent
    assert folder.name == "360111103 A_B__工会__"


def refusal(ledger: Ledger, stick: Path) -> str:
    try:
        backing_up.copy_to(ledger, stick)
    except ReportableError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (errno.ENOSPC, "空间不足"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有权限"),
        (errno.ENODEV, "被拔出"),
        (errno.EIO, "重新插好"),
    ],
)
def test_every_failing_call_on_a_stick_is_told_and_leaves_no_copy(
    ledger: Ledger, tmp_path: Path, error: int, told: str
) -> None:
    backing_up.back_up(ledger)
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        calls = MediumFaults(patched, None, error).calls
        backing_up.copy_to(ledger, stick)
    assert len(calls) > 9
    forgiven = []
    for number in range(1, len(calls) + 1):
        shutil.rmtree(stick)
        stick.mkdir()
        with pytest.MonkeyPatch.context() as patched:
            MediumFaults(patched, number, error)
            said = refusal(ledger, stick)
        if said:
            assert told in said, (number, calls)
            assert backing_up.found_in(stick) == (), (number, calls)
        else:
            forgiven.append(number)
        backing_up.copy_to(ledger, stick)
    assert forgiven == [1, 2], (
        "the ledger's own vault, for that beside its backups serves as well; the stick's is new"
    )


def test_a_stick_pulled_out_at_any_call_is_told(ledger: Ledger, tmp_path: Path) -> None:
    backing_up.back_up(ledger)
    (tmp_path / "first").mkdir()
    with pytest.MonkeyPatch.context() as patched:
        calls = MediumFaults(patched, None, errno.ENODEV).calls
        backing_up.copy_to(ledger, tmp_path / "first")
    for number in range(1, len(calls) + 1):
        stick = tmp_path / f"stick-{number}"
        stick.mkdir()
        with pytest.MonkeyPatch.context() as patched:
            MediumFaults(patched, number, errno.ENODEV, lasting=True)
            said = refusal(ledger, stick)
        assert said, (number, calls)


def test_a_stick_that_is_not_there_is_told(ledger: Ledger, tmp_path: Path) -> None:
    for use in (lambda: backing_up.copy_to(ledger, tmp_path / "gone"), lambda: found_in(tmp_path / "gone")):
        with pytest.raises(ReportableError, match="请插好 U 盘"):
            use()


def test_a_full_disk_is_told_and_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: Store, part: Path) -> int:
        part.write_bytes(b"half")
        raise DiskFullError

    monkeypatch.setattr(backup, "_copy", full)
    with pytest.raises(DiskFullError, match="没有备份成"):
        backing_up.back_up(ledger)
    assert [path.name for path in ledger.backups.iterdir()] == ["vault.json"]


@pytest.mark.parametrize(("error", "told"), [(errno.ENOSPC, "磁盘已满"), (errno.EACCES, "不能写入")])
@pytest.mark.parametrize("step", ["mkdir", "fsync", "replace"])
def test_a_failing_disk_is_told(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, step: str, error: int, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(error, "made to fail")

    with monkeypatch.context() as patched:
        patched.setattr(*((backup.os, "fsync") if step == "fsync" else (Path, step)), fail)
        with pytest.raises(ReportableError, match=told):
            backing_up.back_up(ledger)
    assert backup.kept(ledger.backups) == ()
    backing_up.back_up(ledger)


def test_a_rehearsal_counts_what_would_come_back(ledger: Ledger) -> None:
    records.save(ledger, UNITS, another_unit(ledger, 1))
    made = backing_up.back_up(ledger)
    records.save(ledger, UNITS, another_unit(ledger, 2))
    records.save(ledger, UNITS, another_unit(ledger, 3))
    found = backing_up.rehearse(ledger, made)
    assert (found.at, found.chain_whole) == (made.at, True)
    assert [code for code, _then, _now in found.counts] == list(all_registers())
    assert {code: (then, now) for code, then, now in found.counts if now} == {"units": (1, 3)}
    assert not (ledger.folder / "rehearsal").exists()


def test_a_rehearsal_finds_a_broken_history_and_a_damaged_backup(ledger: Ledger) -> None:
    records.save(ledger, UNITS, another_unit(ledger, 1))
    with ledger.store.writing() as session:
        for (trigger,) in session.execute(
            text("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'history'")
        ).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(text("UPDATE history SET \"by\" = 'x'"))
    made = backing_up.back_up(ledger)
    assert not backing_up.rehearse(ledger, made).chain_whole
    made.path.write_bytes(made.path.read_bytes()[:-4096])
    with pytest.raises(BackupDamagedError):
        backing_up.rehearse(ledger, made)
    assert not (ledger.folder / "rehearsal").exists()


def test_a_rehearsal_of_an_older_backup_counts_what_it_knew(
    ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    at_revision(ledger_maker, tmp_path, "0001")
    opened = ledger_maker.open(tmp_path)
    (made,) = backup.kept(opened.backups)
    assert {then for _code, then, _now in backing_up.rehearse(opened, made).counts} == {0}
    opened.close()
