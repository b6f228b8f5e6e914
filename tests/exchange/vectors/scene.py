"""What a forger has in hand, and the tools that every forgery is made with."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from desktop.exchange import asic_manifest, container, signing
from desktop.exchange.container import Member
from desktop.exchange.envelope import KeyPair
from desktop.exchange.manifest import sums
from desktop.exchange.package import BuiltPackage

CASES = "data/hardship_cases.csv"
MEMBERS = "data/hardship_cases.members.csv"


@dataclass(frozen=True)
class Scene:
    """What a forger has in hand: a right package, a way to build others, two offices."""

    built: BuiltPackage
    build: Callable[..., BuiltPackage]
    office: Any
    other_office: Any
    plain_report: bytes
    data: dict[str, bytes]
    county: Any
    """The office above, with a root of its own: it opens what is sealed and signs receipts."""
    daily: KeyPair
    escrow: KeyPair

    @property
    def members(self) -> dict[str, bytes]:
        return dict(container.unpack(self.built.content).members)


def packed(members: dict[str, bytes]) -> bytes:
    return container.pack([Member(name, content) for name, content in members.items()])


def resigned(members: dict[str, bytes], by: Any) -> bytes:
    """Sign members again, as only the holder of a key can."""
    payload = {name: content for name, content in members.items() if not name.startswith("META-INF/")}
    payload.pop("SHA256SUMS", None)
    payload["SHA256SUMS"] = sums(payload)
    asic = asic_manifest.write(
        {name: hashlib.sha256(content).hexdigest() for name, content in payload.items()}
    )
    signature = signing.sign(asic, by.signer, now())
    return packed({asic_manifest.PATH: asic, asic_manifest.SIGNATURE_PATH: signature, **payload})


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def loose_zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a ZIP that looks as much like ours as it can, without asking whether the names are allowed."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in {"mimetype": container.MIMETYPE, **members}.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, 0o100600 << 16
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else compression
            archive.writestr(info, content)
    return output.getvalue()
