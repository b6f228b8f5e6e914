"""The ledger (台账): one folder per office with its encrypted file, its key slots and its lock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import select

from db import code_lists
from db.messages import N_, ReportableError
from db.record import new_id
from db.store import entered_codes, schema, vault
from db.store.errors import LedgerDamagedError, LedgerInUseError, LedgerReadOnlyError
from db.store.folder import BACKUPS, FILE_NAME, exists, under_construction, vault_of
from db.store.shared_tables import Office
from db.store.store import Store

Clock = Callable[[], datetime]


class LedgerExistsError(ReportableError):
    """The folder already holds a ledger."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            N_("文件夹“{folder}”里已经有一个台账，请换一个文件夹，或直接打开它。"), folder=folder
        )


class Login(Protocol):
    """Something that was opened by a secret of its own, such as a token by its PIN."""

    def close(self) -> None:
        """Log out."""


@dataclass
class Ledger:
    """An unlocked ledger; ``close`` gives lock and file back. ``clock`` gives aware local time.

    ``logins`` last until it is closed, by name.
    """

    folder: Path
    store: Store
    user: str
    role: str
    clock: Clock
    _office: Office
    _lock: FileLock
    logins: dict[str, Login] = field(default_factory=dict)

    @property
    def backups(self) -> Path:
        """Where verified copies are kept."""
        return self.folder / BACKUPS

    def office(self) -> Office:
        """Tell whose ledger this is, as read when it was opened: every check asks for it."""
        return self._office

    def close(self) -> None:
        """Log out, close the file and give the lock back."""
        try:
            for login in self.logins.values():
                login.close()
            code_lists.hold(str(self.folder), ())
            self.store.close()
        finally:
            self._lock.release()


def create(folder: Path, office: Office, user: str, password: str, clock: Clock) -> tuple[Ledger, str]:
    """Make a new ledger; gives it unlocked, and the recovery code that must be printed.

    The file gets its name last: an interrupted creation can be repeated, and a ledger is never overwritten because
    its vault is missing.
    """
    if exists(folder):
        raise LedgerExistsError(folder)
    lock = locked(folder)
    try:
        unfinished = under_construction(folder)
        for leftover in folder.glob(f"{unfinished.name}*"):
            leftover.unlink()
        slots, key, recovery_code = vault.new_vault(new_id(), user, password)
        with closing(Store(unfinished, key)) as store:
            schema.bring_up_to_date(store, folder / BACKUPS, clock())
            with store.writing() as session:
                session.add(office)
        vault.write(folder, slots)
        unfinished.replace(folder / FILE_NAME)
    except BaseException:
        lock.release()
        raise
    return open_locked(folder, key, user, slots.role_of(user), clock, lock), recovery_code


def unlock(folder: Path, user: str, password: str, clock: Clock) -> Ledger:
    """Open a ledger by a user's password.

    Raises NoLedgerError, WrongPasswordError, LedgerInUseError, LedgerDamagedError, LedgerNewerError.
    """
    slots = vault_of(folder)
    return _open(folder, slots.unlock(user, password), user, slots.role_of(user), clock)


def recover(folder: Path, code: str, user: str, new_password: str, clock: Clock) -> Ledger:
    """Open a ledger by the recovery code and give a user a new password."""
    slots = vault_of(folder)
    key = slots.recover(code)
    role = slots.role_of(user) if user in slots.users else "admin"
    ledger = _open(folder, key, user, role, clock)
    try:
        vault.write(folder, slots.with_slot(key, user, role, new_password))
    except BaseException:
        ledger.close()
        raise
    return ledger


def _open(folder: Path, key: bytes, user: str, role: str, clock: Clock) -> Ledger:
    return open_locked(folder, key, user, role, clock, locked(folder))


def open_locked(folder: Path, key: bytes, user: str, role: str, clock: Clock, lock: FileLock) -> Ledger:
    """Open a file whose key is known, bring it up to date and read whose it is; a failure gives file and lock back."""
    with ExitStack() as undo:
        undo.callback(lock.release)
        if not (folder / FILE_NAME).exists():
            raise LedgerDamagedError(FILE_NAME)
        store = Store(folder / FILE_NAME, key)
        undo.callback(store.close)
        if not schema.stored(store):
            raise LedgerDamagedError(FILE_NAME)
        schema.bring_up_to_date(store, folder / BACKUPS, clock())
        office = _office(store)
        with store.reading() as session:
            code_lists.hold(str(folder), entered_codes.load(session))
        undo.pop_all()
    return Ledger(folder, store, user, role, clock, office, lock)


def _office(store: Store) -> Office:
    try:
        with store.reading() as session:
            return session.scalars(select(Office)).one()
    except ValueError as error:  # the cipher reads a damaged page of a long value as zeros
        raise LedgerDamagedError(FILE_NAME) from error


def locked(folder: Path) -> FileLock:
    """Take the lock of a ledger's folder; raises LedgerInUseError, LedgerReadOnlyError."""
    lock = FileLock(folder / "ledger.lock", thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LedgerInUseError from error
    except OSError as error:
        raise LedgerReadOnlyError from error
    return lock
