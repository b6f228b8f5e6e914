"""Which records 逻辑检查 has something to say about, as far as this session has looked: lists that SQL cannot ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import checks
from db.messages import N_, Problem
from db.register import Register
from desktop.services.checking import CheckReport
from desktop.services.records import Saved

STANDING = "standing"
"""The code of the list of records with open problems."""


@dataclass(frozen=True)
class CheckedList:
    """A list by what a check found; ``holds(problems, reasons)``, ``of`` names the registers, none for all."""

    code: str
    label: str
    holds: Callable[[Sequence[Problem], Mapping[str, str]], bool]
    of: tuple[str, ...] = ()


CHECKED_LISTS = (
    CheckedList(
        STANDING,
        N_("逻辑有误"),
        lambda problems, reasons: bool(checks.open_problems(list(problems), reasons)),
    ),
    CheckedList(
        "papers_missing",
        N_("材料不全"),
        lambda problems, _reasons: any(one.code == "papers_missing" for one in problems),
        ("hardship_cases",),
    ),
)

CHECKED = frozenset(one.code for one in CHECKED_LISTS)


def lists_of(register: Register) -> list[CheckedList]:
    """Give the lists that make sense for a register."""
    return [one for one in CHECKED_LISTS if not one.of or register.code in one.of]


class Standing:
    """Learns from every check and every save; ``checked_at`` is when all records were checked last, None for never."""

    def __init__(self) -> None:
        self.checked_at: datetime | None = None
        self._ids: dict[str, dict[str, set[str]]] = {}  # register → list → ids

    def of(self, register: str) -> Mapping[str, AbstractSet[str]]:
        """Give the ids of the records known to be in each of the ``CHECKED_LISTS``, by its code; none while unknown."""
        return {code: frozenset(ids) for code, ids in self._ids.get(register, {}).items()}

    def note(self, result: Any, now: datetime) -> None:
        """Learn from what a use case returned."""
        if isinstance(result, CheckReport):
            for register in result.changes.records:
                self._note_report(register, result)
            if result.only is None:
                self.checked_at = now
        elif isinstance(result, Saved):
            (register,) = result.changes.records
            for one, ids in self._lists(register):
                if one.holds(result.problems, result.record.reasons or {}):
                    ids.add(result.record.id)
                else:
                    ids.discard(result.record.id)

    def _note_report(self, register: str, report: CheckReport) -> None:
        checked = [record for record in report.records if record.register == register]
        for one, ids in self._lists(register):
            ids.difference_update(list(ids) if report.only is None else report.only)
            ids.update(record.record_id for record in checked if one.holds(record.problems, record.reasons))

    def _lists(self, register: str) -> list[tuple[CheckedList, set[str]]]:
        known = self._ids.setdefault(register, {one.code: set() for one in CHECKED_LISTS})
        return [(one, known[one.code]) for one in CHECKED_LISTS]
