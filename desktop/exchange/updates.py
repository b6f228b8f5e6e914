"""``updates.json``: what an office sends down with a receipt besides its decisions — closed periods and exceptions.

``figures`` are numbers of rule tables, as the office above has entered them; a person looks at them before they hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError

SCHEMA = "taizhang-updates/1"

_CODE = re.compile(r"[A-Za-z0-9_-]{0,64}")
LONGEST_TEXT = 200
_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{0,200}")
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class UpdatesError(ReportableError):
    """Bytes that are no updates of this version."""

    def __init__(self) -> None:
        super().__init__(
            N_("回执附带的设置（锁定期、规则数字）读不懂，没有使用。请升级本软件，或让上级重新出具。")
        )


@dataclass(frozen=True)
class Lock:
    """Records written up to the day ``until_on`` (ISO) are closed."""

    until_on: str
    reason: str


@dataclass(frozen=True)
class Exemption:
    """One record of a closed period that may be sent up to the day ``until_on`` (ISO)."""

    register: str
    record_id: str
    until_on: str
    reason: str


@dataclass(frozen=True)
class FigureUpdate:
    """A number of a rule table (``db.rule_tables.Figure``), as texts; ``valid_to`` may be empty."""

    table: str
    name: str
    area: str
    value: str
    valid_from: str
    valid_to: str
    source: str


@dataclass(frozen=True)
class Updates:
    """Everything that goes down; ``lock`` is None while no period is closed."""

    lock: Lock | None = None
    exemptions: tuple[Exemption, ...] = ()
    figures: tuple[FigureUpdate, ...] = ()

    def to_json(self) -> bytes:
        """Write it as canonical JSON."""
        return canonical_json(
            {
                "schema": SCHEMA,
                "lock": None if self.lock is None else asdict(self.lock),
                "exemptions": [asdict(one) for one in self.exemptions],
                "figures": [asdict(one) for one in self.figures],
            }
        ).encode()


def parse(content: bytes) -> Updates:
    """Read it strictly: every key, no other key, canonical form; raises UpdatesError."""
    try:
        values = json.loads(content.decode("utf-8"))
        lock = values["lock"]
        found = Updates(
            None if lock is None else Lock(**_taken(lock)),
            tuple(Exemption(**_taken(one)) for one in values["exemptions"]),
            tuple(FigureUpdate(**_taken(one)) for one in values["figures"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UpdatesError from error
    if found.to_json() != content:
        raise UpdatesError
    return found


def _taken(values: Mapping[str, Any]) -> dict[str, str]:
    for key, value in values.items():
        if not isinstance(value, str) or not _CHECKS[key](value):
            raise ValueError(key)
    return dict(values)


def _is_day(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _is_text(text: str) -> bool:
    return _TEXT.fullmatch(text) is not None


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "until_on": _is_day,
    "valid_from": _is_day,
    "valid_to": lambda text: not text or _is_day(text),
    "register": _is_code,
    "record_id": _is_code,
    "table": _is_code,
    "name": _is_text,  # a ratio is named by the words of its groups
    "area": _is_code,
    "value": lambda text: _AMOUNT.fullmatch(text) is not None,
    "reason": _is_text,
    "source": _is_text,
}
