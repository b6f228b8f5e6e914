"""The stick carried between a township and its county: packages accepted, answered, their receipts used; a backup restored."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from db import queries
from db.store.ledger import Ledger
from desktop.services import answering, comparing, receipt_using, receipts, receiving, taking_in
from desktop.services.comparing import Comparison
from desktop.services.deciding import ACCEPT, Decision
from desktop.services.receipt_using import TakenReceipt
from desktop.services.receiving import Arrival, Standing
from tests.support.round_trip import LUOJIA, UNITS, OfficeMaker, Round, correct, save_unit, send


def accept(
    ledger: Ledger, arrival: Arrival, decision: Decision = ACCEPT, *, is_confirmed: bool = False
) -> Comparison:
    """Take in a package, all its records alike; a confirmed one also against another of its number."""
    compared = comparing.compare(ledger, arrival)
    decided = {(one.register, one.record_id): decision for one in compared.records}
    confirmed = {arrival.identity} if is_confirmed else set()
    (taken,) = taking_in.apply(ledger, [(compared, decided)], confirmed=confirmed)
    assert taken.error is None, str(taken.error)
    return compared


def use_receipts(township: Ledger, stick: Path) -> tuple[TakenReceipt, ...]:
    """Use every receipt that is ready."""
    ready = [one for one in receipts.look(township, stick) if one.standing is Standing.READY]
    used = receipt_using.apply(township, ready)
    assert [str(one.error) for one in used if one.error] == []
    return used


def carry(trip: Round, name: str) -> None:
    """Send everything new on a stick of its own, accept it, answer and use the receipts."""
    stick = trip.stick / name
    send(trip.luojia, stick)
    for one in receiving.look(trip.county, stick):
        assert one.standing is Standing.READY, one.wrong
        accept(trip.county, one)
    answering.answer(trip.county, stick)
    use_receipts(trip.luojia, stick)


def back_up(ledger: Ledger, folder: Path) -> Path:
    """Copy a closed ledger."""
    return shutil.copytree(ledger.folder, folder, ignore=shutil.ignore_patterns("*.lock", "backups"))


def restore_old_backup(trip: Round, maker: OfficeMaker, corrected: Sequence[int] = (1,)) -> Round:
    """Let the township restore a backup in which units 1 and 2 were answered: unit 3 and the corrections are lost."""
    for number in (1, 2):
        save_unit(trip.luojia, number)
    carry(trip, "one")
    trip.luojia.close()
    old = back_up(trip.luojia, trip.stick.with_name("old"))
    trip.luojia = maker.reopen(LUOJIA, trip.luojia.folder)
    save_unit(trip.luojia, 3)
    for number in corrected:
        correct(trip.luojia, unit(trip.luojia, number), employees=332 + number)
    carry(trip, "two")
    trip.luojia.close()
    trip.luojia = maker.reopen(LUOJIA, old)
    return trip


def unit(ledger: Ledger, number: int) -> Any:
    """Read the unit that ``another_unit`` numbered so."""
    with ledger.store.reading() as session:
        found = queries.load_all(session, UNITS)
    return sorted(found, key=lambda one: one.id)[number - 1]
