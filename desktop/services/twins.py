"""Duplicates within the county (县内重复): records of two offices that hold the same ID, card, number or name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from db.fields import Field, IdentityField, TextField, TextForm
from db.messages import N_, Message
from db.register import Holder, Register
from db.registers import all_registers
from desktop.services.county_lookups import Arriving, CountyLookups


@dataclass(frozen=True)
class Twin:
    """Another office's record that holds the same: where in ours (``rows`` and ``row`` for a row), and who has it.

    ``is_arriving`` tells that the other one is in a package that has not been taken in either.
    """

    label: str
    field: str
    rows: str
    row: int | None
    holder: Holder
    office: str
    office_name: str
    is_arriving: bool

    @property
    def message(self) -> Message:
        """Say it in a sentence."""
        values = {"label": Message(self.label), "office": self.office_name, "other": self.holder.label}
        if self.is_arriving:
            return Message(N_("{label}与{office}的“{other}”相同（也是这次收到的），请核对归哪一家。"), values)
        return Message(N_("{label}与{office}已有的“{other}”相同，请核对归哪一家。"), values)


@dataclass(frozen=True)
class Key:
    """Something that only one record of a register should hold: the same value at one of ``paths`` is a twin.

    ``beside`` are further fields of the record that must agree too.
    """

    paths: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    one: Arriving
    path: str
    row: int | None
    holder: Holder


@cache
def keys_of(code: str) -> tuple[Key, ...]:
    """Read from a register's declarations what makes two records the same."""
    register = all_registers()[code]
    kinds: dict[str, list[str]] = {}
    for path, field in _paths(register):
        if path != register.number_field and (kind := _kind(path, field)):
            kinds.setdefault(kind, []).append(path)
    return (
        *(Key(tuple(paths)) for paths in kinds.values()),
        *(Key((first,), tuple(beside)) for first, *beside in register.alike),
    )


def find(
    lookups: CountyLookups, arriving: Sequence[Arriving], names: Mapping[str, str]
) -> dict[tuple[str, str], tuple[Twin, ...]]:
    """Find the twins of arriving records in other offices: (register, id) → twins; ``names`` are of offices by code."""
    candidates = [
        found
        for one in arriving
        if one.is_live
        for key in keys_of(one.register.code)
        for found in _held(lookups, one, key)
    ]
    offices = lookups.office_of([found.holder for found in candidates])
    twins: dict[tuple[str, str], dict[tuple[str, str, str], Twin]] = {}
    for found in candidates:
        other = found.holder.register, found.holder.record_id
        office = offices.get(other, "")
        if office != found.one.office:
            rows, _, code = found.path.rpartition(".")
            register = found.one.register
            field = (register.row_group(rows).fields if rows else register.fields)[code]
            twin = Twin(
                field.label,
                code,
                rows,
                found.row,
                found.holder,
                office,
                names[office],
                lookups.is_arriving(found.holder),
            )
            of_record = twins.setdefault((register.code, found.one.record.id), {})
            of_record.setdefault((*other, found.path), twin)
    return {key: tuple(found.values()) for key, found in twins.items()}


def _held(lookups: CountyLookups, one: Arriving, key: Key) -> Iterator[_Candidate]:
    register, record = one.register, one.record
    for path in key.paths:
        for row, value in _values(record, path):
            for other in key.paths:
                for holder in lookups.holders(register.code, other, value):
                    if holder.record_id != record.id and _agrees(lookups, one, holder, key.beside):
                        yield _Candidate(one, path, row, holder)


def _agrees(lookups: CountyLookups, one: Arriving, holder: Holder, beside: Sequence[str]) -> bool:
    if not beside:
        return True
    facts = lookups.facts(holder.register, holder.record_id) or {}
    return all(getattr(one.record, code) and facts.get(code) == getattr(one.record, code) for code in beside)


def _values(record: object, path: str) -> Iterator[tuple[int | None, str]]:
    rows, _, code = path.rpartition(".")
    for row, holder in enumerate(getattr(record, rows)) if rows else ((None, record),):
        if value := getattr(holder, code):
            yield row, value


def _paths(register: Register) -> Iterator[tuple[str, Field]]:
    yield from register.fields.items()
    for group in register.row_groups:
        for code, field in group.fields.items():
            yield f"{group.code}.{code}", field


def _kind(path: str, field: Field) -> str:
    """Name what a field compares as, "" when two records may well hold the same."""
    if isinstance(field, IdentityField):
        return "identity"
    if isinstance(field, TextField) and field.form in {TextForm.CREDIT_CODE, TextForm.BANK_CARD}:
        return str(field.form.value)
    return path if field.unique or field.compared else ""
