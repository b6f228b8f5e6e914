"""Insert thousands of rows of one table: converted column by column, which costs a third of row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from db.column_types import PlainText
from db.record import Base


def insert_rows(
    session: Session,
    mapped: type[Base],
    rows: Sequence[Mapping[str, Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert rows that all have the same keys; ``same`` are the columns whose value is that of every row."""
    if not rows:
        return
    same = same or {}
    connection = session.connection()
    table = mapped.metadata.tables[mapped.__tablename__]
    names = [*rows[0], *same]
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=names)
    columns: dict[str, Any] = {
        name: _converted(connection.dialect, table, name, [row[name] for row in rows]) for name in rows[0]
    }
    for name, value in same.items():
        columns[name] = repeat(_converted(connection.dialect, table, name, [value])[0], len(rows))
    order = compiled.positiontup or names
    connection.exec_driver_sql(str(compiled), list(zip(*(columns[name] for name in order), strict=True)))


def _converted(dialect: Dialect, table: Table, name: str, values: list[Any]) -> list[Any]:
    kind = table.c[name].type
    if isinstance(kind, PlainText) and all(values):
        return values  # only an empty text is changed
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return values if convert is None else list(map(convert, values))
