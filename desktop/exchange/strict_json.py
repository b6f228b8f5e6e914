"""JSON that came from elsewhere, read strictly: an object of one schema, each value taken only when its check holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from db.messages import ReportableError

Check = Callable[[Any], bool]


def read(
    content: bytes, schema: str, unreadable: ReportableError, unknown: ReportableError
) -> dict[str, Any]:
    """Read an object that says its schema; raises ``unreadable`` for no JSON and ``unknown`` for anything else."""
    try:
        values = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise unreadable from error
    if not isinstance(values, dict) or values.get("schema") != schema:
        raise unknown
    return values


class Taking:
    """Takes values out of an object by their keys; ``refused`` makes the error for a missing or wrong one."""

    def __init__(self, values: Mapping[str, Any], refused: Callable[[str], ReportableError]) -> None:
        self._values, self._refused = values, refused

    def __call__(self, key: str, is_right: Check) -> Any:
        if key not in self._values or not is_right(self._values[key]):
            raise self._refused(key)
        return self._values[key]

    def office(self, key: str) -> tuple[str, str]:
        """Take code and name of an office."""
        return self(key, is_code), self(f"{key}_name", is_text)


def matching(pattern: str) -> Check:
    """Make a check: a text that matches wholly."""
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def whole(first: int, last: int) -> Check:
    """Make a check: a whole number, both ends included."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and first <= value <= last


def optional(is_right: Check) -> Check:
    """Make a check: right, or null."""
    return lambda value: value is None or is_right(value)


is_code = matching(r"[A-Za-z0-9-]{1,32}")
# A line: no control characters, nothing that turns the direction of writing.
is_text = matching(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{1,200}")
is_digest = matching(r"[0-9a-f]{64}")
is_uuid = matching(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
is_count = whole(0, 2**53 - 1)
is_sequence = whole(1, 999_999)
