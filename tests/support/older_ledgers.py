"""Ledgers as an earlier program left them, made by the frozen steps up to a revision."""

from __future__ import annotations

import importlib.resources
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from db.store.store import Store
from tests.support.offices import LedgerMaker, new_office


def at_revision(maker: LedgerMaker, folder: Path, revision: str) -> None:
    """Make a ledger of an earlier revision with its office and a file number given (17)."""
    maker.copy(folder)
    for old in folder.glob("ledger.db*"):
        old.unlink()
    with closing(Store(folder / "ledger.db", maker.key)) as store:
        with store.connection() as connection:
            config = Config()
            config.set_main_option("script_location", str(importlib.resources.files("db") / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        with store.writing() as session:
            session.add(new_office())
            session.execute(text("INSERT INTO file_number VALUES ('hardship_cases 2026', 17)"))
