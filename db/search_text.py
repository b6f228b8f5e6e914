"""The text under which a record is found: its searchable values, with initials and full pinyin of names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from db.fields import Field, TextField, TextForm
from db.record import Record
from db.register import Register
from db.values import characters, pinyin

_Ways = Sequence[tuple[str, Callable[[Any], str]]]
"""The searchable fields by code, each with the way in which its values are written."""


def search_text(register: Register, record: Record) -> str:
    """Write the lower-case text that ``LIKE`` searches; values are separated by line feeds."""
    return writer(register, register.fields)(record)


def writer(register: Register, fields: Mapping[str, Field]) -> Callable[[Any], str]:
    """Prepare ``search_text`` for many records; an import names the ``fields`` that can be filled in its file."""
    of_record = _ways(fields, register.name_field)
    of_rows = [(group, ways) for group in register.row_groups if (ways := _ways(group.fields, ""))]

    def write(record: Any) -> str:
        parts = list(_parts(of_record, record))
        for group, ways in of_rows:
            for line in group.of(record):
                parts += _parts(ways, line)
        return characters.half_width("\n".join(parts))

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


def _parts(ways: _Ways, holder: Any) -> Iterator[str]:
    for code, write in ways:
        value = getattr(holder, code)
        if value:
            yield write(value)
