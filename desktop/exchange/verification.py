"""Verify a package: every finding with its sentence, never stopping at the first and never raising.

``resources/verify.sh`` is the second implementation of the same checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from db.messages import N_, Message, Severity
from desktop.exchange import asic_manifest, container, csv_rows, hostile, package, signing
from desktop.exchange.certificates import fingerprint
from desktop.exchange.finding import Finding, failing, holding
from desktop.exchange.manifest import ManifestError, PackageManifest, parse
from desktop.exchange.package_content import content_findings, data_of
from desktop.exchange.registry import Registered, revoked_before_its_turn
from desktop.exchange.signing import SignatureStatus
from desktop.exchange.trust import Trust

_REQUIRED = (package.MANIFEST, package.DATA_PACKAGE, package.REPORT, package.SUMS)


@dataclass(frozen=True)
class Expected:
    """What the receiver already knows of the sender's stream; leave out what is not known."""

    receiver: str | None = None
    """The code of the office that verifies: packages for another are reported (E14)."""
    received: Mapping[int, str] = field(default_factory=dict)
    """The identities of the packages already taken in from this sender, by their number."""
    from_the_start: bool = False
    """``received`` is all that ever came: what has no predecessor in it waits."""


@dataclass(frozen=True)
class Verification:
    """The result: findings in the order of checking, and what could be read of the package."""

    findings: tuple[Finding, ...]
    manifest: PackageManifest | None = None
    signature: SignatureStatus | None = None
    identity: str = ""
    """SHA-256 of ASiCManifest001.xml."""
    members: tuple[str, ...] = ()
    tables: Mapping[str, csv_rows.Table] = field(default_factory=dict, repr=False, compare=False)
    """The data files that could be read, so that whoever takes the records in need not read them again."""

    @property
    def holds(self) -> bool:
        """Nothing that must be right is wrong; with no pinned root, the root still has to be compared."""
        return all(finding.holds or finding.severity is not Severity.MUST for finding in self.findings)


def verify(
    data: bytes, *, trust: Trust, file_name: str = "", expected: Expected | None = None
) -> Verification:
    """Verify the bytes of an ``.asice`` file; ``file_name`` is compared with what is inside when given."""
    text = N_("文件读不出来，已拒收。请让对方重新导出并再拷贝一次。")
    return hostile.read(
        lambda: _unpacked(data, trust, PurePath(file_name).name, expected or Expected()),
        unreadable=Verification((failing("E01", Message(text)),)),
    )


def with_first(verification: Verification, finding: Finding) -> Verification:
    """Put a finding before all others."""
    return replace(verification, findings=(finding, *verification.findings))


def to_json(verification: Verification) -> dict[str, Any]:
    """Write a verification as plain data for ``--json``."""
    manifest, signature = verification.manifest, verification.signature
    return {
        "holds": verification.holds,
        "identity": verification.identity,
        "members": list(verification.members),
        "findings": [
            {
                "code": finding.code,
                "holds": finding.holds,
                "severity": finding.severity.name,
                "subject": finding.subject,
                "message": str(finding.message),
            }
            for finding in verification.findings
        ],
        "signer": {
            "code": signature.signer.code if signature.signer else "",
            "name": signature.signer.name if signature.signer else "",
            "certificate_sha256": fingerprint(signature.certificate or b""),
            "root_sha256": fingerprint(signature.root) if signature.root else "",
            "root_pinned": signature.pinned,
            "signed_at": signature.signed_at.isoformat() if signature.signed_at else "",
        }
        if signature and signature.readable
        else None,
        "manifest": {
            "type": manifest.type,
            "package_id": manifest.package_id,
            "from": manifest.sender.code,
            "from_name": manifest.sender.name,
            "to": manifest.receiver.code,
            "to_name": manifest.receiver.name,
            "seq": manifest.seq,
            "period": manifest.period,
            "counts": dict(manifest.counts),
            "data_fingerprint": manifest.data_fingerprint,
        }
        if manifest
        else None,
    }


def _unpacked(data: bytes, trust: Trust, file_name: str, expected: Expected) -> Verification:
    try:
        return _verify(container.unpack(data).members, trust, file_name, expected)
    except container.ContainerError as error:
        return Verification((failing(error.code, error.message),))


def _verify(members: Mapping[str, bytes], trust: Trust, file_name: str, expected: Expected) -> Verification:
    findings = [holding("E03", Message(N_("容器完好，共 {count} 个文件。"), {"count": len(members)}))]
    asic, signature = members.get(asic_manifest.PATH, b""), members.get(asic_manifest.SIGNATURE_PATH, b"")
    status = signing.check(asic, signature, trust)
    try:
        manifest, unread = parse(members.get(package.MANIFEST, b"")), None
    except ManifestError as error:
        manifest, unread = None, error.message
    # A certificate that was revoked later may still have signed this number rightly.
    line = _registered(status, trust, manifest)
    counts = manifest.seq if manifest and line is not None and line.covers(manifest.seq) else None
    findings += signature_findings(status, counts)
    findings += member_findings(members, _REQUIRED, package.is_expected)
    if manifest is None:
        findings.append(failing("E12", unread or Message(""), package.MANIFEST))
    else:
        findings.append(holding("E12", Message(N_("清单 manifest.json 完整。")), package.MANIFEST))
        findings += _sender_findings(manifest, status)
        findings += _registry_findings(manifest, status, trust)
        findings += _sequence_findings(manifest, package.identity(asic), file_name, expected)
    tables = csv_rows.readable(data_of(members))
    findings += content_findings(members, tables, manifest, status, trust)
    return Verification(tuple(findings), manifest, status, package.identity(asic), tuple(members), tables)


def signature_findings(status: SignatureStatus, counts: int | None = None) -> Iterator[Finding]:
    """Split the status of a package's signature: E04 the signature itself, E05 the certificate behind it.

    ``counts`` is the package's number when the registry says that the certificate still counts for it.
    """
    if not status.is_whole:
        yield failing("E04", status.message, asic_manifest.SIGNATURE_PATH)
        return
    name = {"name": status.signer.name if status.signer else ""}
    yield holding("E04", Message(N_("签名完好，由“{name}”签署。"), name), asic_manifest.SIGNATURE_PATH)
    if status.is_trusted:
        yield holding("E05", Message(N_("“{name}”的证书可信，在有效期内。"), name))
    elif status.is_acceptable:
        yield failing("E05", status.message, severity=Severity.EXPLAIN)
    elif counts is not None and status.is_only_revoked:
        yield revoked_before_its_turn(counts)
    else:
        yield failing("E05", status.message)


def _registered(status: SignatureStatus, trust: Trust, manifest: PackageManifest | None) -> Registered | None:
    """Find the signer's line in the registry, when the certificate is one that our own root issued to the sender."""
    if trust.registry is None or status.certificate is None or not status.chain or manifest is None:
        return None
    line = trust.registry.of(status.certificate) if status.root == trust.registry.root else None
    return line if line is not None and line.code == manifest.sender.code else None


def _registry_findings(manifest: PackageManifest, status: SignatureStatus, trust: Trust) -> Iterator[Finding]:
    is_ours = trust.registry is not None and status.is_whole and status.chain
    if is_ours and trust.registry is not None and status.certificate is not None:
        yield trust.registry.finding(status.certificate, manifest.sender.code, manifest.seq)


def member_findings(
    members: Mapping[str, bytes], required: Sequence[str], is_expected: Callable[[str], bool]
) -> Iterator[Finding]:
    """Compare the members with the signed list: changed, missing, unsigned, renamed and swapped ones."""
    try:
        signed = {each.name: each.sha256 for each in asic_manifest.read(members.get(asic_manifest.PATH, b""))}
    except asic_manifest.NotCanonicalError:
        text = N_("签名清单缺失或写法不规范，无法知道哪些文件被签过。已拒收，请让对方重新导出。")
        yield failing("E03", Message(text), asic_manifest.PATH)
        return
    actual = {name: package.sha256(content) for name, content in members.items()}
    unsigned = set(members) - set(signed) - {asic_manifest.PATH, asic_manifest.SIGNATURE_PATH}
    problems = [
        *_wrong_members(signed, actual, unsigned),
        *_unsigned_members(signed, actual, unsigned),
        *_absent_members(signed, required, is_expected),
    ]
    yield from problems
    if not problems:
        text = N_("签过名的 {count} 个文件齐全，内容与签名时一致，没有夹带别的文件。")
        yield holding("E07", Message(text, {"count": len(signed)}))


def _wrong_members(
    signed: Mapping[str, str], actual: Mapping[str, str], unsigned: set[str]
) -> Iterator[Finding]:
    original = {digest: name for name, digest in signed.items()}
    for name, digest in signed.items():
        if name not in actual:
            if not any(actual[other] == digest for other in unsigned):
                yield failing(
                    "E07", Message(N_("签过名的文件 {file} 不见了。请让对方重新导出。"), {"file": name}), name
                )
        elif actual[name] != digest:
            values = {"file": name, "other": original.get(actual[name], "")}
            swapped = N_("文件 {file} 的内容其实是 {other} 的：文件被调换过。不要使用，请让对方重新报送。")
            changed = N_("文件 {file} 在签名之后被改动过。不要使用，请让对方重新报送。")
            yield failing("E07", Message(swapped if values["other"] else changed, values), name)


def _unsigned_members(
    signed: Mapping[str, str], actual: Mapping[str, str], unsigned: set[str]
) -> Iterator[Finding]:
    original = {digest: name for name, digest in signed.items() if name not in actual}
    for name in sorted(unsigned):
        values = {"file": name, "other": original.get(actual[name], "")}
        renamed = N_("文件 {other} 被改名为 {file}。不要使用，请让对方重新报送。")
        added = N_("文件 {file} 没有被签名，是后来加进去的。不要使用，请让对方重新报送。")
        yield failing("E08", Message(renamed if values["other"] else added, values), name)


def _absent_members(
    signed: Mapping[str, str], required: Sequence[str], is_expected: Callable[[str], bool]
) -> Iterator[Finding]:
    for name in required:
        if name not in signed:
            yield failing(
                "E03", Message(N_("报送包缺少必需的文件 {file}。请让对方重新导出。"), {"file": name}), name
            )
    for name in signed:
        if not is_expected(name):
            text = N_("报送包里有规定之外的文件 {file}，不能接受。请让对方用本软件重新导出。")
            yield failing("E03", Message(text, {"file": name}), name)


def _sender_findings(manifest: PackageManifest, status: SignatureStatus) -> Iterator[Finding]:
    if status.signer is None:
        return
    values = {"sender": manifest.sender.name, "signer": status.signer.name, "code": manifest.sender.code}
    if status.signer == manifest.sender:
        yield holding("E06", Message(N_("签名单位就是报送单位“{sender}”（{code}）。"), values))
    else:
        text = N_("清单写的报送单位是“{sender}”，签名的却是“{signer}”。不能接受，请与两个单位核实。")
        yield failing("E06", Message(text, values))


def _sequence_findings(
    manifest: PackageManifest, identity: str, file_name: str, expected: Expected
) -> Iterator[Finding]:
    values = {
        "seq": manifest.seq,
        "to": manifest.receiver.name,
        "file": file_name,
        "right": package.file_name(manifest),
    }
    if expected.receiver is not None and expected.receiver != manifest.receiver.code:
        yield failing("E14", Message(N_("这个报送包是报给“{to}”的，不是报给本单位的。请退回对方。"), values))
    yield from stream_findings(manifest.seq, manifest.prev, identity, expected)
    parts = package.parse_file_name(file_name)
    if parts is None:
        if file_name:
            text = N_("文件名“{file}”不是规定的样子，里面是 {right}。")
            yield failing("E09", Message(text, values), severity=Severity.HINT)
    elif file_name != values["right"]:
        text = N_(
            "文件名写的是 {file}，里面装的却是 {right}：可能是把以前的报送包改了名字。请让对方交原文件。"
        )
        yield failing("E09", Message(text, values))
    else:
        yield holding("E09", Message(N_("文件名与里面的内容一致，是第 {seq} 号报送包。"), values))


def stream_findings(seq: int, prev: str, identity: str, expected: Expected) -> Iterator[Finding]:
    """Compare number and predecessor with the packages already received from this sender."""
    received, before = expected.received, expected.received.get(seq - 1)
    values = {"seq": seq, "missing": max((n for n in received if n < seq), default=0) + 1}
    if identity in received.values():
        yield failing("E09", Message(N_("第 {seq} 号报送包以前已经收过，内容相同，不用再导入。"), values))
    elif seq in received:
        text = N_(
            "第 {seq} 号报送包以前收过一份，这一份内容不同：对方有两本台账，或有人冒用。请立即与对方核实。"
        )
        yield failing("E11", Message(text, values))
    elif before is not None and before != prev:
        text = N_("第 {seq} 号报送包接的不是本单位收到的上一号：对方可能恢复过旧备份。请与对方核实。")
        yield failing("E11", Message(text, values))
    elif seq > 1 and before is None and (received or expected.from_the_start):
        text = N_("第 {seq} 号之前还缺第 {missing} 号报送包。请先收缺的一号，或请对方重新写入 U 盘。")
        yield failing("E10", Message(text, values), severity=Severity.EXPLAIN)
    elif received:
        yield holding("E10", Message(N_("第 {seq} 号报送包与已收到的上一号相接。"), values))
