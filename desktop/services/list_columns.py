"""What a list can show of a record: its fields, its state, values worked out, and what the records that name it come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from db import plain_records, queries
from db.fields import Field
from db.register import Register, Related
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services.contexts import context_of

STATE = "state"
"""The code of the column that is no field: it is sorted in the order in which a record passes its states."""

MOST_WORKED_OUT = 10_000
"""Records whose values are worked out for an order or an average: a second beside the window."""

_AT_ONCE = 500


def kinds(register: Register) -> dict[str, Field]:
    """Say by code how the values of each column are written; the state is not among them."""
    worked_out = {one.code: one.kind for one in register.computed}
    return register.fields | worked_out | {one.code: one.total for one in register.related}


def usual(register: Register) -> tuple[str, ...]:
    """Name the columns that a register declares for its list."""
    listed = [code for code, kind in kinds(register).items() if kind.in_list]
    return (*(listed or [register.name_field]), STATE)


def is_worked_out(register: Register, code: str) -> bool:
    """Tell whether a record must be read whole for a value: for 100 000 that takes a quarter of a minute."""
    return any(one.code == code for one in register.computed)


def lines(
    ledger: Ledger, session: Session, register: Register, ids: Sequence[str], codes: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Give the values of some columns for some records, in the order of ``ids`` (at most some hundreds)."""
    others = kinds(register).keys() - register.fields.keys()
    stored = [code for code in codes if code not in others]
    if len(stored) == len(codes):
        return queries.lines(session, register, ids, codes)
    columns = values(ledger, session, register, ids, others.intersection(codes))
    found = []
    for one, *read in queries.lines(session, register, ids, ["id", *stored]):
        known = dict(zip(stored, read, strict=True)) | {code: columns[code].get(one) for code in columns}
        found.append(tuple(known[code] for code in codes))
    return found


def values(
    ledger: Ledger, session: Session, register: Register, ids: Sequence[str], codes: Collection[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Give what no column of the store holds, by code and record id; a record that lacks what a value needs has none."""
    found: dict[str, dict[str, Any]] = {code: {} for code in codes}
    computed = [one for one in register.computed if one.code in found]
    context = context_of(ledger, session)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        for record in plain_records.of(session, register, part) if computed else ():
            for one in computed:
                arithmetic = one.work_out(record, context)
                if arithmetic is not None:
                    found[one.code][record.id] = arithmetic.value
        for related in register.related:
            if related.code in found:
                found[related.code] |= _totals(session, related, part)
    return found


def _totals(session: Session, related: Related, ids: Sequence[str]) -> dict[str, int]:
    other = all_registers()[related.register]
    pointing = getattr(other.record, related.reference)
    amounts: Any = [func.coalesce(getattr(other.record, code), 0) for code in related.amounts]
    return dict(queries.grouped(session, other, [pointing], func.sum(sum(amounts)), pointing.in_(ids)))
