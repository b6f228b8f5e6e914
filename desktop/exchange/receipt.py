"""A receipt (回执, RCP; 拒收, REJ): what the office above decided on a package, record by record, signed by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from desktop.exchange import asic_manifest, container, csv_rows, package, signing
from desktop.exchange.certificates import OfficeName, Signer
from desktop.exchange.manifest import sums
from desktop.exchange.signed_json import is_number, matching

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


_CODE = matching(re.compile(r"[A-Za-z0-9-]{1,32}"))
_TEXT = matching(re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{1,200}"))
_DIGEST = matching(re.compile(r"[0-9a-f]{64}"))
_UUID = matching(re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
_MOMENT = matching(re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "type": lambda value: value in (RECEIPT, REJECTION),
    "receipt_id": _UUID,
    "from": _CODE,
    "from_name": _TEXT,
    "to": _CODE,
    "to_name": _TEXT,
    "seq": is_number,
    "prev": _DIGEST,
    "package_id": _UUID,
    "manifest_sha256": _DIGEST,
    "package_seq": is_number,
    "decision": lambda value: value in PACKAGE_DECISIONS,
    "counts": lambda value: isinstance(value, dict) and all(map(_is_count, value.values())),
    "reason": lambda value: value == "" or _TEXT(value),
    "next_expected_seq": is_number,
    "crl_number": lambda value: value is None or _is_count(value),
    "seen_audit_n": _is_count,
    "seen_audit_head": _DIGEST,
    "audit_n": _is_count,
    "audit_head": _DIGEST,
    "created": _MOMENT,
    "app_version": _TEXT,
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
    values = _read_json(content, SCHEMA)
    for key, is_right in _CHECKS.items():
        if key not in values or not is_right(values[key]):
            raise ReceiptError(N_("回执里的“{key}”缺失或写法不对，不能接受。请让上级重新出具。"), key=key)
    statement = Statement(
        sender=OfficeName(values["from"], values["from_name"]),
        receiver=OfficeName(values["to"], values["to_name"]),
        **{key: values[key] for key in _CHECKS if key not in {"from", "from_name", "to", "to_name"}},
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


def _read_json(content: bytes, schema: str) -> dict[str, Any]:
    try:
        values = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ReceiptError(N_("回执读不出来，不是本软件生成的，或已损坏。请让上级重新写入。")) from error
    if not isinstance(values, dict) or values.get("schema") != schema:
        raise ReceiptError(N_("回执的版本不认识。请升级本软件后再打开。"))
    return values
