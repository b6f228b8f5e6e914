"""A ledger in memory for rule tests: answers what rules ask, from plain records."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from db import rule_tables
from db.messages import Problem, Severity
from db.record import Record
from db.register import Context, Holder, Register
from db.values import resident_id

TODAY = date(2026, 5, 8)
TOWNSHIP = "360111103"  # 罗家镇


@dataclasses.dataclass(frozen=True)
class KnownRecords:
    """Answers lookups from records given by the code of their register."""

    records: Mapping[str, Sequence[Record]] = dataclasses.field(default_factory=dict)

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        return [
            Holder(register, record.id, f"第{number}份")
            for number, record in enumerate(self.records.get(register, ()), 1)
            if getattr(record, path) == value
        ]

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        for record in self.records.get(register, ()):
            if record.id == record_id:
                return {code: getattr(record, code) for code in _field_codes(record)}
        return None


def context(**records: Sequence[Record]) -> Context:
    """Make the context of a rule; records are named by their register."""
    return Context(TODAY, TOWNSHIP, rule_tables.shipped(), KnownRecords(records))


def by_rules(register: Register, record: Record, around: Context | None = None) -> list[Problem]:
    """Run a register's own rules, without the checks of fields that all registers share."""
    return [problem for rule in register.rules for problem in rule(record, around or context())]


def places(problems: list[Problem], severity: Severity | None = None) -> list[str]:
    """Give ``code@place`` of the problems, of one class if asked."""
    return [problem.key for problem in problems if severity in (None, problem.severity)]


def id_number(county: str, birth: str, order: str) -> str:
    """Make up a resident ID that is right by the rules; an odd ``order`` is a man's."""
    first = f"{county}{birth}{order}"
    return first + resident_id.check_digit(first)


def _field_codes(record: Record) -> list[str]:
    return [column.key for column in record.__table__.columns if "field" in column.info]
