"""What the office above has closed, in sentences for the office that is closed; light enough for the first page."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message, listed
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.received_tables import LockException, PeriodLock
from db.values import dates
from desktop.services import period_locks

_NAMED = 5  # exceptions that are named one by one


def reminder(ledger: Ledger) -> tuple[Message, ...]:
    """Say until when this office is closed and which records are let through, nothing while it is open."""
    own = ledger.office().area
    with ledger.store.reading() as session:
        lock = session.get(PeriodLock, own)
        if lock is None:
            return ()
        values = {"day": dates.in_sentence(lock.until_on), "reason": lock.reason}
        closed = Message(
            N_("上级已锁定填写日期在 {day} 及以前的记录（{reason}）：不能再报，要改要报先向上级申请例外。"),
            values,
        )
        through = list(_let_through(ledger, session, own))
    if not through:
        return (closed,)
    counted = {"n": len(through), "names": listed(through[:_NAMED])}
    exceptions = N_("上级批准了 {n} 条例外，到期以前可以改、可以报：{names}。")
    return closed, Message(exceptions, counted)


def about(ledger: Ledger, register: Register, record: Record) -> Message | None:
    """Say that a record lies in the closed period, or until when it is let through; None while it is open."""
    own, today = ledger.office().area, ledger.clock().date()
    with ledger.store.reading() as session:
        locks = period_locks.load(session)
    closed = locks.until.get(own)
    if closed is None or record.written_on > closed:
        return None
    values = {"day": dates.in_sentence(closed)}
    if locks.problem(register.code, record.id, own, record.written_on, today) is not None:
        return Message(N_("上级已锁定 {day} 及以前的记录，改了也不能报，要先申请例外"), values)
    values["until"] = dates.in_sentence(locks.open_until[own, register.code, record.id])
    return Message(N_("上级已锁定 {day} 及以前的记录，这一条有例外：到 {until} 可以改、可以报"), values)


def _let_through(ledger: Ledger, session: Session, own: str) -> Iterator[Message]:
    """Name the records that are let through today, each with its last day."""
    today = ledger.clock().date()
    given = select(LockException).where(LockException.office == own, LockException.until_on >= today)
    for one in session.scalars(given.order_by(LockException.until_on, LockException.record_id)):
        register = all_registers().get(one.register)
        record = queries.load(session, register, one.record_id) if register else None
        if register and record is not None:
            values = {"name": register.label_of(record), "fact": dates.in_sentence(one.until_on)}
            yield Message(N_("{name}（{fact}）"), values)
