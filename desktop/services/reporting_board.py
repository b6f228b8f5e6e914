"""未报送: which of the enrolled offices below have reported, when last, and who has been silent longest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.messages import N_
from db.store import received
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedPackage
from db.values import dates
from desktop.services import offices

LONG = 31
"""Days without a package after which an office is late: a month."""

ASKED = {
    "period": N_("催报哪个报告期"),
    "deadline": N_("最迟哪天报来"),
    "number": N_("发文字号"),
    "contact": N_("联系人"),
    "phone": N_("联系电话"),
}
"""What a reminder (催报通知单) cannot know by itself."""

_GRACE = timedelta(days=7)


@dataclass(frozen=True)
class Reporting:
    """One office: its last package (``sequence`` 0 and no moment when none ever came in) and the days since.

    Days count from ``since``, which for an office that never reported is its enrolment.
    """

    code: str
    name: str
    sequence: int
    period: str
    at: datetime | None
    since: date
    days: int

    @property
    def is_late(self) -> bool:
        """Whether it never reported, or not for more than ``LONG`` days."""
        return self.at is None or self.days > LONG


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


def usual_answers(ledger: Ledger) -> dict[str, str]:
    """Propose what a reminder asks for: last month, a week from now, and who sits here."""
    today = ledger.clock().date()
    last_month = today.replace(day=1) - timedelta(days=1)
    return {
        "period": dates.month_written(last_month),
        "deadline": dates.written(today + _GRACE),
        "contact": ledger.user,
    }


def _reporting(
    code: str, name: str, enrolled_at: datetime, last: ReceivedPackage | None, now: datetime
) -> Reporting:
    since = (last.decided_at if last else enrolled_at).astimezone(now.tzinfo).date()
    days = (now.date() - since).days
    if last is None:
        return Reporting(code, name, 0, "", None, since, days)
    return Reporting(code, name, last.sequence, last.period or "", last.decided_at, since, days)
