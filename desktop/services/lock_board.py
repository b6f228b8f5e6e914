"""锁定期 as the office that locks sees it: until when each office below is closed, the exceptions, what the other side knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.received_tables import IssuedReceipt, LockException, PeriodLock
from db.store.shared_tables import HistoryEntry
from desktop.services import offices, period_locks

MOST = 50
"""Records that a search lists."""


@dataclass(frozen=True)
class Noted:
    """The last change: when and by whom, and the number of the first receipt after it, 0 while there is none."""

    at: datetime
    by: str
    receipt: int


@dataclass(frozen=True)
class OfficeLock:
    """One office below; ``until_on`` is None while nothing is closed, ``noted`` while nothing ever was."""

    code: str
    name: str
    until_on: date | None
    reason: str
    exceptions: int
    noted: Noted | None


@dataclass(frozen=True)
class LetThrough:
    """A dated exception for one record; ``is_over`` tells whether its last day has passed."""

    office: str
    office_name: str
    register: str
    record_id: str
    label: str
    written_on: date | None
    until_on: date
    reason: str
    is_over: bool
    noted: Noted | None


@dataclass(frozen=True)
class Board:
    """Everything that the page shows."""

    locks: tuple[OfficeLock, ...]
    exceptions: tuple[LetThrough, ...]


@dataclass(frozen=True)
class Closed:
    """A record of a closed period, to choose from; ``number`` is its file number, "" for none."""

    register: str
    record_id: str
    label: str
    number: str
    written_on: date


def board(ledger: Ledger) -> Board:
    """List the enrolled offices below, and the exceptions they have, the first to end on top."""
    today = ledger.clock().date()
    with ledger.store.reading() as session:
        names = _names(session)
        closed = {one.office: one for one in session.scalars(select(PeriodLock))}
        told = _Told(session, list(names))
        given = session.scalars(select(LockException).where(LockException.office.in_(names))).all()
        records = {(code, one.id): (one, label) for code, one, label in _records(session, given)}
        locks = []
        for code, name in names.items():
            lock = closed.get(code)
            locks.append(
                OfficeLock(
                    code,
                    name,
                    lock.until_on if lock else None,
                    lock.reason if lock else "",
                    sum(one.office == code for one in given),
                    told.of(code),
                )
            )
        exceptions = []
        for one in sorted(given, key=lambda one: (one.until_on, one.office, one.record_id)):
            record, label = records.get((one.register, one.record_id), (None, one.record_id))
            exceptions.append(
                LetThrough(
                    one.office,
                    names[one.office],
                    one.register,
                    one.record_id,
                    label,
                    record.written_on if record else None,
                    one.until_on,
                    one.reason,
                    one.until_on < today,
                    told.of(one.office, period_locks.exception_of(one.register, one.record_id)),
                )
            )
    return Board(tuple(locks), tuple(exceptions))


def closed_records(ledger: Ledger, office: str, needle: str = "") -> tuple[Closed, ...]:
    """Find records of an office's closed period, as they were accepted here, by the words of a search (at most ``MOST``)."""
    found: list[Closed] = []
    with ledger.store.reading() as session:
        lock = session.get(PeriodLock, office)
        if lock is None:
            return ()
        for register in all_registers().values():
            record = register.record
            ours = and_(record.office == office, record.written_on <= lock.until_on)
            ids = queries.record_ids(session, register, needle, condition=ours)[: MOST - len(found)]
            found += [
                Closed(register.code, one.id, register.label_of(one), _number(register, one), one.written_on)
                for one in queries.load_all(session, register, ids)
            ]
    return tuple(found)


def usual_ends(today: date) -> dict[str, date]:
    """Give the days up to which a period is usually closed: the ends of last month, last quarter and last year."""
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = timedelta(days=1)
    return {
        N_("上月末"): month - before,
        N_("上季度末"): quarter - before,
        N_("上年末"): date(today.year, 1, 1) - before,
    }


class _Told:
    """What the history and the journal of receipts say of the offices' locks."""

    def __init__(self, session: Session, codes: Sequence[str]) -> None:
        entries = select(HistoryEntry).where(
            HistoryEntry.record_id.in_(codes), HistoryEntry.register == period_locks.HISTORY
        )
        self._entries = session.scalars(entries.order_by(HistoryEntry.number.desc())).all()
        given = select(IssuedReceipt.receiver, IssuedReceipt.made_at, IssuedReceipt.sequence)
        self._receipts = session.execute(given.order_by(IssuedReceipt.sequence)).all()

    def of(self, office: str, field: str = "until_on") -> Noted | None:
        """Find the last change of a lock, or of an exception."""
        for entry in self._entries:
            if entry.record_id == office and field in entry.changes:
                after = (
                    one.sequence
                    for one in self._receipts
                    if one.receiver == office and one.made_at > entry.at
                )
                return Noted(entry.at, entry.by, next(after, 0))
        return None


def _names(session: Session) -> dict[str, str]:
    """Name the offices that may report, by their code."""
    valid = (line for line in offices.lines(session) if line.revoked_from_sequence is None)
    return {line.code: line.name for line in valid}


def _records(session: Session, given: Sequence[LockException]) -> Iterator[tuple[str, Record, str]]:
    """Load the records that exceptions are about, each with its register's code and its label."""
    for register in all_registers().values():
        ids = [one.record_id for one in given if one.register == register.code]
        for record in queries.load_all(session, register, ids, withdrawn=True) if ids else ():
            yield register.code, record, register.label_of(record)


def _number(register: Register, record: Record) -> str:
    return str(getattr(record, register.number_field) or "") if register.number_field else ""
