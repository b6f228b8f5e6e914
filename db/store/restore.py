"""Bring a backup back: fetch and check a copy first, then let it take the place of the ledger, which is never lost.

The order survives a kill at any moment: until one rename the ledger is the old one, and after it the new one.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path

from db.disk import is_full, sync_names
from db.messages import N_, ReportableError
from db.store import backup, schema
from db.store.backup import BackupFailedError
from db.store.errors import DiskFullError, LedgerDamagedError, LedgerInUseError
from db.store.folder import BACKUPS, FILE_NAME
from db.store.store import Store

_FETCHED = f"{FILE_NAME}.restoring"
_WITH = ("", "-wal", "-shm")


class BackupDamagedError(ReportableError):
    """The backup cannot be read to its end; nothing was touched."""

    def __init__(self, what: str) -> None:
        super().__init__(
            N_(
                "这个备份不完整、已损坏，或者不是这个台账的（{what}），不能用来恢复。"
                "现在的台账没有动，请换一个备份。"
            ),
            what=what,
        )


class BackupNotFetchedError(ReportableError):
    """The backup could not be copied from where it lies."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            N_("没能把备份“{path}”复制过来。请插好 U 盘，检查台账所在的文件夹能不能写入，然后重试。"),
            path=path,
        )


class NoRoomToRestoreError(DiskFullError):
    """The disk has no room for another copy of the ledger."""

    def __init__(self) -> None:
        ReportableError.__init__(self, N_("磁盘已满，没有恢复，现在的台账没有动。请清理磁盘后再恢复一次。"))


def fetch(path: Path, folder: Path, key: bytes) -> Path:
    """Copy a backup into a folder of this disk and read the copy completely; gives the copy.

    Raises BackupNotFetchedError, NoRoomToRestoreError, BackupDamagedError, LedgerNewerError, and leaves nothing behind.
    """
    fetched = folder / _FETCHED
    try:
        _clear(fetched)
        _copy(path, fetched)
        _check(fetched, key)
        _clear(fetched, _WITH[1:])
    except BaseException:
        _clear(fetched)
        raise
    return fetched


def put_in_place(fetched: Path, folder: Path, key: bytes, now: datetime) -> None:
    """Let a fetched copy be the ledger of the folder, which is locked.

    The ledger that was there becomes a backup; one that cannot be read is moved among the backups whole.
    """
    present = folder / FILE_NAME
    try:
        if not (present.exists() and _backed_up(present, key, now)):
            move_aside(folder, FILE_NAME, now)
        sync_names(folder)  # a log that outlives its ledger would be read into the new one
        fetched.replace(present)
        sync_names(folder)
    except BaseException:
        fetched.unlink(missing_ok=True)
        raise


def move_aside(folder: Path, name: str, now: datetime) -> None:
    """Move a damaged file of a ledger, with its log, among the backups, where nothing removes it."""
    there = [name + suffix for suffix in _WITH if (folder / (name + suffix)).exists()]
    if not there:
        return
    aside = folder / BACKUPS
    aside.mkdir(exist_ok=True)
    stem, ending = name.split(".", 1)
    names = (
        f"{stem}-{now:%Y%m%d-%H%M%S}-{backup.DAMAGED}{'-' * (n > 1)}{n if n > 1 else ''}" for n in count(1)
    )
    free = next(one for one in names if not any(aside.glob(f"{one}.*")))
    for one in there:
        (folder / one).replace(aside / f"{free}.{ending}{one.removeprefix(name)}")


def _copy(path: Path, fetched: Path) -> None:
    try:
        with path.open("rb") as source, fetched.open("wb") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        full = is_full(error)
        raise (NoRoomToRestoreError() if full else BackupNotFetchedError(path)) from error


def _check(fetched: Path, key: bytes) -> None:
    with closing(Store(fetched, key)) as copy:
        try:
            revision = schema.stored(copy)
            if not revision:
                raise BackupDamagedError(FILE_NAME)
            schema.refuse_newer(revision)
            backup.require_sound(copy)
        except (LedgerDamagedError, BackupFailedError) as error:
            raise BackupDamagedError(str(error.message.values["what"])) from error


def _backed_up(present: Path, key: bytes, now: datetime) -> bool:
    """Make a backup of the present ledger and empty its log; tell whether it could be read."""
    try:
        with closing(Store(present, key)) as store:
            if not schema.stored(store):
                return False
            backup.make(store, present.parent / BACKUPS, now, label="before-restoring")
            with store.engine.connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            if busy:
                raise LedgerInUseError
    except (LedgerDamagedError, BackupFailedError):
        return False
    _clear(present, _WITH[1:])
    return True


def _clear(file: Path, suffixes: tuple[str, ...] = _WITH) -> None:
    for suffix in suffixes:
        file.with_name(file.name + suffix).unlink(missing_ok=True)
