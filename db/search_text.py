"""The text under which a record is found: its searchable values, with initials and full pinyin of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from db.fields import Field, TextField, TextForm
from db.record import Record, Row
from db.register import Register
from db.values import characters, pinyin


def search_text(register: Register, record: Record, fields: Mapping[str, Field] | None = None) -> str:
    """Write the lower-case text that ``LIKE`` searches; values are separated by line feeds.

    An import names the ``fields`` that can be filled in its file.
    """
    parts = list(_parts(register.fields if fields is None else fields, record, register.name_field))
    for group in register.row_groups:
        for line in group.of(record):
            parts.extend(_parts(group.fields, line, ""))
    return characters.half_width("\n".join(parts))


def _parts(fields: Mapping[str, Field], holder: Record | Row, name_field: str) -> Iterator[str]:
    for code, field in fields.items():
        if field.searchable:
            value: Any = getattr(holder, code)
            if value:
                is_name = code == name_field or (
                    isinstance(field, TextField) and field.form is TextForm.PERSON_NAME
                )
                yield pinyin.search_keys(value) if is_name else str(value).lower()
