"""The text under which a record is found: its searchable values, with initials and full pinyin of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from db.fields import Field, TextField, TextForm
from db.record import Record
from db.register import Register
from db.values import characters, pinyin

_Ways = Sequence[tuple[str, Callable[[Any], str]]]
"""The searchable fields by code, each with the way in which its values are written."""

_Columns = Mapping[str, Sequence[Any]]
"""Field code → a value of each record; group code → the rows of each record."""


def search_text(register: Register, record: Record) -> str:
    """Write the lower-case text that ``LIKE`` searches; values are separated by line feeds."""
    (text,) = search_texts(register, [record])
    return text


def search_texts(register: Register, records: Sequence[Record]) -> list[str]:
    """Write those of many records, in their order."""
    codes = [code for code, field in register.fields.items() if field.searchable]
    columns = {code: [getattr(record, code) for record in records] for code in codes}
    columns |= {group.code: [group.of(record) for record in records] for group in register.row_groups}
    return writer(register, register.fields)(columns)


def writer(register: Register, fields: Mapping[str, Field]) -> Callable[[_Columns], list[str]]:
    """Prepare ``search_text`` for many records; an import names the ``fields`` that can be filled in its file.

    Values are written field by field: to go through the fields of each record would cost as much as the writing.
    """
    of_record = _ways(fields, register.name_field)
    of_rows = [(group.code, ways) for group in register.row_groups if (ways := _ways(group.fields, ""))]

    def write(columns: _Columns) -> list[str]:
        parts = [[way(value) if value else "" for value in columns[code]] for code, way in of_record]
        parts += [
            [_of_rows(ways, lines) for lines in columns[code]] for code, ways in of_rows if code in columns
        ]
        return [characters.half_width("\n".join(filter(None, of_one))) for of_one in zip(*parts, strict=True)]

    return write


def _ways(fields: Mapping[str, Field], name_field: str) -> _Ways:
    return [
        (code, pinyin.search_keys if code == name_field or _is_name(field) else _lowered)
        for code, field in fields.items()
        if field.searchable
    ]


def _is_name(field: Field) -> bool:
    return isinstance(field, TextField) and field.form is TextForm.PERSON_NAME


def _lowered(value: Any) -> str:
    return str(value).lower()


def _of_rows(ways: _Ways, lines: Sequence[Any]) -> str:
    return "\n".join(write(value) for line in lines for code, write in ways if (value := getattr(line, code)))
