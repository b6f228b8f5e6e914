"""未报送: which of the enrolled offices below have reported, when last, and who has been silent longest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.store import received
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedPackage
from desktop.services import offices


@dataclass(frozen=True)
class Reporting:
    """One office: its last package (``sequence`` 0 and no moment when none ever came in) and the days since.

    Days count from the enrolment of an office that never reported.
    """

    code: str
    name: str
    sequence: int
    period: str
    at: datetime | None
    days: int


def board(ledger: Ledger) -> tuple[Reporting, ...]:
    """List the offices of the registry with a valid certificate, the longest silent first, those never heard of on top."""
    today = ledger.clock()
    with ledger.store.reading() as session:
        newest = {}
        for one in reversed(received.packages(session)):
            newest[one.sender] = one
        listed = {}
        for line in offices.lines(session):
            if line.revoked_from_sequence is None and line.code not in listed:
                listed[line.code] = _reporting(
                    line.code, line.name, line.enrolled_at, newest.get(line.code), today
                )
    return tuple(sorted(listed.values(), key=lambda one: (one.at is not None, -one.days, one.code)))


def _reporting(
    code: str, name: str, enrolled_at: datetime, last: ReceivedPackage | None, now: datetime
) -> Reporting:
    since = last.decided_at if last else enrolled_at
    days = (now.date() - since.astimezone(now.tzinfo).date()).days
    if last is None:
        return Reporting(code, name, 0, "", None, days)
    return Reporting(code, name, last.sequence, last.period or "", last.decided_at, days)
