"""Rows that are in the ledger already, word for word: a corrected file is imported again without making doubles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db import queries
from db.fields import IdentityField
from db.register import Register
from db.values import characters
from desktop.services.import_rows import GoodRow, ImportFields
from desktop.services.lookups import LoadedLookups

_AT_ONCE = 500  # SQLite takes a limited number of bound values


def find(
    session: Session, lookups: LoadedLookups, fields: ImportFields, rows: Iterable[GoodRow]
) -> Mapping[int, str]:
    """Map the numbers of rows to the ids of the records that have the same values in every column of the file."""
    register = fields.register
    keys = _keys(register, fields)
    candidates: dict[str, list[GoodRow]] = defaultdict(list)
    for row in rows:
        key = next((code for code in keys if row.values.get(code)), None)
        for holder in lookups.holders(register.code, key, row.values[key]) if key else ():
            if not holder.record_id.startswith("row "):
                candidates[holder.record_id].append(row)
    codes = list(fields.columns.places)
    same: dict[int, str] = {}
    ids = list(candidates)
    for start in range(0, len(ids), _AT_ONCE):
        for record_id, *stored in queries.lines(
            session, register, ids[start : start + _AT_ONCE], ["id", *codes]
        ):
            for row in candidates[record_id]:
                if _is_same(register, codes, row.values, stored):
                    same[row.number] = record_id
    return same


def _keys(register: Register, fields: ImportFields) -> list[str]:
    """Name the columns by which a record is found again: numbers before the name."""
    numbers = [
        code
        for code in fields.columns.places
        if (register.fields[code].unique or isinstance(register.fields[code], IdentityField))
        and code != register.number_field
    ]
    return [*numbers, *([register.name_field] if register.name_field in fields.columns.places else [])]


def _is_same(
    register: Register, codes: Sequence[str], values: Mapping[str, Any], stored: Sequence[Any]
) -> bool:
    for code, there in zip(codes, stored, strict=True):
        here = values.get(code)
        if code == register.number_field and not here:
            continue  # the office gives it
        if isinstance(here, str):
            here = characters.clean(here)
        if (here or None if here in ("", ()) else here) != (None if there in ("", ()) else there):
            return False
    return True
