"""Whole records as plain values, for jobs that read thousands and change none: mapped objects cost five times as much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.orm import Session

from db import queries
from db.record import Base
from db.register import Register


@cache
def plain_kind(mapped: type[Base]) -> type[Any]:
    """Make a class whose objects checks and rules read like those of a mapped one; it knows the same columns."""
    return type(mapped.__name__, (), {"__table__": mapped.__table__})


def plain(mapped: type[Base], values: dict[str, Any]) -> Any:
    """Give an object whose attributes are these values."""
    thing = plain_kind(mapped)()
    thing.__dict__ = values
    return thing


def pages(
    session: Session, register: Register, size: int = 500, only: Collection[str] | None = None
) -> Iterator[list[Any]]:
    """Read all live records with their rows page by page, so that 100 000 never stand in memory together.

    With ``only`` those that have one of these ids.
    """
    ids = queries.record_ids(session, register) if only is None else sorted(only)
    for start in range(0, len(ids), size):
        yield _page(session, register, ids[start : start + size], _live)


def of(session: Session, register: Register, ids: Sequence[str]) -> list[Any]:
    """Read some hundred records with their rows, withdrawn ones too; in the order they were made."""
    return _page(session, register, ids, _all)


def _page(
    session: Session,
    register: Register,
    ids: Sequence[str],
    which: Callable[[Any], Select[Any]],
) -> list[Any]:
    lines: dict[str, dict[str, list[Any]]] = {}
    for group in register.row_groups:
        lines[group.code] = defaultdict(list)
        for values in _read(session, _rows_of(group.row.__table__), ids):
            lines[group.code][values["record_id"]].append(plain(group.row, values))
    records = []
    for values in _read(session, which(register.record.__table__), ids):
        values.update({code: of_record.get(values["id"], []) for code, of_record in lines.items()})
        records.append(plain(register.record, values))
    return records


def _read(session: Session, found: Select[Any], ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    result = session.connection().execute(found, {"ids": ids})
    codes = tuple(result.keys())
    return (dict(zip(codes, line, strict=True)) for line in result)


@cache
def _all(table: Table) -> Select[Any]:
    return select(table).where(_is_one_of(table.c.id)).order_by(table.c.id)


@cache
def _live(table: Table) -> Select[Any]:
    return _all(table).where(table.c.deleted_at.is_(None))


@cache
def _rows_of(table: Table) -> Select[Any]:
    return select(table).where(_is_one_of(table.c.record_id)).order_by(table.c.record_id, table.c.position)


def _is_one_of(column: Any) -> Any:
    return column.in_(bindparam("ids", expanding=True))
