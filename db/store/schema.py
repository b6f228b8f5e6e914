"""The structure of the ledger file: which revision it has, which one this program needs, and the way between."""

from __future__ import annotations

import importlib.resources
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, text

from db.store import backup
from db.store.errors import LedgerNewerError
from db.store.store import Store


def needed() -> str:
    """Give the newest revision that this program knows: the revisions are numbered files (``0007_….py``)."""
    return _revisions()[-1]


def stored(store: Store) -> str:
    """Give the revision of the file, "" for an empty one."""
    with store.reading() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return ""
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or ""


def bring_up_to_date(store: Store, backups: Path, now: datetime) -> bool:
    """Migrate a file that is behind, after a verified backup, all steps in one transaction; tell whether it was.

    Raises LedgerNewerError for a file of a newer program.
    """
    found = stored(store)
    if found == needed():
        return False
    if found:
        refuse_newer(found)
        backup.make(store, backups, now, label=f"before-{needed()}")
    _upgrade(store)
    return True


def refuse_newer(revision: str) -> None:
    """Raise LedgerNewerError for a revision that this program does not know."""
    if revision not in _revisions():
        raise LedgerNewerError(revision)


def _revisions() -> list[str]:
    folder = importlib.resources.files("db") / "migrations" / "versions"
    return sorted(entry.name[:4] for entry in folder.iterdir() if entry.name[:4].isdigit())


def _upgrade(store: Store) -> None:
    from alembic import command  # noqa: PLC0415 - a start with nothing pending must not pay for Alembic
    from alembic.config import Config  # noqa: PLC0415 - as above

    with (
        importlib.resources.as_file(importlib.resources.files("db") / "migrations") as scripts,
        store.connection() as connection,
    ):
        config = Config()
        config.set_main_option("script_location", str(scripts).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"migration left rows without their parent: {broken[:3]}")
