"""Take decided packages into the ledger: a backup first, then each package whole or not at all; or refuse one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.messages import N_, Message, ReportableError
from db.store import backup, received
from db.store.ledger import Ledger
from db.store.received_tables import ReceivedPackage, RefusedFile
from desktop.exchange.finding import Finding
from desktop.services import receiving, sent_pictures
from desktop.services.changes import Changes
from desktop.services.comparing import ComparedRecord, Comparison, Kind, compare_in
from desktop.services.deciding import Decision, Key, Verdict, decision_on_package
from desktop.services.progress import Progress, Silent
from desktop.services.receiving import Arrival, Standing
from desktop.services.record_writing import NotTakenInError, RecordWriter
from desktop.services.roles import Action, demand

_DAMAGED = {"E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E14"}
"""With one of these nobody can answer for the number of a package: it must come again, or is not for us."""
_WORSE = {Kind.OLDER, Kind.CONFLICTING}


@dataclass(frozen=True)
class TakenIn:
    """What became of one package: ``error`` says why nothing of it was written."""

    arrival: Arrival
    decision: str = ""
    accepted: int = 0
    returned: int = 0
    merged: int = 0
    changes: Changes | None = None
    error: Message | None = None


def apply(
    ledger: Ledger,
    decided: Sequence[tuple[Comparison, Mapping[Key, Decision]]],
    progress: Progress | None = None,
    confirmed: Collection[str] = (),
) -> tuple[TakenIn, ...]:
    """Take in packages with a decision on every record, in order of sender and number.

    ``confirmed`` are identities of packages in conflict (E11) that a person has cleared up with the sender. A package
    that cannot go in says so in its result; the others go in all the same. Raises BackupFailedError, DiskFullError,
    Cancelled.
    """
    demand(ledger, Action.RECEIVE)
    progress = progress or Silent()
    progress.step(0, len(decided), Message(N_("正在备份")))
    backup.make(ledger.store, ledger.backups, ledger.clock(), label="before-receiving")
    in_order = sorted(decided, key=lambda one: (one[0].arrival.sender, one[0].arrival.sequence))
    results = []
    for done, (comparison, decisions) in enumerate(in_order):
        values = {"name": comparison.arrival.sender_name, "seq": comparison.arrival.sequence}
        progress.step(done, len(decided), Message(N_("正在接收{name}第 {seq} 号"), values))
        try:
            results.append(_take_in(ledger, comparison, decisions, confirmed))
        except NotTakenInError as error:
            results.append(TakenIn(comparison.arrival, error=error.message))
    progress.step(len(decided), len(decided), Message(N_("已接收")))
    return tuple(results)


def can_refuse(arrival: Arrival) -> bool:
    """Tell whether a package can be refused as a whole: it is whole, from whom it says, and its turn."""
    wrong = {finding.code for finding in arrival.wrong}
    if arrival.manifest is None or wrong & _DAMAGED:
        return False
    return arrival.standing in {Standing.READY, Standing.REFUSED}


def refuse(ledger: Ledger, arrival: Arrival, reason: str) -> TakenIn:
    """Refuse a whole package with a reason: nothing is taken in, its number is used, its receipt will say so.

    Raises ReportableError for what cannot be refused.
    """
    demand(ledger, Action.RECEIVE)
    if not can_refuse(arrival):
        raise ReportableError(
            N_("“{name}”不能按拒收登记：文件损坏、不是发给本单位的或签名不可信，请让对方重新写入。"),
            name=arrival.path.name,
        )
    with ledger.store.writing() as session:
        _require_turn(session, arrival, ())
        received.enter(session, _entry(ledger, arrival, received.REJECTED, {}, reason), [])
    return TakenIn(arrival, received.REJECTED)


def note_refused(ledger: Ledger, arrivals: Sequence[Arrival]) -> None:
    """Note the files that could not be taken in at all, without their bytes: what lay on a stick is asked about later."""
    with ledger.store.writing() as session:
        for one in arrivals:
            if one.standing in {Standing.REFUSED, Standing.FORKED} and one.file_sha256:
                session.merge(
                    RefusedFile(
                        sha256=one.file_sha256,
                        file_name=one.path.name,
                        findings=_findings(one.wrong),
                        noted_at=ledger.clock(),
                        noted_by=ledger.user,
                    )
                )


def _take_in(
    ledger: Ledger, seen: Comparison, decisions: Mapping[Key, Decision], confirmed: Collection[str]
) -> TakenIn:
    arrival = seen.arrival
    undecided = [one for one in seen.records if (one.register, one.record_id) not in decisions]
    if undecided:
        raise NotTakenInError(N_("还有 {count} 条记录没有决定接收还是退回。"), count=len(undecided))
    with ledger.store.writing() as session:
        received.references_at_the_end(session)
        _require_turn(session, arrival, confirmed)
        (now,) = compare_in(ledger, session, [arrival], Silent(), judged=False)
        _require_as_seen(seen, now)
        session.expunge_all()
        writer = RecordWriter(ledger, session, arrival.sender)
        lines = [_decide(writer, one, decisions[one.register, one.record_id]) for one in now.records]
        changes = writer.finish()
        # Those of returned records too: they are in the package, which is kept, and never come a second time.
        sent_pictures.keep(session, sent_pictures.brought(arrival), ledger.clock())
        verdicts = [line["decision"] for line in lines]
        accepted, returned, merged = (verdicts.count(verdict.value) for verdict in Verdict)
        decision = decision_on_package(decisions)
        counts = {"accepted": accepted, "returned": returned, "merged": merged}
        received.enter(session, _entry(ledger, arrival, decision, counts, ""), lines)
    return TakenIn(arrival, decision, accepted, returned, merged, changes)


def _require_turn(session: Session, arrival: Arrival, confirmed: Collection[str]) -> None:
    """Look again, in the transaction that writes, whether it is this package's turn."""
    if arrival.standing is Standing.REFUSED and not can_refuse(arrival):
        raise NotTakenInError(N_("“{name}”核验不通过，不能接收。"), name=arrival.path.name)
    if received.decision_on(session, arrival.identity) is not None:
        raise NotTakenInError(N_("第 {seq} 号报送包以前已经收过，不能再收一次。"), seq=arrival.sequence)
    if arrival.identity in confirmed:
        return
    streams = received.streams(session, received.SUBMISSIONS)
    standing = receiving.stands_now(arrival, streams.get(arrival.sender, {}))
    if standing is Standing.WAITING:
        raise NotTakenInError(N_("第 {seq} 号之前还有报送包没有收到，先收前一号。"), seq=arrival.sequence)
    if standing is Standing.FORKED or arrival.standing is Standing.FORKED:
        raise NotTakenInError(
            N_("第 {seq} 号与收过的报送包冲突，与对方核实之前不能接收。"), seq=arrival.sequence
        )


def _require_as_seen(seen: Comparison, now: Comparison) -> None:
    """Refuse when a record has come into conflict since a person looked at it."""
    before = {(one.register, one.record_id): one.kind for one in seen.records}
    for one in now.records:
        if one.kind in _WORSE and before.get((one.register, one.record_id)) is not one.kind:
            raise NotTakenInError(N_("比对之后“{label}”又有变化，请重新比对后再接收。"), label=one.label)


def _decide(writer: RecordWriter, one: ComparedRecord, decision: Decision) -> dict[str, object]:
    """Do what was decided on a record; gives its line in the journal."""
    assert one.sent is not None  # noqa: S101 - compare_in gives it with every record
    if decision.verdict is not Verdict.RETURN and one.refusal is not None:
        raise NotTakenInError(N_("“{label}”只能退回：{why}"), label=one.label, why=one.refusal)
    digest = None
    if decision.verdict is Verdict.ACCEPT:
        digest = writer.accept(one, one.sent)
    elif decision.verdict is Verdict.MERGE:
        digest = writer.merge(one, one.sent, decision.merge_into)
    return {
        "register": one.register,
        "record_id": one.record_id,
        "revision": one.revision,
        "operation": one.sent.operation,
        "digest": digest,
        "decision": decision.verdict.value,
        "merged_into": decision.merge_into or None,
        "code": decision.code or None,
        "text": decision.text or None,
        "field": decision.field or None,
        "suggested": decision.suggested or None,
    }


def _entry(
    ledger: Ledger, arrival: Arrival, decision: str, counts: Mapping[str, int], reason: str
) -> ReceivedPackage:
    manifest = arrival.manifest
    assert manifest is not None  # noqa: S101 - only what could be read is taken in or refused
    return ReceivedPackage(
        identity=arrival.identity,
        id=manifest.package_id,
        type=manifest.type,
        sender=manifest.sender.code,
        sender_name=manifest.sender.name,
        sequence=manifest.seq,
        previous=manifest.prev,
        period=manifest.period,
        answers=None,
        decision=decision,
        reason=reason or None,
        findings=_findings(arrival.wrong),
        counts={"registers": dict(manifest.counts), **counts}
        | ({"withheld": 1} if manifest.withheld else {}),
        audit_n=manifest.audit_n,
        audit_head=manifest.audit_head,
        decided_at=ledger.clock(),
        decided_by=ledger.user,
        file_name=arrival.path.name,
        content=arrival.content,
    )


def _findings(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"code": one.code, "text": str(one.message)} for one in findings]
