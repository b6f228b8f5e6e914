"""``manifest.json``: what a package says about itself, as canonical JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.messages import N_, ReportableError
from desktop.exchange.certificates import OfficeName

SCHEMA = "taizhang-package/1"
SUBMISSION = "SUB"  # 上报
CORRECTION = "CORR"  # 发回: what the office above holds of an office's records
TYPES = (SUBMISSION, "RCP", "REJ", "CSR", "CRT", "CRL", CORRECTION)
NO_PREVIOUS = "0" * 64
IDENTITY = "identity"
"""What ``withheld`` says of a package without identity (不带身份信息)."""

_CODE = re.compile(r"[A-Za-z0-9-]{1,32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_AMOUNT = re.compile(r"-?\d+(\.\d+)?")
_GLYPH = re.compile(r"U\+[0-9A-F]{4,6}")
_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{1,200}")
_FILE_NAME = re.compile(r"[A-Za-z0-9_./-]{1,100}")
_COLUMN = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_LARGEST = 2**53


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
        return json.dumps(
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
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode("utf-8")


def parse(content: bytes) -> PackageManifest:
    """Read a manifest strictly: every key, no other key, canonical form; else :class:`ManifestError`."""
    try:
        values = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ManifestError(N_("manifest.json 读不出来，报送包不是本软件生成的，或已损坏。")) from error
    if not isinstance(values, dict) or values.get("schema") != SCHEMA:
        raise ManifestError(N_("manifest.json 的版本不认识。请升级本软件后再核验。"))
    manifest = PackageManifest(
        type=_taken(values, "type", TYPES.__contains__),
        package_id=_taken(values, "package_id", _matching(_UUID)),
        sender=OfficeName(
            _taken(values, "from", _matching(_CODE)), _taken(values, "from_name", _matching(_TEXT))
        ),
        receiver=OfficeName(
            _taken(values, "to", _matching(_CODE)), _taken(values, "to_name", _matching(_TEXT))
        ),
        seq=_taken(values, "seq", lambda value: _is_count(value) and 1 <= value <= 999_999),
        prev=_taken(values, "prev", _matching(_DIGEST)),
        period=_taken(values, "period", _matching(_TEXT)),
        created_local=_taken(values, "created_local", _matching(_LOCAL_TIME)),
        tz=_taken(values, "tz", _matching(_TEXT)),
        app_version=_taken(values, "app_version", _matching(_TEXT)),
        audit_n=_taken(values, "audit_n", _is_count),
        audit_head=_taken(values, "audit_head", _matching(_DIGEST)),
        counts=_taken(values, "counts", _mapping_of(_is_count)),
        control_sums=_taken(values, "control_sums", _mapping_of(_matching(_AMOUNT))),
        files=tuple(FileEntry(**each) for each in _taken(values, "files", _is_files)),
        missing_glyphs=tuple(_taken(values, "missing_glyphs", _list_of(_matching(_GLYPH)))),
        supersedes=_taken(values, "supersedes", lambda value: value is None or _matching(_UUID)(value)),
        data_fingerprint=_taken(values, "data_fingerprint", _matching(_DIGEST)),
        withheld=_taken(values, "withheld", IDENTITY.__eq__) if "withheld" in values else "",
        stands_at=_stands_at(values) if values.get("type") == CORRECTION else None,
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


def _taken(values: Mapping[str, Any], key: str, is_right: Callable[[Any], bool]) -> Any:
    if key not in values or not is_right(values[key]):
        raise ManifestError(N_("manifest.json 的“{key}”缺失或写法不对，不能接受。"), key=key)
    return values[key]


def _stands_at(values: Mapping[str, Any]) -> tuple[int, str]:
    place = _taken(values, "stands_at", _is_place)
    return place["seq"], place["identity"]


def _is_place(value: Any) -> bool:
    is_whole = isinstance(value, dict) and set(value) == {"seq", "identity"}
    return is_whole and _is_count(value["seq"]) and _matching(_DIGEST)(value["identity"])


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST


def _list_of(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(is_right, value))


def _mapping_of(is_right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    is_key = _matching(_COLUMN)
    return lambda value: (
        isinstance(value, dict) and all(is_key(key) and is_right(each) for key, each in value.items())
    )


def _is_files(value: Any) -> bool:
    return _list_of(_is_file)(value) and len({each["name"] for each in value}) == len(value)


def _is_file(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"name", "sha256", "bytes", "rows"}
        and _matching(_FILE_NAME)(value["name"])
        and _matching(_DIGEST)(value["sha256"])
        and _is_count(value["bytes"])
        and (value["rows"] is None or _is_count(value["rows"]))
    )
