"""kill -9 while backups are made and restored: the ledger is the old one or the new one, and every backup is whole."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from db import queries
from db.store import backup, restore, vault
from db.store.ledger import Ledger
from db.store.store import Store
from desktop.services import backing_up, records, restoring
from tests.durability import restoring_work
from tests.durability.killing import Killer, require_whole, rounds
from tests.durability.work import UNITS
from tests.support.offices import NOW, USER, LedgerMaker, clock
from tests.support.sample_records import another_unit


def count_in(store: Store) -> int:
    with store.reading() as session:
        return len(queries.record_ids(session, UNITS))


def count_of(copy: Path, key: bytes) -> int:
    """Count the units of a backup that is read completely first; a copy of it, for reading makes files beside it."""
    scratch = copy.parent.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    with closing(Store(restore.fetch(copy, scratch, key), key)) as store:
        return count_in(store)


@pytest.fixture
def stick(ledger: Ledger, tmp_path: Path) -> Path:
    """Give a folder of two backups, with 1 and 2 units; the ledger has 3 and is closed."""
    for number in (1, 2, 3):
        ledger.clock = lambda now=NOW + timedelta(hours=number): now  # type: ignore[misc]
        records.save(ledger, UNITS, another_unit(ledger, number))
        if number < 3:
            backing_up.back_up(ledger)
    ledger.close()
    shutil.copytree(ledger.backups, tmp_path / "stick", dirs_exist_ok=True)
    shutil.rmtree(ledger.backups)
    return tmp_path / "stick"


@pytest.mark.timeout(1200)
def test_backing_up(killer: Killer, ledger: Ledger, kills: int, tmp_path: Path) -> None:
    ledger.close()
    seen: set[Path] = set()
    for opened, said in rounds(killer, restoring_work.back_up, ledger.folder, kills, 1.5):
        promised = dict(said)
        units = count_in(opened.store)
        assert units >= max(promised.values(), default=0)
        there = (*backup.kept(opened.backups), *backing_up.found_in(tmp_path / "stick"))
        found = {one.path: count_of(one.path, opened.store.key) for one in there if one.path not in seen}
        for path, counted in found.items():
            assert promised.get(path, counted) == counted
            assert counted <= units
        seen |= found.keys()
        assert promised.keys() <= seen
        assert vault.sound(opened.backups) in {None, vault.read(opened.folder)}


@pytest.mark.timeout(1200)
def test_restoring(killer: Killer, ledger: Ledger, stick: Path, kills: int) -> None:
    states, cut_short = [], 0
    for opened, _said in rounds(killer, restoring_work.restore, ledger.folder, kills, 0.6):
        states.append(count_in(opened.store))
        cut_short += (ledger.folder / "ledger.db.restoring").exists()
        newest = max(ledger.backups.glob("*before-restoring.db"), default=None)
        assert newest is None or count_of(newest, opened.store.key) in {1, 2, 3}
        assert not list(ledger.backups.glob("*damaged*")), "a whole ledger was taken for a damaged one"
    assert set(states) <= {1, 2, 3}
    assert backup.kept(stick)[0].path.exists()
    if kills >= 40:  # the moments were spread over the whole of the work
        assert set(states) >= {1, 2}
        assert 3 < cut_short < kills


@pytest.mark.timeout(1200)
def test_restoring_over_a_damaged_ledger_without_its_vault(
    killer: Killer, ledger: Ledger, ledger_maker: LedgerMaker, stick: Path, kills: int, tmp_path: Path
) -> None:
    damaged = bytearray((ledger.folder / "ledger.db").read_bytes())
    damaged[20_000:60_000] = os.urandom(40_000)
    one = backup.kept(stick)[0]
    for number in range(kills):
        folder = tmp_path / f"ledger-{number}"
        folder.mkdir()
        (folder / "ledger.db").write_bytes(damaged)
        killer.run(restoring_work.restore, folder, 0.4)
        restoring._restore(folder, one, vault.read(stick), ledger_maker.key, USER, clock).close()
        kept = [path for path in (folder / "backups").glob("*damaged*.db") if path.read_bytes() == damaged]
        assert len(kept) == 1, "the damaged ledger is kept whole"
        assert vault.read(folder) == vault.read(stick)
        with closing(ledger_maker.open(folder)) as opened:
            require_whole(opened)
            assert count_in(opened.store) == 2
