"""Find, count and load records of any register; the only SQL that reads registers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, null, select, true
from sqlalchemy.orm import Session, selectinload

from db.record import Record
from db.register import Holder, Register
from db.store.shared_tables import SearchEntry
from db.values import characters

LONGEST_NEEDLE = 200
"""What stands beyond so many characters of a search is not looked at: LIKE refuses patterns of 50 000 bytes."""

_ADDED_AT_ONCE = 2000
"""Records whose values are added up in one question: a longer list of ids would hold up the window's thread."""


def record_ids(
    session: Session,
    register: Register,
    needle: str = "",
    states: Sequence[str] = (),
    condition: ColumnElement[bool] | None = None,
    *,
    withdrawn: bool = False,
) -> list[str]:
    """List the ids of live records that contain every word of ``needle``, in the order they were made.

    A word is found anywhere in a searchable value, in pinyin initials or full pinyin, or in a part of an ID number.
    ``condition`` is about columns of the register. Of ``withdrawn`` records only the names are searched.
    """
    record, words = register.record, _words(needle)
    if withdrawn:
        name = func.lower(getattr(record, register.name_field))
        found = select(record.id).where(record.deleted_at.is_not(None))
        for word in words:
            found = found.where(name.contains(word, autoescape=True))
    elif words:
        found = select(SearchEntry.record_id).where(SearchEntry.register == register.code)
        for part in (part for word in words for part in _parts(word)):
            found = found.where(SearchEntry.text.contains(part, autoescape=True))
        if states or condition is not None:
            found = found.join(record, record.id == SearchEntry.record_id)
    else:
        found = _live(select(record.id), register)
    if states:
        found = found.where(record.state.in_(states))
    if condition is not None:
        found = found.where(condition)
    return _ids(session, found)


def matching(session: Session, register: Register, condition: ColumnElement[bool]) -> list[str]:
    """List the ids of all records that fit a condition on the register's columns, withdrawn ones too."""
    return _ids(session, select(register.record.id).where(condition))


def on_file(register: Register) -> ColumnElement[bool]:
    """Ask for the records that nobody has closed (在档); where none can be closed, for all."""
    closed_on = register.closed_on
    return getattr(register.record, closed_on).is_(None) if closed_on else true()


def count_each(session: Session, register: Register, conditions: Sequence[ColumnElement[bool]]) -> list[int]:
    """Count the live records that fit each of some conditions; the table is read once for all of them."""
    if not conditions:
        return []
    counted = select(*(func.count().filter(one) for one in conditions)).select_from(register.record)
    return list(session.execute(_live(counted, register)).one())


def count_withdrawn(session: Session, register: Register) -> int:
    """Count the withdrawn records, by the index alone."""
    record = register.record
    return session.scalar(select(func.count(record.deleted_at)).where(record.deleted_at.is_not(None))) or 0


def column(session: Session, register: Register, code: str) -> list[tuple[str, Any]]:
    """Give one value of every live record with its id: what a list is sorted by."""
    record = register.record
    return [
        (one, value)
        for one, value in session.execute(_live(select(record.id, getattr(record, code)), register))
    ]


def total(session: Session, register: Register, code: str, ids: Sequence[str]) -> tuple[int, int]:
    """Add up one whole-number column of some records, however many; also count those that have a value."""
    column = getattr(register.record, code)
    added, filled = 0, 0
    for start in range(0, len(ids), _ADDED_AT_ONCE):
        # One JSON text: SQLite takes a limited number of bound values.
        asked = json.dumps(ids[start : start + _ADDED_AT_ONCE])
        listed = select(func.json_each(asked).table_valued("value").c.value)
        sums = select(func.coalesce(func.sum(column), 0), func.count(column))
        part, count = session.execute(sums.where(register.record.id.in_(listed))).one()
        added, filled = added + part, filled + count
    return added, filled


def lines(
    session: Session, register: Register, ids: Sequence[str], codes: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Give the values of some columns for some records, in the order of ``ids`` (at most some hundreds)."""
    record = register.record
    columns = [record.id, *(getattr(record, code) for code in codes)]
    found = {line[0]: tuple(line[1:]) for line in session.execute(select(*columns).where(record.id.in_(ids)))}
    return [found[record_id] for record_id in ids if record_id in found]


def load(session: Session, register: Register, record_id: str) -> Record | None:
    """Load one record with its rows, None when there is none; a withdrawn one is loaded too."""
    found: Record | None = session.scalars(
        _whole(register).where(register.record.id == record_id)
    ).one_or_none()
    return found


def newest_of(session: Session, register: Register, user: str, but: str = "") -> str | None:
    """Find the live record that a user made last, other than ``but``."""
    record = register.record
    mine = _live(select(record.id), register).where(record.created_by == user)
    if but:
        mine = mine.where(record.id != but)
    found: str | None = session.scalar(mine.order_by(record.id.desc()).limit(1))
    return found


def load_all(
    session: Session, register: Register, ids: Sequence[str] | None = None, *, withdrawn: bool = False
) -> list[Record]:
    """Load records with their rows in the order they were made; all live ones, or those named."""
    wanted = _whole(register).order_by(register.record.id)
    if not withdrawn:
        wanted = wanted.where(register.record.deleted_at.is_(None))
    if ids is None:
        return list(session.scalars(wanted))
    found: list[Record] = []
    in_order = sorted(ids)
    for start in range(0, len(in_order), 500):  # SQLite takes a limited number of bound values
        found += session.scalars(wanted.where(register.record.id.in_(in_order[start : start + 500])))
    return found


def count_by_state(session: Session, register: Register) -> dict[str, int]:
    """Count the live records of each state."""
    record = register.record
    counted = _live(select(record.state, func.count()), register).group_by(record.state)
    return {state: number for state, number in session.execute(counted)}  # noqa: C416 - dict() asks it for keys()


class Lookups:
    """What rules may ask of the ledger (``db.register.Lookups``), one question at a time."""

    def __init__(self, session: Session, registers: Mapping[str, Register]) -> None:
        self._session = session
        self._registers = registers

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        """Find live records where the field ``path`` equals ``value``."""
        declared = self._registers[register]
        # Past the ORM, which would write what is being saved first and takes longer than the search.
        found = self._session.connection().execute(_holders_of_value(declared, path), {"value": value})
        return [holder_of(declared, path, one) for one in found]

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        """Give the field values of a live record."""
        declared = self._registers[register]
        columns = [getattr(declared.record, code) for code in declared.fields]
        with self._session.no_autoflush:
            found = self._session.execute(
                _live(select(*columns), declared).where(declared.record.id == record_id)
            ).one_or_none()
        return None if found is None else dict(zip(declared.fields, found, strict=True))


def holder_query(register: Register, path: str) -> tuple[ColumnElement[Any], Select[Any]]:
    """Give the column that ``path`` names and a query for (value, id, number, name, closed on, row) of live records."""
    record = register.record.__table__
    number, name = record.c[register.number_field or register.name_field], record.c[register.name_field]
    closed: ColumnElement[Any] = record.c[register.closed_on] if register.closed_on else null()
    is_live = record.c.deleted_at.is_(None)
    rows, _, code = path.rpartition(".")
    if not rows:
        return record.c[code], select(record.c[code], record.c.id, number, name, closed, literal(0)).where(
            is_live
        )
    line = register.row_group(rows).row.__table__
    query = select(line.c[code], record.c.id, number, name, closed, line.c.position)
    return line.c[code], query.join(record, record.c.id == line.c.record_id).where(is_live)


_STATEMENTS: dict[tuple[type[Record], str], Select[Any]] = {}
"""The queries for one value, by record and path: a save asks nine times, and to build one takes longer than to run it."""


def _holders_of_value(register: Register, path: str) -> Select[Any]:
    key = register.record, path
    if key not in _STATEMENTS:
        column, query = holder_query(register, path)
        _STATEMENTS[key] = query.where(column == bindparam("value", type_=column.type))
    return _STATEMENTS[key]


def holder_of(register: Register, path: str, found: Any) -> Holder:
    """Put a line of ``holder_query`` into words."""
    _, record_id, number, name, closed, position = found
    rows = path.rpartition(".")[0]
    label = name or "" if number == name else " ".join(word for word in (number, name) if word)
    return Holder(register.code, record_id, label, rows, position if rows else None, closed is not None)


def _ids(session: Session, found: Select[Any]) -> list[str]:
    """Read one column of ids in the order of making: one text instead of 100 000 rows costs a third."""
    (id_column,) = found.subquery().c
    return sorted((session.scalar(select(func.group_concat(id_column, " "))) or "").split())


def _words(needle: str) -> list[str]:
    """Part what was typed or pasted into words that SQLite can take: whole characters, and no more than a line of them."""
    typed = characters.half_width(needle[:LONGEST_NEEDLE]).replace("\0", "")
    return typed.encode(errors="ignore").decode().lower().split()


def _parts(word: str) -> Iterator[str]:
    """Give what is asked of a text for one word, the part that rules out most of them first.

    LIKE stops wherever the first character stands, and these digits stand everywhere in ID numbers: without them
    numbers are found in two thirds of the time.
    """
    tail = word.lstrip("01239")
    if 1 < len(tail) < len(word):
        yield tail
    yield word


def _live(query: Any, register: Register) -> Any:
    return query.where(register.record.deleted_at.is_(None))


def _whole(register: Register) -> Select[Any]:
    groups = (getattr(register.record, group.code) for group in register.row_groups)
    return select(register.record).options(*(selectinload(group) for group in groups))


def aggregate(session: Session, register: Register, amounts: Sequence[ColumnElement[Any]]) -> tuple[Any, ...]:
    """Work out SQL aggregates over the live records of a register in one question."""
    return tuple(session.execute(_live(select(*amounts), register)).one())


def grouped(
    session: Session,
    register: Register,
    keys: Sequence[ColumnElement[Any]],
    amount: ColumnElement[Any],
    condition: ColumnElement[bool],
) -> list[tuple[Any, ...]]:
    """Work out an SQL aggregate for every combination of some expressions: the keys, then the amount."""
    asked = _live(select(*keys, amount).select_from(register.record), register).where(condition)
    return [tuple(line) for line in session.execute(asked.group_by(*keys))]
