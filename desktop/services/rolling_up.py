"""数据汇总: count and add up a register by township, county, month or code, along one or two dimensions, in SQL."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal

from db import filters, queries
from db.areas import county_name, full_name
from db.code_lists import code_list
from db.fields import AreaField, ChoiceField, DateField, Field, IntegerField, MoneyField, YesNoField
from db.filters import Comparison, Condition
from db.messages import N_, Message
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from db.values import dates
from desktop.services import offices
from desktop.services.filtering import ListFilter
from desktop.services.levels import Level, level_of

OFFICE, COUNTY, MONTH, NONE = "office", "county", "month", ""
"""Dimensions beside the fields that hold a code or a day: who filed a record, in which county and month; none."""
COUNT = ""
"""The measure that is no field: how many records there are."""
_A_YEAR = 1900  # a whole number that begins here names a year: nobody adds it up
_MONTH, _DISTRICT = len("2026-03"), len("360111")
_GROUPED = ChoiceField | YesNoField | AreaField | DateField  # a day by its month
_NOT_FILLED, _YES, _NO = N_("（未填）"), N_("是"), N_("否")

Values = tuple[str | bool | None, ...]
"""What the records of a line or column hold: codes, offices, a month as 2026-03; None: not filled in."""


@dataclass(frozen=True)
class Question:
    """What is asked: lines and columns by a dimension, a count or the sum of a field, of forms of some days."""

    register: str
    rows: str = OFFICE
    columns: str = NONE
    measure: str = COUNT
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Head:
    """A line or a column: its words, and what its records hold."""

    label: str | Message  # of a month, which every language writes in its way
    values: Values


@dataclass(frozen=True)
class RollUp:
    """The answer: ``cells`` has the amount (fen when ``is_money``) of each line and column where there is any."""

    question: Question
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    cells: Mapping[tuple[Values, Values], int]
    is_money: bool

    def amount(self, row: Head | None, column: Head | None) -> int:
        """Give the amount of a cell; None stands for all lines or all columns (合计)."""
        rows = self.rows if row is None else (row,)
        columns = self.columns if column is None else (column,)
        return sum(self.cells.get((one.values, other.values), 0) for one in rows for other in columns)


def dimensions(register: Register, area: str) -> dict[str, str]:
    """Give what lines and columns can be made by, code → label; only a city (or no ``area``) has counties."""
    above = {} if area and level_of(area) is not Level.CITY else {COUNTY: N_("县区")}
    fields = {code: field.label for code, field in register.fields.items() if isinstance(field, _GROUPED)}
    return {OFFICE: N_("填报单位"), **above, MONTH: N_("月份"), **fields}


def measures(register: Register) -> dict[str, str]:
    """Give what can be worked out, code → label: how many records, or the sum of amounts and numbers."""
    return {COUNT: N_("条数")} | {
        code: field.label
        for code, field in register.fields.items()
        if isinstance(field, MoneyField) or (isinstance(field, IntegerField) and field.minimum < _A_YEAR)
    }


def roll_up(ledger: Ledger, question: Question) -> RollUp:
    """Count and add up; an office below that has sent nothing has a line of zeros."""
    register = all_registers()[question.register]
    record: Any = register.record
    amount = (
        func.coalesce(func.sum(getattr(record, question.measure)), 0) if question.measure else func.count()
    )
    keys = [_key(register, code) for code in (question.rows, question.columns)]
    with ledger.store.reading() as session:
        asked = filters.where(register, (*_in_time(question), *_on_file(question)))
        found = queries.grouped(session, register, keys, amount, asked)
        names = {line.code: line.name for line in offices.lines(session)}
    rows = _heads(register, question.rows, {line[0] for line in found}, names)
    columns = _heads(register, question.columns, {line[1] for line in found}, names)
    of_row, of_column = _by_value(rows), _by_value(columns)
    cells: dict[tuple[Values, Values], int] = defaultdict(int)
    for row, column, value in found:
        cells[of_row[row], of_column[column]] += value
    is_money = isinstance(register.fields.get(question.measure), MoneyField)
    return RollUp(question, rows, columns, dict(cells), is_money)


def behind(made: RollUp, row: Head | None, column: Head | None) -> ListFilter:
    """Give the filter that lists the records of a cell; None stands for all lines or all columns."""
    question = made.question
    register = all_registers()[question.register]
    asked = [
        _condition(register, code, head.values)
        for code, head in ((question.rows, row), (question.columns, column))
        if code and head is not None
    ]
    return ListFilter(question.register, (*asked, *_in_time(question), *_on_file(question)))


def title(question: Question) -> Message:
    """Say what a table is of: 困难职工 条数汇总表（按填报单位和困难类别）."""
    register = all_registers()[question.register]
    labels = dimensions(register, "")
    by = [Message(labels[code]) for code in (question.rows, question.columns) if code]
    values = {
        "register": Message(register.title),
        "measure": Message(measures(register)[question.measure]),
        "rows": by[0],
        "columns": by[-1],
    }
    if len(by) == 1:
        return Message(N_("{register} {measure}汇总表（按{rows}）"), values)
    return Message(N_("{register} {measure}汇总表（按{rows}和{columns}）"), values)


def _day_of(register: Register, code: str) -> str:
    """Give the field whose month a dimension is, "" when it is of another kind."""
    if code == MONTH:
        return filters.WRITTEN_ON
    return code if isinstance(register.fields.get(code), DateField) else ""


def _key(register: Register, code: str) -> ColumnElement[Any]:
    record: Any = register.record
    if code == NONE:
        return literal("")
    if day := _day_of(register, code):
        return func.substr(getattr(record, day), 1, _MONTH)
    column: ColumnElement[Any] = getattr(record, OFFICE if code == COUNTY else code)
    return column


def _heads(register: Register, code: str, found: set[Any], names: Mapping[str, str]) -> tuple[Head, ...]:
    """Put what occurs into lines or columns, in order: codes of the same words, and offices of a county, are one."""
    below = {OFFICE: 9, COUNTY: 6}.get(code)
    values = found | {one for one in names if len(one) == below}
    field = register.fields.get(code)
    listed = [item.code for item in code_list(field.codes).items] if isinstance(field, ChoiceField) else []

    def place(value: Any) -> tuple[bool, int, Any]:
        is_listed = value in listed
        return value is None, listed.index(value) if is_listed else len(listed), str(value)

    is_shared = isinstance(field, ChoiceField) or code == COUNTY
    together: dict[Any, list[Any]] = {}
    for value in sorted(values, key=place):
        label = _label(field, code, value, names)
        together.setdefault(label if is_shared else value, []).append(value)
    return tuple(Head(_label(field, code, held[0], names), tuple(held)) for held in together.values())


def _label(field: Field | None, code: str, value: Any, names: Mapping[str, str]) -> str | Message:
    if value is None:
        return _NOT_FILLED
    if code == MONTH or isinstance(field, DateField):
        return dates.month_in_sentence(date(int(value[:4]), int(value[5:]), 1))
    if code == OFFICE:
        return names.get(value) or full_name(value)
    if code == COUNTY:
        return county_name(value[:6]) or value[:6]
    match field:
        case ChoiceField(codes=codes):
            return code_list(codes).label(value)
        case YesNoField():
            return _YES if value else _NO
    return full_name(value) if field else ""


def _by_value(heads: Sequence[Head]) -> dict[Any, Values]:
    return {value: head.values for head in heads for value in head.values}


def _condition(register: Register, code: str, values: Values) -> Condition:
    day = _day_of(register, code)
    field = day or (OFFICE if code == COUNTY else code)
    if values == (None,):
        return Condition(field, Comparison.EMPTY)
    if code == COUNTY:
        return Condition(field, Comparison.ONE_OF, (str(values[0])[:_DISTRICT],))
    if not day:
        return Condition(field, Comparison.ONE_OF, values)
    year, month = (int(part) for part in str(values[0]).split("-"))
    return Condition(
        field, Comparison.BETWEEN, (date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    )


def _in_time(question: Question) -> tuple[Condition, ...]:
    if question.since is None and question.until is None:
        return ()
    return (Condition(filters.WRITTEN_ON, Comparison.BETWEEN, (question.since, question.until)),)


def _on_file(question: Question) -> tuple[Condition, ...]:
    """Leave out what was closed (脱困、注销), unless the question is by the way out or its month."""
    register = all_registers()[question.register]
    if not register.closed_on:
        return ()
    section = register.fields[register.closed_on].section
    by = (register.fields.get(code) for code in (question.rows, question.columns))
    is_about_closing = any(field is not None and field.section == section for field in by)
    comparison = Comparison.FILLED if is_about_closing else Comparison.EMPTY
    return (Condition(register.closed_on, comparison),)
