"""An import leaves in the ledger what saving each record by itself leaves, though it writes column by column."""

from __future__ import annotations

import json
from typing import Any

import pytest

from db.fields import PictureField, TextField
from db.record import Record
from db.register import Register
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import import_writing, records
from desktop.services.column_matching import Columns
from desktop.services.import_rows import GoodRow, GroupRow, ImportFields
from desktop.services.progress import Silent
from tests.support.sample_records import clean_household, clean_unit, full

REGISTERS = list(all_registers().values())
IDS = {"id", "record_id"}


@pytest.mark.parametrize("register", REGISTERS, ids=[register.code for register in REGISTERS])
def test_an_import_leaves_what_saving_leaves(ledger: Ledger, register: Register) -> None:
    made = {"units": clean_unit(ledger), "hardship_cases": clean_household(ledger)}
    references = {
        code: records.save(ledger, all_registers()[code], record).record.id for code, record in made.items()
    }
    names = ("曾𬱖", '长征"红星"', "ＡＢ１\\", "")
    new = [record_of(ledger, register, references, name) for name in names]
    imported = {row["id"]: row for row in import_them(ledger, register, [good(register, one) for one in new])}
    saved = [records.save(ledger, register, one).record.id for one in new]

    whole = content(ledger, register)
    for by_import, by_saving in zip(imported, saved, strict=True):
        assert whole[by_import] == whole[by_saving]
        assert whole[by_import]["record"][0][register.name_field] == imported[by_import][register.name_field]
    with ledger.store.reading() as session:
        assert history.first_break(session) is None


def record_of(ledger: Ledger, register: Register, references: dict[str, str], name: str) -> Record:
    """Make a record with a value in every field that an import can fill, or with nothing but its number."""
    record = full(ledger, register, references) if name else records.new(ledger, register)
    for code, field in register.fields.items():
        if isinstance(field, PictureField):
            setattr(record, code, None)
    if isinstance(register.fields[register.name_field], TextField):
        setattr(record, register.name_field, name or None)
    if register.number_field:
        setattr(record, register.number_field, "360111103-2026-0001")
    return record


def good(register: Register, record: Record) -> GoodRow:
    rows = {
        group.code: [
            GroupRow(group.title, 2, "", {code: getattr(line, code) for code in group.fields})
            for line in group.of(record)
        ]
        for group in register.row_groups
    }
    return GoodRow(2, {code: getattr(record, code) for code in register.fields}, rows)


def import_them(ledger: Ledger, register: Register, rows: list[GoodRow]) -> list[dict[str, Any]]:
    """Write rows of a file that has a column for every field and a sheet for every row group."""
    groups = {group.code: columns(group.fields) for group in register.row_groups}
    fields = ImportFields(register, columns(register.fields), {}, "", groups)
    with ledger.store.writing() as session:
        changes = import_writing.write(ledger, session, fields, rows, (), "表.csv", Silent())
    return [{"id": one, **row.values} for one, row in zip(changes.records[register.code], rows, strict=True)]


def columns(fields: Any) -> Columns:
    return Columns(tuple(fields), {code: place for place, code in enumerate(fields)}, (), ())


def content(ledger: Ledger, register: Register) -> dict[str, dict[str, Any]]:
    """Read past the program everything that the ledger holds of each record, without ids and what a change is called."""
    found: dict[str, dict[str, Any]] = {}
    with ledger.store.reading() as session:
        read = session.connection().exec_driver_sql
        tables = [("record", register.code, "id"), ("search", "search", "record_id"), *in_groups(register)]
        for name, table, key in tables:
            for row in read(
                f'SELECT * FROM "{table}" ORDER BY rowid' if name != "search" else "SELECT * FROM search"
            ):
                values = dict(row._mapping)
                of_record = found.setdefault(values[key], {}).setdefault(name, [])
                of_record.append({code: value for code, value in values.items() if code not in IDS})
        for row in read("SELECT record_id, at, by, revision, changes FROM history"):
            if row.record_id in found:
                noted = [row.at, row.by, row.revision, without_ids(json.loads(row.changes))]
                found[row.record_id].setdefault("history", []).append(noted)
    return found


def in_groups(register: Register) -> list[tuple[str, str, str]]:
    return [(group.code, str(group.row.__tablename__), "record_id") for group in register.row_groups]


def without_ids(changes: Any) -> Any:
    """Take out the ids of rows; the order of the keys stays to be compared."""
    if isinstance(changes, list):
        return [without_ids(one) for one in changes]
    if isinstance(changes, dict):
        return [(code, without_ids(value)) for code, value in changes.items() if code != "id"]
    return changes
