"""``updates.json``: what an office sends down with a receipt besides its decisions — closed periods and exceptions.

Numbers of rule tables, forms and choices are looked at by a person before they hold. Everything is bounded in count and length.
How to add a kind of update: a class below and its name in ``_PARTS``, a check for each new key in ``_CHECKS``, and a
module of its own in ``desktop.services`` (``updates_from_above`` says which).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from db.canonical_json import canonical_json
from db.messages import N_, Message, ReportableError
from desktop.exchange.strict_json import matching

SCHEMA = "taizhang-updates/1"

LONGEST_TEXT = 200
LARGEST_FORM = 64 * 1024  # bytes of UTF-8
LONGEST_LINE = 4000  # reading a TOML key takes the square of its length
_LARGEST = 8 * 1024 * 1024
_MOST = 2000
_is_code = matching(r"[A-Za-z0-9_-]{0,64}")
_is_name = matching(r"[a-z0-9_]{1,40}")
_is_choice = matching(r"[A-Za-z0-9]{1,8}")
_is_form = matching(r"[^\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]*")
_is_text = matching(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]{0,200}")
_is_amount = matching(r"-?\d{1,15}(\.\d{1,6})?")


class UpdatesError(ReportableError):
    """Bytes that are no updates of this version."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "回执附带的内容（锁定期、规则数字、表格、选项）读不懂，没有使用。请升级本软件，或让上级重新出具。"
            )
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
class FormUpdate:
    """A form (表格) of the office above: ``content`` is its TOML, ``form`` the code in it, by which a file is named."""

    form: str
    content: str


@dataclass(frozen=True)
class ChoiceUpdate:
    """A choice of the code list ``codes`` that the office above has added or ended.

    ``begins`` and ``ends`` are its first and last day (ISO), or empty.
    """

    codes: str
    code: str
    label: str
    begins: str
    ends: str


Update = FigureUpdate | FormUpdate | ChoiceUpdate
"""What a person looks at before it holds."""


@dataclass(frozen=True)
class Updates:
    """Everything that goes down; ``lock`` is None while no period is closed."""

    lock: Lock | None = None
    exemptions: tuple[Exemption, ...] = ()
    figures: tuple[FigureUpdate, ...] = ()
    forms: tuple[FormUpdate, ...] = ()
    choices: tuple[ChoiceUpdate, ...] = ()

    @property
    def to_decide(self) -> tuple[Update, ...]:
        """What a person looks at before it holds."""
        return (*self.figures, *self.forms, *self.choices)

    def to_json(self) -> bytes:
        """Write it as canonical JSON; a part that older programs do not know is left out while it is empty."""
        parts = {name: [asdict(one) for one in getattr(self, name)] for name in _PARTS}
        known = {name: part for name, part in parts.items() if part or name in _ALWAYS}
        lock = None if self.lock is None else asdict(self.lock)
        return canonical_json({"schema": SCHEMA, "lock": lock, **known}).encode()


_PARTS: Mapping[str, type[Any]] = {
    "exemptions": Exemption,
    "figures": FigureUpdate,
    "forms": FormUpdate,
    "choices": ChoiceUpdate,
}
_ALWAYS = ("exemptions", "figures")


def parse(content: bytes) -> Updates:
    """Read it strictly: every key, no other key, canonical form, within its bounds; raises UpdatesError."""
    try:
        if len(content) > _LARGEST:
            raise UpdatesError
        values = json.loads(content.decode("utf-8"))
        lock = values["lock"]
        parts = {name: _part(kind, values.get(name, [])) for name, kind in _PARTS.items()}
        found = Updates(None if lock is None else Lock(**_taken(lock)), **parts)
        written = found.to_json()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UpdatesError from error
    if written != content:
        raise UpdatesError
    return found


def again(content: Mapping[str, str]) -> Update:
    """Make an update of its kept content: its keys say which kind it is."""
    kinds: tuple[type[Update], ...] = (FigureUpdate, FormUpdate, ChoiceUpdate)
    kind = next(one for one in kinds if {field.name for field in fields(one)} == set(content))
    return kind(**content)


def why_unfit(form: FormUpdate) -> Message | None:
    """Say why a form cannot travel, None when it can."""
    if len(form.content.encode("utf-8", "replace")) > LARGEST_FORM:
        return Message(N_("超过 {n} KB，不能下发。"), {"n": LARGEST_FORM // 1024})
    long = [n for n, line in enumerate(form.content.split("\n"), start=1) if len(line) > LONGEST_LINE]
    if long:
        return Message(N_("第 {line} 行太长，请分成几行，才能下发。"), {"line": long[0]})
    if not _is_name(form.form):
        return Message(N_("代码超过 40 个字符，不能下发。"))
    if not _is_form(form.content):
        return Message(N_("里面有看不见的控制字符，不能下发。请用记事本重新存一遍。"))
    return None


def _part(kind: type[Any], listed: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    if len(listed) > _MOST:
        raise UpdatesError
    found = tuple(kind(**_taken(one)) for one in listed)
    if kind is FormUpdate and (any(map(why_unfit, found)) or len({one.form for one in found}) < len(found)):
        raise UpdatesError
    return found


def _taken(values: Mapping[str, Any]) -> dict[str, str]:
    for key, value in values.items():
        if not isinstance(value, str) or not _CHECKS[key](value):
            raise ValueError(key)
    return dict(values)


def _is_day(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "until_on": _is_day,
    "valid_from": _is_day,
    "valid_to": lambda text: not text or _is_day(text),
    "begins": lambda text: not text or _is_day(text),
    "ends": lambda text: not text or _is_day(text),
    "register": _is_code,
    "record_id": _is_code,
    "table": _is_code,
    "name": _is_text,  # a ratio is named by the words of its groups
    "area": _is_code,
    "value": _is_amount,
    "reason": _is_text,
    "source": _is_text,
    "codes": _is_name,
    "code": _is_choice,
    "label": lambda text: bool(text) and _is_text(text),
    "form": _is_name,
    "content": lambda text: 0 < len(text) <= LARGEST_FORM,
}
