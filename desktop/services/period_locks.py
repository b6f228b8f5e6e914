"""锁定期: the office above closes a period, grants a dated exception for one record, and sends both down with receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.messages import N_, Message, Problem, Severity
from db.store.ledger import Ledger
from db.store.received_tables import LockException, PeriodLock
from db.values import dates
from desktop.exchange.updates import Exemption, Lock, Updates
from desktop.services.roles import Action, demand


@dataclass(frozen=True)
class Locks:
    """The closed periods by office, and until when single records are let through."""

    until: dict[str, date]
    open_until: dict[tuple[str, str], date]

    def problem(
        self, register: str, record_id: str, office: str, written_on: date, today: date
    ) -> Problem | None:
        """Say that a record lies in a closed period, None when it does not or is let through."""
        closed = self.until.get(office)
        if closed is None or written_on > closed:
            return None
        let_through = self.open_until.get((register, record_id))
        if let_through is not None and today <= let_through:
            return None
        text = N_("填写日期在{day}以前的记录，上级已经锁定。要改要报，请向上级申请这一条的例外。")
        return Problem("locked", Severity.MUST, Message(text, {"day": dates.written(closed)}))


def load(session: Session) -> Locks:
    """Read what is closed and what is let through."""
    return Locks(
        {one.office: one.until_on for one in session.scalars(select(PeriodLock))},
        {(one.register, one.record_id): one.until_on for one in session.scalars(select(LockException))},
    )


def close(ledger: Ledger, offices: Iterable[str], until_on: date, reason: str) -> None:
    """Close the records of some offices written up to a day; a later day replaces an earlier one."""
    demand(ledger, Action.RECEIVE)
    with ledger.store.writing() as session:
        for office in offices:
            session.merge(PeriodLock(office=office, until_on=until_on, reason=reason))


def reopen(ledger: Ledger, offices: Iterable[str]) -> None:
    """Take the closing back."""
    demand(ledger, Action.RECEIVE)
    with ledger.store.writing() as session:
        session.execute(delete(PeriodLock).where(PeriodLock.office.in_(list(offices))))


def grant(ledger: Ledger, office: str, register: str, record_id: str, until_on: date, reason: str) -> None:
    """Let one record of a closed period through up to a day."""
    demand(ledger, Action.RECEIVE)
    with ledger.store.writing() as session:
        session.merge(
            LockException(
                register=register, record_id=record_id, office=office, until_on=until_on, reason=reason
            )
        )


def updates_for(session: Session, office: str) -> Updates:
    """Give what an office must know of its closed period."""
    lock = session.get(PeriodLock, office)
    exceptions = session.scalars(select(LockException).where(LockException.office == office))
    return Updates(
        None if lock is None else Lock(lock.until_on.isoformat(), lock.reason),
        tuple(
            Exemption(one.register, one.record_id, one.until_on.isoformat(), one.reason) for one in exceptions
        ),
    )


def keep(session: Session, office: str, updates: Updates) -> None:
    """Take over what the office above says of this office's closed period."""
    session.execute(delete(PeriodLock).where(PeriodLock.office == office))
    session.execute(delete(LockException).where(LockException.office == office))
    if updates.lock is not None:
        until_on = date.fromisoformat(updates.lock.until_on)
        session.add(PeriodLock(office=office, until_on=until_on, reason=updates.lock.reason or "-"))
    for one in updates.exemptions:
        session.add(
            LockException(
                register=one.register,
                record_id=one.record_id,
                office=office,
                until_on=date.fromisoformat(one.until_on),
                reason=one.reason or "-",
            )
        )
