"""Verify a receipt: every finding with its sentence, never stopping at the first and never raising."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from db.messages import N_, Message, Severity
from desktop.exchange import (
    asic_manifest,
    container,
    hostile,
    package,
    receipt,
    revocation,
    signing,
    updates,
    verification,
)
from desktop.exchange.finding import Finding, failing, holding
from desktop.exchange.manifest import sums
from desktop.exchange.receipt import RecordDecision, Statement
from desktop.exchange.signing import SignatureStatus
from desktop.exchange.trust import Trust


@dataclass(frozen=True)
class CheckedReceipt:
    """What was found, and what could be read; ``identity`` is that of the signed manifest."""

    findings: tuple[Finding, ...]
    statement: Statement | None = None
    decisions: tuple[RecordDecision, ...] = ()
    signature: SignatureStatus | None = None
    identity: str = ""
    revocations: bytes | None = None
    updates: bytes | None = None

    @property
    def holds(self) -> bool:
        """Nothing that must be right is wrong."""
        return all(finding.holds or finding.severity is not Severity.MUST for finding in self.findings)


def check(data: bytes, *, trust: Trust, above: str, receiver: str, file_name: str = "") -> CheckedReceipt:
    """Check the bytes of a receipt that should be from the office ``above`` to ``receiver`` (codes)."""
    text = N_("回执读不出来，没有使用。请让上级再写入一次。")
    return hostile.read(
        lambda: _unpacked(data, trust, above, receiver, PurePath(file_name).name),
        unreadable=CheckedReceipt((failing("E01", Message(text)),)),
    )


def _unpacked(data: bytes, trust: Trust, above: str, receiver: str, file_name: str) -> CheckedReceipt:
    try:
        return _check(container.unpack(data).members, trust, above, receiver, file_name)
    except container.ContainerError as error:
        return CheckedReceipt((failing(error.code, error.message),))


def _check(
    members: Mapping[str, bytes], trust: Trust, above: str, receiver: str, file_name: str
) -> CheckedReceipt:
    asic, signature = members.get(asic_manifest.PATH, b""), members.get(asic_manifest.SIGNATURE_PATH, b"")
    status = signing.check(asic, signature, _up_to_date(trust, members.get(receipt.REVOCATIONS)))
    findings = [holding("E03", Message(N_("容器完好，共 {count} 个文件。"), {"count": len(members)}))]
    findings += verification.signature_findings(status)
    findings += verification.member_findings(members, receipt.REQUIRED, receipt.is_expected)
    findings += _sums_findings(members)
    statement: Statement | None = None
    decisions: tuple[RecordDecision, ...] = ()
    try:
        statement = receipt.parse_statement(members.get(receipt.STATEMENT, b""))
        decisions = receipt.parse_decisions(members.get(receipt.DECISIONS, b""))
    except receipt.ReceiptError as error:
        findings.append(failing("E12", error.message, receipt.STATEMENT))
    else:
        findings += _statement_findings(statement, decisions, status, above, receiver, file_name)
    findings += _updates_findings(members)
    return CheckedReceipt(
        tuple(findings),
        statement,
        decisions,
        status,
        package.identity(asic),
        members.get(receipt.REVOCATIONS),
        members.get(receipt.UPDATES),
    )


def _up_to_date(trust: Trust, brought: bytes | None) -> Trust:
    """Judge by the newer list that a receipt brings: where the own one ran out there is no other way back.

    The list is no word of the receipt's: the pinned root has signed it.
    """
    if len(trust.roots) != 1:
        return trust
    return replace(trust, crls=revocation.newest(trust.crls, brought, trust.roots[0]))


def _sums_findings(members: Mapping[str, bytes]) -> Iterator[Finding]:
    listed = {name: content for name, content in members.items() if package.is_listed_in_sums(name)}
    if members.get(package.SUMS) != sums(listed):
        text = N_("校验和清单 SHA256SUMS 与各文件不一致。不要使用，请让对方重新导出。")
        yield failing("E07", Message(text), package.SUMS)


def _updates_findings(members: Mapping[str, bytes]) -> Iterator[Finding]:
    if receipt.UPDATES in members:
        try:
            updates.parse(members[receipt.UPDATES])
        except updates.UpdatesError as error:
            yield failing("E12", error.message, receipt.UPDATES)


def _statement_findings(
    statement: Statement,
    decisions: tuple[RecordDecision, ...],
    status: SignatureStatus,
    above: str,
    receiver: str,
    file_name: str,
) -> Iterator[Finding]:
    values = {
        "sender": statement.sender.name,
        "signer": status.signer.name if status.signer else "",
        "to": statement.receiver.name,
        "seq": statement.package_seq,
        "file": file_name,
        "right": receipt.file_name(statement),
    }
    if statement.sender.code != above or (status.signer is not None and status.signer != statement.sender):
        text = N_(
            "回执写的是“{sender}”出具的，签名的是“{signer}”，不是本单位的上级。不要使用，请与上级核实。"
        )
        yield failing("E06", Message(text, values))
    else:
        yield holding("E06", Message(N_("是上级“{sender}”对第 {seq} 号报送包的回执。"), values))
    if statement.receiver.code != receiver:
        yield failing("E14", Message(N_("这份回执是给“{to}”的，不是给本单位的。"), values))
    told = [one.decision for one in decisions]
    stated = (statement.counts.get(name, 0) for name in ("accepted", "returned", "merged"))
    if tuple(stated) != tuple(told.count(verdict) for verdict in receipt.VERDICTS):
        yield failing("E13", Message(N_("回执的条数与逐条结论不符，不能使用。请让上级重新出具。"), values))
    if file_name and file_name != values["right"]:
        yield failing(
            "E09", Message(N_("文件名“{file}”与里面的 {right} 不同。"), values), severity=Severity.HINT
        )
