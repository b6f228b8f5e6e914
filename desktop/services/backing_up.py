"""Back up (备份) the open ledger, beside it and on another disk, and rehearse that a backup really brings it back."""

from __future__ import annotations

from datetime import timedelta

from db.store import backup
from db.store.backup import Backup
from db.store.ledger import Ledger

_APART = timedelta(minutes=30)


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
