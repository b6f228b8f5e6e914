"""What the IDs of a record say in its other fields: written where nothing stands, and passed by on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from db.fields import Field, IdentityField
from db.filling import filled_by
from db.record import Record


class IdentityFill:
    """Remembers what each ID has said, so that a corrected one may correct it too."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = {code: field for code, field in fields.items() if isinstance(field, IdentityField)}
        self._said: dict[str, dict[str, Any]] = {}  # by the field of the ID

    def begin(self, record: Record) -> None:
        """Follow another record."""
        self._said = {
            code: filled_by(field, getattr(record, code) or "") for code, field in self._fields.items()
        }

    def says(self, code: str, value: Any) -> bool:
        """Tell whether a field has just what an ID says."""
        return any(code in said and said[code] == value for said in self._said.values())

    def changes(self, code: str, number: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Take the number in an ID's field, and give what is to be written over ``values``, the readable ones."""
        before = self._said.get(code, {})
        self._said[code] = filled_by(self._fields[code], number)
        for target, value in self._said[code].items():
            if target in values and values[target] in {None, before.get(target)}:
                yield target, value
