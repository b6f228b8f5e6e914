"""Read the rows of a table as records of a register, and check them like records that a clerk has typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from db import checks
from db.entry import enter
from db.fields import Field, IdentityField, ReferenceField
from db.filling import filled_by
from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.register import Context, Holder, Register, Rule
from db.values import characters
from desktop.exchange.csv_table import TableRow
from desktop.exchange.spreadsheet_cells import lost_zeros, plain
from desktop.services.column_matching import Columns
from desktop.services.lookups import LoadedLookups
from desktop.services.references import RecordNames

_EMPTY: tuple[Any, ...] = (None, "", ())


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row of a file; ``row`` counts from 1 as the spreadsheet does, ``column`` is its header."""

    row: int
    column: str
    code: str
    severity: Severity
    message: Message


class GoodRow(NamedTuple):
    """A row that can go in: its number in the file and its values by field code."""

    number: int
    values: dict[str, Any]


class _Cell(NamedTuple):
    value: Any
    problem: Problem | None = None


@dataclass(frozen=True)
class ImportFields:
    """Which fields of a register the rows of a file can fill; ``starts`` are a new record's own values."""

    register: Register
    columns: Columns
    starts: Mapping[str, Any]

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

    @property
    def missing(self) -> list[str]:
        """The required fields for which the file has no column."""
        fields = self.register.fields
        return [code for code, field in fields.items() if field.required and code not in self.fillable]


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
        self._record = plain_copy(fields.register, record)
        self._checked = replace(fields.register, rules=self._rules_that_differ())
        self._lookups = lookups
        self._columns = [
            (code, place, self._column_of(code, context, names.get(code)))
            for code, place in fields.columns.places.items()
        ]
        self._width = len(fields.columns.header)
        self._empty = dict.fromkeys(fields.fillable) | dict(fields.starts)

    def _column_of(self, code: str, context: Context, names: RecordNames | None) -> _Column:
        is_checked = code not in self._fields.checked_in_record
        return _Column(code, self._register.fields[code], context, names, is_checked=is_checked)

    def read(self, row: TableRow) -> tuple[GoodRow | None, list[RowProblem]]:
        """Give the row's record, None when something 强制 stands against it, and all its problems."""
        values = self._empty.copy()
        found: list[Problem] = []
        cells = row.cells
        if len(cells) < self._width:
            cells += ("",) * (self._width - len(cells))
        for code, place, column in self._columns:
            cell = column.known.get(cells[place]) or column.read(cells[place])
            if cell.problem is not None:
                found.append(cell.problem)
            if cell.value not in _EMPTY:
                values[code] = cell.value
        found += self._beyond_header(row)
        refused = {problem.field for problem in found if values.get(problem.field) is None}
        found += self._not_said_yet(values, refused)
        good = GoodRow(row.number, values)
        if any(_rejects(problem) for problem in found):
            return None, [self._in_row(row.number, problem) for problem in found]
        self._lookups.add(self._holder(good), values)
        return good, [self._in_row(row.number, problem) for problem in found]

    def rejecting(self, row: GoodRow) -> Problem | None:
        """Check a row that was good against the ledger as it is now; give what stands against it."""
        return next(filter(_rejects, self._check(row.values)), None)

    def _not_said_yet(self, values: dict[str, Any], refused: set[str]) -> Iterator[Problem]:
        """Check a record without complaining twice: of a refused cell, or of what a wrong identity number left open."""
        left_open = set(refused)
        for code, field in self._fields.identities.items():
            filled = filled_by(field, values[code] or "")
            left_open |= set() if filled else {field.sex, field.birth, field.area}
            for target, value in filled.items():
                if values[target] is None:
                    values[target] = value
        for problem in self._check(values):
            if problem.field in refused or (problem.code == "required" and problem.field in left_open):
                continue
            yield problem

    def _check(self, values: Mapping[str, Any]) -> list[Problem]:
        vars(self._record).update(values)
        found = checks.problems_of(self._checked, self._record, self._context, self._fields.checked_in_record)
        return found + self._same_for_all if self._same_for_all else found

    def _rules_that_differ(self) -> tuple[Rule, ...]:
        """Keep the rules that read what the file can fill; the others say the same of every row, and are asked once.

        A rule depends on nothing but what it reads: one that reads no such value takes the same path every time.
        """
        differ: list[Rule] = []
        self._same_for_all: list[Problem] = []
        for rule in self._register.rules:
            watched = _watched(self._record)
            said = list(rule(watched, self._context))
            if watched.has_read & {*self._fields.fillable, "id"}:
                differ.append(rule)
            else:
                self._same_for_all += said
        return tuple(differ)

    def _beyond_header(self, row: TableRow) -> Iterator[Problem]:
        for text in row.cells[len(self._fields.columns.header) :]:
            if text.strip():
                sentence = N_("这一行比表头多出“{text}”，可能是某一格里的逗号把它分成了两格，请检查这一行。")
                yield Problem("beyond_header", Severity.MUST, Message(sentence, {"text": text.strip()[:30]}))
                return

    def _holder(self, row: GoodRow) -> Holder:
        values = {"row": row.number, "name": row.values.get(self._register.name_field) or ""}
        label = Message(N_("本文件第 {row} 行 {name}"), values)
        return Holder(self._register.code, f"row {row.number}", str(label))

    def _in_row(self, number: int, problem: Problem) -> RowProblem:
        return RowProblem(number, self._column(problem), problem.code, problem.severity, problem.message)

    def _column(self, problem: Problem) -> str:
        """Name the column by its header; a field that has none by its label, a row group by its title."""
        columns = self._fields.columns
        if problem.rows:
            return self._register.row_group(problem.rows).title
        if problem.field in columns.places:
            return columns.header[columns.places[problem.field]].strip()
        return self._register.fields[problem.field].label if problem.field in self._register.fields else ""


def _watched(record: Any) -> Any:
    """Wrap a record so that ``has_read`` names the attributes that were read."""
    has_read: set[str] = set()

    def read(_self: object, name: str) -> Any:
        has_read.add(name)
        return getattr(record, name)

    kind = type(
        type(record).__name__, (), {"__table__": record.__table__, "has_read": has_read, "__getattr__": read}
    )
    return kind()


def plain_copy(register: Register, record: Record) -> Any:
    """Copy what checks and search read of a new record into an object whose attributes cost nothing to read."""
    kind = type(type(record).__name__, (), {"__table__": register.record.__table__})
    copy = kind()
    groups = [group.code for group in register.row_groups]
    vars(copy).update({code: getattr(record, code) for code in ("id", "written_on", "office", "reasons")})
    vars(copy).update({code: getattr(record, code) for code in (*register.fields, *groups)})
    return copy


def _rejects(problem: Problem) -> bool:
    """Whether a row stays out: rows of a group cannot stand in this file, so nothing wrong with them can count."""
    return problem.severity is Severity.MUST and not problem.rows


class _Column:
    """One field's column; most columns repeat their values, so each text is read once, and checked where that is all."""

    def __init__(
        self, code: str, field: Field, context: Context, names: RecordNames | None, *, is_checked: bool
    ) -> None:
        self._code = code
        self._field = field
        self._today = context.today
        self._names = names
        self._is_checked = is_checked
        self.known: dict[str, _Cell] = {}

    def read(self, text: str) -> _Cell:
        """Read a text that is met for the first time."""
        cell = self.known[text] = self._read(plain(text))
        return cell

    def _read(self, text: str) -> _Cell:
        unfit = characters.forbidden(characters.clean(text), multiline=True)
        if unfit is not None:
            return self._refused("characters", unfit)
        entered = self._names.find(text) if self._names else enter(self._field, text, self._today)
        said = entered.value if isinstance(entered.value, str) else characters.clean(text)
        shortened = lost_zeros(self._field, said) if said.isascii() else None
        if shortened is not None:
            return self._refused("lost_zeros", shortened)
        if entered.refused is not None:
            return self._refused("refused", entered.refused)
        if not self._is_checked:
            return _Cell(entered.value)
        # A new record is written today.
        return _Cell(
            entered.value,
            checks.check_value(self._code, self._field, entered.value, self._today, self._today),
        )

    def _refused(self, code: str, sentence: Message) -> _Cell:
        return _Cell(None, Problem(code, Severity.MUST, sentence, self._code))
