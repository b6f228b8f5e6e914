"""Insert thousands of rows of one table: converted column by column, and some hundred rows in one statement.

Column by column costs a third of row by row; SQLite stores the rows of one statement without holding Python up.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from db.column_types import PlainText
from db.record import Base

_AT_ONCE, _MOST_VALUES = 500, 32_766
"""Rows in one statement, and values: SQLite takes no more."""

_FEW_PAGES = 600
"""Pages kept while a thread inserts: SQLite encrypts and logs the others meanwhile, and not all of them at the commit."""

_TURN = 0.0003
"""Seconds after which a thread that has stored a statement may go on: Python's own 5 ms are longer than storing takes."""

_DIALECT = sqlite.dialect()
_QUOTED = _DIALECT.identifier_preparer.quote


def insert_rows(
    session: Session,
    mapped: type[Base],
    rows: Sequence[Mapping[str, Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert rows that all have the same keys; ``same`` are the columns whose value is that of every row."""
    insert_columns(session, mapped, as_columns(rows), same or {})


def as_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[Any]]:
    """Turn rows that all have the same keys into columns."""
    return {name: list(map(itemgetter(name), rows)) for name in rows[0]} if rows else {}


def insert_columns(
    session: Session,
    mapped: type[Base],
    columns: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any],
) -> None:
    """Insert rows that are given as columns of the same length; none without a column."""
    _execute(session.connection(), _inserts(mapped, columns, same))


class Beside:
    """Inserts on a thread of its own: SQLite stores some rows while the next are put together."""

    def __init__(self, connection: Connection, thread: ThreadPoolExecutor) -> None:
        self._connection, self._thread = connection, thread
        self._under_way: Future[None] | None = None

    def insert(
        self, mapped: type[Base], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any]
    ) -> None:
        """Do as ``insert_columns``; what the store has against it, the next call or the end says."""
        inserts = _inserts(mapped, columns, same)
        self.wait()
        self._under_way = self._thread.submit(_execute, self._connection, inserts)

    def wait(self) -> None:
        """Wait until the rows are stored."""
        if self._under_way is not None:
            self._under_way.result()


@contextmanager
def beside(session: Session) -> Iterator[Beside]:
    """Insert beside the caller, who must not use the session in this block."""
    connection = session.connection()
    pages = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    connection.exec_driver_sql(f"PRAGMA cache_size = {_FEW_PAGES}")
    try:
        with ThreadPoolExecutor(1, "inserting") as thread:
            inserting = Beside(connection, thread)
            yield inserting
            inserting.wait()
    finally:
        sys.setswitchinterval(usual)
        connection.exec_driver_sql(f"PRAGMA cache_size = {pages}")


_Insert = tuple[str, tuple[Any, ...]]
"""A statement and its values."""


def _execute(connection: Connection, inserts: Sequence[_Insert]) -> None:
    for statement, values in inserts:
        connection.exec_driver_sql(statement, values)


def _inserts(
    mapped: type[Base], columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any]
) -> list[_Insert]:
    """Put rows into statements; the values of all rows come first, then those that are the same in each."""
    table = mapped.metadata.tables[mapped.__tablename__]
    names, shared = tuple(columns), tuple(same)
    of_all = [value for name, one in same.items() for value in _converted(table, name, [one])]
    rows = list(zip(*(_converted(table, name, values) for name, values in columns.items()), strict=True))
    count = min(_AT_ONCE, (_MOST_VALUES - len(shared)) // max(1, len(names)))
    batches = [rows[start : start + count] for start in range(0, len(rows), count)]
    return [
        (_statement(table, names, shared, len(some)), (*of_all, *chain.from_iterable(some)))
        for some in batches
    ]


@functools.lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...], shared: tuple[str, ...], count: int) -> str:
    """Write the INSERT of so many rows once for all batches of an import; ``shared`` are numbered before the rest."""
    columns = ", ".join(map(_QUOTED, (*shared, *names)))
    row = ", ".join([*(f"?{place + 1}" for place in range(len(shared))), *"?" * len(names)])
    rows = ", ".join([f"({row})"] * count)
    return f"INSERT INTO {_QUOTED(table.name)} ({columns}) VALUES {rows}"  # noqa: S608 - names and places only


def _converted(table: Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    if isinstance(table.c[name].type, PlainText) and all(values):
        return values  # only an empty text is changed
    convert = _converter(table, name)
    return values if convert is None else list(map(convert, values))


@functools.lru_cache(maxsize=1024)
def _converter(table: Table, name: str) -> Callable[[Any], Any] | None:
    return table.c[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
