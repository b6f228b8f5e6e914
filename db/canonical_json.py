"""The one JSON text of a value, that hashes and signatures can cover."""

from __future__ import annotations

import json

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class CanonicalJson(str):
    """A text that is canonical JSON already."""

    __slots__ = ()


def canonical_json(value: object) -> str:
    """Write a value with sorted keys, no spaces, characters as they are."""
    return _ENCODER.encode(value)


def written(value: object) -> CanonicalJson:
    """Write a value, or take the text that is written already."""
    return value if isinstance(value, CanonicalJson) else CanonicalJson(canonical_json(value))


quoted = json.encoder.encode_basestring
"""What ``canonical_json`` gives of a text, for those who put a long JSON together themselves."""
