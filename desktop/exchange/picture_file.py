"""The pictures of a package in one member: canonical JSON of SHA-256 → base64, each picture once whoever names it.

One member and not one for each: a container holds few members, and a township may nominate many people.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from db.canonical_json import canonical_json
from desktop.exchange.package import sha256
from desktop.exchange.strict_json import is_digest

NAME = "attachments/pictures.json"


def write(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the member for pictures by their SHA-256; none when there are none."""
    if not pictures:
        return {}
    texts = {digest: base64.b64encode(content).decode("ascii") for digest, content in pictures.items()}
    return {NAME: canonical_json(texts).encode()}


def read(member: bytes) -> dict[str, bytes]:
    """Read it back; what is not the picture that it says it is, is left out, and all of a member that is no such JSON."""
    try:
        told = json.loads(member)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    read_back = {digest: _decoded(text) for digest, text in told.items() if is_digest(digest)}
    return {digest: content for digest, content in read_back.items() if content and sha256(content) == digest}


def _decoded(text: object) -> bytes:
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return b""
