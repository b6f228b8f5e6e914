"""Rules for thousands of rows of one file: each is asked once for all rows that give it the same values to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from db.messages import Problem
from db.register import Context, Lookups, Rule

_MOST_ANSWERS = 200
"""A rule with more answers than that reads something that is new in nearly every row, and is asked for each."""


class _Question(NamedTuple):
    """What a rule reads next, and by each value what follows: the next question, or the list of what the rule said."""

    code: str
    answers: dict[Any, Any]


@dataclass
class _Reader:
    """Notes which of the ``codes`` a rule reads of a record, and whether it asks the ledger."""

    values: Mapping[str, Any]
    codes: AbstractSet[str]
    has_read: dict[str, Any] = field(default_factory=dict)
    has_asked: bool = False

    def said(self, rule: Rule, kind: type, context: Context) -> list[Problem]:
        """Ask a rule about the record, an object of a class that names the same columns as ``kind``."""

        def read(_self: object, code: str) -> Any:
            if code in self.codes:
                self.has_read[code] = self.values[code]
            return self.values[code]

        def ask(_self: object, name: str) -> Any:
            self.has_asked = True
            return getattr(context.lookups, name)

        columns = {"__table__": vars(kind)["__table__"], "__getattr__": read}
        lookups: Lookups = type("Lookups", (), {"__getattr__": ask})()
        return list(rule(type(kind.__name__, (), columns)(), replace(context, lookups=lookups)))


class ImportRules:
    """The rules that a file can make differ, with their answers so far; ``same`` is what the others say of every row.

    A rule depends on nothing but what it reads, in the order in which it reads it: one that reads no value of the file
    takes the same path every time, and one that has read the same values once more says the same. Asking the ledger
    is another matter, for rows of the file become part of it. ``record`` is an empty one, ``fillable`` are the fields
    and ``rows`` the row groups that the file has columns and sheets for.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        record: Any,
        context: Context,
        fillable: AbstractSet[str],
        rows: AbstractSet[str],
    ) -> None:
        self.same: list[Problem] = []
        self._rules: list[_Remembered] = []
        for rule in rules:
            reader = _Reader(vars(record), fillable | rows | {"id"})
            said = reader.said(rule, type(record), context)
            if reader.has_read:
                self._rules.append(_Remembered(rule, fillable, rows))
            else:
                self.same += said

    def __call__(self, record: Any, context: Context) -> list[Problem]:
        """Give what the rules say of a record, as one rule (``db.register.Rule``)."""
        values = vars(record)
        found: list[Problem] = []
        for rule in self._rules:
            known = rule.first
            while type(known) is _Question:
                known = known.answers.get(values[known.code])
            if known is None:
                known = rule.ask(record, context)
            if known:
                found += known
        return found


class _Remembered:
    """One rule: ``first`` is what it reads first, or says at once; None when that is not known."""

    def __init__(self, rule: Rule, fillable: AbstractSet[str], rows: AbstractSet[str]) -> None:
        self.first: Any = None
        self._rule = rule
        self._rows = rows
        self._codes = fillable | rows
        self._count = 0

    def ask(self, record: Any, context: Context) -> list[Problem]:
        """Ask the rule, and remember what it says if that can be."""
        if self._count > _MOST_ANSWERS:
            return list(self._rule(record, context))
        reader = _Reader(vars(record), self._codes)
        said = reader.said(self._rule, type(record), context)
        self._count += 1
        if reader.has_asked or reader.has_read.keys() & self._rows:
            self._count = _MOST_ANSWERS + 1
        self.first = (
            None if self._count > _MOST_ANSWERS else _with(self.first, list(reader.has_read.items()), said)
        )
        return said


def _with(known: Any, read: Sequence[tuple[str, Any]], said: list[Problem]) -> Any:
    """Add an answer to what is known: the questions on the way to it are those that are there already."""
    if not read:
        return said
    (code, value), *more = read
    question = _Question(code, {}) if known is None else known
    question.answers[value] = _with(question.answers.get(value), more, said)
    return question
