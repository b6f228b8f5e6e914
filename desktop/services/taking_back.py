"""取回: a township takes back what the county holds of its records, after it lost them or restored an old backup.

What comes back is shown record by record first; it goes in as one step that can be undone, after a backup.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, queries
from db.messages import N_, Message
from db.record import Record, State
from db.register import Register
from db.registers import all_registers
from db.store import backup, history, journal, received, steps
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedPackage
from desktop.exchange import manifest
from desktop.exchange.finding import Finding, failing
from desktop.exchange.record_reading import SentRecord
from desktop.services import receiving, rewriting, sent_pictures
from desktop.services.changes import Changes
from desktop.services.comparing import ComparedRecord, whole
from desktop.services.comparing import Kind as Compared
from desktop.services.county_lookups import arriving_record
from desktop.services.progress import Progress, Silent
from desktop.services.receiving import Arrival, Keys, Standing
from desktop.services.record_differences import FieldChange, field_changes
from desktop.services.record_writing import NotTakenInError, RecordWriter
from desktop.services.roles import Action, demand
from desktop.services.submitting import county_of

Key = tuple[str, str]
"""A record: the code of its register, its id."""


class Kind(enum.StrEnum):
    """How a record that comes back stands to ours; the value is what the list says."""

    NEW = N_("本台账没有")
    OLDER = N_("本台账较旧")
    CONFLICTING = N_("两边不同")
    NEWER = N_("本台账较新")
    UNKNOWN = N_("上级没有收下")
    SAME = N_("相同")


@dataclass(frozen=True)
class BackRecord:
    """One record beside ours, whose revision is 0 when we have none; ``revision`` is 0 when the county has none.

    ``sent`` is None exactly for a record of ours that the county does not hold. Ours ``is_under_way`` when a package
    carries it that the county takes next.
    """

    register: str
    record_id: str
    label: str
    kind: Kind
    our_revision: int
    revision: int
    changes: tuple[FieldChange, ...] = ()
    is_under_way: bool = False
    sent: SentRecord | None = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> Key:
        """Under what a choice is filed."""
        return self.register, self.record_id

    @property
    def is_withdrawal(self) -> bool:
        """Tell whether the county holds it as withdrawn."""
        return self.sent is not None and self.sent.operation == "withdrawn"

    @property
    def is_choice(self) -> bool:
        """Tell whether a person may take it or keep ours; of the other kinds there is nothing to choose."""
        return self.kind in {Kind.OLDER, Kind.CONFLICTING}


@dataclass(frozen=True)
class Offer:
    """What came back in one file: ``records`` is empty when it cannot be used."""

    arrival: Arrival
    records: tuple[BackRecord, ...] = ()

    def count(self, kind: Kind) -> int:
        """Count the records of a kind."""
        return sum(one.kind is kind for one in self.records)


def look(ledger: Ledger, place: Path, progress: Progress | None = None) -> tuple[Offer, ...]:
    """Check what the county sent back on a stick or in a folder, the newest first, and compare it; writes nothing."""
    progress = progress or Silent()
    keys = receiving.keys_of(ledger, above=True)
    offers = []
    ours = f"_{ledger.office().area}_{manifest.CORRECTION}_"  # a stick goes round: others' lie on it too
    files = [path for path in receiving.find(place, manifest.CORRECTION) if ours in path.name]
    for done, path in enumerate(files):
        progress.step(done, len(files), Message(N_("正在核验 {name}"), {"name": path.name}))
        arrival = _arrival(ledger, path, keys)
        with ledger.store.reading() as session:
            records = tuple(_compare(session, arrival)) if arrival.standing is Standing.READY else ()
        offers.append(Offer(arrival, records))
    return tuple(sorted(offers, key=lambda one: one.arrival.sequence, reverse=True))


def content(ledger: Ledger, record: BackRecord) -> tuple[FieldChange, ...]:
    """Give what is different, and of a record that we do not have all that it says."""
    if record.kind is not Kind.NEW or record.sent is None:
        return record.changes
    with ledger.store.reading() as session:
        differences = canonical.differences({}, record.sent.snapshot)
        return field_changes(session, record.sent.register, differences)


def take(
    ledger: Ledger, offer: Offer, choices: Mapping[Key, bool], progress: Progress | None = None
) -> Changes:
    """Take records back as one step, all or nothing, after a backup.

    ``choices`` says of every record in conflict, and of any older one of ours, whether the county's is taken; an older
    one of ours gives way when nothing is said. One of ours that is kept goes up again as the next revision. Raises
    NotTakenInError, BackupFailedError, DiskFullError.
    """
    demand(ledger, Action.SUBMIT)
    arrival = offer.arrival
    if arrival.standing is not Standing.READY:
        raise NotTakenInError(N_("“{name}”核验不通过，不能取回。"), name=arrival.path.name)
    undecided = [one for one in offer.records if one.kind is Kind.CONFLICTING and one.key not in choices]
    if undecided:
        raise NotTakenInError(N_("还有 {count} 条两边不同的记录没有决定用哪一边的。"), count=len(undecided))
    progress = progress or Silent()
    progress.step(0, 2, Message(N_("正在备份")))
    backup.make(ledger.store, ledger.backups, ledger.clock(), label="before-taking-back")
    progress.step(1, 2, Message(N_("正在取回")))
    with ledger.store.writing() as session:
        received.references_at_the_end(session)
        if received.decision_on(session, arrival.identity) is not None:
            raise NotTakenInError(N_("这份发回的记录以前已经取回过。"))
        now = tuple(_compare(session, arrival))
        if [(one.key, one.kind) for one in now] != [(one.key, one.kind) for one in offer.records]:
            raise NotTakenInError(N_("查看之后本台账又有变化，请重新查找后再取回。"))
        session.expunge_all()
        before = history.head(session).number
        changes = _write(ledger, session, now, choices)
        sent_pictures.keep(session, sent_pictures.brought(arrival), ledger.clock())
        naming = steps.Naming(steps.TAKE_BACK)
        step = steps.name(session, naming, before + 1, history.head(session).number)
        received.enter(session, _entry(ledger, arrival, step), [_line(one.sent) for one in now if one.sent])
    progress.step(2, 2, Message(N_("已取回")))
    return Changes(changes.records, step)


def _arrival(ledger: Ledger, path: Path, keys: Keys) -> Arrival:
    own, above = ledger.office().area, county_of(ledger)
    arrival = receiving.verified(path, keys, own)
    stated = arrival.manifest
    if stated is None:
        return arrival
    wrong: list[Finding] = []
    if stated.sender.code != above or stated.type != manifest.CORRECTION:
        text = N_("这不是上级发回的记录，而是“{sender}”写的。不要使用，请与上级核实。")
        wrong.append(failing("E06", Message(text, {"sender": stated.sender.name})))
    if any(one.office != own for one in arrival.records):
        wrong.append(failing("E14", Message(N_("里面有别的单位的记录，不能取回。请让上级重新发回。"))))
    standing = Standing.REFUSED if wrong else arrival.standing
    with ledger.store.reading() as session:
        if standing is Standing.READY and received.decision_on(session, arrival.identity) is not None:
            standing = Standing.REPEATED
            wrong.append(failing("E09", Message(N_("这份发回的记录以前已经取回过。"))))
    return replace(arrival, standing=standing, findings=(*arrival.findings, *wrong))


def _compare(session: Session, arrival: Arrival) -> list[BackRecord]:
    """Put every record that comes back beside ours, and name those of ours that the county does not hold."""
    compared: list[BackRecord] = []
    for register in all_registers().values():
        sent = {one.id: one for one in arrival.records if one.register is register}
        known = queries.load_all(session, register, list(sent), withdrawn=True)
        ours = {record.id: record for record in known}
        compared += [_beside(session, register, one, ours.get(one.id)) for one in sent.values()]
        locked = select(register.record.id).where(
            register.record.state.in_([state.value for state in State if state.is_locked]),
            register.record.deleted_at.is_(None),
        )
        unknown = [one for one in session.scalars(locked) if one not in sent]
        compared += [
            BackRecord(register.code, one.id, register.label_of(one), Kind.UNKNOWN, one.revision, 0)
            for one in queries.load_all(session, register, unknown)
        ]
    stated = arrival.manifest
    assert stated is not None  # noqa: S101 - only what holds is compared
    assert stated.stands_at is not None  # noqa: S101 - every correction has it
    on_way = journal.under_way(session, stated.sender.code, stated.stands_at[1])
    compared = [
        replace(one, is_under_way=(one.register, one.record_id, one.our_revision) in on_way)
        for one in compared
    ]
    order = list(Kind)
    return sorted(compared, key=lambda one: (order.index(one.kind), one.register, one.record_id))


def _beside(session: Session, register: Register, sent: SentRecord, ours: Record | None) -> BackRecord:
    label = arriving_record(sent.office, sent, sent.snapshot).label()
    if ours is None:
        kind = Kind.SAME if sent.operation == "withdrawn" else Kind.NEW
        return BackRecord(register.code, sent.id, label, kind, 0, sent.revision, sent=sent)
    before = canonical.snapshot(register, ours)
    there = whole(sent, before)
    is_withdrawn, was_withdrawn = sent.operation == "withdrawn", ours.deleted_at is not None
    is_same = is_withdrawn == was_withdrawn and (is_withdrawn or before == there)
    if sent.revision < ours.revision:
        kind = Kind.NEWER
    elif is_same:
        kind = Kind.SAME
    elif sent.revision > ours.revision and State(ours.state).is_locked:
        kind = Kind.OLDER
    else:  # ours may have been changed after the old backup came back
        kind = Kind.CONFLICTING
    changed = {} if is_same or is_withdrawn else canonical.differences(before, there)
    shown = field_changes(session, register, changed) if changed else ()
    return BackRecord(register.code, sent.id, label, kind, ours.revision, sent.revision, shown, sent=sent)


def _write(
    ledger: Ledger, session: Session, records: Sequence[BackRecord], choices: Mapping[Key, bool]
) -> Changes:
    writer = RecordWriter(ledger, session, ledger.office().area, rewriting.TAKE_BACK)
    noted: list[Change] = []
    for one in records:
        sent = one.sent
        if one.kind is Kind.NEW and sent is not None:
            new = ComparedRecord(
                one.register, one.record_id, one.label, one.revision, 0, Compared.NEW, sent=sent
            )
            writer.accept(new, sent)
        elif one.our_revision:
            takes = one.kind is Kind.SAME or (one.is_choice and choices.get(one.key, True))
            change = _rewrite(ledger, session, one, takes=takes)
            noted += [change] if change.changes else []
    made = writer.finish().records
    history.note(session, ledger.clock(), ledger.user, noted)
    touched = {code: list(ids) for code, ids in made.items()}
    for change in noted:
        touched.setdefault(change.register, []).append(change.record_id)
    return Changes({code: tuple(ids) for code, ids in touched.items()})


def _rewrite(ledger: Ledger, session: Session, one: BackRecord, *, takes: bool) -> Change:
    """Give a record of ours the county's content, or let ours go up again; gives what changed, to be noted."""
    register = all_registers()[one.register]
    record = queries.load(session, register, one.record_id)
    assert record is not None  # noqa: S101 - the comparison found it in this transaction
    values: dict[str, Any] = {}
    if takes and one.sent is not None:
        values = {"state": State.RECEIVED.value, "revision": one.revision}
        values["withdrawn"] = one.is_withdrawal
        if not values["withdrawn"]:
            before = canonical.snapshot(register, record)
            there = whole(one.sent, before)
            values |= {code: there.get(code) for code in before.keys() | there.keys()}
            values["written_on"] = one.sent.written_on.isoformat()
    elif one.is_choice:  # kept against the county's
        values = {"state": State.CORRECTION.value, "revision": one.revision + 1}
    elif State(record.state).is_locked and not one.is_under_way:
        # It was in a package that never counts: it goes again as it is.
        values = {"state": State.CHECKED.value}
    change = rewriting.stand_as(ledger, register, record, values)
    if change.changes:
        session.flush()
        rewriting.index(session, register, [record])
    return change


def _entry(ledger: Ledger, arrival: Arrival, step: int) -> ReceivedPackage:
    stated = arrival.manifest
    assert stated is not None  # noqa: S101 - only what holds is taken back
    assert stated.stands_at is not None  # noqa: S101 - every correction has it
    return ReceivedPackage(
        identity=arrival.identity,
        id=stated.package_id,
        type=stated.type,
        sender=stated.sender.code,
        sender_name=stated.sender.name,
        sequence=stated.seq,
        previous=stated.prev,
        period=stated.period,
        answers=None,
        decision=received.ACCEPTED,
        reason=None,
        findings=[],
        counts={
            "registers": dict(stated.counts),
            "step": step,
            "last": stated.stands_at[0],
            "last_identity": stated.stands_at[1],
        },
        audit_n=stated.audit_n,
        audit_head=stated.audit_head,
        decided_at=ledger.clock(),
        decided_by=ledger.user,
        file_name=arrival.path.name,
        content=arrival.content,
    )


def _line(sent: SentRecord) -> dict[str, object]:
    return {
        "register": sent.register.code,
        "record_id": sent.id,
        "revision": sent.revision,
        "operation": sent.operation,
        "digest": received.digest(sent.snapshot),
        "decision": received.ACCEPTED,
        "merged_into": None,
        "code": None,
        "text": None,
        "field": None,
        "suggested": None,
    }
