"""Restore (恢复) a ledger from a backup, here or on another computer, by a password or by the recovery code.

What was done since the backup stays in one more backup. Submissions made since then may fork: the office above writes
发回 and this one takes it back (``services.taking_back``).
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from db.disk import is_full
from db.messages import N_, ReportableError
from db.store import ledger, vault
from db.store import restore as files
from db.store.backup import Backup
from db.store.errors import LedgerReadOnlyError
from db.store.folder import FILE_NAME
from db.store.ledger import Clock, Ledger
from db.store.restore import NoRoomToRestoreError
from db.store.vault import Vault
from desktop.services import users
from desktop.services.roles import Action, NotAllowedError, may
from desktop.services.users import UnknownUserError


class OtherLedgerError(ReportableError):
    """The folder holds the ledger of another office, or another one of this office."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            N_(
                "文件夹“{folder}”里是另一个台账，不能用这个备份恢复，什么都没有动。"
                "请换一个空的文件夹，或换一个备份。"
            ),
            folder=folder,
        )


class NoVaultError(ReportableError):
    """Neither the backup nor the ledger has key slots that can be read."""

    def __init__(self, backup: Backup) -> None:
        super().__init__(
            N_(
                "备份“{path}”旁边没有完好的密钥文件 vault.json，打不开它。"
                "请选另一处的备份，或把 vault.json 和备份放在同一个文件夹里。"
            ),
            path=backup.path,
        )


def users_of(backup: Backup, folder: Path | None = None) -> tuple[str, ...]:
    """Name who can restore a backup (into ``folder``, whose own passwords are newer); raises as ``restore``.

    Where a ledger stands with its key slots, that is up to who looks after it (管理); where one is lost, to everybody.
    """
    return _able(_vault(folder, backup), folder)


def restore(folder: Path, backup: Backup, user: str, password: str, clock: Clock) -> Ledger:
    """Let a backup be the ledger of a folder, empty or with the same ledger in any condition, and open it.

    The passwords are those of the folder's own vault, or of the one beside the backup when that is lost. Raises
    WrongPasswordError, NotAllowedError, NoVaultError, OtherLedgerError, BackupDamagedError, BackupNotFetchedError,
    LedgerNewerError, LedgerInUseError, DiskFullError and LedgerReadOnlyError; the ledger is then as it was.
    """
    slots = _vault(folder, backup)
    key = slots.unlock(user, password)
    able = _able(slots, folder)
    if user not in able:
        raise NotAllowedError(Action.RESTORE, able)
    return _restore(folder, backup, slots, key, user, clock)


def restore_by_code(
    folder: Path, backup: Backup, code: str, user: str, new_password: str, clock: Clock
) -> Ledger:
    """Restore by the recovery code, and give one of the users a new password.

    Raises UnknownUserError and WeakPasswordError, and what ``restore`` raises.
    """
    slots = _vault(folder, backup)
    if user not in slots.users:
        raise UnknownUserError(user)
    users.refuse_weak(new_password, user)
    key = slots.recover(code)
    _restore(folder, backup, slots, key, user, clock).close()
    return users.recover(folder, code, user, new_password, clock)


def _vault(folder: Path | None, backup: Backup) -> Vault:
    """Choose the key slots: the folder's own are newer, but both must be of the same ledger."""
    own, beside = (None if one is None else vault.sound(one) for one in (folder, backup.path.parent))
    if folder and own and beside and own.ledger_id != beside.ledger_id:
        raise OtherLedgerError(folder)
    found = own or beside
    if found is None:
        raise NoVaultError(backup)
    return found


def _able(slots: Vault, folder: Path | None) -> tuple[str, ...]:
    stands = folder is not None and (folder / FILE_NAME).exists() and vault.sound(folder) is not None
    return tuple(user for user in slots.users if not stands or may(slots.role_of(user), Action.RESTORE))


def _restore(folder: Path, backup: Backup, slots: Vault, key: bytes, user: str, clock: Clock) -> Ledger:
    lock = ledger.locked(folder)
    with ExitStack() as undo:
        undo.callback(lock.release)
        try:
            fetched = files.fetch(backup.path, folder, key)
            if vault.sound(folder) is None:  # before the ledger: one without a vault could not be opened
                files.move_aside(folder, vault.FILE_NAME, clock())
                vault.write(folder, slots)
            files.put_in_place(fetched, folder, key, clock())
        except OSError as error:
            full = is_full(error)
            raise (NoRoomToRestoreError() if full else LedgerReadOnlyError()) from error
        undo.pop_all()
    return ledger.open_locked(folder, key, user, slots.role_of(user), clock, lock)
