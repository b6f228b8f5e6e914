"""How a returned record names the field that is meant: ``employees``, or ``members[3].income`` in the third row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from db.messages import N_, Message
from db.register import Register

_IN_ROW = re.compile(r"(\w+)\[([1-9]\d{0,3})\]\.(\w*)")


@dataclass(frozen=True)
class FieldPlace:
    """A field of the record, or of a row (counted from 0) of its ``rows``; all empty for the whole record."""

    field: str = ""
    rows: str = ""
    row: int | None = None

    @property
    def path(self) -> str:
        """Write it as receipts carry it."""
        return self.field if self.row is None else f"{self.rows}[{self.row + 1}].{self.field}"


def read(register: Register, path: str) -> FieldPlace:
    """Read a path; what this version does not know is the whole record."""
    found = _IN_ROW.fullmatch(path)
    if found is None:
        return FieldPlace(path) if path in register.fields else FieldPlace()
    rows, row, field = found.groups()
    groups = {group.code: group.fields for group in register.row_groups}
    if rows not in groups or field not in {"", *groups[rows]}:
        return FieldPlace()
    return FieldPlace(field, rows, int(row) - 1)


def words(register: Register, place: FieldPlace) -> Message:
    """Name a place for people."""
    if place.row is not None:
        group = register.row_group(place.rows)
        row = Message(N_("{title}第 {row} 行"), {"title": Message(group.title), "row": place.row + 1})
        if not place.field:
            return row
        return Message(N_("{row} {label}"), {"row": row, "label": Message(group.fields[place.field].label)})
    if place.field:
        return Message(register.fields[place.field].label)
    return Message(N_("整条记录"))
