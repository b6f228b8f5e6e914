"""Answers about the rest of the ledger from memory, for jobs that check thousands of records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_
from db.register import Holder, Register


class _FileRow(NamedTuple):
    """A record that is a row of a file, or a value of one; what a clerk is told of it is put together when it is found."""

    register: str
    number: int
    values: Mapping[str, Any]
    rows: str = ""
    row: int | None = None

    @property
    def record_id(self) -> str:
        return f"row {self.number}"

    def holder(self, register: Register) -> Holder:
        name = self.values.get(register.name_field) or ""
        label = N_("本文件第 {row} 行 {name}").format(row=self.number, name=name)
        is_closed = bool(register.closed_on and self.values.get(register.closed_on))
        return Holder(self.register, self.record_id, label, self.rows, self.row, is_closed)


_Index = dict[str, list[Holder | _FileRow]]


class LoadedLookups:
    """The ledger as it stands in ``session``, plus records that are added (``db.register.Lookups``).

    What is asked about a field is read once for all values, when the field is first asked about.
    """

    def __init__(self, session: Session, registers: Mapping[str, Register]) -> None:
        self._session = session
        self._registers = registers
        self._holders: dict[str, dict[str, _Index]] = defaultdict(dict)  # register → path → value → holders
        self._facts: dict[str, dict[str, Mapping[str, Any]]] = {}
        self._added: dict[str, list[_FileRow]] = defaultdict(list)

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        """Find live records, and added ones, where the field ``path`` equals ``value``."""
        found = self._by_value(register, path).get(value, ())
        declared = self._registers[register]
        return [one.holder(declared) if isinstance(one, _FileRow) else one for one in found]

    def is_held(self, register: str, path: str, value: str) -> bool:
        """Tell whether ``holders`` would find any."""
        return value in self._by_value(register, path)

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        """Give the field values of a live or added record."""
        if register not in self._facts:
            self._facts[register] = self._load_facts(register)
        return self._facts[register].get(record_id)

    def add(self, register: str, number: int, values: Mapping[str, Any]) -> None:
        """Take in row ``number`` of a file; ``values`` may hold rows of its own, as dicts under the group's code."""
        added = _FileRow(register, number, values)
        self._added[register].append(added)
        for path, index in self._holders[register].items():
            _take_in(index, path, added)
        if register in self._facts:
            self._facts[register][added.record_id] = self._whole(added)

    def _by_value(self, register: str, path: str) -> _Index:
        known = self._holders[register]
        if path not in known:
            known[path] = self._index(register, path)
        return known[path]

    def _index(self, register: str, path: str) -> _Index:
        declared = self._registers[register]
        column, query = queries.holder_query(declared, path)
        index: _Index = {}
        for found in self._session.execute(query.where(column.is_not(None))):
            index.setdefault(found[0], []).append(queries.holder_of(declared, path, found))
        for added in self._added[register]:
            _take_in(index, path, added)
        return index

    def _load_facts(self, register: str) -> dict[str, Mapping[str, Any]]:
        declared = self._registers[register]
        columns = [getattr(declared.record, code) for code in declared.fields]
        live = select(declared.record.id, *columns).where(declared.record.deleted_at.is_(None))
        stored: dict[str, Mapping[str, Any]] = {
            found[0]: dict(zip(declared.fields, found[1:], strict=True))
            for found in self._session.execute(live)
        }
        return stored | {one.record_id: self._whole(one) for one in self._added[register]}

    def _whole(self, added: _FileRow) -> Mapping[str, Any]:
        return dict.fromkeys(self._registers[added.register].fields) | dict(added.values)


def _take_in(index: _Index, path: str, added: _FileRow) -> None:
    if "." not in path:
        if value := added.values.get(path):
            index.setdefault(value, []).append(added)
        return
    rows, _, code = path.rpartition(".")
    for position, line in enumerate(added.values.get(rows, ())):
        if line.get(code):
            index.setdefault(line[code], []).append(added._replace(rows=rows, row=position))
