"""Verified copies of the ledger while it is open."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from pathlib import Path

from db.messages import N_, ReportableError
from db.store.errors import LedgerDamagedError
from db.store.store import Store, translated


class BackupFailedError(ReportableError):
    """The copy did not pass its check and was thrown away."""

    def __init__(self, what: str) -> None:
        super().__init__(N_("备份没有通过检查（{what}），未保留。请检查磁盘空间后再试。"), what=what)


def make(store: Store, folder: Path, now: datetime, label: str = "") -> Path:
    """Copy the open ledger into ``folder``, check the copy page by page, then give it its final name.

    The copy is encrypted with the same key. Raises BackupFailedError, DiskFullError, LedgerDamagedError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(part for part in ("ledger", now.strftime("%Y%m%d-%H%M%S"), label) if part)
    part = folder / f"{name}.part"
    part.unlink(missing_ok=True)
    try:
        _copy(store, part)
        _verify(store, part)
        with part.open("r+b") as file:  # Windows flushes only what may be written
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        for leftover in folder.glob(f"{part.name}-*"):  # the WAL files of the check
            leftover.unlink()
    final = part.with_suffix(".db")
    part.replace(final)
    return final


def _copy(store: Store, part: Path) -> None:
    with store.engine.connect() as connection:
        # VACUUM cannot run inside a transaction: the driver's own connection is used.
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("the pool gave no connection")
        with translated(store.driver_error):
            driver.rollback()
            driver.execute("VACUUM INTO ?", (str(part),))


def _verify(store: Store, copy: Path) -> None:
    with closing(store.beside(copy)) as checked:
        try:
            with checked.reading() as session:
                connection = session.connection()
                findings = [row[0] for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
                findings += [
                    row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"
                ]
        except LedgerDamagedError as error:
            raise BackupFailedError(str(error.__cause__)) from error
    if findings:
        raise BackupFailedError(findings[0])
