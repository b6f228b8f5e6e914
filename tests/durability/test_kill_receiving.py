"""kill -9 while the county takes packages in: each is there whole, with its records and its receipt, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.store import received
from db.store.ledger import Ledger
from desktop.services import answering
from tests.durability import receiving_work
from tests.durability.killing import Killer, rounds
from tests.support.round_trip import COUNTY, UNITS, OfficeMaker, save_unit, send

_PACKAGES, _UNITS = 8, 4


class _County:
    """Opens the county's ledger for the killer."""

    def __init__(self, maker: OfficeMaker) -> None:
        self._maker = maker
        self.key = maker.key_of(COUNTY)

    def open(self, folder: Path) -> Ledger:
        return self._maker.reopen(COUNTY, folder)


@pytest.mark.timeout(1200)
def test_taking_packages_in(processes: Any, tmp_path: Path, kills: int) -> None:
    (tmp_path / "offices").mkdir()
    maker = OfficeMaker(tmp_path / "offices")
    trip = maker.round(tmp_path)
    numbers = iter(range(1, 1000))
    for _ in range(_PACKAGES):
        for _ in range(_UNITS):
            save_unit(trip.luojia, next(numbers))
        send(trip.luojia, trip.stick, "units")
    trip.close()
    killer = Killer(processes, _County(maker), trip.stick)  # type: ignore[arg-type] # it asks for no more than this
    for opened, said in rounds(killer, receiving_work.take_in, trip.county.folder, kills, 4.0):
        with opened.store.reading() as session:
            taken = {one.sequence: one for one in received.packages(session)}
            lines = [len(received.records_of(session, one.identity)) for one in taken.values()]
            listed = queries.record_ids(session, UNITS)
        assert sorted(taken) == list(range(1, len(taken) + 1))
        assert len(taken) >= max(said, default=0)
        assert set(lines) <= {_UNITS}
        assert len(listed) == _UNITS * len(taken)
        given = answering.receipts(opened)
        assert [one.sequence for one in reversed(given)] == list(range(1, len(given) + 1))
        assert {one.answers for one in given} <= {one.identity for one in taken.values()}
