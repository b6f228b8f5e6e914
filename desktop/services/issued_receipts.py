"""The receipts given so far, beside the packages they answer, and the packages that still wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.store import received
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt
from desktop.services.levels import Level, level_of


@dataclass(frozen=True)
class Issued:
    """A decided package and its receipt: ``identity`` and ``sequence`` are the receipt's, "" and 0 before it is made.

    ``office`` is the code of the office that it answers, ``receiver`` its name.
    """

    identity: str
    sequence: int
    office: str
    receiver: str
    package: int
    period: str
    decision: str
    accepted: int
    returned: int
    made_at: datetime | None
    placed_at: datetime | None
    file_name: str


def may_send_back(ledger: Ledger) -> bool:
    """Tell whether this office can send records back (``sending_back``): a county, whose townships report in full."""
    return level_of(ledger.office().area) is Level.COUNTY


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
                    package.sender,
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
