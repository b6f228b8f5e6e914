"""A submission package (报送包): its members in their fixed order, signed, under its own name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.exchange import asic_manifest, container, csv_rows, signing
from desktop.exchange.certificates import Signer
from desktop.exchange.manifest import FileEntry, PackageManifest, data_fingerprint, sums

MANIFEST = "manifest.json"
DATA_PACKAGE = "datapackage.json"
REPORT = "report.pdf"
SUMS = "SHA256SUMS"
DATA_FOLDER = "data/"

_REGISTER = r"[a-z][a-z0-9_]*"
_PAYLOAD = re.compile(
    rf"manifest\.json|datapackage\.json|report\.pdf|SHA256SUMS|data/{_REGISTER}(\.{_REGISTER})?\.csv|attachments/.+"
)
_FILE_NAME = re.compile(r"([A-Za-z0-9-]{1,32})_([A-Za-z0-9-]{1,32})_([A-Z]{3,4})_(\d{6})\.asice")


@dataclass(frozen=True)
class BuiltPackage:
    """A finished package; ``manifest_sha256`` (of ASiCManifest001.xml) is its identity, never the ZIP's hash."""

    content: bytes
    manifest_sha256: str
    file_name: str
    manifest: PackageManifest


@dataclass(frozen=True)
class NameParts:
    """What a package's file name says is inside."""

    sender: str
    receiver: str
    type: str
    seq: int


def build(
    manifest: PackageManifest,
    *,
    data: Mapping[str, bytes],
    data_package: bytes,
    report: bytes,
    signer: Signer,
    when: datetime,
    attachments: Mapping[str, bytes] | None = None,
) -> BuiltPackage:
    """Put a package together and sign it; the same input gives the same bytes.

    ``data`` maps ``data/<register>[.<rows>].csv`` to bytes, ``report`` is the signed PDF, ``attachments`` maps
    ``attachments/…`` to bytes. The manifest's ``files`` and ``data_fingerprint`` are filled in here.
    """
    listed = {DATA_PACKAGE: data_package, **_sorted(data), REPORT: report, **_sorted(attachments or {})}
    entries = tuple(
        FileEntry(name, sha256(content), len(content), csv_rows.count(content) if name in data else None)
        for name, content in listed.items()
    )
    manifest = replace(manifest, files=entries, data_fingerprint=data_fingerprint(data))
    signed = {MANIFEST: manifest.to_json(), **listed}
    signed[SUMS] = sums(signed)
    asic = asic_manifest.write({name: sha256(content) for name, content in signed.items()})
    members = {
        asic_manifest.PATH: asic,
        asic_manifest.SIGNATURE_PATH: signing.sign(asic, signer, when),
        **signed,
    }
    content = container.pack([container.Member(name, member) for name, member in members.items()])
    return BuiltPackage(content, sha256(asic), file_name(manifest), manifest)


def file_name(manifest: PackageManifest) -> str:
    """Name a package ``<from>_<to>_<TYPE>_<seq6>.asice``: ASCII and without personal data."""
    return f"{manifest.sender.code}_{manifest.receiver.code}_{manifest.type}_{manifest.seq:06d}.asice"


def parse_file_name(name: str) -> NameParts | None:
    """Read such a name back, or ``None`` when it is another kind of name."""
    found = _FILE_NAME.fullmatch(name)
    return NameParts(found[1], found[2], found[3], int(found[4])) if found else None


def identity(asic: bytes) -> str:
    """Return a package's identity: SHA-256 of its ASiCManifest001.xml."""
    return sha256(asic)


def is_expected(name: str) -> bool:
    """Say whether a signed member belongs into a submission."""
    return _PAYLOAD.fullmatch(name) is not None


def is_listed_in_sums(name: str) -> bool:
    """Say whether ``SHA256SUMS`` has a line for a member: every file but itself and the signature's."""
    return name != SUMS and not name.startswith("META-INF/")


def _sorted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: files[name] for name in sorted(files)}


def sha256(content: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()
