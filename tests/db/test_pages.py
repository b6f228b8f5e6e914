"""All records of a register, page by page."""

from __future__ import annotations

from db import queries
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records

UNITS = all_registers()["units"]


def test_pages_hold_every_live_record_once_and_in_order(ledger: Ledger) -> None:
    ids = [records.save(ledger, UNITS, records.new(ledger, UNITS)).record.id for _ in range(6)]
    records.withdraw(ledger, UNITS, ids[3])
    with ledger.store.reading() as session:
        pages = [[record.id for record in page] for page in queries.pages(session, UNITS, size=2)]
    assert pages == [ids[:2], [ids[2], ids[4]], [ids[5]]]
