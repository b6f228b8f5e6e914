"""Records to and from the rows of a package's CSVs: by field code, exact values, sorted by record.

``data/<register>.csv`` has one row for each record, ``data/<register>.<rows>.csv`` one for each row of a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.canonical import encode, encode_fields
from db.canonical_json import canonical_json
from db.record import Record
from db.register import Context, Register
from desktop.exchange import csv_rows

RECORD_COLUMNS = ("record_uid", "rev", "op", "written_on")
REASONS_COLUMN, OFFICE_COLUMN = "reasons", "office"
ROW_COLUMNS = ("row_uid", "record_uid", "position")


@dataclass(frozen=True)
class Sent:
    """A record as it goes into a package; ``operation`` is ``new``, ``changed`` or ``withdrawn``."""

    record: Record
    operation: str


def header(register: Register) -> list[str]:
    """Name the columns of a register's CSV."""
    computed = [one.code for one in register.computed]
    return [*RECORD_COLUMNS, *register.fields, *computed, REASONS_COLUMN, OFFICE_COLUMN]


def row_header(register: Register, group: str) -> list[str]:
    """Name the columns of a row group's CSV."""
    return [*ROW_COLUMNS, *register.row_group(group).fields]


def member_name(register: Register, group: str = "") -> str:
    """Name the file of a register, or of one of its row groups, inside a package."""
    return f"data/{register.code}.{group}.csv" if group else f"data/{register.code}.csv"


def encode_register(register: Register, sent: Sequence[Sent], context: Context) -> dict[str, bytes]:
    """Write all CSVs of a register; the same records give the same bytes whatever their order."""
    in_order = sorted(sent, key=lambda one: one.record.id)
    rows = [_record_row(register, one, context) for one in in_order]
    files = {member_name(register): csv_rows.write(header(register), rows)}
    for group in register.row_groups:
        lines = [
            [line.id, one.record.id, str(line.position), *encode_fields(group.fields, line).values()]
            for one in in_order
            for line in group.of(one.record)
        ]
        files[member_name(register, group.code)] = csv_rows.write(row_header(register, group.code), lines)
    return files


def computed_values(register: Register, record: Record, context: Context) -> Mapping[str, str]:
    """Write a record's computed values; "" where something is still missing."""
    values = {one.code: one.work_out(record, context) for one in register.computed}
    kinds = {one.code: one.kind for one in register.computed}
    return {code: encode(kinds[code], found.value) if found else "" for code, found in values.items()}


def _record_row(register: Register, sent: Sent, context: Context) -> list[str]:
    record = sent.record
    return [
        record.id,
        str(record.revision),
        sent.operation,
        record.written_on.isoformat(),
        *encode_fields(register.fields, record).values(),
        *computed_values(register, record, context).values(),
        canonical_json(record.reasons) if record.reasons else "",
        record.office,
    ]
