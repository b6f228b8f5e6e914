"""How far each package of ours is: 已打包, 已交 and for how many days, or what its receipt says; loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.messages import N_, Message
from db.store import journal, received
from db.store.ledger import Ledger
from db.store.shared_tables import Package

_ANSWERS = {
    received.ACCEPTED: N_("已收"),
    received.PARTIALLY: N_("部分退回"),
    received.REJECTED: N_("已整包退回"),
}


@dataclass(frozen=True)
class SentPackage:
    """A package with what the office above decided on it (``decision`` of its newest receipt, None without any)."""

    package: Package
    decision: str | None

    def words(self, now: datetime) -> Message:
        """Say how far it is at a moment."""
        placed_at = self.package.placed_at
        if self.decision is not None:
            return Message(_ANSWERS[self.decision])
        if placed_at is None:
            return Message(N_("已打包，还没有写入 U 盘"))
        days = (now.date() - placed_at.astimezone(now.tzinfo).date()).days
        return Message(N_("已交 {days} 天"), {"days": days}) if days > 0 else Message(N_("今天已交"))


def listed(ledger: Ledger) -> tuple[SentPackage, ...]:
    """List the packages made so far, newest first."""
    with ledger.store.reading() as session:
        decided = received.answers(session)
        return tuple(SentPackage(one, decided.get(one.identity)) for one in journal.packages(session))


def last_words(ledger: Ledger) -> Message:
    """Say which package was made last, and how far it is."""
    newest = next(iter(listed(ledger)), None)
    if newest is None:
        return Message(N_("还没有上报过"))
    values = {"n": newest.package.sequence, "state": newest.words(ledger.clock())}
    return Message(N_("上次上报：第 {n} 号，{state}"), values)
