"""结构比例: what part of the nominees for one title and year each group is, beside the ratios of the rule tables."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from db import filters, queries
from db.filters import Comparison, Condition
from db.register import Context, Register
from db.registers import all_registers
from db.rule_tables import RATIOS, Ratio
from db.store.ledger import Ledger
from desktop.services.contexts import context_of
from desktop.services.filtering import ListFilter
from desktop.services.nominee_groups import USUAL, conditions_of

REGISTER = "nominees"


class Verdict(enum.Enum):
    """How a group stands to its ratio."""

    MET = enum.auto()
    NOT_MET = enum.auto()
    NOBODY = enum.auto()  # the whole is empty: there is no ratio
    NO_RATIO = enum.auto()  # nothing is asked of the group
    UNCOUNTABLE = enum.auto()  # no field says who belongs to it


@dataclass(frozen=True)
class Batch:
    """The nominees for one title (a code of honour_title) in one year."""

    title: str
    year: int
    nominees: int = 0

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What its records have in common."""
        return (
            Condition("title", Comparison.ONE_OF, (self.title,)),
            Condition("year", Comparison.BETWEEN, (self.year, self.year)),
        )


@dataclass(frozen=True)
class Line:
    """One group: ``part`` of its ``whole`` belong to it; ``undecided`` have left a field empty that would tell.

    ``group`` and ``whole_group`` are conditions on a nominee, None when the register's fields do not tell.
    """

    ratio: Ratio
    group: tuple[Condition, ...] | None
    whole_group: tuple[Condition, ...] | None
    part: int = 0
    whole: int = 0
    undecided: int = 0

    @property
    def conditions(self) -> tuple[Condition, ...] | None:
        """Who is counted: a group that is a part of another one is a part of it here, too."""
        return None if self.group is None or self.whole_group is None else (*self.whole_group, *self.group)

    @property
    def verdict(self) -> Verdict:
        """Compare exactly, without rounding."""
        if self.conditions is None:
            return Verdict.UNCOUNTABLE
        if not self.whole:
            return Verdict.NOBODY
        if self.ratio.minimum is None and self.ratio.maximum is None:
            return Verdict.NO_RATIO
        return Verdict.MET if self._keeps(self.part, self.whole) else Verdict.NOT_MET

    @property
    def is_certain(self) -> bool:
        """Whether the verdict stays, wherever the undecided belong."""
        whole = self.whole + (self.undecided if self.ratio.of else 0)
        verdicts = {self._keeps(part, whole) for part in (self.part, self.part + self.undecided)}
        return not self.undecided or verdicts == {self.verdict is Verdict.MET}

    @property
    def missing(self) -> int:
        """How many more of the whole would have to be of the group; the whole stays as large as it is."""
        if self.ratio.minimum is None:
            return 0
        least = (self.ratio.minimum * self.whole / 100).to_integral_value(ROUND_CEILING)
        return max(int(least) - self.part, 0)

    @property
    def too_many(self) -> int:
        """How many of the group are more than it may have."""
        if self.ratio.maximum is None:
            return 0
        most = (self.ratio.maximum * self.whole / 100).to_integral_value(ROUND_FLOOR)
        return max(self.part - int(most), 0)

    def _keeps(self, part: int, whole: int) -> bool:
        least, most = self.ratio.minimum, self.ratio.maximum
        return (least is None or 100 * part >= least * whole) and (most is None or 100 * part <= most * whole)

    @property
    def percent(self) -> Decimal | None:
        """Per cent to one place, to more where one place would look like the bound; None without a whole."""
        if not self.whole or self.conditions is None:
            return None
        exact = Decimal(100 * self.part) / self.whole
        bounds = {self.ratio.minimum, self.ratio.maximum}
        written = (
            exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize() for places in range(1, 9)
        )
        return next(one for one in written if one not in bounds or one == exact)


@dataclass(frozen=True)
class Structure:
    """All groups of a batch on one day (统计时点): first those that a ratio asks for."""

    on: date
    batch: Batch
    lines: tuple[Line, ...]

    @property
    def has_ratios(self) -> bool:
        """Whether the rule tables ask anything of this batch."""
        return any(line.ratio.figure for line in self.lines)

    def count(self, *verdicts: Verdict) -> int:
        """Count the ratios that stand so for certain."""
        asked = (line for line in self.lines if line.ratio.figure and line.is_certain)
        return sum(line.verdict in verdicts for line in asked)

    @property
    def open(self) -> int:
        """How many ratios cannot be judged, or not yet."""
        asked = sum(line.ratio.figure is not None for line in self.lines)
        return asked - self.count(Verdict.MET, Verdict.NOT_MET)


def batches(ledger: Ledger) -> list[Batch]:
    """Give the batches that there are, and for this year each title that has ratios: newest first, then by title."""
    register, record = _register(), _register().record
    keys: list[Any] = [getattr(record, code) for code in ("title", "year")]
    with ledger.store.reading() as session:
        found = queries.grouped(session, register, keys, func.count(), true())
        context = context_of(ledger, session)
    counted = {(title, year): number for title, year, number in found if title and year}
    this_year = context.today.year
    asked = {one.name.split("/")[0] for one in context.tables.figures if one.table == RATIOS}
    begun = {(title, this_year): 0 for title in asked if _ratios(context, Batch(title, this_year))}
    made = [Batch(title, year, number) for (title, year), number in (begun | counted).items()]
    return sorted(made, key=lambda one: (-one.year, one.title))


def batch_of(ledger: Ledger, record_id: str) -> Batch | None:
    """Give the batch that a nominee belongs to, None when title or year are not filled in, or the record is gone."""
    with ledger.store.reading() as session:
        found = queries.lines(session, _register(), [record_id], ["title", "year"])
    return next((Batch(title, year) for title, year in found if title and year), None)


def structure(ledger: Ledger, batch: Batch) -> Structure:
    """Count the live nominees of a batch by group, the table read once; at a county those of all its townships."""
    register = _register()
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        ratios = _ratios(context, batch)
        named = {one.group for one in ratios}
        ratios += [Ratio(title=batch.title, group=one) for one in USUAL if one not in named]
        lines = [_line(one) for one in ratios]
        asked = [question for line in lines for question in _questions(register, batch, line)]
        everybody = filters.where(register, batch.conditions)
        total, *counts = queries.count_each(session, register, [everybody, *asked])
    three = zip(counts[::3], counts[1::3], counts[2::3], strict=True)
    counted = tuple(
        replace(line, part=part, whole=whole, undecided=undecided)
        for line, (part, whole, undecided) in zip(lines, three, strict=True)
    )
    return Structure(context.today, replace(batch, nominees=total), counted)


def behind(batch: Batch, line: Line) -> ListFilter | None:
    """Give the filter that lists the nominees of a group, None when nobody can say who they are."""
    return None if line.conditions is None else ListFilter(REGISTER, (*batch.conditions, *line.conditions))


def _register() -> Register:
    return all_registers()[REGISTER]


def _ratios(context: Context, batch: Batch) -> list[Ratio]:
    """Find the ratios of the batch's year: those of today, or of the day of that year that is nearest to it."""
    on = min(max(context.today, date(batch.year, 1, 1)), date(batch.year, 12, 31))
    return list(context.tables.ratios_of(batch.title, on, context.area))


def _line(ratio: Ratio) -> Line:
    return Line(ratio, conditions_of(ratio.group), conditions_of(ratio.of) if ratio.of else ())


def _questions(register: Register, batch: Batch, line: Line) -> tuple[ColumnElement[bool], ...]:
    """Ask how many are of the group, of the whole, and how many have left empty what would tell."""
    everybody = filters.where(register, batch.conditions)
    if line.conditions is None or line.whole_group is None:
        return (and_(everybody, false()),) * 3
    # A condition on an empty field is neither true nor false in SQL.
    unknown = [filters.where(register, one).is_(None) for one in (line.whole_group, line.conditions) if one]
    return (
        and_(everybody, filters.where(register, line.conditions)),
        and_(everybody, filters.where(register, line.whole_group)),
        and_(everybody, or_(*unknown)),
    )
