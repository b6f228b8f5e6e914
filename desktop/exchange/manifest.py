"""``manifest.json``: what a package says about itself, as canonical JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from desktop.exchange import strict_json
from desktop.exchange.certificates import OfficeName
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

SCHEMA = "taizhang-package/1"
SUBMISSION = "SUB"  # 上报
CORRECTION = "CORR"  # 发回: what the office above holds of an office's records
TYPES = (SUBMISSION, "RCP", "REJ", "CSR", "CRT", "CRL", CORRECTION)
IDENTITY = "identity"
"""What ``withheld`` says of a package without identity (不带身份信息)."""

_is_local_time = matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_is_amount = matching(r"-?\d+(\.\d+)?")
_is_glyph = matching(r"U\+[0-9A-F]{4,6}")
_is_file_name = matching(r"[A-Za-z0-9_./-]{1,100}")
_is_column = matching(r"[A-Za-z0-9_.-]{1,100}")


class ManifestError(ReportableError):
    """``manifest.json`` is not what this version of the schema asks for."""


@dataclass(frozen=True)
class FileEntry:
    """One file of the package; ``rows`` counts the data rows of a CSV and is ``None`` for other files."""

    name: str
    sha256: str
    bytes: int
    rows: int | None = None


@dataclass(frozen=True)
class PackageManifest:
    """Who sends what to whom, as the how-manieth package of their stream, and what must add up in it.

    ``prev`` is the identity of the package before (SHA-256 of its ASiCManifest), 64 zeros for the first; ``counts``
    has the rows of each register's main CSV; ``control_sums`` maps ``<csv>.<column>`` (``hardship_cases.income``,
    ``hardship_cases.members.income``) to a decimal. ``files`` and ``data_fingerprint`` are filled in by
    ``package.build``. ``withheld`` is ``identity`` when nobody in it can be known by name or number; the key is
    written only then, so that every package without it stays as it was. ``stands_at`` is only in a correction: number
    and identity of the last package that its sender took in from its receiver, (0, 64 zeros) before the first.
    """

    type: str
    package_id: str
    sender: OfficeName
    receiver: OfficeName
    seq: int
    prev: str
    period: str
    created_local: str
    tz: str
    app_version: str
    audit_n: int
    audit_head: str
    counts: Mapping[str, int]
    control_sums: Mapping[str, str] = field(default_factory=dict)
    files: tuple[FileEntry, ...] = ()
    missing_glyphs: tuple[str, ...] = ()
    supersedes: str | None = None
    data_fingerprint: str = ""
    withheld: str = ""
    stands_at: tuple[int, str] | None = None

    def to_json(self) -> bytes:
        """Write it as canonical JSON: UTF-8, sorted keys, no spaces."""
        some: dict[str, Any] = {"withheld": self.withheld} if self.withheld else {}
        if self.stands_at is not None:
            some["stands_at"] = {"seq": self.stands_at[0], "identity": self.stands_at[1]}
        return canonical_json(
            some
            | {
                "schema": SCHEMA,
                "type": self.type,
                "package_id": self.package_id,
                "from": self.sender.code,
                "from_name": self.sender.name,
                "to": self.receiver.code,
                "to_name": self.receiver.name,
                "seq": self.seq,
                "prev": self.prev,
                "period": self.period,
                "created_local": self.created_local,
                "tz": self.tz,
                "app_version": self.app_version,
                "audit_n": self.audit_n,
                "audit_head": self.audit_head,
                "counts": dict(self.counts),
                "control_sums": dict(self.control_sums),
                "files": [
                    {"name": each.name, "sha256": each.sha256, "bytes": each.bytes, "rows": each.rows}
                    for each in self.files
                ],
                "missing_glyphs": list(self.missing_glyphs),
                "supersedes": self.supersedes,
                "data_fingerprint": self.data_fingerprint,
            }
        ).encode()


def parse(content: bytes) -> PackageManifest:
    """Read a manifest strictly: every key, no other key, canonical form; else :class:`ManifestError`."""
    values = strict_json.read(
        content,
        SCHEMA,
        ManifestError(N_("manifest.json 读不出来，报送包不是本软件生成的，或已损坏。")),
        ManifestError(N_("manifest.json 的版本不认识。请升级本软件后再核验。")),
    )
    take = Taking(values, _refused)
    manifest = PackageManifest(
        type=take("type", TYPES.__contains__),
        package_id=take("package_id", is_uuid),
        sender=OfficeName(*take.office("from")),
        receiver=OfficeName(*take.office("to")),
        seq=take("seq", is_sequence),
        prev=take("prev", is_digest),
        period=take("period", is_text),
        created_local=take("created_local", _is_local_time),
        tz=take("tz", is_text),
        app_version=take("app_version", is_text),
        audit_n=take("audit_n", is_count),
        audit_head=take("audit_head", is_digest),
        counts=take("counts", _mapping_of(is_count)),
        control_sums=take("control_sums", _mapping_of(_is_amount)),
        files=tuple(FileEntry(**each) for each in take("files", _is_files)),
        missing_glyphs=tuple(take("missing_glyphs", _list_of(_is_glyph))),
        supersedes=take("supersedes", optional(is_uuid)),
        data_fingerprint=take("data_fingerprint", is_digest),
        withheld=take("withheld", IDENTITY.__eq__) if "withheld" in values else "",
        stands_at=_stands_at(take("stands_at", _is_place)) if values["type"] == CORRECTION else None,
    )
    if manifest.to_json() != content:
        raise ManifestError(N_("manifest.json 的写法不规范（有多余的内容或被别的软件改写过），不能接受。"))
    return manifest


def data_fingerprint(data: Mapping[str, bytes]) -> str:
    """One SHA-256 for all CSVs, printed in the report: what ``sha256sum data/*.csv | sha256sum`` prints.

    ``data`` maps the member names (``data/….csv``) to their bytes.
    """
    return hashlib.sha256(sums(data)).hexdigest()


def sums(files: Mapping[str, bytes]) -> bytes:
    """Write the lines of ``sha256sum`` for files, sorted by name: the form of ``SHA256SUMS``."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode("utf-8")


def _refused(key: str) -> ManifestError:
    return ManifestError(N_("manifest.json 的“{key}”缺失或写法不对，不能接受。"), key=key)


def _stands_at(place: Mapping[str, Any]) -> tuple[int, str]:
    return place["seq"], place["identity"]


def _is_place(value: Any) -> bool:
    is_whole = isinstance(value, dict) and set(value) == {"seq", "identity"}
    return is_whole and is_count(value["seq"]) and is_digest(value["identity"])


def _list_of(is_right: Check) -> Check:
    return lambda value: isinstance(value, list) and all(map(is_right, value))


def _mapping_of(is_right: Check) -> Check:
    return lambda value: (
        isinstance(value, dict) and all(_is_column(key) and is_right(each) for key, each in value.items())
    )


def _is_files(value: Any) -> bool:
    return _list_of(_is_file)(value) and len({each["name"] for each in value}) == len(value)


def _is_file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"name", "sha256", "bytes", "rows"}
        and _is_file_name(value["name"])
        and is_digest(value["sha256"])
        and is_count(value["bytes"])
        and optional(is_count)(value["rows"])
    )
