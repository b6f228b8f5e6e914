"""What goes up of a record without identity (不带身份信息): figures and facts, but nobody who could be found by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.fields import Field, IdentityField, MultiChoiceField, PictureField, Sensitivity, TextField, TextForm
from db.record import Record, Row
from db.register import Holder, Lookups, Register

_MARK = "*"
_OF_A_PERSON = {Sensitivity.IDENTITY, Sensitivity.CONTACT}
# Two signs that together are a surname (复姓); whoever has another one is known by its first sign.
_LONG_SURNAMES = frozenset(
    {
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "夏侯",
    }
    | {"端木", "轩辕", "闻人", "南宫", "百里", "呼延"}
)


def is_withheld(field: Field) -> bool:
    """Tell whether a field stays behind whole: numbers, dates of birth, addresses, phones, accounts, pictures.

    So do free words of several lines, where anybody may be named, and what is declared as ``of_person``. Amounts of
    money go up: they are what a summary is made of. A text about money is an account or a description.
    """
    if (
        isinstance(field, IdentityField | PictureField)
        or field.sensitivity in _OF_A_PERSON
        or field.of_person
    ):
        return True
    return isinstance(field, TextField) and (field.multiline or field.sensitivity is Sensitivity.MONEY)


def shortened(name: str) -> str:
    """Write a person's name as surname and mark: 张*, 欧阳*."""
    surname = name[:2] if name[:2] in _LONG_SURNAMES else name[:1]
    return surname + _MARK if surname else ""


def without_identity(register: Register, record: Record) -> Record:
    """Copy a record and its rows without what identifies a person; written reasons, which may name people, stay behind.

    The copy belongs to no session.
    """
    kept: dict[str, Any] = {column.key: getattr(record, column.key) for column in record.__mapper__.columns}
    kept |= {"reasons": {}} | _values(register.fields, record)
    for group in register.row_groups:
        kept[group.code] = [
            group.row(id=line.id, position=line.position, **_values(group.fields, line))
            for line in group.of(record)
        ]
    return register.record(**kept)


class IdentityWithheld:
    """The rest of the ledger as a record without identity may speak of it (``db.register.Lookups``)."""

    def __init__(self, lookups: Lookups, registers: Mapping[str, Register]) -> None:
        self._lookups = lookups
        self._registers = registers

    def holders(self, _register: str, _path: str, _value: str) -> tuple[Holder, ...]:
        """Name nobody."""
        return ()

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        """Give the field values of a record that another one points at, without identity."""
        facts = self._lookups.facts(register, record_id)
        if facts is None:
            return None
        fields = self._registers[register].fields
        return {code: _value(fields[code], value) for code, value in facts.items() if code in fields}


def _values(fields: Mapping[str, Field], holder: Record | Row) -> dict[str, Any]:
    return {code: _value(field, getattr(holder, code)) for code, field in fields.items()}


def _value(field: Field, value: Any) -> Any:
    if is_withheld(field):
        return () if isinstance(field, MultiChoiceField) else None
    if value and isinstance(field, TextField) and field.form is TextForm.PERSON_NAME:
        return shortened(value)
    return value
