"""回执: find the receipts on a stick, check each and say everything about it; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import areas
from db.messages import N_, Message, Severity
from db.store import received
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry, Package
from desktop.exchange import envelope, package, receipt_check
from desktop.exchange.finding import Finding, failing, holding
from desktop.exchange.receipt import RecordDecision, Statement
from desktop.exchange.receipt_check import CheckedReceipt
from desktop.services import receiving
from desktop.services.progress import Progress, Silent
from desktop.services.receiving import Keys, Standing
from desktop.services.submitting import county_of


@dataclass(frozen=True)
class ReceiptArrival:
    """A receipt that came in, with every finding; ``content`` is the signed file without its envelope.

    ``for_other`` names another office that it is for, "" when it is for us: on a stick that goes round that is no fault.
    """

    path: Path
    standing: Standing
    findings: tuple[Finding, ...]
    statement: Statement | None = None
    decisions: tuple[RecordDecision, ...] = ()
    identity: str = ""
    revocations: bytes | None = field(default=None, repr=False)
    updates: bytes | None = field(default=None, repr=False)
    content: bytes = field(default=b"", repr=False)
    for_other: str = ""

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """What is not as it should be, the gravest first."""
        failed = [finding for finding in self.findings if not finding.holds]
        return tuple(sorted(failed, key=lambda one: list(Severity).index(one.severity)))


def look(ledger: Ledger, place: Path, progress: Progress | None = None) -> tuple[ReceiptArrival, ...]:
    """Check every receipt on a stick or in a folder, in the order of their numbers; nothing is written."""
    progress = progress or Silent()
    keys, above, own = receiving.keys_of(ledger, above=True), county_of(ledger), ledger.office().area
    files = [path for kind in received.RECEIPTS for path in receiving.find(place, kind)]
    checked = []
    for done, path in enumerate(files):
        progress.step(done, len(files), Message(N_("正在核验 {name}"), {"name": path.name}))
        checked.append(_arrival(path, keys, above, own))
    progress.step(len(files), len(files), Message(N_("正在核对编号")))
    in_order = sorted(checked, key=lambda one: (one.statement.seq if one.statement else 0, one.path.name))
    told: list[ReceiptArrival] = []
    with ledger.store.reading() as session:
        stream = received.streams(session, received.RECEIPTS).get(above, {})
        for one in in_order:
            placed = _placed(session, one, stream)
            if placed.standing is Standing.READY and placed.statement is not None:
                stream[placed.statement.seq] = placed.identity
            told.append(placed)
    return tuple(told)


def _arrival(path: Path, keys: Keys, above: str, own: str) -> ReceiptArrival:
    _, content, wrong = receiving.open_file(path, keys)
    if wrong is not None:
        other = _addressee(path, own) if wrong.code == "E02" else ""
        return ReceiptArrival(path, Standing.REFUSED, (wrong,), for_other=other)
    name = path.name.removesuffix(envelope.SUFFIX)
    checked: CheckedReceipt = receipt_check.check(
        content, trust=keys.trust, above=above, receiver=own, file_name=name
    )
    return ReceiptArrival(
        path,
        Standing.READY if checked.holds and checked.statement else Standing.REFUSED,
        checked.findings,
        checked.statement,
        checked.decisions,
        checked.identity,
        checked.revocations,
        checked.updates,
        content,
        _only_for_other(checked),
    )


def _addressee(path: Path, own: str) -> str:
    """Name the office that a file which we cannot open says it is for, "" when it says that it is for us or nothing."""
    parts = package.parse_file_name(path.name.removesuffix(envelope.SUFFIX))
    if parts is None or parts.receiver == own:
        return ""
    return areas.full_name(parts.receiver).removeprefix(areas.full_name(parts.receiver[:6]))


def _only_for_other(checked: CheckedReceipt) -> str:
    is_only = {one.code for one in checked.findings if not one.holds} == {"E14"}
    return checked.statement.receiver.name if is_only and checked.statement else ""


def _placed(session: Session, one: ReceiptArrival, stream: Mapping[int, str]) -> ReceiptArrival:
    """Put a receipt into the stream of receipts, and beside the package that it is about."""
    if one.standing is not Standing.READY or one.statement is None:
        return one
    standing, findings = in_stream(session, one, one.statement, stream)
    if standing is Standing.READY and package_of(session, one.statement.manifest_sha256) is None:
        text = N_(
            "回执所说的第 {seq} 号报送包不在本台账的登记里：本机可能恢复过旧备份，或有人冒用。请与上级核实。"
        )
        findings = [*findings, failing("E11", Message(text, {"seq": one.statement.package_seq}))]
        standing = Standing.REFUSED
    findings += _history_findings(session, one.statement)
    return replace(one, standing=standing, findings=(*one.findings, *findings))


def in_stream(
    session: Session, one: ReceiptArrival, statement: Statement, stream: Mapping[int, str]
) -> tuple[Standing, list[Finding]]:
    """Judge number and predecessor; a missing receipt is asked for, but each one stands for itself."""
    before = stream.get(statement.seq - 1)
    values = {"seq": statement.seq, "missing": max((n for n in stream if n < statement.seq), default=0) + 1}
    if one.identity in stream.values() or received.decision_on(session, one.identity) is not None:
        text = N_("第 {seq} 号回执以前已经登记过，内容相同。")
        return Standing.REPEATED, [failing("E09", Message(text, values))]
    if statement.seq in stream or (before is not None and before != statement.prev):
        text = N_("第 {seq} 号回执与以前收到的回执对不上：上级可能恢复过旧备份，或有人冒用。请与上级核实。")
        return Standing.FORKED, [failing("E11", Message(text, values))]
    if statement.seq > 1 and before is None:
        text = N_("第 {missing} 号回执还没有收到，请上级再写入一次。这一号可以先登记。")
        return Standing.READY, [failing("E10", Message(text, values), severity=Severity.HINT)]
    return Standing.READY, [holding("E10", Message(N_("第 {seq} 号回执与上一号相接。"), values))]


def _history_findings(session: Session, statement: Statement) -> list[Finding]:
    """Compare our history with what it was when the package was made: a cut or altered one is noticed here."""
    if not statement.seen_audit_n:
        return []
    entry = session.get(HistoryEntry, statement.seen_audit_n)
    if entry is not None and entry.hash == statement.seen_audit_head:
        return []
    text = N_(
        "本台账的修改历史与上报时不同：可能恢复过旧备份，或台账文件被改动过。请在“用户与设置”里检查修改历史。"
    )
    return [failing("E11", Message(text), severity=Severity.HINT)]


def package_of(session: Session, identity: str) -> Package | None:
    return session.scalars(select(Package).where(Package.identity == identity)).one_or_none()
