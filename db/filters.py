"""Conditions on the fields of a register (筛选), asked in SQL: what may be asked follows from the kind of the field."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import TEXT, ColumnElement, and_, false, func, or_, select, true, type_coerce

from db.code_lists import code_list
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PictureField,
    ReferenceField,
    TextField,
    YesNoField,
)
from db.messages import N_
from db.register import Register
from db.store.shared_tables import SearchEntry

WRITTEN_ON, OFFICE = "written_on", "office"


class Comparison(enum.StrEnum):
    """What can be asked of a value; the ledger keeps the names."""

    CONTAINS = "contains"
    ONE_OF = "one_of"
    BETWEEN = "between"
    FILLED = "filled"
    EMPTY = "empty"


@dataclass(frozen=True)
class Condition:
    """One question: one text for CONTAINS, values for ONE_OF, lowest and highest (None: open) for BETWEEN."""

    field: str
    comparison: Comparison
    values: tuple[Any, ...] = ()


def fields_of(register: Register) -> dict[str, Field]:
    """Give what can be asked about: the register's fields, the day on which its form was filled in, and by which office."""
    return {
        **register.fields,
        WRITTEN_ON: DateField(N_("填写日期")),
        OFFICE: AreaField(N_("填报单位所在地"), digits=9),
    }


def comparisons_of(field: Field) -> tuple[Comparison, ...]:
    """Give what can be asked of a field, the usual question first."""
    match field:
        case TextField() | IdentityField() | ReferenceField():
            first = Comparison.CONTAINS
        case ChoiceField() | MultiChoiceField() | YesNoField() | AreaField():
            first = Comparison.ONE_OF
        case IntegerField() | DecimalField() | MoneyField() | DateField():
            first = Comparison.BETWEEN
        case PictureField():
            return (Comparison.FILLED, Comparison.EMPTY)
        case _:
            raise TypeError(field)
    return (first, Comparison.FILLED, Comparison.EMPTY)


def where(register: Register, conditions: Iterable[Condition]) -> ColumnElement[bool]:
    """Give the SQL that asks all conditions of the register's records."""
    fields = fields_of(register)
    asked = (
        _asked(getattr(register.record, one.field), fields[one.field], one.comparison, one.values)
        for one in conditions
    )
    return and_(true(), *asked)


def _asked(column: Any, field: Field, comparison: Comparison, values: Sequence[Any]) -> ColumnElement[bool]:
    asked: ColumnElement[bool]
    match comparison:
        case Comparison.FILLED:
            asked = column.is_not(None)
        case Comparison.EMPTY:
            asked = column.is_(None)
        case Comparison.BETWEEN:
            low, high = values
            asked = and_(true() if low is None else column >= low, true() if high is None else column <= high)
            asked = and_(column.is_not(None), asked)
        case Comparison.CONTAINS:
            asked = _contains(column, field, str(values[0]).lower())
        case Comparison.ONE_OF:
            asked = _one_of(column, field, values)
    return asked


def _contains(column: Any, field: Field, text: str) -> ColumnElement[bool]:
    if not isinstance(field, ReferenceField):
        found: ColumnElement[bool] = func.lower(column).contains(text, autoescape=True)
        return found
    # What it points at is found as its own list finds it: by name, pinyin or number.
    entries = select(SearchEntry.record_id).where(SearchEntry.register == field.register)
    pointed: ColumnElement[bool] = column.in_(entries.where(SearchEntry.text.contains(text, autoescape=True)))
    return pointed


def _one_of(column: Any, field: Field, values: Sequence[Any]) -> ColumnElement[bool]:
    match field:
        case MultiChoiceField(codes=codes):
            listed = ";" + func.coalesce(type_coerce(column, TEXT), "") + ";"
            return or_(
                false(),
                *(listed.contains(f";{code};", autoescape=True) for code in _of_any_day(codes, values)),
            )
        case AreaField():  # a county holds its townships
            return or_(false(), *(column.startswith(code, autoescape=True) for code in values))
        case ChoiceField(codes=codes):
            values = _of_any_day(codes, values)
    found: ColumnElement[bool] = column.in_(values)
    return found


def _of_any_day(codes: str, values: Sequence[str]) -> list[str]:
    """Add the codes that had the same words in another generation of the list: people ask for words."""
    known = code_list(codes)
    labels = {known.label(code) for code in values}
    return [*values, *(item.code for item in known.items if item.label in labels and item.code not in values)]
