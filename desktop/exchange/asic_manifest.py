"""ASiCManifest001.xml: the list of signed files with their SHA-256, in exactly one written form.

EN 319 162-1 leaves freedom in how the XML is written; this profile does not. The reader accepts only the bytes the
writer would have written, line by line, so no XML parser (no DOCTYPE, entity or namespace trick) is involved.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass

PATH = "META-INF/ASiCManifest001.xml"
SIGNATURE_PATH = "META-INF/signature001.p7s"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
    f'<asic:SigReference URI="{SIGNATURE_PATH}" MimeType="application/pkcs7-signature"/>\n'
)
_ENTRY = (
    '<asic:DataObjectReference URI="{name}" MimeType="{media}">'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    "<ds:DigestValue>{digest}</ds:DigestValue></asic:DataObjectReference>\n"
)
_TAIL = "</asic:ASiCManifest>\n"
_ENTRY_PATTERN = re.compile(
    re.escape(_ENTRY)
    .replace(r"\{name\}", r'([^"<>&\n]+)')
    .replace(r"\{media\}", r"([a-z]+/[a-z0-9.+-]+)")
    .replace(r"\{digest\}", r"([A-Za-z0-9+/]{43}=)")
)
_MEDIA_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}


class NotCanonicalError(ValueError):
    """The bytes are not an ASiCManifest as this profile writes it."""


@dataclass(frozen=True)
class SignedFile:
    """One file that the signature covers: its name in the container and its SHA-256 (64 hex digits)."""

    name: str
    sha256: str


def write(digests: Mapping[str, str]) -> bytes:
    """Write the manifest for files given as name and SHA-256 hex, in the order given."""
    entries = (
        _ENTRY.format(
            name=name, media=_media(name), digest=base64.b64encode(bytes.fromhex(digest)).decode("ascii")
        )
        for name, digest in digests.items()
    )
    return (_HEAD + "".join(entries) + _TAIL).encode("utf-8")


def read(content: bytes) -> tuple[SignedFile, ...]:
    """Read a manifest back; raises :class:`NotCanonicalError` for anything this writer would not write."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        raise NotCanonicalError("not ASCII") from error
    files = {name: base64.b64decode(digest).hex() for name, _, digest in _ENTRY_PATTERN.findall(text)}
    if not files or write(files) != content:
        raise NotCanonicalError("not the written form of this profile")
    return tuple(SignedFile(name, digest) for name, digest in files.items())


def _media(name: str) -> str:
    return next((media for ending, media in _MEDIA_TYPES.items() if name.endswith(ending)), "text/plain")
