"""Records read as plain values: every live one once, and with the same problems as the mapped record."""

from __future__ import annotations

from db import canonical, checks, plain_records, queries
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records
from desktop.services.contexts import context_of
from desktop.services.lookups import LoadedLookups
from tests.support.demo_office import DemoOffice

REGISTERS = all_registers()
UNITS = REGISTERS["units"]


def test_pages_hold_every_live_record_once_and_in_order(ledger: Ledger) -> None:
    ids = [records.save(ledger, UNITS, records.new(ledger, UNITS)).record.id for _ in range(6)]
    records.withdraw(ledger, UNITS, ids[3])
    with ledger.store.reading() as session:
        pages = [[record.id for record in page] for page in plain_records.pages(session, UNITS, size=2)]
        some = list(plain_records.pages(session, UNITS, only={ids[5], ids[0], ids[3]}))
    assert pages == [ids[:2], [ids[2], ids[4]], [ids[5]]]
    assert [record.id for record in some[0]] == [ids[0], ids[5]]


def test_they_hold_what_mapped_records_hold_and_the_same_is_wrong_with_them(demo: DemoOffice) -> None:
    book = demo.unlock()
    found = 0
    with book.store.reading() as session:
        context = context_of(book, session, LoadedLookups(session, REGISTERS))
        for register in REGISTERS.values():
            mapped = queries.load_all(session, register)
            plain = [record for page in plain_records.pages(session, register) for record in page]
            assert [canonical.snapshot(register, one) for one in plain] == [
                canonical.snapshot(register, one) for one in mapped
            ]
            for one, other in zip(plain, mapped, strict=True):
                problems = checks.problems_of(register, one, context)
                assert problems == checks.problems_of(register, other, context)
                found += len(problems)
    book.close()
    assert found > 10
