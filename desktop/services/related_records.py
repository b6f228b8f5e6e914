"""The records that name another one: what help a household was given, and the next record of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from db import queries
from db.fields import ReferenceField
from db.record import Record
from db.register import Register, Related
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records

_AT_ONCE = 500


@dataclass(frozen=True)
class RelatedRecord:
    """A record that names the one on the screen, with its values of ``Related.shows``."""

    id: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class RelatedRecords:
    """All of them, by their first value (a date; what has none comes last), and what their amounts come to, in fen."""

    lines: tuple[RelatedRecord, ...] = ()
    total: int = 0


def of(ledger: Ledger, related: Related, record_id: str) -> RelatedRecords:
    """Read the live records that name a record."""
    register = all_registers()[related.register]
    pointing = getattr(register.record, related.reference)
    found: list[tuple[Any, ...]] = []
    with ledger.store.reading() as session:
        ids = queries.record_ids(session, register, condition=pointing == record_id)
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            found += queries.lines(session, register, part, ["id", *related.shows, *related.amounts])
    shown = len(related.shows) + 1
    found.sort(key=lambda line: (line[1] is None, line[1] or date.min))
    total = sum(amount or 0 for line in found for amount in line[shown:])
    return RelatedRecords(tuple(RelatedRecord(line[0], tuple(line[1:shown])) for line in found), total)


def begin(ledger: Ledger, register: Register, reference: str, record_id: str) -> Record:
    """Give a new record that names another one, with what both have of the fields shown beside the reference."""
    record = records.begin(ledger, register)
    field = register.fields[reference]
    if isinstance(field, ReferenceField):
        named = records.open_record(ledger, all_registers()[field.register], record_id)
        if named is not None:
            setattr(record, reference, record_id)
            for code in register.fields.keys() & set(field.shows) - {register.number_field}:
                setattr(record, code, getattr(named, code))
    return record
