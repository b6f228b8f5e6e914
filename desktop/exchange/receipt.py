"""A receipt (回执, RCP; 拒收, REJ): what the office above decided on a package, record by record, signed by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from desktop.exchange import asic_manifest, container, csv_rows, package, signing, strict_json
from desktop.exchange.certificates import OfficeName, Signer
from desktop.exchange.manifest import sums
from desktop.exchange.strict_json import (
    Check,
    Taking,
    is_count,
    is_digest,
    is_sequence,
    is_text,
    is_uuid,
    matching,
    optional,
)

SCHEMA = "taizhang-receipt/1"
RECEIPT, REJECTION = "RCP", "REJ"
STATEMENT = "receipt.json"
DECISIONS = "record_decisions.csv"
REVOCATIONS = "revocations.crl"
UPDATES = "updates.json"
REQUIRED = (STATEMENT, DECISIONS, package.SUMS)

ACCEPTED, RETURNED, MERGED = "ACCEPTED", "RETURNED", "MERGED_INTO"
VERDICTS = (ACCEPTED, RETURNED, MERGED)
PACKAGE_DECISIONS = ("accepted", "partially", "rejected")
COLUMNS = (
    "register",
    "record_uid",
    "rev",
    "decision",
    "merged_into",
    "code",
    "text",
    "field",
    "suggested",
)
_is_moment = matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")

_CHECKS: Mapping[str, Check] = {
    "type": lambda value: value in (RECEIPT, REJECTION),
    "receipt_id": is_uuid,
    "seq": is_sequence,
    "prev": is_digest,
    "package_id": is_uuid,
    "manifest_sha256": is_digest,
    "package_seq": is_sequence,
    "decision": lambda value: value in PACKAGE_DECISIONS,
    "counts": lambda value: isinstance(value, dict) and all(map(is_count, value.values())),
    "reason": lambda value: value == "" or is_text(value),
    "next_expected_seq": is_sequence,
    "crl_number": optional(is_count),
    "seen_audit_n": is_count,
    "seen_audit_head": is_digest,
    "audit_n": is_count,
    "audit_head": is_digest,
    "created": _is_moment,
    "app_version": is_text,
}


class ReceiptError(ReportableError):
    """``receipt.json``, the decisions or the updates are not what this version asks for."""


@dataclass(frozen=True)
class RecordDecision:
    """What was decided on one record, as a row of ``record_decisions.csv``."""

    register: str
    record_id: str
    revision: int
    decision: str
    merged_into: str = ""
    code: str = ""
    text: str = ""
    field: str = ""
    suggested: str = ""

    def row(self) -> list[str]:
        """Write it as a row."""
        return [
            self.register,
            self.record_id,
            str(self.revision),
            self.decision,
            self.merged_into,
            self.code,
            self.text,
            self.field,
            self.suggested,
        ]


@dataclass(frozen=True)
class Statement:
    """``receipt.json``: which package it is about, what was decided, and where both streams stand.

    ``manifest_sha256`` is the identity of the package, ``package_seq`` its number; ``seq`` and ``prev`` are the
    receipt's own place in the stream of receipts to this office. ``seen_audit_*`` is the sender's chain as pinned in
    the package, ``audit_*`` that of the office that answers. ``crl_number`` is None without a revocation list.
    """

    type: str
    receipt_id: str
    sender: OfficeName
    receiver: OfficeName
    seq: int
    prev: str
    package_id: str
    manifest_sha256: str
    package_seq: int
    decision: str
    counts: Mapping[str, int]
    reason: str
    next_expected_seq: int
    crl_number: int | None
    seen_audit_n: int
    seen_audit_head: str
    audit_n: int
    audit_head: str
    created: str
    app_version: str

    def to_json(self) -> bytes:
        """Write it as canonical JSON."""
        return canonical_json(
            {
                "schema": SCHEMA,
                "type": self.type,
                "receipt_id": self.receipt_id,
                "from": self.sender.code,
                "from_name": self.sender.name,
                "to": self.receiver.code,
                "to_name": self.receiver.name,
                "seq": self.seq,
                "prev": self.prev,
                "package_id": self.package_id,
                "manifest_sha256": self.manifest_sha256,
                "package_seq": self.package_seq,
                "decision": self.decision,
                "counts": dict(self.counts),
                "reason": self.reason,
                "next_expected_seq": self.next_expected_seq,
                "crl_number": self.crl_number,
                "seen_audit_n": self.seen_audit_n,
                "seen_audit_head": self.seen_audit_head,
                "audit_n": self.audit_n,
                "audit_head": self.audit_head,
                "created": self.created,
                "app_version": self.app_version,
            }
        ).encode()


@dataclass(frozen=True)
class BuiltReceipt:
    """A finished receipt; ``identity`` is the SHA-256 of its ASiCManifest001.xml, as for packages."""

    content: bytes
    identity: str
    file_name: str


def build(
    statement: Statement,
    decisions: Sequence[RecordDecision],
    signer: Signer,
    when: datetime,
    *,
    revocations: bytes | None = None,
    updates: bytes | None = None,
) -> BuiltReceipt:
    """Put a receipt together and sign it; the same input gives the same bytes."""
    in_order = sorted(decisions, key=lambda one: (one.register, one.record_id))
    listed = {
        STATEMENT: statement.to_json(),
        DECISIONS: csv_rows.write(COLUMNS, [one.row() for one in in_order]),
    }
    if revocations is not None:
        listed[REVOCATIONS] = revocations
    if updates is not None:
        listed[UPDATES] = updates
    signed = {**listed, package.SUMS: sums(listed)}
    asic = asic_manifest.write({name: package.sha256(content) for name, content in signed.items()})
    members = {
        asic_manifest.PATH: asic,
        asic_manifest.SIGNATURE_PATH: signing.sign(asic, signer, when, is_receipt=True),
        **signed,
    }
    content = container.pack([container.Member(name, member) for name, member in members.items()])
    return BuiltReceipt(content, package.identity(asic), file_name(statement))


def file_name(statement: Statement) -> str:
    """Name a receipt ``<from>_<to>_<TYPE>_<seq6>.asice``."""
    return f"{statement.sender.code}_{statement.receiver.code}_{statement.type}_{statement.seq:06d}.asice"


def is_expected(name: str) -> bool:
    """Say whether a signed member belongs into a receipt."""
    return name in {*REQUIRED, REVOCATIONS, UPDATES}


def parse_statement(content: bytes) -> Statement:
    """Read ``receipt.json`` strictly: every key, no other key, canonical form; raises ReceiptError."""
    values = strict_json.read(
        content,
        SCHEMA,
        ReceiptError(N_("回执读不出来，不是本软件生成的，或已损坏。请让上级重新写入。")),
        ReceiptError(N_("回执的版本不认识。请升级本软件后再打开。")),
    )
    take = Taking(values, _refused)
    taken = {key: take(key, is_right) for key, is_right in _CHECKS.items()}
    statement = Statement(
        sender=OfficeName(*take.office("from")), receiver=OfficeName(*take.office("to")), **taken
    )
    if statement.to_json() != content:
        raise ReceiptError(N_("回执的写法不规范（被别的软件改写过），不能接受。请让上级重新写入。"))
    return statement


def parse_decisions(content: bytes) -> tuple[RecordDecision, ...]:
    """Read ``record_decisions.csv``; raises ReceiptError."""
    try:
        header, rows = csv_rows.read(content)
    except csv_rows.NotStrictCsvError as error:
        raise ReceiptError(_BAD_DECISIONS) from error
    decisions = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if len(row) != len(COLUMNS) or not row[2].isascii() or not row[2].isdigit() or row[3] not in VERDICTS:
            raise ReceiptError(_BAD_DECISIONS)
        decisions.append(RecordDecision(row[0], row[1], int(row[2]), *row[3:]))
        seen.add((row[0], row[1]))
    if tuple(header) != COLUMNS or len(seen) != len(decisions):
        raise ReceiptError(_BAD_DECISIONS)
    return tuple(decisions)


_BAD_DECISIONS = N_("回执里的逐条结论读不懂，不能接受。请升级本软件，或让上级重新出具。")


def _refused(key: str) -> ReceiptError:
    return ReceiptError(N_("回执里的“{key}”缺失或写法不对，不能接受。请让上级重新出具。"), key=key)
