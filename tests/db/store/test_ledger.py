"""The ledger's folder: made once, opened by one program at a time, never taken for what it is not."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db.store import ledger as ledgers
from db.store import schema, vault
from db.store.errors import (
    LedgerDamagedError,
    LedgerInUseError,
    LedgerReadOnlyError,
    WrongPasswordError,
)
from db.store.folder import NoLedgerError, exists, users
from db.store.ledger import Ledger, LedgerExistsError
from db.store.vault import VaultDamagedError
from tests.support.offices import AREA, NAME, PASSWORD, USER, LedgerMaker, clock, new_office

HOLDER = """
import sys
from pathlib import Path
from tests.support.offices import clock
from db.store import ledger
held = ledger._open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), "a", "admin", clock)
print("open", flush=True)
sys.stdin.read()
"""


def make(folder: Path) -> tuple[Ledger, str]:
    return ledgers.create(folder, new_office(), USER, PASSWORD, clock)


def test_made_closed_and_opened_again(tmp_path: Path) -> None:
    folder = tmp_path / "甲 乙" / "ledger"
    made, code = make(folder)
    assert (made.office().area, made.office().name, made.user, made.role) == (AREA, NAME, USER, "admin")
    made.close()
    assert sorted(path.name for path in folder.iterdir() if path.name != "ledger.lock") == [
        "ledger.db",
        "vault.json",
    ]
    assert not (folder / "ledger.db").read_bytes().startswith(b"SQLite format 3")
    assert users(folder) == (USER,)
    opened = ledgers.unlock(folder, USER, PASSWORD, clock)
    assert opened.office().name == NAME
    opened.close()
    recovered = ledgers.recover(folder, code, USER, "new password", clock)
    assert recovered.role == "admin"
    recovered.close()
    with pytest.raises(WrongPasswordError):
        ledgers.unlock(folder, USER, PASSWORD, clock)
    ledgers.unlock(folder, USER, "new password", clock).close()


def test_a_wrong_password_says_that_the_data_is_whole_and_keeps_no_lock(
    ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    ledger_maker.copy(tmp_path)
    with pytest.raises(WrongPasswordError, match="数据没有损坏"):
        ledgers.unlock(tmp_path, USER, "wrong", clock)
    with pytest.raises(WrongPasswordError):
        ledgers.recover(tmp_path, "2222-2222", USER, "new", clock)
    ledger_maker.open(tmp_path).close()


@pytest.mark.parametrize("damage", ["noise", "cut", "tail", "empty", "plain", "missing"])
def test_a_damaged_file_is_said_and_keeps_no_lock(
    ledger_maker: LedgerMaker, tmp_path: Path, damage: str
) -> None:
    ledger_maker.copy(tmp_path)
    file = tmp_path / "ledger.db"
    whole = file.read_bytes()
    match damage:
        case "noise":
            file.write_bytes(os.urandom(len(whole)))
        case "cut":
            file.write_bytes(whole[:2000])
        case "tail":  # where the office's long values lie
            file.write_bytes(whole[:-8000] + os.urandom(8000))
        case "empty":
            file.write_bytes(b"")
        case "plain":
            file.unlink()
            other = sqlite3.connect(file)
            other.execute("CREATE TABLE office (number)")
            other.close()
        case "missing":
            file.unlink()
    for _ in range(2):  # the second time would meet a lock that the first one left
        with pytest.raises(LedgerDamagedError, match="密码是对的"):
            ledgers.unlock(tmp_path, USER, PASSWORD, clock)
    file.write_bytes(whole)
    for leftover in tmp_path.glob("ledger.db-*"):
        leftover.unlink()
    ledger_maker.open(tmp_path).close()


def test_a_folder_without_a_ledger(tmp_path: Path) -> None:
    assert not exists(tmp_path)
    with pytest.raises(NoLedgerError):
        ledgers.unlock(tmp_path, USER, PASSWORD, clock)
    with pytest.raises(NoLedgerError):
        users(tmp_path / "nowhere")


def test_a_ledger_is_never_made_over_another(ledger_maker: LedgerMaker, tmp_path: Path) -> None:
    ledger_maker.copy(tmp_path)
    before = (tmp_path / "ledger.db").read_bytes()
    with pytest.raises(LedgerExistsError):
        make(tmp_path)
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_a_ledger_that_lost_its_vault_is_neither_new_nor_overwritten(
    ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    ledger_maker.copy(tmp_path)
    kept = (tmp_path / "vault.json").read_bytes()
    (tmp_path / "vault.json").unlink()
    before = (tmp_path / "ledger.db").read_bytes()
    assert exists(tmp_path)
    with pytest.raises(VaultDamagedError, match="不要重新建立台账"):
        ledgers.unlock(tmp_path, USER, PASSWORD, clock)
    with pytest.raises(LedgerExistsError):
        make(tmp_path)
    assert (tmp_path / "ledger.db").read_bytes() == before
    (tmp_path / "vault.json").write_bytes(kept)
    ledger_maker.open(tmp_path).close()


@pytest.mark.usefixtures("cheap_passwords")
@pytest.mark.parametrize("at", ["migration", "vault", "name"])
def test_an_interrupted_creation_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        match at:
            case "migration":
                patch.setattr(schema, "bring_up_to_date", interrupt)
            case "vault":
                patch.setattr(vault, "write", interrupt)
            case "name":  # the vault is written, the file has not got its name
                rename = Path.replace
                patch.setattr(
                    Path,
                    "replace",
                    lambda path, to: rename(path, to) if path.suffix == ".part" else interrupt(),
                )
        with pytest.raises(KeyboardInterrupt):
            make(tmp_path)
    assert not exists(tmp_path)
    made, _ = make(tmp_path)
    assert made.office().name == NAME
    made.close()
    ledgers.unlock(tmp_path, USER, PASSWORD, clock).close()


def test_two_openers_in_one_process(ledger: Ledger, ledger_maker: LedgerMaker) -> None:
    with pytest.raises(LedgerInUseError, match="另一个窗口"):
        ledger_maker.open(ledger.folder)
    ledger.close()
    ledger_maker.open(ledger.folder).close()


def test_two_openers_in_two_processes_and_one_killed(ledger_maker: LedgerMaker, tmp_path: Path) -> None:
    ledger_maker.copy(tmp_path)
    command = [sys.executable, "-c", HOLDER, str(tmp_path), ledger_maker.key.hex()]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": "."},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(LedgerInUseError):
            ledger_maker.open(tmp_path)
        holder.send_signal(signal.SIGKILL)
    assert (tmp_path / "ledger.lock").exists()
    ledger_maker.open(tmp_path).close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(ledger_maker: LedgerMaker, tmp_path: Path) -> None:
    ledger_maker.copy(tmp_path / "ledger")
    (tmp_path / "ledger").chmod(0o500)
    with pytest.raises(LedgerReadOnlyError):
        ledger_maker.open(tmp_path / "ledger")


@pytest.mark.usefixtures("cheap_passwords")
def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file")
    with pytest.raises(LedgerReadOnlyError):
        make(tmp_path / "ledger")


def test_closing_leaves_one_file_and_nothing_of_the_wal(ledger: Ledger) -> None:
    with ledger.store.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE more (x TEXT) STRICT")
    ledger.close()
    assert [path.name for path in ledger.folder.glob("ledger.db*")] == ["ledger.db"]
    shutil.copy(ledger.folder / "ledger.db", ledger.folder / "copy.db")
    copy = ledger.store.beside(ledger.folder / "copy.db")
    with copy.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM more").scalar_one() == 0
    copy.close()
