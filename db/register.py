"""What a register is: one declaration that table, form, checks, CSV and paper all read.

How to add a register: copy the shape of ``db/registers/inspections``. One folder with ``record.py`` (the mapped
class), ``rules.py`` and ``__init__.py`` (``REGISTER = Register(...)``), one Alembic revision in
``db/migrations/versions``, its words in ``resources/translations/en.po`` and its own rule tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from db.code_lists import code_list
from db.fields import ChoiceField, Field
from db.indicators import Indicator
from db.messages import Message, Problem
from db.record import Record, Row
from db.rule_tables import RuleTables


@dataclass(frozen=True)
class Section:
    """One part of a form, shown in the table of contents beside it."""

    code: str
    title: str


@dataclass(frozen=True)
class Related(Section):
    """Records of another register that name this one (the help given to a household): a last part of the form to look at.

    ``reference`` is the field of ``register`` that names a record of this one, and ``shows`` are fields there.
    ``amounts`` of them are added up in ``total``, which is a column of the list too; ``add`` asks for another record.
    """

    register: str
    reference: str
    shows: tuple[str, ...]
    amounts: tuple[str, ...]
    total: Field
    add: str


@dataclass(frozen=True)
class Holder:
    """Where in the ledger a value stands: a record, or a row (from 0) of a record's group; a closed file ``is_closed``."""

    register: str
    record_id: str
    label: str
    rows: str = ""
    row: int | None = None
    is_closed: bool = False


class Lookups(Protocol):
    """What a rule may ask of the rest of the ledger."""

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        """Find live records where the field ``path`` (``id_no`` or ``members.id_no``) equals ``value``."""

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        """Give the field values of a record that another one points at, None when there is none."""


@dataclass(frozen=True)
class Context:
    """What a rule knows besides its record; ``area`` is the office's township code."""

    today: date
    area: str
    tables: RuleTables
    lookups: Lookups


@dataclass(frozen=True)
class Arithmetic:
    """A computed value and how it came about, in one line as it is printed."""

    value: int | Decimal | date | str
    text: Message


@dataclass(frozen=True)
class Computed:
    """A value worked out from the record: shown read-only, exported, printed with its arithmetic.

    ``kind`` is a Field that says how the value is written (its label and section included).
    ``work_out`` returns None while the record lacks what it needs.
    """

    code: str
    kind: Field
    work_out: Callable[[Any, Context], Arithmetic | None]


@dataclass(frozen=True)
class RowGroup:
    """A repeating group of a form: a grid on the screen, its own CSV, a table on paper.

    ``code`` is the attribute of the record; ``short`` names the columns of the printed form. With ``begins_with``,
    the code of a ChoiceField of the row, a form that is begun has one row for each of its choices. ``needed`` tells
    of a record how many of the rows that it needs by its facts are there, and how many these are.
    """

    code: str
    title: str
    section: str
    row: type[Row]
    at_least: int = 0
    at_most: int = 99
    short: tuple[str, ...] = ()
    begins_with: str = ""
    needed: Callable[[Any], tuple[int, int]] | None = None

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The group's fields by code, in the order of the form."""
        return fields_of(self.row)

    def first_rows(self, day: date) -> list[Row]:
        """Give the rows of a form that is begun on a day."""
        field = self.fields.get(self.begins_with)
        if not isinstance(field, ChoiceField):
            return []
        choices = code_list(field.codes).valid_on(day)
        return [self.row(position=n, **{self.begins_with: item.code}) for n, item in enumerate(choices)]

    def of(self, record: Record) -> list[Any]:
        """Give the rows of a record, in order."""
        return list(getattr(record, self.code))


Rule = Callable[[Any, Context], Iterable[Problem]]


@dataclass(frozen=True)
class Register:
    """One register (台账) of the office.

    ``code`` is the folder, table and CSV name. ``name_field`` names a record for people, ``number_field`` is its
    file number, given by the office when it is first saved (empty: the register has none). ``closed_on`` is the date
    field that closes a record (退出): from then on it waits for nobody and is counted no more (empty: none is closed).
    ``group`` is its heading in the navigation. ``alike`` lists fields that together name one thing, so that records of
    two offices which agree in all of them may be about the same (IDs, cards and unique numbers are known without it).
    """

    code: str
    title: str
    group: str
    record: type[Record]
    sections: tuple[Section, ...]
    name_field: str
    number_field: str = ""
    closed_on: str = ""
    row_groups: tuple[RowGroup, ...] = ()
    related: tuple[Related, ...] = ()
    computed: tuple[Computed, ...] = ()
    rules: tuple[Rule, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    order: int = 100

    @property
    def parts(self) -> tuple[Section, ...]:
        """The parts of its form from top to bottom: the sections that are filled in, then what is only looked at."""
        return (*self.sections, *self.related)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The record's fields by code, in the order of the form."""
        return fields_of(self.record)

    def row_group(self, code: str) -> RowGroup:
        """Find a row group by its code."""
        return next(group for group in self.row_groups if group.code == code)

    def fields_in(self, section: Section) -> dict[str, Field]:
        """Give the fields of one section, in order."""
        return {code: field for code, field in self.fields.items() if field.section == section.code}

    def label_of(self, record: Record) -> str:
        """Name a record for people: its file number and its name."""
        words = (getattr(record, code) for code in (self.number_field, self.name_field) if code)
        return " ".join(str(word) for word in words if word)


def fields_of(mapped: type[Record | Row]) -> dict[str, Field]:
    """Collect the declared fields of a mapped class in the order of declaration."""
    return {column.key: column.info["field"] for column in mapped.__table__.columns if "field" in column.info}
