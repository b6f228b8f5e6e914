"""锁定期: the office above closes a period, grants a dated exception for one record, and sends both down with receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.messages import N_, Message, Problem, ReportableError, Severity
from db.store import history
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.received_tables import LockException, PeriodLock
from db.values import dates
from desktop.exchange import updates as sent_down
from desktop.exchange.updates import Exemption, Lock, Updates, UpdatesError
from desktop.services.roles import Action, demand

HISTORY = "period_locks"
"""The register of the history entries; their record is the office, their fields ``until_on`` or ``exception_of`` a record."""


@dataclass(frozen=True)
class Locks:
    """The closed periods by office, and until when single records of theirs are let through."""

    until: dict[str, date]
    open_until: dict[tuple[str, str, str], date]  # by office, register and record

    def problem(
        self, register: str, record_id: str, office: str, written_on: date, today: date
    ) -> Problem | None:
        """Say that a record that an ``office`` sends lies in its closed period, None when it does not or is let through."""
        closed = self.until.get(office)
        if closed is None or written_on > closed:
            return None
        let_through = self.open_until.get((office, register, record_id))
        if let_through is not None and today <= let_through:
            return None
        text = N_("填写日期在{day}以前的记录，上级已经锁定。要改要报，请向上级申请这一条的例外。")
        return Problem("locked", Severity.MUST, Message(text, {"day": dates.in_sentence(closed)}))


def load(session: Session) -> Locks:
    """Read what is closed and what is let through."""
    exceptions = session.scalars(select(LockException))
    return Locks(
        {one.office: one.until_on for one in session.scalars(select(PeriodLock))},
        {(one.office, one.register, one.record_id): one.until_on for one in exceptions},
    )


def close(ledger: Ledger, offices: Iterable[str], until_on: date, reason: str) -> None:
    """Close the records of some offices written up to a day, in the place of what was closed before.

    Raises NotAllowedError, and ReportableError for a day to come or a reason that cannot be sent.
    """
    demand(ledger, Action.RECEIVE)
    reason = _sendable(reason)
    if until_on > ledger.clock().date():
        raise ReportableError(N_("只能锁定到今天为止：以后要填的记录还没有，锁不了。"))
    with ledger.store.writing() as session:
        changes = []
        for office in offices:
            before = session.get(PeriodLock, office)
            was = (None, None) if before is None else (before.until_on.isoformat(), before.reason)
            session.merge(PeriodLock(office=office, until_on=until_on, reason=reason))
            closed = {"until_on": [was[0], until_on.isoformat()], "reason": [was[1], reason]}
            changes.append(Change("lock", HISTORY, office, 0, closed))
        history.note(session, ledger.clock(), ledger.user, changes)


def reopen(ledger: Ledger, offices: Iterable[str]) -> None:
    """Take the closing back, with the exceptions from it. Raises NotAllowedError."""
    demand(ledger, Action.RECEIVE)
    with ledger.store.writing() as session:
        changes = []
        for office in offices:
            before = session.get(PeriodLock, office)
            if before is None:
                continue
            opened = {"until_on": [before.until_on.isoformat(), None], "reason": [before.reason, None]}
            changes.append(Change("unlock", HISTORY, office, 0, opened))
            session.delete(before)
            session.execute(delete(LockException).where(LockException.office == office))
        history.note(session, ledger.clock(), ledger.user, changes)


def grant(ledger: Ledger, office: str, register: str, record_id: str, until_on: date, reason: str) -> None:
    """Let one record of a closed period through up to a day, in the place of an earlier exception.

    Raises NotAllowedError, and ReportableError for a day that is over or a reason that cannot be sent.
    """
    demand(ledger, Action.RECEIVE)
    reason = _sendable(reason)
    if until_on < ledger.clock().date():
        raise ReportableError(N_("例外的最后一天已经过了，请填今天或以后的日子。"))
    key = (office, register, record_id)
    with ledger.store.writing() as session:
        before = session.get(LockException, key)
        was = None if before is None else before.until_on.isoformat()
        session.merge(
            LockException(
                office=office, register=register, record_id=record_id, until_on=until_on, reason=reason
            )
        )
        granted = {exception_of(register, record_id): [was, until_on.isoformat()], "reason": [None, reason]}
        history.note(session, ledger.clock(), ledger.user, [Change("grant", HISTORY, office, 0, granted)])


def withdraw(ledger: Ledger, office: str, register: str, record_id: str) -> None:
    """Take one exception back. Raises NotAllowedError."""
    demand(ledger, Action.RECEIVE)
    with ledger.store.writing() as session:
        before = session.get(LockException, (office, register, record_id))
        if before is None:
            return
        taken = {exception_of(register, record_id): [before.until_on.isoformat(), None]}
        session.delete(before)
        history.note(session, ledger.clock(), ledger.user, [Change("withdraw", HISTORY, office, 0, taken)])


def exception_of(register: str, record_id: str) -> str:
    """Name the exception of a record in the history of its office."""
    return f"{register}/{record_id}"


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
                office=office,
                register=one.register,
                record_id=one.record_id,
                until_on=date.fromisoformat(one.until_on),
                reason=one.reason or "-",
            )
        )


def _sendable(reason: str) -> str:
    """Give a reason as a receipt carries it: the office below refuses all of a receipt that it cannot read."""
    reason = " ".join(reason.split())
    if not reason:
        raise ReportableError(N_("请写明原因，下级会看到它。"))
    try:
        sent_down.parse(Updates(Lock("2000-01-01", reason)).to_json())
    except UpdatesError as error:
        raise ReportableError(N_("原因太长或有不能用的字符，请写成一行，不超过 200 字。")) from error
    return reason
