"""合并到…: the records of this ledger that an arriving one may be the same as."""

from __future__ import annotations

from dataclasses import dataclass

from db import queries
from db.areas import full_name
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import offices
from desktop.services.comparing import ComparedRecord

MOST = 50


@dataclass(frozen=True)
class Candidate:
    """A record of this ledger, and whose it is."""

    record_id: str
    label: str
    office: str


def candidates(ledger: Ledger, record: ComparedRecord, needle: str = "") -> tuple[Candidate, ...]:
    """List the records that hold the same, or with a ``needle`` those that contain its words (at most ``MOST``)."""
    register = all_registers()[record.register]
    with ledger.store.reading() as session:
        if needle.strip():
            ids = queries.record_ids(session, register, needle)[: MOST + 1]
        else:
            ids = [
                twin.holder.record_id
                for twin in record.twins
                if twin.holder.register == record.register and not twin.is_arriving
            ]
        names = {line.code: line.name for line in offices.lines(session)}
        own = ledger.office()
        names[own.area] = own.name
        found = queries.load_all(session, register, [one for one in ids if one != record.record_id][:MOST])
        return tuple(
            Candidate(
                one.id,
                register.label_of(one),
                names.get(one.office) or full_name(one.office) or one.office,
            )
            for one in found
        )
