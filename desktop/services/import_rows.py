"""Read the rows of a table as records of a register, and check them like records that a clerk has typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple

from db import checks
from db.fields import Field, IdentityField, ReferenceField
from db.filling import filled_by
from db.messages import N_, Message, Problem, Severity
from db.plain_records import plain
from db.record import Record
from db.register import Context, Register, RowGroup
from desktop.exchange.csv_table import TableRow
from desktop.services.column_matching import Columns
from desktop.services.import_cells import CellReader, Column
from desktop.services.import_rules import ImportRules
from desktop.services.lookups import LoadedLookups
from desktop.services.references import RecordNames

_NO_ROWS: Mapping[str, Sequence[GroupRow]] = MappingProxyType({})
_NONE: frozenset[str] = frozenset()


class RowProblem(NamedTuple):
    """What is wrong in a row of a file; ``row`` counts from 1 as the spreadsheet does, ``column`` is its header.

    ``place`` counts the cell from 0; it is None for what has no cell. ``sheet`` is "" in a CSV.
    """

    row: int
    column: str
    code: str
    severity: Severity
    message: Message
    sheet: str = ""
    place: int | None = None


class GroupRow(NamedTuple):
    """One row of a row group's sheet: where it stands, its values, what is wrong with its cells; ``parent`` as written."""

    sheet: str
    number: int
    parent: str
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()


class GoodRow(NamedTuple):
    """A row that can go in: its number in the file, its values by field code, its rows by group."""

    number: int
    values: dict[str, Any]
    rows: Mapping[str, Sequence[GroupRow]] = MappingProxyType({})


@dataclass(frozen=True)
class ImportFields:
    """Which fields of a register the rows of a file can fill; ``starts`` are a new record's own values."""

    register: Register
    columns: Columns
    starts: Mapping[str, Any]
    sheet: str = ""
    groups: Mapping[str, Columns] = field(default_factory=dict)

    @cached_property
    def identities(self) -> dict[str, IdentityField]:
        """The identity numbers among the columns: they fill other fields."""
        fields = self.register.fields
        return {
            code: field for code in self.columns.places if isinstance(field := fields[code], IdentityField)
        }

    @cached_property
    def fillable(self) -> dict[str, Field]:
        """The fields that a column, an identity number or a new record fills; all others stay empty."""
        filled = {
            target for field in self.identities.values() for target in (field.sex, field.birth, field.area)
        }
        can = {*self.columns.places, *filled, *self.starts}
        return {code: field for code, field in self.register.fields.items() if code in can}

    @cached_property
    def checked_in_record(self) -> dict[str, Field]:
        """The fields that other values or records decide about; the rest is checked cell by cell."""
        filled = {
            target for field in self.identities.values() for target in (field.sex, field.birth, field.area)
        }
        return {
            code: field
            for code, field in self.fillable.items()
            if field.unique
            or isinstance(field, IdentityField | ReferenceField)
            or code in {*filled, *self.starts}
        }

    def has_place_for(self, group: str, field: str) -> bool:
        """Whether the sheet of a row group can fill a field; the row as a whole ("") is always there."""
        return not field or group not in self.groups or field in self._fillable_in[group]

    @cached_property
    def _fillable_in(self) -> dict[str, set[str]]:
        group = self.register.row_group
        return {code: fillable_in(group(code), columns) for code, columns in self.groups.items()}

    @property
    def missing(self) -> list[str]:
        """The required fields for which the file has no column."""
        fields = self.register.fields
        return [code for code, field in fields.items() if field.required and code not in self.fillable]


def fillable_in(group: RowGroup, columns: Columns) -> set[str]:
    """Name the fields of a row group that a column of its sheet fills, or an identity number in one."""
    codes = {code for code in columns.places if code in group.fields}
    identities = [field for code in codes if isinstance(field := group.fields[code], IdentityField)]
    return codes.union(*({one.sex, one.birth, one.area} - {""} for one in identities))


class RowChecker:
    """Reads and checks the rows of one file in order; a row that is good counts as a record for those after it.

    One object serves all rows: to make one for each, or to read attributes of the mapped class, would cost more than
    all checks.
    """

    def __init__(
        self,
        fields: ImportFields,
        record: Record,
        context: Context,
        lookups: LoadedLookups,
        names: Mapping[str, RecordNames],
    ) -> None:
        self._fields = fields
        self._register = fields.register
        self._context = context
        new = plain_copy(fields.register, record)
        # What is the same in all rows belongs to the class: a row's values then replace those of the last in one step.
        self._record = type(type(new).__name__, (type(new),), vars(new))()
        # A group that the file has no sheet for has no rows; that is worth asking only where some are wanted.
        groups = [one for one in fields.register.row_groups if one.at_least or one.code in fields.groups]
        self._rules = ImportRules(
            fields.register.rules, new, context, set(fields.fillable), set(fields.groups)
        )
        self._checked = replace(fields.register, rules=(self._rules,), row_groups=tuple(groups))
        self._lookups = lookups
        checked = fields.checked_in_record
        several = any(isinstance(field, IdentityField | ReferenceField) for field in checked.values())
        self._each_by_itself = None if groups or several else list(checked.items())
        self._known: dict[str, dict[Any, Problem | None]] = {code: {} for code in fields.checked_in_record}
        columns = {
            code: Column(code, self._register.fields[code], context, names.get(code), self._known.get(code))
            for code in fields.columns.places
        }
        self._width = len(fields.columns.header)
        empty = dict.fromkeys(fields.fillable) | dict(fields.starts)
        self._cells = CellReader(columns, fields.columns.places, self._width, empty)

    def read(
        self, rows: Sequence[TableRow], lines: Mapping[int, Mapping[str, Sequence[GroupRow]]]
    ) -> Iterator[tuple[GoodRow, bool, list[RowProblem]]]:
        """Give each row's record, whether nothing 强制 stands against it, and all its problems.

        ``lines`` are the rows of its row groups, by its number in the file.
        """
        for row, (values, found) in zip(rows, self._cells.read(rows), strict=True):
            if len(row.cells) > self._width:
                found.extend(self._beyond_header(row))
            yield self._judge(GoodRow(row.number, values, lines.get(row.number, _NO_ROWS)), found)

    def rejecting(self, row: GoodRow) -> Problem | None:
        """Check a row that was good against the ledger as it is now; give what stands against it."""
        return next(filter(self._rejects, self._check(row)), None)

    def _judge(self, row: GoodRow, found: list[Problem]) -> tuple[GoodRow, bool, list[RowProblem]]:
        values, rows = row.values, row.rows
        refused = (
            {problem.field for problem in found if values.get(problem.field) is None} if found else _NONE
        )
        left_open = self._fill(values) if self._fields.identities else _NONE
        if of_record := self._check(row):
            found += [one for one in of_record if not self._is_said(row, one, refused, left_open)]
        if rows:
            found += _refused_in_rows(rows)
        is_good = not found or not any(map(self._rejects, found))
        if is_good:
            self._lookups.add(self._register.code, row.number, _with_rows(row) if rows else values)
        return row, is_good, [self._in_row(row, problem) for problem in found] if found else []

    def _fill(self, values: dict[str, Any]) -> AbstractSet[str]:
        """Fill what an identity number says; give the fields that a wrong one left open."""
        left_open: AbstractSet[str] = _NONE
        for code, identity in self._fields.identities.items():
            filled = filled_by(identity, values[code] or "")
            if not filled:
                left_open = left_open | {identity.sex, identity.birth, identity.area}
            for target, value in filled.items():
                if values[target] is None:
                    values[target] = value
        return left_open

    def _is_said(
        self, row: GoodRow, problem: Problem, refused: AbstractSet[str], left_open: AbstractSet[str]
    ) -> bool:
        """Whether this would be said twice: of a refused cell, or of what a wrong identity number left open."""
        if problem.rows:
            return _is_refused(row, problem)
        return problem.field in refused or (problem.code == "required" and problem.field in left_open)

    def _check(self, row: GoodRow) -> list[Problem]:
        lines = {code: list(map(plain_line, row.rows.get(code, ()))) for code in self._fields.groups}
        self._record.__dict__ = row.values | lines if lines else row.values
        of_values = self._known_of_values(row.values)
        if of_values is not None:
            found = of_values + self._rules(self._record, self._context)
        else:
            found = checks.problems_of(
                self._checked, self._record, self._context, self._fields.checked_in_record, self._known
            )
        if row.rows:  # what the rows' sheet has no column for is said once, of the sheet
            found = [
                one
                for one in found
                if one.code != "required" or self._fields.has_place_for(one.rows, one.field)
            ]
        return found + self._rules.same if self._rules.same else found

    def _known_of_values(self, values: Mapping[str, Any]) -> list[Problem] | None:
        """Give what is known to be wrong with single values; None when other values or records decide too."""
        if self._each_by_itself is None:
            return None
        found = []
        for code, declared in self._each_by_itself:
            value = values[code]
            if value is None:
                is_known, problem = not declared.required, None
            else:
                is_doubled = declared.unique and self._lookups.is_held(self._register.code, code, value)
                is_known = value in self._known[code] and not is_doubled
                problem = self._known[code].get(value)
            if not is_known:
                return None
            if problem is not None:
                found.append(problem)
        return found

    def _beyond_header(self, row: TableRow) -> Iterator[Problem]:
        for text in row.cells[self._width :]:
            if text.strip():
                sentence = N_("这一行比表头多出“{text}”，可能是某一格里的逗号把它分成了两格，请检查这一行。")
                yield Problem("beyond_header", Severity.MUST, Message(sentence, {"text": text.strip()[:30]}))
                return

    def _rejects(self, problem: Problem) -> bool:
        """Whether a row stays out: not for rows or fields that the file has no place for, which a draft may lack."""
        if problem.severity is not Severity.MUST:
            return False
        if problem.rows:
            return problem.row is not None and self._fields.has_place_for(problem.rows, problem.field)
        return not problem.field or problem.field in self._fields.fillable

    def _in_row(self, row: GoodRow, problem: Problem) -> RowProblem:
        """Say where a problem stands: by the header of its column; a field that has none by its label."""
        if problem.rows and problem.row is not None:
            line = row.rows[problem.rows][problem.row]
            return in_group(self._register, self._fields.groups[problem.rows], line, problem)
        columns = self._fields.columns
        place = None if problem.rows else columns.places.get(problem.field)
        if problem.rows:
            column = self._register.row_group(problem.rows).title
        elif place is not None:
            column = columns.header[place].strip()
        else:
            column = (
                self._register.fields[problem.field].label if problem.field in self._register.fields else ""
            )
        return RowProblem(
            row.number, column, problem.code, problem.severity, problem.message, self._fields.sheet, place
        )


def plain_line(line: GroupRow) -> SimpleNamespace:
    """Give a row as checks read it; it has no id yet."""
    return SimpleNamespace(id="", **line.values)


def in_group(register: Register, columns: Columns, line: GroupRow, problem: Problem) -> RowProblem:
    """Say where a problem of a row group's sheet stands."""
    place = columns.places.get(problem.field)
    fields = register.row_group(problem.rows).fields if problem.rows else {}
    label = fields[problem.field].label if problem.field in fields else ""
    column = label if place is None else columns.header[place].strip()
    return RowProblem(line.number, column, problem.code, problem.severity, problem.message, line.sheet, place)


def _refused_in_rows(rows: Mapping[str, Sequence[GroupRow]]) -> Iterator[Problem]:
    """Give what is wrong with the cells of a record's rows, as problems of the record."""
    for code, lines in rows.items():
        for position, line in enumerate(lines):
            for problem in line.problems:
                yield replace(problem, rows=code, row=position)


def _is_refused(row: GoodRow, problem: Problem) -> bool:
    """Whether the cell of a row that lacks a value was refused already."""
    if problem.row is None or problem.rows not in row.rows:
        return False
    line = row.rows[problem.rows][problem.row]
    return any(known.field == problem.field and known.severity is Severity.MUST for known in line.problems)


def _with_rows(row: GoodRow) -> dict[str, Any]:
    return row.values | {code: [line.values for line in lines] for code, lines in row.rows.items()}


def plain_copy(register: Register, record: Record) -> Any:
    """Copy what checks and search read of a new record into an object whose attributes cost nothing to read."""
    copy = plain(register.record, {})
    groups = [group.code for group in register.row_groups]
    vars(copy).update({code: getattr(record, code) for code in ("id", "written_on", "office", "reasons")})
    vars(copy).update({code: getattr(record, code) for code in (*register.fields, *groups)})
    return copy
