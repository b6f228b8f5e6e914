"""Back up (备份) the open ledger, beside it and on another disk, and rehearse that a backup really brings it back."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from mmap import ACCESS_READ, mmap
from pathlib import Path

from sqlalchemy import inspect, true
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, ReportableError
from db.registers import all_registers
from db.store import backup, history, restore, vault
from db.store.backup import Backup
from db.store.folder import BACKUPS
from db.store.ledger import Ledger
from db.store.vault import Vault
from desktop.exchange import transport

ELSEWHERE = "工会台账备份"
"""The folder on another disk or stick; each ledger has its own below it."""

_APART = timedelta(minutes=30)
_SCRATCH = "rehearsal"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Rehearsal:
    """What a backup would bring back: ``counts`` are (register code, records in the backup, records now)."""

    at: datetime
    counts: tuple[tuple[str, int, int], ...]
    chain_whole: bool


def back_up(ledger: Ledger) -> Backup:
    """Make a verified copy in the ledger's folder of backups, the vault beside it, and thin the older ones.

    Raises BackupFailedError, NoRoomForBackupError, BackupFolderError, LedgerDamagedError.
    """
    now = ledger.clock()
    path = backup.make(ledger.store, ledger.backups, now)
    backup.thin(ledger.backups, now)
    return Backup(path, now.replace(tzinfo=None, microsecond=0), "", path.stat().st_size)


def last(ledger: Ledger) -> Backup | None:
    """Give the newest backup beside the ledger; one that a wrong clock dated in the future says nothing of today."""
    now = ledger.clock().replace(tzinfo=None)
    return next((one for one in backup.kept(ledger.backups) if one.at <= now), None)


def is_behind(ledger: Ledger) -> bool:
    """Tell whether something was written since the newest backup."""
    newest = last(ledger)
    try:
        return newest is None or backup.last_writing(ledger.store.path) > newest.path.stat().st_mtime_ns
    except OSError:
        return True


def is_due(ledger: Ledger) -> bool:
    """Tell whether it is time: something was written since the newest backup, and that one is half an hour old."""
    newest = last(ledger)
    return is_behind(ledger) and (newest is None or ledger.clock().replace(tzinfo=None) - newest.at >= _APART)


def copy_to(ledger: Ledger, place: Path) -> Backup:
    """Put the newest state on another disk or stick, read it back, the vault beside it, and thin what is there.

    Raises ReportableErrors for a place that is full, read-only or gone, and what ``back_up`` raises.
    """
    if not place.is_dir():
        raise NoPlaceError(place)
    newest = None if is_behind(ledger) else last(ledger)
    made = newest or back_up(ledger)
    # Lost while the ledger was open: the one beside the backups holds the same key.
    slots = vault.sound(ledger.folder) or vault.read(ledger.backups)
    folder = _own_folder(ledger, slots, place)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        vault.write(folder, slots)
        with made.path.open("rb") as file:
            content = mmap(file.fileno(), 0, access=ACCESS_READ)  # not into memory: pictures are in it
    except OSError as error:
        raise transport.told(error, folder) from error
    placed = transport.place(content, folder, made.path.name)
    backup.thin(folder, ledger.clock())
    return Backup(placed.path, made.at, made.label, made.size)


def found_in(place: Path) -> tuple[Backup, ...]:
    """Find the backups in a folder that a person chose: in itself, a ledger's own, or all that ``copy_to`` put there."""
    if not place.is_dir():
        raise NoPlaceError(place)
    folders = [place, place / BACKUPS]
    for above in (place, place / ELSEWHERE):
        if above.name == ELSEWHERE and above.is_dir():
            folders += (one for one in above.iterdir() if one.is_dir())
    found = [one for folder in folders for one in backup.kept(folder)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def rehearse(ledger: Ledger, made: Backup) -> Rehearsal:
    """Restore into a scratch folder as if the ledger were lost, and compare what would come back with what is here.

    Raises BackupDamagedError, BackupNotFetchedError, NoRoomToRestoreError, LedgerNewerError.
    """
    scratch = ledger.folder / _SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)  # of a rehearsal that was killed
    try:
        scratch.mkdir()
        fetched = restore.fetch(made.path, scratch, ledger.store.key)
        with closing(ledger.store.beside(fetched)) as copy, copy.reading() as before:
            chain_whole = history.first_break(before) is None
            with ledger.store.reading() as now:
                counts = tuple((code, _live(before, code), _live(now, code)) for code in all_registers())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Rehearsal(made.at, counts, chain_whole)


class NoPlaceError(ReportableError):
    """The stick or folder is not there."""

    def __init__(self, place: Path) -> None:
        super().__init__(N_("找不到“{folder}”。请插好 U 盘后重试。"), folder=place)


def _own_folder(ledger: Ledger, slots: Vault, place: Path) -> Path:
    """Choose a folder that only this ledger uses: the vault there must fit each copy, and thinning counts them all."""
    office = ledger.office()
    name = _NOT_IN_NAMES.sub("_", f"{office.area} {office.name}").rstrip(" .")
    folders = (place / ELSEWHERE / (name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(folder for folder in folders if _is_ours(folder, slots))


def _is_ours(folder: Path, slots: Vault) -> bool:
    theirs = vault.sound(folder)
    return theirs.ledger_id == slots.ledger_id if theirs else not backup.kept(folder)


def _live(session: Session, code: str) -> int:
    """Count the records of a register; one that a backup of an older program does not know has none."""
    register = all_registers()[code]
    if not inspect(session.connection()).has_table(register.record.__tablename__):
        return 0
    return queries.count_each(session, register, [true()])[0]
