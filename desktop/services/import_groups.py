"""Rows of row groups from sheets of their own: read, given to their records, or added to records of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db import checks, queries
from db.fields import Field, IdentityField, MultiChoiceField, ReferenceField
from db.filling import filled_by
from db.messages import N_, Message, Problem, Severity
from db.record import Record, State
from db.register import Context, Register, RowGroup
from db.registers import all_registers
from desktop.exchange.spreadsheet_cells import plain
from desktop.services.column_matching import same_name
from desktop.services.import_cells import Column
from desktop.services.import_rows import GroupRow, RowProblem, fillable_in, in_group, plain_copy, plain_line
from desktop.services.import_tables import (
    PARENT,
    FoundTable,
    FoundTables,
    number_place,
    parent_codes,
    passed_over,
)
from desktop.services.references import RecordNames

Rows = dict[str, list[GroupRow]]
"""Group code → rows of one record."""


@dataclass(frozen=True)
class Addition:
    """Rows that a file adds to a record which is in the ledger already."""

    record_id: str
    rows: Mapping[str, Sequence[GroupRow]]

    @property
    def count(self) -> int:
        """How many rows are added."""
        return sum(map(len, self.rows.values()))


@dataclass
class Given:
    """The rows of all groups by their record: a row number of the file, or an id of the ledger."""

    to_rows: dict[int, Rows]
    to_records: dict[str, Rows]
    problems: list[RowProblem]


def give(register: Register, tables: FoundTables, session: Session, context: Context) -> Given:
    """Read the sheets of the row groups and find the record of each row, first in the file, then in the ledger."""
    given = Given(defaultdict(lambda: defaultdict(list)), defaultdict(lambda: defaultdict(list)), [])
    if not tables.groups:
        return given
    in_file = _names_in_file(register, tables.head)
    in_ledger = RecordNames(session, register)
    for code, table in tables.groups.items():
        group = register.row_group(code)
        for line, left_aside in _read(group, table, session, context):
            if left_aside is not None:
                given.problems.append(left_aside)
                continue
            numbers = in_file.get(same_name(line.parent), ())
            if len(numbers) == 1:
                given.to_rows[next(iter(numbers))][code].append(line)
                continue
            found = in_ledger.find(line.parent) if not numbers else None
            if found and found.value:
                given.to_records[found.value][code].append(line)
            else:
                sentence = _nobody(register, line.parent, len(numbers))
                problem = Problem("parent", Severity.MUST, sentence, PARENT, code)
                given.problems.append(in_group(register, table.columns, line, problem))
    return given


def additions(
    register: Register, tables: FoundTables, given: Given, session: Session, context: Context
) -> tuple[list[Addition], list[RowProblem]]:
    """Check the rows for records of the ledger; rows that a record has already are left out."""
    found: list[Addition] = []
    problems: list[RowProblem] = []
    for record_id, rows in given.to_records.items():
        record = queries.load(session, register, record_id)
        if record is None:
            continue
        good: Rows = {}
        for code, lines in rows.items():
            table, group = tables.groups[code], register.row_group(code)
            new = []
            for line, problem in _judged(register, record, group, table, lines, context):
                if problem is None:
                    new.append(line)
                    said = [replace(one, rows=code) for one in line.problems]
                    problems += [in_group(register, table.columns, line, one) for one in said]
                else:
                    problems.append(in_group(register, table.columns, line, problem))
            if new:
                good[code] = new
        if good:
            found.append(Addition(record_id, good))
    return found, problems


def row_values(group: RowGroup) -> dict[str, Any]:
    """Give the values of an empty row."""
    return {code: () if isinstance(field, MultiChoiceField) else None for code, field in group.fields.items()}


def _judged(
    register: Register,
    record: Record,
    group: RowGroup,
    table: FoundTable,
    lines: Sequence[GroupRow],
    context: Context,
) -> Iterator[tuple[GroupRow, Problem | None]]:
    """Say of each row what keeps it out: that it is there already, that the record is locked, or what is wrong with it."""
    there = group.of(record)
    codes = [code for code in table.columns.places if code != PARENT]
    known = {tuple(getattr(one, code) for code in codes) for one in there}
    can = {"", *fillable_in(group, table.columns)}
    for line in lines:
        if tuple(line.values[code] for code in codes) in known:
            sentence = Message(N_("台账里这一户已有相同的一行，已跳过。"))
            yield line, Problem("same_row", Severity.HINT, sentence, rows=group.code)
            continue
        if State(record.state).is_locked:
            sentence = Message(
                N_("“{name}”{state}，内容已锁定，不能从表格里加行。请先在记录页上点“更正”。"),
                {"name": register.label_of(record), "state": State(record.state).label},
            )
            yield line, Problem("locked", Severity.MUST, sentence, PARENT, group.code)
            continue
        copy = plain_copy(register, record)
        setattr(copy, group.code, [*there, plain_line(line)])
        found = [
            one
            for one in checks.problems_of(register, copy, context)
            if one.rows == group.code and one.row == len(there) and one.field in can
        ]
        must = [one for one in (*line.problems, *found) if one.severity is Severity.MUST]
        yield line, must[0] if must else None


def _read(
    group: RowGroup, table: FoundTable, session: Session, context: Context
) -> Iterator[tuple[GroupRow, RowProblem | None]]:
    """Read the rows of one sheet; those that are no rows come with the reason."""
    registers = all_registers()
    places = {code: place for code, place in table.columns.places.items() if code != PARENT}
    columns = {
        code: (place, _column(group.fields[code], code, session, context, registers))
        for code, place in places.items()
    }
    empty = row_values(group)
    identities = {code: field for code, field in group.fields.items() if isinstance(field, IdentityField)}
    width, parent = len(table.columns.header), table.columns.places[PARENT]
    for row in table.rows:
        cells = row.cells + ("",) * (width - len(row.cells))
        left_aside = passed_over(row, table.header)
        line = GroupRow(table.sheet.name, row.number, plain(cells[parent]).strip(), empty.copy())
        if left_aside is not None:
            code, sentence = left_aside
            yield line, RowProblem(row.number, "", code, Severity.HINT, sentence, table.sheet.name)
            continue
        problems = []
        for code, (place, column) in columns.items():
            value, problem = column[cells[place]]
            if problem is not None:
                problems.append(problem)
            if value is not None:
                line.values[code] = value
        for code, field in identities.items():
            for target, value in filled_by(field, line.values[code] or "").items():
                if target in line.values and line.values[target] is None:
                    line.values[target] = value
        yield line._replace(problems=tuple(problems)), None


def _column(
    field: Field, code: str, session: Session, context: Context, registers: Mapping[str, Register]
) -> Column:
    names = RecordNames(session, registers[field.register]) if isinstance(field, ReferenceField) else None
    return Column(code, field, context, names, {})


def _names_in_file(register: Register, head: FoundTable) -> dict[str, set[int]]:
    """Map everything that names a record of the file to the numbers of its rows."""
    places = [head.columns.places[code] for code in parent_codes(register) if code in head.columns.places]
    number = number_place(head)
    if number is not None:
        places.append(number)
    names: dict[str, set[int]] = defaultdict(set)
    for row in head.rows:
        for place in places:
            if place < len(row.cells) and (name := same_name(plain(row.cells[place]))):
                names[name].add(row.number)
    return names


def _nobody(register: Register, parent: str, count: int) -> Message:
    values = {"title": Message(register.title), "text": parent[:30], "count": count}
    if not parent:
        return Message(N_("没有写这一行属于哪一条“{title}”，请填主表的序号、编号或身份证号。"), values)
    if count:
        return Message(
            N_("这个文件里有 {count} 条“{text}”，分不清属于哪一条，请改填序号或身份证号。"), values
        )
    return Message(N_("文件里和台账里都没有“{text}”，请核对，或先登记它。"), values)
