"""A rule of an import is asked once for all rows that give it the same values, and says the same as if it were asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from db import rule_tables
from db.messages import Message, Problem, Severity
from db.register import Context, Holder
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import import_rules, records
from desktop.services.import_rows import plain_copy
from desktop.services.import_rules import ImportRules

UNITS = all_registers()["units"]
FILLABLE = {"unit_name", "employees", "members", "built_state"}


class Lookups:
    """A ledger in which more is found with every row."""

    count = 0

    def holders(self, _register: str, _path: str, _value: str) -> list[Holder]:
        self.count += 1
        return [Holder("units", "other", f"第{self.count}行")]

    def facts(self, _register: str, _record_id: str) -> None:
        return None


@pytest.fixture
def context(ledger: Ledger) -> Context:
    return Context(ledger.clock().date(), "360111103", rule_tables.shipped(), Lookups())


class Asked:
    """Rules that count how often they are asked."""

    def __init__(self) -> None:
        self.times: dict[str, int] = dict.fromkeys(["size", "constant", "name", "doubles", "rows"], 0)

    def size(self, unit: Any, _context: Context) -> Iterable[Problem]:
        self.times["size"] += 1
        if unit.built_state == "2" and unit.members > unit.employees:
            yield self.problem("size", unit.members)

    def constant(self, unit: Any, _context: Context) -> Iterable[Problem]:
        self.times["constant"] += 1
        if unit.legal_person is None:
            yield self.problem("constant", unit.written_on)

    def name(self, unit: Any, _context: Context) -> Iterable[Problem]:
        self.times["name"] += 1
        yield self.problem("name", unit.unit_name)

    def doubles(self, unit: Any, context: Context) -> Iterable[Problem]:
        self.times["doubles"] += 1
        if unit.built_state:
            yield self.problem("doubles", context.lookups.holders("units", "unit_name", "")[0].label)

    def rows(self, unit: Any, _context: Context) -> Iterable[Problem]:
        self.times["rows"] += 1
        if unit.built_state:
            yield self.problem("rows", [line.unit_name for line in unit.covers])

    @staticmethod
    def problem(code: str, value: object) -> Problem:
        return Problem(code, Severity.MUST, Message("{value}", {"value": value}))

    @property
    def all(self) -> tuple[Any, ...]:
        return self.size, self.constant, self.name, self.doubles, self.rows


def said(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(one.code, str(one.message)) for one in problems]


def test_rules_say_of_every_row_what_they_would_say_if_asked(ledger: Ledger, context: Context) -> None:
    empty = plain_copy(UNITS, records.new(ledger, UNITS))
    asked = Asked()
    rules = ImportRules(asked.all, empty, context, FILLABLE, {"covers"})
    assert said(rules.same) == [("constant", str(empty.written_on))]
    context = replace(context, lookups=Lookups())
    plain = replace(context, lookups=Lookups())
    count = 1_000
    for number in range(count):
        vars(empty).update(
            {
                "unit_name": f"第{number}厂",
                "employees": number % 3,
                "members": number % 5,
                "built_state": "2" if number % 2 else None,
                "covers": [SimpleNamespace(unit_name=f"分厂{number}")],
            }
        )
        once = Asked()
        live = [
            problem
            for rule in (once.size, once.name, once.doubles, once.rows)
            for problem in rule(empty, plain)
        ]
        assert said(rules(empty, context)) == said(live)
    # Five by three numbers, or no union, which leaves them unread; and the look at the empty record.
    assert asked.times["size"] == 3 * 5 + 1 + 1
    assert asked.times["constant"] == 1
    # What is new in every row, is asked of the ledger or stands in rows cannot be remembered.
    assert {asked.times[code] for code in ("name", "doubles", "rows")} == {count + 1}


def test_a_rule_with_too_many_answers_forgets_them(ledger: Ledger, context: Context) -> None:
    empty = plain_copy(UNITS, records.new(ledger, UNITS))
    asked = Asked()
    rules = ImportRules([asked.name], empty, context, FILLABLE, set())
    for number in range(import_rules._MOST_ANSWERS + 10):
        empty.unit_name = f"第{number}厂"
        rules(empty, context)
    assert rules._rules[0].first is None
