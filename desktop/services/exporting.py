"""Export a list to .xlsx or CSV: what is written in words means the same value when it is imported again."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from db import canonical, queries
from db.entry import enter
from db.fields import DateField, DecimalField, Field, IntegerField, MoneyField, ReferenceField, TextField
from db.masking import Masking, masked
from db.messages import N_, Message
from db.register import Register
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from db.wording import worded
from desktop.exchange import list_csv, list_workbook
from desktop.exchange.list_workbook import Column, Value
from desktop.exchange.spreadsheet_cells import plain
from desktop.services import list_columns
from desktop.services.progress import Progress, Silent
from desktop.services.references import RecordNames

_PAGE = 250
"""Records read at once: cancel is heard within 50 ms."""

_WIDEST = 40


class Form(enum.Enum):
    """What is written: a workbook, a CSV, or a CSV whose long numbers survive a double click into Excel."""

    WORKBOOK = ".xlsx"
    CSV = ".csv"
    CSV_FOR_EXCEL = "excel.csv"


def export(
    ledger: Ledger,
    register: Register,
    ids: Sequence[str],
    codes: Sequence[str],
    form: Form = Form.WORKBOOK,
    masking: Masking = Masking.FULL,
    progress: Progress | None = None,
) -> bytes:
    """Write some columns of some records, and note in the history who took how many out, without their values.

    Raises Cancelled; then nothing is noted.
    """
    watched = progress or Silent()
    writing = Message(N_("正在导出 {total} 条记录"), {"total": len(ids)})

    def step(done: int, total: int) -> None:
        watched.step(done, total, writing)

    step(0, len(ids))
    kinds = list_columns.kinds(register)
    fields = {code: kinds[code] for code in codes}
    with ledger.store.reading() as session:
        rows = _rows(ledger, session, register, ids, fields, masking)
        if form is Form.WORKBOOK:
            columns = [_column(field, masking) for field in fields.values()]
            content = list_workbook.write(register.title, columns, rows, len(ids), step)
        else:
            heads = [field.label for field in fields.values()]
            content = list_csv.write(heads, rows, len(ids), step, for_excel=form is Form.CSV_FOR_EXCEL)
    step(len(ids), len(ids))
    taken = {"records": str(len(ids)), "columns": ";".join(codes), "masking": masking.name.lower()}
    # One entry for the list: it belongs to no single record, so the register stands in its place.
    change = history.Change("export", register.code, register.code, 1, {"exported": [None, taken]})
    with ledger.store.writing() as session:
        history.note(session, ledger.clock(), ledger.user, [change])
    return content


def _rows(
    ledger: Ledger,
    session: Session,
    register: Register,
    ids: Sequence[str],
    fields: Mapping[str, Field],
    masking: Masking,
) -> Iterator[list[Value]]:
    words = [_words(ledger, session, field, masking) for field in fields.values()]
    for start in range(0, len(ids), _PAGE):
        part = ids[start : start + _PAGE]
        for line in list_columns.lines(ledger, session, register, part, list(fields)):
            yield [one.of(value) for one, value in zip(words, line, strict=True)]


def _words(ledger: Ledger, session: Session, field: Field, masking: Masking) -> _Words:
    if isinstance(field, ReferenceField):
        return _Names(session, all_registers()[field.register])
    return _Words(field, masking, ledger)


class _Words:
    """The values of one column as a list shows them; most columns repeat their values."""

    def __init__(self, field: Field, masking: Masking, ledger: Ledger) -> None:
        self._field, self._masking = field, masking
        self._today = ledger.clock().date()
        self._known: dict[Any, Value] = {}

    def of(self, value: Any) -> Value:
        """Give a value for a cell, "" for nothing."""
        if value is None or value in ("", ()):
            return ""
        if value not in self._known:
            self._known[value] = self._write(value)
        return self._known[value]

    def _write(self, value: Any) -> Value:
        if self._masking is not Masking.FULL:
            shown = masked(self._field, value, self._masking)
            if shown != worded(self._field, value):
                return shown
        match self._field:
            case TextField():
                return f"'{value}" if plain(value) != value else str(value)
            case MoneyField():
                return Decimal(canonical.encode(self._field, value))
            case IntegerField() | DecimalField():
                return Decimal(value)
            case DateField():
                return value  # type: ignore[no-any-return] # a date
        text = worded(self._field, value)
        # A label that another generation of the list shares, or a place of an old name, would be read as another value.
        means_the_same = enter(self._field, text, self._today).value == value
        return text if means_the_same else canonical.encode(self._field, value)


class _Names(_Words):
    """A reference as the name of its record; a name that two records share gives way to a number or the id."""

    def __init__(self, session: Session, register: Register) -> None:
        self._session, self._register = session, register
        self._names = RecordNames(session, register)
        self._unique = [code for code, field in register.fields.items() if field.unique]
        self._known = {}

    def _write(self, value: Any) -> Value:
        codes = [self._register.name_field, *self._unique]
        for line in queries.lines(self._session, self._register, [value], codes):
            for word in line:
                if word and self._names.find(str(word)).value == value:
                    return str(word)
        return str(value)


def _column(field: Field, masking: Masking) -> Column:
    kind = list_workbook.TEXT
    width = 2.2 * len(field.label) + 4
    match field:
        case MoneyField():
            kind = list_workbook.AMOUNT
        case IntegerField() | DecimalField():
            kind = list_workbook.WHOLE
        case DateField():
            kind, width = list_workbook.DATE, max(width, 12)
        case TextField(max_length=most):
            width = max(width, min(most, _WIDEST))
        case _:
            width = max(width, 18)
    if masking is Masking.PUBLIC:
        width = max(width, 12)
    return Column(field.label, kind, width)
