"""Use receipts (回执登记): turn records 已收 or 退回, and list what came back to be corrected (退回清单)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message, ReportableError
from db.record import State
from db.register import Register
from db.registers import all_registers
from db.store import history, journal, received
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedPackage
from desktop.exchange import receipt, revocation, updates
from desktop.exchange.receipt import Statement
from desktop.services import checking, offices, period_locks, receipts, rewriting, updates_from_above
from desktop.services.changes import Changes
from desktop.services.progress import Progress, Silent
from desktop.services.receipts import ReceiptArrival
from desktop.services.receiving import Standing
from desktop.services.roles import Action, demand
from desktop.services.submitting import county_of

_ANSWERABLE = {State.PACKED, State.HANDED_OVER, State.RECEIVED, State.RETURNED}
_VERDICTS = {
    receipt.ACCEPTED: received.ACCEPTED,
    receipt.RETURNED: received.RETURNED,
    receipt.MERGED: received.MERGED,
}


class _Standing(NamedTuple):
    """Where a receipt puts records of one register; ``withdrawn`` is None where it has no say in that."""

    register: str
    state: State
    withdrawn: bool | None


class ReceiptRefusedError(ReportableError):
    """A receipt that cannot be used (any more); nothing was written."""


@dataclass(frozen=True)
class TakenReceipt:
    """What a receipt did: how many records became 已收 and 退回; ``error`` says why it was not used."""

    arrival: ReceiptArrival
    received: int = 0
    returned: int = 0
    changes: Changes | None = None
    error: Message | None = None


@dataclass(frozen=True)
class Returned:
    """A record to be corrected: why it came back, which field, what is suggested; ``package`` is its number."""

    register: str
    record_id: str
    label: str
    revision: int
    code: str
    text: str
    field: str
    suggested: str
    package: int
    at: datetime


def apply(
    ledger: Ledger,
    arrivals: Sequence[ReceiptArrival],
    progress: Progress | None = None,
    confirmed: Collection[str] = (),
) -> tuple[TakenReceipt, ...]:
    """Use receipts, each whole or not at all; one that cannot be used says so in its result.

    ``confirmed`` are identities of receipts in conflict (E11) that a person has cleared up with the county.
    """
    demand(ledger, Action.SUBMIT)
    progress = progress or Silent()
    results = []
    for done, one in enumerate(arrivals):
        progress.step(done, len(arrivals), Message(N_("正在登记回执")))
        try:
            results.append(_use(ledger, one, confirmed))
        except ReceiptRefusedError as error:
            results.append(TakenReceipt(one, error=error.message))
    progress.step(len(arrivals), len(arrivals), Message(N_("回执已登记")))
    return tuple(results)


def returns(ledger: Ledger) -> tuple[Returned, ...]:
    """List the records that came back and were not corrected yet, the newest return first."""
    found: list[Returned] = []
    with ledger.store.reading() as session:
        numbers = {package.identity: package.sequence for package in journal.packages(session)}
        answered = {one.identity: one for one in received.packages(session, received.RECEIPTS)}
        for register in all_registers().values():
            ids = queries.record_ids(session, register, states=[State.RETURNED.value])
            last = received.last_words(session, register.code, ids)
            for record in queries.load_all(session, register, list(last)):
                line = last[record.id]
                about = answered[line.identity]
                found.append(
                    Returned(
                        register.code,
                        record.id,
                        register.label_of(record),
                        line.revision,
                        line.code or "",
                        line.text or "",
                        line.field or "",
                        line.suggested or "",
                        numbers.get(about.answers or "", 0),
                        about.decided_at,
                    )
                )
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _use(ledger: Ledger, one: ReceiptArrival, confirmed: Collection[str]) -> TakenReceipt:
    statement, above = one.statement, county_of(ledger)
    if statement is None or one.standing is Standing.REFUSED:
        raise ReceiptRefusedError(N_("“{name}”核验不通过，没有使用。"), name=one.path.name)
    with ledger.store.writing() as session:
        stream = received.streams(session, received.RECEIPTS).get(above, {})
        standing, _ = receipts.in_stream(session, one, statement, stream)
        if standing is Standing.REPEATED:
            raise ReceiptRefusedError(N_("第 {seq} 号回执以前已经登记过。"), seq=statement.seq)
        if standing is Standing.FORKED and one.identity not in confirmed:
            raise ReceiptRefusedError(
                N_("第 {seq} 号回执与以前的冲突，与上级核实之前不能使用。"), seq=statement.seq
            )
        package = receipts.package_of(session, statement.manifest_sha256)
        if package is None:
            raise ReceiptRefusedError(
                N_("本台账没有报过第 {seq} 号报送包，回执没有使用。"), seq=statement.package_seq
            )
        moved = _move(ledger, session, package.id, one, stream)
        received.enter(session, _entry(ledger, one, statement), _lines(session, package.id, one))
        _learn(session, one, statement, ledger.clock(), is_newest=max(stream, default=0) < statement.seq)
    touched: dict[str, tuple[str, ...]] = {}
    for to, ids in moved.items():
        touched[to.register] = (*touched.get(to.register, ()), *ids)
    counts = {after: sum(len(ids) for to, ids in moved.items() if to.state is after) for after in State}
    return TakenReceipt(one, counts[State.RECEIVED], counts[State.RETURNED], Changes(touched))


def _move(
    ledger: Ledger, session: Session, package_id: str, one: ReceiptArrival, stream: Mapping[int, str]
) -> dict[_Standing, list[str]]:
    """Move the records that still stand as the package carried them; newer revisions wait for their own receipt."""
    wanted = _wanted(session, package_id, one)
    changes: list[Change] = []
    moved: dict[_Standing, list[str]] = {}
    for to, revisions in wanted.items():
        register = all_registers()[to.register]
        later = _told_later(session, to.register, revisions, one, stream)
        record = register.record
        standing = select(record.id, record.revision, record.state, record.deleted_at)
        moving: list[Change] = []
        for record_id, revision, state, deleted_at in session.execute(
            standing.where(record.id.in_(received.listed(revisions)))
        ):
            if revisions[record_id] != revision or State(state) not in _ANSWERABLE or record_id in later:
                continue
            was = {"state": state, "withdrawn": deleted_at is not None}
            now = {"state": to.state.value, "withdrawn": to.withdrawn}
            changed = {code: [was[code], new] for code, new in now.items() if new not in (None, was[code])}
            if changed:
                moving.append(Change("receipt", to.register, record_id, revision, changed))
        _turn(
            ledger,
            session,
            register,
            [change.record_id for change in moving if "withdrawn" in change.changes],
        )
        moved[to] = [change.record_id for change in moving]
        checking.move(session, register, moved[to], to.state)
        changes += moving
    history.note(session, ledger.clock(), ledger.user, changes)
    return moved


def _turn(ledger: Ledger, session: Session, register: Register, ids: Sequence[str]) -> None:
    """Bring withdrawn records back into the lists, take live ones out of them."""
    records = queries.load_all(session, register, ids, withdrawn=True)
    for record in records:
        record.deleted_at = ledger.clock() if record.deleted_at is None else None
        record.changed_at, record.changed_by = ledger.clock(), ledger.user
    session.flush()
    rewriting.index(session, register, records)
    for record in records:
        session.expunge(record)


def _wanted(session: Session, package_id: str, one: ReceiptArrival) -> dict[_Standing, dict[str, int]]:
    """Say where the records of the package should stand now: standing → id → revision.

    One whose withdrawal was returned is back in the lists: the office above holds it, and somebody has to act on it.
    """
    told = {(line.register, line.record_id): line for line in one.decisions}
    is_rejected = one.statement is not None and one.statement.decision == received.REJECTED
    beside = journal.carried_beside(session, package_id) if is_rejected else ()
    wanted: dict[_Standing, dict[str, int]] = {}
    for carried in journal.records_of(session, package_id):
        line = told.get((carried.register, carried.record_id))
        if is_rejected:
            if (carried.register, carried.record_id, carried.revision) in beside:
                continue  # everything was reported again meanwhile: the other package's receipt tells
            after = State.CHECKED  # nobody has seen it: it goes again as it is
        elif line is None or line.revision != carried.revision:
            continue
        else:
            after = State.RETURNED if line.decision == receipt.RETURNED else State.RECEIVED
        is_withdrawal = carried.operation == journal.WITHDRAWN
        to = _Standing(carried.register, after, after is not State.RETURNED if is_withdrawal else None)
        wanted.setdefault(to, {})[carried.record_id] = carried.revision
    return wanted


def _told_later(
    session: Session,
    register: str,
    revisions: Mapping[str, int],
    one: ReceiptArrival,
    stream: Mapping[int, str],
) -> set[str]:
    """Find the records of which a receipt with a higher number has spoken already: receipts may come out of order."""
    number = one.statement.seq if one.statement else 0
    higher = {identity for seq, identity in stream.items() if seq > number}
    return {
        record_id
        for record_id, line in received.last_words(session, register, revisions).items()
        if line.identity in higher and line.revision == revisions[record_id]
    }


def _learn(
    session: Session, one: ReceiptArrival, statement: Statement, now: datetime, *, is_newest: bool
) -> None:
    """Keep a newer revocation list, the closed period, offered updates, and the moment that the office above signed."""
    above = offices.superior(session)
    if above is not None and one.revocations is not None:
        try:
            offices.keep_list(session, one.revocations, above.root)
        except revocation.ListError as error:
            raise ReceiptRefusedError(error.message.template, **error.message.values) from error
    if one.updates is not None and is_newest:
        try:
            sent_down = updates.parse(one.updates)
            period_locks.keep(session, statement.receiver.code, sent_down)
            updates_from_above.learn(session, sent_down.to_decide, one.identity, now)
        except updates.UpdatesError as error:
            raise ReceiptRefusedError(error.message.template, **error.message.values) from error
    offices.saw(session, datetime.fromisoformat(statement.created))


def _entry(ledger: Ledger, one: ReceiptArrival, statement: Statement) -> ReceivedPackage:
    return ReceivedPackage(
        identity=one.identity,
        id=statement.receipt_id,
        type=statement.type,
        sender=statement.sender.code,
        sender_name=statement.sender.name,
        sequence=statement.seq,
        previous=statement.prev,
        period=None,
        answers=statement.manifest_sha256,
        decision=statement.decision,
        reason=statement.reason or None,
        findings=[{"code": each.code, "text": str(each.message)} for each in one.wrong],
        counts=dict(statement.counts),
        audit_n=statement.audit_n,
        audit_head=statement.audit_head,
        decided_at=ledger.clock(),
        decided_by=ledger.user,
        file_name=one.path.name,
        content=one.content,
    )


def _lines(session: Session, package_id: str, one: ReceiptArrival) -> list[dict[str, object]]:
    carried = journal.records_of(session, package_id)
    operations = {(each.register, each.record_id): each.operation for each in carried}
    return [
        {
            "register": line.register,
            "record_id": line.record_id,
            "revision": line.revision,
            "operation": operations.get((line.register, line.record_id)),
            "digest": None,
            "decision": _VERDICTS[line.decision],
            "merged_into": line.merged_into or None,
            "code": line.code or None,
            "text": line.text or None,
            "field": line.field or None,
            "suggested": line.suggested or None,
        }
        for line in one.decisions
    ]
