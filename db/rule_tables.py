"""Dated rule tables (规则表): amounts, multipliers, limits, targets and ratios that differ by area and year."""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from db.code_lists import code_list
from db.messages import N_, Message
from db.values import numbers

RATIOS = "nomination_ratios"
TABLES = (
    "low_income_line",
    "multipliers",
    "limits",
    "targets",
    "text_lengths",
    "periods",
    "thresholds",
    "home_scores",
    RATIOS,
)
"""The files of ``resources/rules``, in the order in which they are shown."""


@dataclass(frozen=True)
class Kind:
    """What the numbers of one name are: ``label`` and ``unit`` for people, ``places`` behind the point."""

    name: str
    label: Message
    unit: str = ""
    places: int = 0


@dataclass(frozen=True)
class Definition:
    """One rule table: its name for people, and the kinds of numbers in it."""

    code: str
    title: str
    kinds: tuple[Kind, ...]

    def kind(self, name: str) -> Kind:
        """Find a kind by its name; a ratio's name says by itself what it is."""
        found = next((kind for kind in self.kinds if kind.name == name), None)
        if found is None and self.code == RATIOS:
            return _ratio_kind(name)
        if found is None:
            raise KeyError(name)
        return found


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a rule table, for an area (a prefix of its code, "" everywhere) and a span of days.

    ``table`` is one of ``TABLES``. ``valid_to`` is the last day, None is open. An ``example`` only lets the program be
    tried, until the office enters its own number. ``id`` is that of a number that the office has entered itself.
    """

    table: str
    name: str
    value: Decimal
    valid_from: dt.date
    valid_to: dt.date | None = None
    area: str = ""
    example: bool = False
    source: str = ""
    id: str = ""

    def holds(self, area: str, on: dt.date) -> bool:
        """Whether the number is for that place and day."""
        return area.startswith(self.area) and _within(self.valid_from, self.valid_to, on)

    @property
    def written(self) -> str:
        """The number without idle zeros."""
        return numbers.plain(self.value)

    @property
    def words(self) -> Message:
        """The number as it stands in a sentence: marked while it is only an example."""
        if self.example:
            return Message(N_("{number}（示例）"), {"number": self.written})
        return Message(self.written)


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

    ``title`` is a code of honour_title; ``of`` names the group that is the whole, "" the batch. ``figure`` is the number
    of the rule table that says so, with its days and its source.
    """

    title: str
    group: str
    of: str = ""
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    example: bool = False
    figure: Figure | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RuleTables:
    """All rules in force: a plain value, so that a check is repeatable."""

    figures: tuple[Figure, ...] = ()

    def with_figures(self, entered: Iterable[Figure]) -> RuleTables:
        """Return these tables with the office's own numbers, which win where both hold."""
        own = tuple(replace(figure, id=figure.id or "entered") for figure in entered)
        return replace(self, figures=(*self.figures, *own)) if own else self

    def low_income_line(self, area_code: str, on: dt.date) -> LowIncomeLine | None:
        """Return the line of a place on a day, None when nobody has entered one."""
        figure = self.figure("low_income_line", "low_income_line", on, area_code)
        if figure is None:
            return None
        fen = int(figure.value * 100)
        return LowIncomeLine(figure.area, figure.valid_from, figure.valid_to, fen, figure.example)

    def target(self, name: str, on: dt.date, area_code: str = "") -> Decimal | None:
        """Return what an indicator shall reach: percent, or yuan for ``help_per_head``; None if not in force."""
        return self._value("targets", name, on, area_code)

    def limit(self, name: str, on: dt.date, area_code: str = "") -> Decimal | None:
        """Return a ceiling of help in the unit its name ends with, None where there is none."""
        return self._value("limits", name, on, area_code)

    def ratios_of(self, title: str, on: dt.date, area_code: str = "") -> tuple[Ratio, ...]:
        """Return the ratios that a batch of nominees for a title (a code of honour_title) keeps on a day."""
        names = dict.fromkeys(figure.name for figure in self.figures if figure.table == RATIOS)
        found = (self.figure(RATIOS, name, on, area_code) for name in names if name.startswith(f"{title}/"))
        return tuple(_ratio(figure) for figure in found if figure is not None)

    def figure(self, table: str, name: str, on: dt.date, area_code: str = "") -> Figure | None:
        """Return the number that holds: real before example, the office's own, the nearest area, the latest, the last."""
        asked = (table, name, on, area_code)
        if asked not in self._answers:  # a check of ten thousand records asks the same fifty thousand times
            holding = [
                figure for figure in self._by_name.get((table, name), ()) if figure.holds(area_code, on)
            ]
            best = max(
                holding,
                key=lambda one: (not one.example, bool(one.id), len(one.area), one.valid_from),
                default=None,
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
    return RuleTables(tuple(_figure(table, row) for table in TABLES for row in _read(table)["figure"]))


@functools.cache
def definitions() -> dict[str, Definition]:
    """Say what the rule tables hold, by their code."""
    return {table: _definition(table) for table in TABLES}


def ratio_name(title: str, group: str, of: str = "", *, is_minimum: bool) -> str:
    """Give a ratio the name under which its number is kept; ``of`` is the group that is the whole, "" the batch."""
    return "/".join([title, "minimum" if is_minimum else "maximum", group, *([of] if of else [])])


def _definition(table: str) -> Definition:
    content = _read(table)
    kinds = tuple(
        Kind(row["name"], Message(row["label"]), row.get("unit", ""), row.get("places", 0))
        for row in content.get("kind", ())
    )
    if table == RATIOS:
        kinds = tuple(_ratio_kind(name) for name in dict.fromkeys(row["name"] for row in content["figure"]))
    return Definition(table, content["title"], kinds)


def _figure(table: str, row: dict[str, Any]) -> Figure:
    return Figure(table=table, **row | {"value": Decimal(row["value"])})


@functools.cache
def _read(table: str) -> dict[str, Any]:
    text = (importlib.resources.files("resources") / "rules" / f"{table}.toml").read_text("utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def _ratio(figure: Figure) -> Ratio:
    title, bound, group, of = (*figure.name.split("/"), "")[:4]
    least, most = (figure.value, None) if bound == "minimum" else (None, figure.value)
    return Ratio(
        title=title, group=group, of=of, minimum=least, maximum=most, example=figure.example, figure=figure
    )


def _ratio_kind(name: str) -> Kind:
    title, bound, group, of = (*name.split("/"), "")[:4]
    values: dict[str, object] = {
        "title": Message(code_list("honour_title").label(title)),
        "group": Message(group),
        "of": Message(of or N_("全部人选")),
    }
    least, most = N_("{title}：{group}占{of}不少于"), N_("{title}：{group}占{of}不超过")
    return Kind(name, Message(least if bound == "minimum" else most, values), "%", 2)


def _within(first: dt.date, last: dt.date | None, day: dt.date) -> bool:
    return first <= day <= (last or dt.date.max)
