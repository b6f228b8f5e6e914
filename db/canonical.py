"""The one exact text of a value: used in packages, in history and for comparing two states of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from db.fields import (
    DateField,
    DecimalField,
    Field,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PictureField,
    YesNoField,
)
from db.record import Record, Row
from db.register import Register, RowGroup
from db.values import money


def encode(field: Field, value: Any) -> str:
    """Write a value: ISO dates, yuan with two decimals, ``true``/``false``, codes joined by ``;``, "" for nothing."""
    if value is None:
        return ""
    write = _WRITERS.get(type(field))
    return str(value) if write is None else write(field, value)


_WRITERS: Mapping[type[Field], Callable[[Any, Any], str]] = {
    MoneyField: lambda _, fen: money.plain(fen),
    DecimalField: lambda field, number: f"{number:.{field.places}f}",
    DateField: lambda _, day: str(day.isoformat()),
    MultiChoiceField: lambda _, codes: ";".join(codes),
    YesNoField: lambda _, answer: "true" if answer else "false",
}


def decode(field: Field, text: str) -> Any:
    """Read what ``encode`` wrote; anything else raises ``ValueError``."""
    if text == "":
        return () if isinstance(field, MultiChoiceField) else None
    try:
        value = _read(field, text)
    except (ArithmeticError, LookupError) as error:
        raise ValueError(text) from error
    if encode(field, value) != text:
        raise ValueError(text)
    return value


def _read(field: Field, text: str) -> Any:
    match field:
        case MoneyField():
            return money.parse(text)
        case IntegerField():
            return int(text)
        case DecimalField():
            return _finite(Decimal(text))
        case DateField():
            return date.fromisoformat(text)
        case MultiChoiceField():
            return tuple(text.split(";"))
        case YesNoField():
            return {"true": True, "false": False}[text]
        case PictureField():
            return bytes.fromhex(text).hex() if len(text) == 64 else ""
    return text


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(number)
    return number + 0  # a negative zero becomes zero


def encode_fields(fields: Mapping[str, Field], holder: Record | Row) -> dict[str, str]:
    """Write all declared fields of a record or row."""
    return {code: encode(field, getattr(holder, code)) for code, field in fields.items()}


Snapshot = dict[str, Any]
"""A record as texts: field code → text, and group code → list of such dicts (with the row's ``id``)."""


def snapshot(register: Register, record: Record) -> Snapshot:
    """Write a whole record with its rows and written reasons, empty values left out."""
    whole: Snapshot = {code: text for code, text in encode_fields(register.fields, record).items() if text}
    for group in register.row_groups:
        lines = [
            {"id": line.id} | {code: text for code, text in encode_fields(group.fields, line).items() if text}
            for line in group.of(record)
        ]
        if lines:
            whole[group.code] = lines
    if record.reasons:
        whole["reasons"] = dict(record.reasons)
    return whole


def differences(before: Snapshot, after: Snapshot) -> dict[str, list[Any]]:
    """Name what changed between two snapshots: code → [old, new], None where there was nothing."""
    return {
        code: [before.get(code), after.get(code)]
        for code in sorted(before.keys() | after.keys())
        if before.get(code) != after.get(code)
    }


def rebuilt(register: Register, changes: Iterable[Mapping[str, Any]]) -> Snapshot:
    """Follow the changes of a record from the first on to the snapshot that they lead to.

    What is no part of a snapshot (state, package) and codes that the register no longer has are passed over.
    """
    known = {*register.fields, *(group.code for group in register.row_groups), "reasons"}
    whole: Snapshot = {}
    for change in changes:
        whole |= {code: values[1] for code, values in change.items() if code in known}
    return {code: value for code, value in whole.items() if value is not None}


def put_back(register: Register, record: Record, values: Mapping[str, Any]) -> None:
    """Give a record what a snapshot says of some codes, nothing where it says None; rows keep their ids.

    Codes that the register does not have are passed over.
    """
    for code, field in register.fields.items():
        if code in values:
            setattr(record, code, decode(field, values[code] or ""))
    for group in register.row_groups:
        if group.code in values:
            setattr(record, group.code, _lines(group, group.of(record), values[group.code] or ()))
    if "reasons" in values:
        record.reasons = dict(values["reasons"] or {})


def _lines(group: RowGroup, present: Sequence[Any], wanted: Sequence[Mapping[str, str]]) -> list[Row]:
    by_id = {line.id: line for line in present}
    lines = []
    for position, texts in enumerate(wanted):
        line = by_id.get(texts["id"]) or group.row(id=texts["id"])
        line.position = position
        for code, field in group.fields.items():
            setattr(line, code, decode(field, texts.get(code, "")))
        lines.append(line)
    return lines
