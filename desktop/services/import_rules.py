"""Rules for thousands of rows of one file: each is asked once for all rows that give it the same values to read."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Table

from db.messages import Problem
from db.register import Context, Lookups, Rule

_MOST_ANSWERS = 200
"""A rule with more answers than that reads something that is new in nearly every row, and is asked for each."""


class _Question(NamedTuple):
    """What a rule reads next, and by each value what follows: the next question, or the list of what the rule said."""

    code: str
    answers: dict[Any, Any]


class _Watched:
    """Stands for a record, and notes which of the ``codes`` a rule reads of it."""

    def __init__(self, record: Any, codes: AbstractSet[str]) -> None:
        self._record, self._codes = record, codes
        self.has_read: dict[str, Any] = {}

    def __getattr__(self, code: str) -> Any:
        value = getattr(self._record, code)
        if code in self._codes:
            self.has_read[code] = value
        return value


class _WatchedLookups:
    """Stands for the ledger, and notes whether a rule asks it anything."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self.has_asked = False

    def __getattr__(self, name: str) -> Any:
        self.has_asked = True
        return getattr(self._lookups, name)


@cache
def _watched_kind(table: Table) -> type[_Watched]:
    """Make a class for the records of a table: rules ask the class for its columns."""
    return type(table.name, (_Watched,), {"__table__": table})


def _watch(
    rule: Rule, record: Any, context: Context, codes: AbstractSet[str]
) -> tuple[list[Problem], dict[str, Any], bool]:
    """Ask a rule; give what it says, which of the ``codes`` it reads for that, and whether it asks the ledger."""
    watched = _watched_kind(record.__table__)(record, codes)
    lookups = _WatchedLookups(context.lookups)
    said = list(rule(watched, replace(context, lookups=lookups)))
    return said, watched.has_read, lookups.has_asked


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
            said, has_read, _ = _watch(rule, record, context, fillable | rows | {"id"})
            if has_read:
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
        said, has_read, has_asked = _watch(self._rule, record, context, self._codes)
        self._count += 1
        if has_asked or has_read.keys() & self._rows:
            self._count = _MOST_ANSWERS + 1
        self.first = None if self._count > _MOST_ANSWERS else _with(self.first, list(has_read.items()), said)
        return said


def _with(known: Any, read: Sequence[tuple[str, Any]], said: list[Problem]) -> Any:
    """Add an answer to what is known: the questions on the way to it are those that are there already."""
    if not read:
        return said
    (code, value), *more = read
    question = _Question(code, {}) if known is None else known
    question.answers[value] = _with(question.answers.get(value), more, said)
    return question
