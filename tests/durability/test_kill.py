"""kill -9 at any moment: nothing acknowledged is lost, nothing is half there, the next start works.

Three kills of each job; with ``--slow`` forty. The moments are drawn with a fixed seed.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from db import canonical, queries
from db.store import backup, history, journal, schema
from db.store.journal import NO_PACKAGE
from db.store.ledger import Ledger
from db.store.store import Store
from tests.durability import work
from tests.durability.killing import Killer, require_whole, rounds
from tests.durability.work import CASES, INSPECTIONS, UNITS
from tests.support.offices import LedgerMaker
from tests.support.older_ledgers import at_revision


def numbers(session: Session, question: str) -> int:
    return session.execute(text(question)).scalar_one()


@pytest.mark.timeout(1200)
def test_saving(killer: Killer, ledger: Ledger, kills: int) -> None:
    ledger.close()
    for opened, said in rounds(killer, work.save, ledger.folder, kills, 0.4):
        promised = {one: (version, mobile, members) for one, version, mobile, members in said}
        with opened.store.reading() as session:
            cases: list[Any] = list(queries.load_all(session, CASES))
            for case in cases:
                entries = history.of_record(session, case.id)
                assert len(entries) == case.version
                noted: dict[str, Any] = {}
                for entry in entries:
                    noted |= {code: new for code, (_, new) in entry.changes.items()}
                assert {
                    code: value for code, value in noted.items() if value is not None
                } == canonical.snapshot(CASES, case)
                found = (case.version, case.mobile, len(case.members))
                assert found in {(1, "13970012345", 2), (2, "13970054321", 1)}
                assert found >= promised.get(case.id, found)
            assert promised.keys() <= {case.id for case in cases}
            assert sorted(case.id for case in cases) == queries.record_ids(session, CASES)
            assert numbers(session, "SELECT count(*) FROM hardship_cases_members") == sum(
                len(case.members) for case in cases
            )
            assert len({case.file_no for case in cases}) == len(cases)


@pytest.mark.timeout(1200)
def test_importing(killer: Killer, ledger: Ledger, kills: int) -> None:
    ledger.close()
    for opened, said in rounds(killer, work.import_files, ledger.folder, kills, 0.6):
        with opened.store.reading() as session:
            ids = queries.record_ids(session, INSPECTIONS)
            places = session.scalars(text("SELECT place FROM inspections")).all()
            batches = [place.partition("批")[0] for place in places]
            assert set(Counter(batches).values()) <= {work.BATCH}
            assert {f"第{number}" for number in said} <= set(batches)
            for table in ("inspections", "history", "search"):
                assert (table, numbers(session, f"SELECT count(*) FROM {table}")) == (table, len(ids))


@pytest.mark.timeout(1200)
def test_submitting(killer: Killer, ledger: Ledger, kills: int, tmp_path: Path) -> None:
    ledger.close()
    out = tmp_path / "stick" / "TAIZHANG" / "OUT"
    for opened, said in rounds(killer, work.submit, ledger.folder, kills, 2.5):
        with opened.store.reading() as session:
            packages = sorted(journal.packages(session), key=lambda one: one.sequence)
            made = {one.id for one in packages}
            placed = {one.id for one in packages if one.placed_at is not None}
            assert {one for what, one in said if what == "made"} <= made
            assert {one for what, one in said if what == "placed"} <= placed
            assert [one.sequence for one in packages] == list(range(1, len(packages) + 1))
            assert [one.previous for one in packages] == [NO_PACKAGE, *(one.identity for one in packages)][
                : len(packages)
            ]
            states: dict[str, str] = {unit.id: unit.state for unit in queries.load_all(session, UNITS)}
            for package in packages:
                file = out / f"{package.file_name}.age"
                if package.id in placed or file.exists():  # never a part under the final name
                    assert file.read_bytes() == journal.with_content(session, package.id).sealed
                expected = "handed_over" if package.id in placed else "packed"
                carried = journal.records_of(session, package.id)
                assert {states.pop(one.record_id) for one in carried} == {expected}
            assert set(states.values()) <= {"draft", "checked"}
        names = {path.name for path in out.glob("*")} if out.exists() else set()
        allowed = {f"{one.file_name}.age" for one in packages}
        assert {name for name in names if not name.startswith(".")} <= allowed


@pytest.mark.timeout(1200)
def test_migrating(killer: Killer, ledger_maker: LedgerMaker, kills: int, tmp_path: Path) -> None:
    older = schema._revisions()[:-1]
    unchanged = 0
    for number in range(kills):
        folder, revision = tmp_path / f"ledger-{number}", older[number % len(older)]
        at_revision(ledger_maker, folder, revision)
        before = content_of(folder, ledger_maker)
        said = killer.run(work.migrate, folder, 0.8)
        store = Store(folder / "ledger.db", ledger_maker.key)
        found = schema.stored(store)
        store.close()
        unchanged += found == revision
        assert found in {revision, schema.needed()}
        assert found == schema.needed() or not said
        after = content_of(folder, ledger_maker)
        assert {table: after[table] for table in before} == before
        if found == revision:
            assert after.keys() == before.keys()
        opened = killer.opened(folder)
        try:
            require_whole(opened)
            assert schema.stored(opened.store) == schema.needed()
            backup.make(opened.store, opened.backups, opened.clock(), label="after")
            for kept in opened.backups.glob("*before*.db"):
                copy = opened.store.beside(kept)
                assert schema.stored(copy) == revision
                copy.close()
        finally:
            opened.close()
    if kills >= 40:  # the moments were spread over the whole of the work
        assert 3 < unchanged < kills - 3


def content_of(folder: Path, maker: LedgerMaker) -> dict[str, list[Any]]:
    """Give all rows of all tables except the number of the structure."""
    store = Store(folder / "ledger.db", maker.key)
    with store.reading() as session:
        tables = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
        ).all()
        content = {
            table: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{table}" ORDER BY 1'))]
            for table in tables
        }
    store.close()
    return content
