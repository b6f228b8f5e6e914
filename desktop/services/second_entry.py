"""Second entry (复录核对): which values of a record are worth keying twice, and what the second time says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.entry import enter
from db.fields import Field, IdentityField, MoneyField, TextField, TextForm
from db.messages import N_, Message
from db.record import Record
from db.register import Register
from db.values import characters
from db.values.second_entry import differing_places
from db.wording import worded

_NAME_SHOWN = 16  # characters


@dataclass(frozen=True)
class Keyed:
    """A value that was keyed once; ``rows`` and ``row_id`` are "" for a field of the record itself."""

    code: str
    field: Field
    value: Any
    rows: str = ""
    row: int = 0
    row_id: str = ""
    whose: str = ""  # what the row is called on paper: its first text

    @property
    def key(self) -> tuple[str, str, str]:
        """Name the place of the value; it stays when rows are moved and when the record is saved."""
        return self.rows, self.row_id, self.code


@dataclass(frozen=True)
class Compared:
    """Both values in words, with the places that differ in each (none: they are the same)."""

    first: str
    second: str
    first_places: tuple[int, ...] = ()
    second_places: tuple[int, ...] = ()
    value: Any = None  # of the second
    refused: Message | None = None  # why the second is no value

    @property
    def is_same(self) -> bool:
        """Whether both times the same was keyed."""
        return not self.first_places and not self.second_places


def is_keyed_twice(field: Field) -> bool:
    """Tell whether one wrong digit of a field does harm that nobody sees: IDs, bank cards and amounts."""
    return isinstance(field, IdentityField | MoneyField) or (
        isinstance(field, TextField) and field.form is TextForm.BANK_CARD
    )


def keyed_values(register: Register, record: Record) -> Iterator[Keyed]:
    """Give the values of a record that are worth keying twice, in the order of the form; empty ones are left out."""
    for section in register.sections:
        for code, field in register.fields_in(section).items():
            if is_keyed_twice(field) and (value := getattr(record, code)) not in (None, ""):
                yield Keyed(code, field, value)
        for group in register.row_groups:
            risky = {code: field for code, field in group.fields.items() if is_keyed_twice(field)}
            if group.section != section.code or not risky:
                continue
            for number, row in enumerate(group.of(record)):
                texts = (getattr(row, code) for code in group.fields)
                whose = next((text for text in texts if isinstance(text, str)), "")[:_NAME_SHOWN]
                for code, field in risky.items():
                    if (value := getattr(row, code)) not in (None, ""):
                        yield Keyed(code, field, value, group.code, number, row.id, whose)


def name_of(register: Register, keyed: Keyed) -> Message:
    """Name a value as the form does, with the row in which it stands."""
    label = Message(keyed.field.label)
    if not keyed.rows:
        return Message(N_("{label}"), {"label": label})
    values = {
        "title": Message(register.row_group(keyed.rows).title),
        "row": keyed.row + 1,
        "whose": keyed.whose,
        "label": label,
    }
    return Message(N_("{title}第 {row} 行 {whose}：{label}"), values)


def compare(keyed: Keyed, text: str, today: date) -> Compared:
    """Compare what was keyed the second time, read as the field reads it."""
    entered = enter(keyed.field, text, today)
    first = worded(keyed.field, keyed.value)
    if entered.refused is None and entered.value == keyed.value:
        return Compared(first, first, value=keyed.value)
    typed = characters.half_width_signs(text).strip()
    second = typed if entered.refused else worded(keyed.field, entered.value)
    return Compared(
        first,
        second,
        differing_places(second, first),
        differing_places(first, second) or (len(second),),
        entered.value,
        entered.refused,
    )
