"""The structure of the file: frozen steps give exactly the mapped tables, a newer file is refused, a backup comes first."""

from __future__ import annotations

import importlib.resources
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from db.record import Base
from db.registers import all_registers
from db.store import ledger as ledgers
from db.store import schema
from db.store.errors import LedgerNewerError
from db.store.ledger import Ledger
from tests.support.offices import NOW, LedgerMaker
from tests.support.older_ledgers import at_revision

OPENER = """
import sys
from pathlib import Path
from tests.support.offices import clock
from db.store import ledger
ledger._open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), "a", "admin", clock).close()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"alembic", "mako", "reportlab", "pyhanko", "PySide6"}))
"""


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(importlib.resources.files("db") / "migrations"))
    return ScriptDirectory.from_config(config)


def test_the_steps_give_exactly_the_mapped_tables(ledger: Ledger) -> None:
    assert all_registers()
    with ledger.store.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_is_strict_and_has_its_checks(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        made = {
            table.name: table.sql
            for table in session.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
            )
        }
    assert set(made) == set(Base.metadata.tables)
    for name, sql in made.items():
        assert "STRICT" in sql.rsplit(")", 1)[1], name
    for register in all_registers():
        for check in ("state", "revision"):
            assert f"ck_{register}_{check}" in made[register]


def test_the_history_is_one_line_and_its_end_is_what_the_program_needs() -> None:
    line = list(scripts().walk_revisions())
    assert [step.revision for step in reversed(line)] == schema._revisions()
    assert scripts().get_heads() == [schema.needed()]
    assert all(step.down_revision is None or isinstance(step.down_revision, str) for step in line)


def test_an_open_with_nothing_pending_loads_no_heavy_library(
    ledger_maker: LedgerMaker, tmp_path: Path
) -> None:
    ledger_maker.copy(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", OPENER, str(tmp_path), ledger_maker.key.hex()],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": "."},
    )
    assert done.stdout.strip() == "[]"


def test_a_file_of_a_newer_program_is_refused_and_left_alone(
    ledger: Ledger, ledger_maker: LedgerMaker
) -> None:
    with ledger.store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ledger.close()
    before = (ledger.folder / "ledger.db").read_bytes()
    for _ in range(2):
        with pytest.raises(LedgerNewerError, match="9999"):
            ledger_maker.open(ledger.folder)
    assert (ledger.folder / "ledger.db").read_bytes() == before
    assert not ledger.backups.exists()


def test_opening_an_up_to_date_file_makes_no_backup(ledger: Ledger) -> None:
    assert schema.bring_up_to_date(ledger.store, ledger.backups, NOW) is False
    assert not ledger.backups.exists()


@pytest.mark.parametrize("revision", schema._revisions()[:-1])
def test_an_older_file_is_backed_up_and_then_upgraded(
    ledger_maker: LedgerMaker, tmp_path: Path, revision: str
) -> None:
    at_revision(ledger_maker, tmp_path, revision)
    opened = ledger_maker.open(tmp_path)
    try:
        assert schema.stored(opened.store) == schema.needed()
        assert opened.office().area == "360111103"
        (backup,) = opened.backups.glob("*.db")
        assert backup.name == f"ledger-20260615-090000-before-{schema.needed()}.db"
        copy = opened.store.beside(backup)
        assert schema.stored(copy) == revision
        copy.close()
        with opened.store.reading() as session:
            assert session.execute(text("SELECT last FROM file_number")).scalar_one() == 17
            context = MigrationContext.configure(session.connection())
            assert compare_metadata(context, Base.metadata) == []
    finally:
        opened.close()


def test_a_failed_upgrade_leaves_the_older_file_as_it_was(
    ledger_maker: LedgerMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = schema._revisions()[0]
    at_revision(ledger_maker, tmp_path, first)

    create, made = op.create_table, []

    def create_four(name: str, *columns: Any, **options: Any) -> Any:
        made.append(name)
        if len(made) > 4:
            raise ZeroDivisionError
        return create(name, *columns, **options)

    with monkeypatch.context() as patch:
        patch.setattr(op, "create_table", create_four)
        with pytest.raises(ZeroDivisionError):
            ledger_maker.open(tmp_path)
    assert len(made) == 5
    store = ledgers.Store(tmp_path / "ledger.db", ledger_maker.key)
    assert schema.stored(store) == first
    with store.reading() as session:
        names = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    assert not names & set(made)
    store.close()
