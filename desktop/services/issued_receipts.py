"""The receipts given so far, beside the packages they answer, and the packages that still wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.store import received
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt


@dataclass(frozen=True)
class Issued:
    """A decided package and its receipt: ``identity`` and ``sequence`` are the receipt's, "" and 0 before it is made."""

    identity: str
    sequence: int
    receiver: str
    package: int
    period: str
    decision: str
    accepted: int
    returned: int
    made_at: datetime | None
    placed_at: datetime | None
    file_name: str


def listed(ledger: Ledger) -> tuple[Issued, ...]:
    """List the decided packages with their receipts, the newest first."""
    with ledger.store.reading() as session:
        given = {one.answers: one for one in session.scalars(select(IssuedReceipt))}
        found = []
        for package in received.packages(session):
            receipt = given.get(package.identity)
            found.append(
                Issued(
                    receipt.identity if receipt else "",
                    receipt.sequence if receipt else 0,
                    package.sender_name,
                    package.sequence,
                    package.period or "",
                    package.decision,
                    package.counts.get("accepted", 0),
                    package.counts.get("returned", 0),
                    receipt.made_at if receipt else None,
                    receipt.placed_at if receipt else None,
                    receipt.file_name if receipt else "",
                )
            )
    return tuple(found)
