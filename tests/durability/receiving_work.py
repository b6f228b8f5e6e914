"""What is killed at the county: packages from a stick are compared and taken in, one after the other, for ever."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from desktop.services import answering, comparing, receiving, taking_in
from desktop.services.deciding import default_decisions
from desktop.services.receiving import Standing
from tests.durability.work import opened


def take_in(folder: Path, key: bytes, stick: Path, said: Connection) -> None:
    """Take the packages in one by one and answer each; says the number once that is done."""
    county = opened(folder, key)
    said.send("open")
    ready = [one for one in receiving.look(county, stick) if one.standing is Standing.READY]
    for comparison in comparing.compare_all(county, ready):
        (result,) = taking_in.apply(county, [(comparison, default_decisions(comparison))])
        if result.error is None:
            said.send(result.arrival.sequence)
        answering.make_all(county)
    said.send(0)
    while True:  # until it is killed: there is nothing more to do
        answering.make_all(county)
