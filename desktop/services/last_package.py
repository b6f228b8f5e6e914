"""What the status bar says of the last submission, told without loading what makes packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.messages import N_, Message
from db.store import journal
from db.store.ledger import Ledger


@dataclass(frozen=True)
class LastPackage:
    """The package made last; ``placed_at`` is when it was written to a stick, None when it was not yet."""

    sequence: int
    placed_at: datetime | None

    def words(self, now: datetime) -> Message:
        """Say how far it is: 已打包, or 已交 and for how many days."""
        if self.placed_at is None:
            return Message(N_("上次上报：第 {n} 号，还没有写入 U 盘"), {"n": self.sequence})
        days = (now.date() - self.placed_at.astimezone(now.tzinfo).date()).days
        if days <= 0:
            return Message(N_("上次上报：第 {n} 号，今天已交"), {"n": self.sequence})
        return Message(N_("上次上报：第 {n} 号，已交 {days} 天"), {"n": self.sequence, "days": days})


def last_words(ledger: Ledger) -> Message:
    """Say which package was made last, and whether it went out."""
    with ledger.store.reading() as session:
        newest = next(iter(journal.packages(session)), None)
        if newest is None:
            return Message(N_("还没有上报过"))
        return LastPackage(newest.sequence, newest.placed_at).words(ledger.clock())
