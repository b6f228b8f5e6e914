"""Dated rule tables (规则表): amounts, multipliers, targets and ratios that differ by area and year."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a rule table, for an area (a prefix of its code, "" everywhere) and a span of days.

    ``table`` is low_income_line, multipliers, targets or limits. ``valid_to`` is the last day, None is open. An
    ``example`` only lets the program be tried, until the office enters its own number.
    """

    table: str
    name: str
    value: Decimal
    valid_from: dt.date
    valid_to: dt.date | None = None
    area: str = ""
    example: bool = False

    def holds(self, area: str, on: dt.date) -> bool:
        """Whether the number is for that place and day."""
        return area.startswith(self.area) and _within(self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class LowIncomeLine:
    """The low-income line (低保标准) of an area in fen per person and month."""

    area: str
    valid_from: dt.date
    valid_to: dt.date | None
    fen: int
    example: bool


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """What part of a batch of nominees a group must or may be, in percent.

    ``title`` is a code of honour_title; ``of`` names the group that is the whole, "" the batch.
    """

    title: str
    group: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    of: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True)
class RuleTables:
    """All rules in force: a plain value, so that a check is repeatable."""

    figures: tuple[Figure, ...] = ()
    ratios: tuple[Ratio, ...] = ()

    def with_figures(self, entered: Iterable[Figure]) -> RuleTables:
        """Return these tables with the office's own numbers, which win where both hold."""
        return replace(self, figures=(*self.figures, *entered))

    def low_income_line(self, area_code: str, on: dt.date) -> LowIncomeLine | None:
        """Return the line of a place on a day, None when nobody has entered one."""
        figure = self.figure("low_income_line", "low_income_line", on, area_code)
        if figure is None:
            return None
        fen = int(figure.value * 100)
        return LowIncomeLine(figure.area, figure.valid_from, figure.valid_to, fen, figure.example)

    def multiplier(self, name: str, on: dt.date, area_code: str = "") -> Decimal | None:
        """Return how many times the low-income line holds for a class (``borderline``: 1.5), None if not in force."""
        return self._value("multipliers", name, on, area_code)

    def target(self, name: str, on: dt.date, area_code: str = "") -> Decimal | None:
        """Return what an indicator shall reach: percent, or yuan for ``help_per_head``; None if not in force."""
        return self._value("targets", name, on, area_code)

    def limit(self, name: str, on: dt.date, area_code: str = "") -> Decimal | None:
        """Return a ceiling of help in the unit its name ends with, None where there is none."""
        return self._value("limits", name, on, area_code)

    def ratios_of(self, title: str, on: dt.date) -> tuple[Ratio, ...]:
        """Return the ratios that a batch of nominees for a title keeps on a day."""
        return tuple(
            ratio
            for ratio in self.ratios
            if ratio.title == title and _within(ratio.valid_from, ratio.valid_to, on)
        )

    def figure(self, table: str, name: str, on: dt.date, area_code: str = "") -> Figure | None:
        """Return the number that holds: real before example, then the nearest area, the latest, the last entered."""
        asked = (table, name, on, area_code)
        if asked not in self._answers:  # a check of ten thousand records asks the same fifty thousand times
            holding = [
                figure for figure in self._by_name.get((table, name), ()) if figure.holds(area_code, on)
            ]
            best = max(
                holding, key=lambda one: (not one.example, len(one.area), one.valid_from), default=None
            )
            self._answers[asked] = best
        return self._answers[asked]

    @functools.cached_property
    def _answers(self) -> dict[tuple[str, str, dt.date, str], Figure | None]:
        return {}

    @functools.cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Figure]]:
        """Group the figures by table and name, the last entered first."""
        groups: dict[tuple[str, str], list[Figure]] = {}
        for figure in reversed(self.figures):
            groups.setdefault((figure.table, figure.name), []).append(figure)
        return groups

    def _value(self, table: str, name: str, on: dt.date, area_code: str) -> Decimal | None:
        figure = self.figure(table, name, on, area_code)
        return figure.value if figure else None


@functools.cache
def shipped() -> RuleTables:
    """Return the tables that come with the program (``resources/rules``)."""
    tables = ("low_income_line", "multipliers", "targets", "limits")
    figures = tuple(Figure(table=table, **row) for table in tables for row in _rows(table, "figure"))
    return RuleTables(figures, tuple(Ratio(**row) for row in _rows("nomination_ratios", "ratio")))


def _rows(table: str, kind: str) -> list[dict[str, Any]]:
    text = (importlib.resources.files("resources") / "rules" / f"{table}.toml").read_text("utf-8")
    return [
        {key: Decimal(value) if type(value) is int else value for key, value in row.items()}
        for row in tomllib.loads(text, parse_float=Decimal)[kind]
    ]


def _within(first: dt.date, last: dt.date | None, day: dt.date) -> bool:
    return first <= day <= (last or dt.date.max)
