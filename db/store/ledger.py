"""The ledger (台账): one folder per office with its encrypted file, its key slots and its lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import select

from db.messages import N_, ReportableError
from db.record import new_id
from db.store import schema, vault
from db.store.errors import LedgerDamagedError, LedgerInUseError
from db.store.shared_tables import Office
from db.store.store import Store

FILE_NAME = "ledger.db"
Clock = Callable[[], datetime]


class LedgerExistsError(ReportableError):
    """The folder already holds a ledger."""

    def __init__(self, folder: Path) -> None:
        super().__init__(N_("文件夹“{folder}”里已经有一个台账,请换一个文件夹,或直接打开它。"), folder=folder)


class NoLedgerError(ReportableError):
    """The folder holds no ledger."""

    def __init__(self, folder: Path) -> None:
        super().__init__(N_("文件夹“{folder}”里没有台账,请检查位置,或新建台账。"), folder=folder)


@dataclass
class Ledger:
    """An unlocked ledger; ``close`` gives lock and file back. ``clock`` gives aware local time."""

    folder: Path
    store: Store
    user: str
    role: str
    clock: Clock
    _lock: FileLock
    _office: Office | None = None

    @property
    def backups(self) -> Path:
        """Where verified copies are kept."""
        return self.folder / "backups"

    def office(self) -> Office:
        """Tell whose ledger this is; read once, for every check asks for it."""
        if self._office is None:
            with self.store.reading() as session:
                self._office = session.scalars(select(Office)).one()
        return self._office

    def close(self) -> None:
        """Close the file and give the lock back."""
        self.store.close()
        self._lock.release()


def exists(folder: Path) -> bool:
    """Tell whether the folder holds a ledger."""
    return (folder / vault.FILE_NAME).exists()


def create(folder: Path, office: Office, user: str, password: str, clock: Clock) -> tuple[Ledger, str]:
    """Make a new ledger; gives it unlocked, and the recovery code that must be printed.

    ``vault.json`` is written last: a folder without it holds no ledger, so an interrupted creation can be repeated.
    """
    if exists(folder):
        raise LedgerExistsError(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder)
    try:
        for leftover in folder.glob(f"{FILE_NAME}*"):
            leftover.unlink()
        slots, key, recovery_code = vault.new_vault(new_id(), user, password)
        store = Store(folder / FILE_NAME, key)
        schema.bring_up_to_date(store, folder / "backups", clock())
        with store.writing() as session:
            session.add(office)
        vault.write(folder, slots)
    except BaseException:
        lock.release()
        raise
    return Ledger(folder, store, user, slots.role_of(user), clock, lock), recovery_code


def unlock(folder: Path, user: str, password: str, clock: Clock) -> Ledger:
    """Open a ledger by a user's password.

    Raises NoLedgerError, WrongPasswordError, LedgerInUseError, LedgerDamagedError, LedgerNewerError.
    """
    slots = _vault(folder)
    return _open(folder, slots.unlock(user, password), user, slots.role_of(user), clock)


def recover(folder: Path, code: str, user: str, new_password: str, clock: Clock) -> Ledger:
    """Open a ledger by the recovery code and give a user a new password."""
    slots = _vault(folder)
    key = slots.recover(code)
    role = slots.role_of(user) if user in slots.users else "admin"
    ledger = _open(folder, key, user, role, clock)
    vault.write(folder, slots.with_slot(key, user, role, new_password))
    return ledger


def users(folder: Path) -> tuple[str, ...]:
    """Name who can unlock the ledger."""
    return _vault(folder).users


def _vault(folder: Path) -> vault.Vault:
    if not (folder / FILE_NAME).exists() and not exists(folder):
        raise NoLedgerError(folder)
    return vault.read(folder)


def _open(folder: Path, key: bytes, user: str, role: str, clock: Clock) -> Ledger:
    if not (folder / FILE_NAME).exists():
        raise LedgerDamagedError(FILE_NAME)
    lock = _locked(folder)
    try:
        store = Store(folder / FILE_NAME, key)
        schema.bring_up_to_date(store, folder / "backups", clock())
    except BaseException:
        lock.release()
        raise
    return Ledger(folder, store, user, role, clock, lock)


def _locked(folder: Path) -> FileLock:
    lock = FileLock(folder / "ledger.lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LedgerInUseError from error
    return lock
