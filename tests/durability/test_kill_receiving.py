"""kill -9 while a county takes in packages and writes receipts: each package whole or not there, and the next try ends the work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from db import queries
from db.store import received
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt
from desktop.exchange import envelope
from desktop.services import answering, comparing, receipts, receiving, taking_in
from desktop.services.deciding import ACCEPT
from desktop.services.receiving import Standing
from tests.durability import work
from tests.durability.killing import Killer, require_whole
from tests.support.round_trip import COUNTY, UNITS, OfficeMaker, Round, save_unit, send

PACKAGES, EACH = 4, 3


class CountyMaker:
    """Opens copies of the county's ledger, as the killer asks for them."""

    def __init__(self, maker: OfficeMaker) -> None:
        self._maker = maker
        self.key = maker._keys[COUNTY.code]

    def open(self, folder: Path) -> Ledger:
        return self._maker.reopen(COUNTY, folder)


@pytest.fixture
def maker(tmp_path: Path) -> OfficeMaker:
    return OfficeMaker(tmp_path / "offices")


@pytest.fixture
def trip(maker: OfficeMaker, tmp_path: Path) -> Iterator[Round]:
    made = maker.round(tmp_path / "round")
    for number in range(PACKAGES * EACH):
        save_unit(made.luojia, number + 1)
        if number % EACH == EACH - 1:
            send(made.luojia, made.stick, "units")
    made.county.close()
    yield made
    made.luojia.close()
    made.tangshan.close()


def finish(county: Ledger, stick: Path) -> None:
    """Do what is left, as the office does at its next try."""
    ready = [one for one in receiving.look(county, stick) if one.standing is Standing.READY]
    decided = [
        (seen, {(one.register, one.record_id): ACCEPT for one in seen.records})
        for seen in comparing.compare_all(county, ready)
    ]
    if decided:
        assert [one.error for one in taking_in.apply(county, decided)] == [None] * len(decided)
    answering.answer(county, stick)


def taken(county: Ledger) -> dict[int, str]:
    with county.store.reading() as session:
        (stream,) = received.streams(session, received.SUBMISSIONS).values() or [{}]
        return dict(stream)


def require_whole_packages(county: Ledger, stick: Path, said: list[Any]) -> None:
    """Every package stands with all of its records, every receipt on the stick is one that the ledger has."""
    stream = taken(county) if has_any(county) else {}
    assert sorted(stream) == list(range(1, len(stream) + 1))
    assert {one for what, one in said if what == "taken in"} <= set(stream.values())
    with county.store.reading() as session:
        assert len(queries.record_ids(session, UNITS)) == EACH * len(stream)
        for identity in stream.values():
            assert len(received.records_of(session, identity)) == EACH
        given = session.scalars(select(IssuedReceipt).options(undefer(IssuedReceipt.sealed))).all()
        names = {one.file_name + envelope.SUFFIX: one.sealed for one in given}
        assert {one for what, one in said if what == "answered"} <= {one.identity for one in given}
        assert sorted(one.sequence for one in given) == list(range(1, len(given) + 1))
        placed = {one.file_name + envelope.SUFFIX for one in given if one.placed_at is not None}
    assert {one for what, one in said if what == "placed"} <= placed
    inbox = stick / "TAIZHANG" / "IN"
    files = {path.name: path for path in inbox.glob("*")} if inbox.exists() else {}
    assert placed <= set(files)
    for name, path in files.items():
        if not name.startswith("."):  # never a part under the final name
            assert path.read_bytes() == names[name]


def has_any(county: Ledger) -> bool:
    with county.store.reading() as session:
        return bool(received.streams(session, received.SUBMISSIONS))


@pytest.mark.timeout(1800)
def test_receiving(processes: Any, maker: OfficeMaker, trip: Round, kills: int, tmp_path: Path) -> None:
    stages = set()
    for number in range(kills):
        folder, stick = tmp_path / f"county-{number}", tmp_path / f"stick-{number}"
        shutil.copytree(trip.county.folder, folder)
        shutil.copytree(trip.stick, stick)
        killer = Killer(processes, CountyMaker(maker), stick)  # type: ignore[arg-type]
        killer._random.seed(number)
        said = killer.run(work.receive, folder, 2.5)
        county = killer.opened(folder)
        try:
            require_whole(county)
            require_whole_packages(county, stick, said)
            stages.add(len(said))
            finish(county, stick)
            require_whole_packages(county, stick, said)
            assert len(taken(county)) == PACKAGES
            arrivals = receipts.look(trip.luojia, stick)
            assert [one.standing for one in arrivals] == [Standing.READY] * PACKAGES
        finally:
            county.close()
        shutil.rmtree(folder)
        shutil.rmtree(stick)
    if kills >= 40:  # the moments were spread over the whole of the work
        assert len(stages) > 3
