"""What a package would change (比对): every record beside ours, its duplicates in the county, its problems. Writes nothing."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, checks, queries
from db.areas import full_name
from db.canonical import Snapshot
from db.messages import N_, Message, Problem
from db.record import Record
from db.register import Context, Register
from db.store import received
from db.store.ledger import Ledger
from db.store.received import Accepted, listed
from desktop.exchange.record_reading import SentRecord
from desktop.services import offices, period_locks, sent_pictures, twins
from desktop.services.contexts import context_of
from desktop.services.county_lookups import Arriving, CountyLookups, arriving_record
from desktop.services.levels import Level, level_of
from desktop.services.period_locks import Locks
from desktop.services.progress import Progress, Silent
from desktop.services.receiving import Arrival
from desktop.services.record_differences import FieldChange, field_changes
from desktop.services.twins import Twin


class Kind(enum.StrEnum):
    """How a record that arrives stands to ours; the value is what the list says."""

    NEW = N_("新增")
    CHANGED = N_("更正")
    SAME = N_("相同")
    OLDER = N_("较旧")
    CONFLICTING = N_("冲突")
    WITHDRAWN = N_("撤销")


@dataclass(frozen=True)
class ComparedRecord:
    """One record of a package beside ours (``our_revision`` 0 when we have none).

    ``why`` says what is the matter with an older or conflicting one; ``refusal`` why it cannot be accepted at all.
    ``stands`` are the problems by the county's rules that have no good reason with them.
    """

    register: str
    record_id: str
    label: str
    revision: int
    our_revision: int
    kind: Kind
    changes: tuple[FieldChange, ...] = ()
    twins: tuple[Twin, ...] = ()
    stands: tuple[Problem, ...] = ()
    why: Message | None = None
    refusal: Message | None = None
    sent: SentRecord | None = field(default=None, repr=False, compare=False)

    @property
    def findings(self) -> tuple[Message, ...]:
        """Give everything that a person should look at before accepting it."""
        said = [message for message in (self.refusal, self.why) if message is not None]
        said += [twin.message for twin in self.twins]
        return (*said, *(problem.message for problem in self.stands))


@dataclass(frozen=True)
class Comparison:
    """A package beside the ledger."""

    arrival: Arrival
    records: tuple[ComparedRecord, ...]

    @property
    def with_findings(self) -> tuple[ComparedRecord, ...]:
        """The records that a person has to decide on."""
        return tuple(record for record in self.records if record.findings)

    def count(self, kind: Kind) -> int:
        """Count the records of a kind."""
        return sum(record.kind is kind for record in self.records)


def compare(ledger: Ledger, arrival: Arrival, progress: Progress | None = None) -> Comparison:
    """Compare one package with the ledger."""
    return compare_all(ledger, [arrival], progress)[0]


def compare_all(
    ledger: Ledger, arrivals: Sequence[Arrival], progress: Progress | None = None
) -> tuple[Comparison, ...]:
    """Compare packages with the ledger and with each other: duplicates between two that just arrive are found too."""
    with ledger.store.reading() as session:
        return compare_in(ledger, session, arrivals, progress or Silent())


def compare_in(
    ledger: Ledger,
    session: Session,
    arrivals: Sequence[Arrival],
    progress: Progress,
    *,
    judged: bool = True,
) -> tuple[Comparison, ...]:
    """Compare within a session that is open already; rules and duplicates are left out when not ``judged``."""
    comparing = Message(N_("正在比对"))
    sent = [one.records for one in arrivals]
    ours = _Ours(session, [record for records in sent for record in records])
    prepared = [
        [
            (record, arriving_record(record.office or one.sender, record, ours.snapshot_for(record)))
            for record in records
        ]
        for one, records in zip(arrivals, sent, strict=True)
    ]
    everything = [arriving for records in prepared for _, arriving in records]
    lookups = CountyLookups(session, everything if judged else ())
    names = _names(session, ledger, arrivals)
    found = twins.find(lookups, everything, names) if judged else {}
    context = context_of(ledger, session, lookups) if judged else None
    locks = period_locks.load(session)
    compared = []
    for done, (arrival, records) in enumerate(zip(arrivals, prepared, strict=True)):
        progress.step(done, len(arrivals), comparing)
        lacking = sent_pictures.lacking(session, arrival) if judged else set()
        compared.append(
            Comparison(
                arrival,
                tuple(
                    _compared(
                        session,
                        context,
                        locks,
                        arrival.sender,
                        record,
                        arriving,
                        ours,
                        names,
                        found,
                        lacking,
                    )
                    for record, arriving in records
                ),
            )
        )
    progress.step(len(arrivals), len(arrivals), comparing)
    return tuple(compared)


def whole(record: SentRecord, ours: Snapshot) -> Snapshot:
    """Give the content that a record would have: what an older program does not send stays as it is."""
    kept = {code: ours[code] for code in record.missing if code in ours}
    return record.snapshot | kept


class _Ours:
    """What the ledger has of some records, read once for each register."""

    def __init__(self, session: Session, sent: Sequence[SentRecord]) -> None:
        self.records: dict[tuple[str, str], Record] = {}
        self.accepted: dict[tuple[str, str], Accepted] = {}
        self.strange_rows: set[tuple[str, str]] = set()
        for register in {one.register.code: one.register for one in sent}.values():
            of_register = [one for one in sent if one.register is register]
            ids = {one.id for one in of_register}
            for record in queries.load_all(session, register, sorted(ids), withdrawn=True):
                self.records[register.code, record.id] = record
            for record_id, line in received.last_accepted(session, register.code, ids).items():
                self.accepted[register.code, record_id] = line
            self._find_strange_rows(session, register, of_register)

    def snapshot_for(self, sent: SentRecord) -> Snapshot:
        """Give the content of a record as it would be, with what an older program did not send."""
        there = self.records.get((sent.register.code, sent.id)) if sent.missing else None
        return sent.snapshot if there is None else whole(sent, canonical.snapshot(sent.register, there))

    def _find_strange_rows(self, session: Session, register: Register, sent: Sequence[SentRecord]) -> None:
        """Find records with a row whose id another record of ours has: they must not take it away."""
        for group in register.row_groups:
            belongs = {row["id"]: one.id for one in sent for row in one.snapshot.get(group.code, ())}
            if not belongs:
                continue
            table: Any = group.row.__table__
            lines = select(table.c.id, table.c.record_id).where(table.c.id.in_(listed(belongs)))
            for row_id, record_id in session.execute(lines):
                if belongs[row_id] != record_id:
                    self.strange_rows.add((register.code, belongs[row_id]))


class _Names(dict[str, str]):
    """Offices by their code; one that nobody enrolled is named by its place."""

    def __missing__(self, code: str) -> str:
        self[code] = full_name(code) or code
        return self[code]


def _names(session: Session, ledger: Ledger, arrivals: Sequence[Arrival]) -> Mapping[str, str]:
    """Name the offices that may hold a twin."""
    enrolled = {one.code: one.name for one in offices.lines(session)}
    arriving = {one.sender: one.sender_name for one in arrivals}
    return _Names(enrolled | arriving | {ledger.office().area: ledger.office().name})


def _compared(
    session: Session,
    context: Context | None,
    locks: Locks,
    sender: str,
    sent: SentRecord,
    arriving: Arriving,
    ours: _Ours,
    names: Mapping[str, str],
    found: Mapping[tuple[str, str], tuple[Twin, ...]],
    lacking: set[str],
) -> ComparedRecord:
    register, key = sent.register, (sent.register.code, sent.id)
    there = ours.records.get(key)
    before = canonical.snapshot(register, there) if there else {}
    after = whole(sent, before)
    kind, why = _kind(sent, there, before, after, ours.accepted.get(key))
    refusal = None
    if not _may_send(sender, arriving.office):
        values = {"sender": names[sender], "office": names[arriving.office]}
        refusal = Message(
            N_("这条记录写的是{office}的，{sender}不能报送它。请退回并与两个单位核实。"), values
        )
    elif there is not None and there.office != arriving.office:
        kind = Kind.CONFLICTING
        values = {"office": names[there.office]}
        refusal = Message(N_("这条记录是{office}的，别的单位不能改它。请退回并与两个单位核实。"), values)
    elif key in ours.strange_rows:
        refusal = Message(
            N_("有一行的标识已在另一条记录里用过，不能接收。请退回，让对方删去那一行重新填写。")
        )
    matters = kind in {Kind.NEW, Kind.CHANGED, Kind.CONFLICTING} and arriving.is_live
    stands: list[Problem] = []
    # The office below has judged a record without identity by what it leaves out here.
    if matters and context is not None and not sent.without_identity:
        of_office = replace(context, area=arriving.office)
        problems = checks.problems_of(register, arriving.record, of_office)
        stands = checks.open_problems(problems, arriving.record.reasons)
        # Of the office that sends: a county is closed by its city, whatever it has closed for its townships.
        closed = locks.problem(register.code, sent.id, sender, sent.written_on, context.today)
        stands += [closed] if closed else []
        stands += [sent_pictures.problem()] if sent_pictures.named_by(sent) & lacking else []
    is_shown = context is not None and there is not None and arriving.is_live
    changed = canonical.differences(before, after) if is_shown else {}
    return ComparedRecord(
        register.code,
        sent.id,
        arriving.label(),
        sent.revision,
        there.revision if there else 0,
        kind,
        field_changes(session, register, changed) if changed else (),
        found.get(key, ()) if matters else (),
        tuple(stands),
        why,
        refusal,
        sent,
    )


def _may_send(sender: str, office: str) -> bool:
    """Tell whether an office may send the records of another: a county passes on those of its townships."""
    return sender == office or (level_of(sender) is Level.COUNTY and office.startswith(sender))


def _kind(
    sent: SentRecord, ours: Record | None, before: Snapshot, after: Snapshot, accepted: Accepted | None
) -> tuple[Kind, Message | None]:
    """Say how a record stands to ours, and what is the matter with it."""
    is_withdrawn = sent.operation == "withdrawn"
    if ours is None:
        return (Kind.WITHDRAWN if is_withdrawn else Kind.NEW), None
    was_withdrawn = ours.deleted_at is not None
    if accepted is not None and accepted.merged_into and was_withdrawn:
        return Kind.CONFLICTING, Message(N_("这条记录以前已并入另一条，请决定再次并入、退回还是单独接收。"))
    values = {"ours": ours.revision, "revision": sent.revision}
    if is_withdrawn == was_withdrawn and (is_withdrawn or before == after):
        return Kind.SAME, None
    if sent.revision < ours.revision:
        text = N_("本单位已有第 {ours} 版，这是较旧的第 {revision} 版：对方可能恢复过旧备份。请与对方核实。")
        return Kind.OLDER, Message(text, values)
    is_ours_changed = (
        accepted is None
        or accepted.digest != received.digest(before)
        or (accepted.operation == "withdrawn") != was_withdrawn
    )
    if is_ours_changed:
        text = N_("这条记录在本单位收下之后又改过（现为第 {ours} 版），两边都有改动，请逐项核对后决定。")
        return Kind.CONFLICTING, Message(text, values)
    if sent.revision == ours.revision:
        text = N_("本单位已有第 {ours} 版，这份同是第 {revision} 版，内容却不同。请与对方核实。")
        return Kind.CONFLICTING, Message(text, values)
    return (Kind.WITHDRAWN if is_withdrawn else Kind.CHANGED), None
