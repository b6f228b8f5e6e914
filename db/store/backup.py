"""Backups (备份): verified copies of the ledger, made while it is open, and thinned as they age.

A folder of backups holds ``ledger-20260615-090000[-label].db`` and one ``vault.json``: with the password it is enough on
another computer. Everything else in it is left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from db.disk import is_full, sync_names
from db.messages import N_, ReportableError
from db.store import vault
from db.store.errors import DiskFullError, LedgerDamagedError, LedgerReadOnlyError
from db.store.store import Store, translated

DAMAGED = "damaged"
"""Labels a ledger that could not be read when another one was put in its place: kept for experts, and no backup."""

_NAME = re.compile(r"ledger-(\d{8}-\d{6})(?:-(.+))?\.db")
_PART = re.compile(r"\.?ledger-(\d{8}-\d{6})(?:-[^.]+)?(?:\.db)?\.part(?:-\w+)?")
_MOMENT = "%Y%m%d-%H%M%S"
_RECENT = timedelta(days=2)
_LADDER = ((12, "%Y%m%d"), (10, "%G-%V"), (9, "%Y%m"))
"""How many days, then weeks, then months keep one backup each."""


@dataclass(frozen=True)
class Backup:
    """One copy; ``at`` is the office's local time without offset, ``size`` is in bytes."""

    path: Path
    at: datetime
    label: str
    size: int


class BackupFailedError(ReportableError):
    """The copy did not pass its check and was thrown away."""

    def __init__(self, what: str) -> None:
        super().__init__(
            N_(
                "备份没有通过检查（{what}），未保留，以前的备份还在。请检查磁盘后再试；再次出现，请联系维护人员检查台账。"
            ),
            what=what,
        )


class NoRoomForBackupError(DiskFullError):
    """The disk has no room for the copy."""

    def __init__(self) -> None:
        ReportableError.__init__(self, N_("磁盘已满，没有备份成，台账完好。请清理磁盘后再备份一次。"))


class BackupFolderError(LedgerReadOnlyError):
    """The folder of the backups may not be written."""

    def __init__(self, folder: Path) -> None:
        ReportableError.__init__(
            self,
            N_(
                "备份文件夹“{folder}”不能写入，没有备份成，台账完好。请检查文件夹的权限，或磁盘是否被写保护。"
            ),
            folder=folder,
        )


def make(store: Store, folder: Path, now: datetime, label: str = "") -> Path:
    """Copy the open ledger into ``folder``, check the copy page by page, then give it its final name.

    The copy is encrypted with the same key, and the vault is renewed beside it. Its file time is that of the last
    writing it holds. Raises BackupFailedError, NoRoomForBackupError, BackupFolderError, LedgerDamagedError.
    """
    name = "-".join(part for part in ("ledger", now.strftime(_MOMENT), label) if part)
    part = folder / f"{name}.part"
    final = part.with_suffix(".db")
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        try:
            slots = vault.sound(store.path.parent)  # lost by now: the one from before holds the same key
            if slots and slots != vault.sound(folder):
                vault.write(folder, slots)
            written = _copy(store, part)
            with closing(store.beside(part)) as copy:
                require_sound(copy)
            with part.open("r+b") as file:  # Windows flushes only what may be written
                os.fsync(file.fileno())
            os.utime(part, ns=(written, written))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        finally:
            for leftover in folder.glob(f"{part.name}-*"):  # the WAL files of the check
                leftover.unlink()
        part.replace(final)
        sync_names(folder)  # it lasts before anything older is thinned
    return final


def last_writing(file: Path) -> int:
    """Give when a ledger's file or its log was written last, in nanoseconds; opening it makes an empty log."""
    log = file.with_name(f"{file.name}-wal")
    found = [path.stat() for path in (file, log) if path.exists()]
    return max((one.st_mtime_ns for one in found if one.st_size), default=0)


def require_sound(copy: Store) -> None:
    """Read a copy completely; raises BackupFailedError."""
    try:
        with copy.reading() as session:
            connection = session.connection()
            findings = [row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
            findings += [
                row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"
            ]
    except LedgerDamagedError as error:
        raise BackupFailedError(str(error.message.values["what"])) from error
    if findings:
        raise BackupFailedError(findings[0])


def described(path: Path) -> Backup | None:
    """Tell what a file is by its name, None when it is no backup."""
    named = _NAME.fullmatch(path.name)
    if named is None or (named[2] or "").startswith(DAMAGED) or not path.is_file():
        return None
    try:
        return Backup(path, datetime.strptime(named[1], _MOMENT), named[2] or "", path.stat().st_size)  # noqa: DTZ007 - the name is local time
    except (ValueError, OSError):  # no day of a calendar, or gone by now
        return None


def kept(folder: Path) -> tuple[Backup, ...]:
    """List the backups in a folder, newest first."""
    try:
        found = [described(path) for path in folder.iterdir()]
    except OSError:
        return ()
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.path.name), reverse=True))


def thin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Remove what has aged: all of two days stay, then one for each of 12 days, 10 weeks and 9 months.

    By age and not by number: many backups in one hour must not push out the days before. The newest stays, and what
    a wrong clock dated after ``now``. Gives what was removed; a file that cannot be removed stays.
    """
    today = now.replace(tzinfo=None)
    old = [one for one in kept(folder)[1:] if one.at <= today - _RECENT]
    removed = [*(one.path for one in _beyond_ladder(old)), *_left_parts(folder, today)]
    for path in tuple(removed):
        try:
            path.unlink()
        except OSError:
            removed.remove(path)
    return tuple(removed)


def _beyond_ladder(old: Sequence[Backup]) -> Iterator[Backup]:
    """Go down from the newest; each step of the ladder keeps one backup of a day, a week or a month."""
    steps = iter([period for count, period in _LADDER for _ in range(count)])
    period, last = next(steps), None
    for one in old:
        if period and (last is None or one.at.strftime(period) != last.strftime(period)):
            period, last = next(steps, ""), one.at
        else:
            yield one


def _left_parts(folder: Path, today: datetime) -> Iterator[Path]:
    """Name what killed backups left behind; one that is being written now is not a day old."""
    with suppress(OSError):  # a stick that was pulled out
        for path in list(folder.iterdir()):
            named = _PART.fullmatch(path.name)
            if named and named[1] < (today - timedelta(days=1)).strftime(_MOMENT):
                yield path


def _copy(store: Store, part: Path) -> int:
    """Copy, and give when the ledger was written last before."""
    # A connection of its own: the window and the other readers keep theirs.
    with closing(store.beside(store.path)) as own, own.engine.connect() as connection:
        # VACUUM cannot run inside a transaction: the driver's own connection is used.
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the pool gave no connection")
        with translated(store.driver_error):
            driver.rollback()
            # Or closing would still move pages from the log to the file, as if something had been written since.
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            written = last_writing(store.path)
            driver.execute("VACUUM INTO ?", (str(part),))
    return written


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except DiskFullError as error:
        raise NoRoomForBackupError from error
    except LedgerReadOnlyError as error:
        raise BackupFolderError(folder) from error
    except OSError as error:
        full = is_full(error)
        raise (NoRoomForBackupError() if full else BackupFolderError(folder)) from error
