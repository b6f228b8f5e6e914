"""What rules and the search for duplicates ask while packages are compared: the ledger and all that arrives, as one.

What arrives stands in the place of what the ledger has of it. A path is asked about once, for all values at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import canonical, plain_records, queries
from db.canonical import Snapshot
from db.fields import Field, IdentityField, ReferenceField, TextField, TextForm
from db.record import Record, Row
from db.register import Holder, Register, fields_of
from db.registers import all_registers
from db.store.received import listed
from desktop.exchange.record_reading import TEXTS, SentRecord

_Kind = tuple[str, ...]


@dataclass(frozen=True)
class Arriving:
    """A record on its way in: ``record`` is read like a mapped one; ``is_live`` is False for a withdrawn one."""

    register: Register
    record: Any
    office: str
    is_live: bool

    @property
    def is_closed(self) -> bool:
        """Whether it is a file that was closed: it takes nobody's place."""
        field = self.register.closed_on
        return bool(field and getattr(self.record, field))

    def label(self) -> str:
        """Name it for people."""
        return self.register.label_of(self.record)


def arriving_record(office: str, sent: SentRecord, snapshot: Snapshot) -> Arriving:
    """Make of a record's texts (``snapshot``, whole) what rules and searches can read."""
    register = sent.register
    values = {
        **_empty(register.record),
        **_values(register.record, snapshot),
        "id": sent.id,
        "office": office,
        "revision": sent.revision,
        "written_on": sent.written_on,
        "reasons": snapshot.get("reasons", {}),
    }
    for group in register.row_groups:
        values[group.code] = [
            plain_records.plain(
                group.row,
                {**_empty(group.row), **_values(group.row, row), "id": row["id"], "position": position},
            )
            for position, row in enumerate(snapshot.get(group.code, ()))
        ]
    record = plain_records.plain(register.record, values)
    return Arriving(register, record, office, is_live=sent.operation != "withdrawn")


@cache
def _empty(mapped: type[Record | Row]) -> Mapping[str, Any]:
    """Give the values of a record or row in which nothing is filled in."""
    return {code: canonical.decode(each, "") for code, each in fields_of(mapped).items()}


def _values(mapped: type[Record | Row], texts: Mapping[str, Any]) -> dict[str, Any]:
    readers = _readers(mapped)
    return {
        code: text if (read := readers[code]) is None else read(text)
        for code, text in texts.items()
        if code in readers
    }


@cache
def _readers(mapped: type[Record | Row]) -> Mapping[str, Callable[[str], Any] | None]:
    """Give what reads the texts of each field, None where they stand for themselves; most columns hold few different ones."""
    return {
        code: None if isinstance(field, TEXTS) else lru_cache(4096)(partial(canonical.decode, field))
        for code, field in fields_of(mapped).items()
    }


class CountyLookups:
    """The ledger as it stands in ``session`` with what arrives (``db.register.Lookups``)."""

    def __init__(self, session: Session, arriving: Iterable[Arriving]) -> None:
        self._session = session
        self._arriving = {(one.register.code, one.record.id): one for one in arriving}
        self._values: dict[_Kind, set[str]] = {}
        self._places: dict[tuple[str, str], dict[str, list[Holder]]] = {}  # of what arrives
        for one in self._arriving.values():
            self._take_in(one)
        self._held: dict[tuple[str, str], dict[str, list[Holder]]] = {}
        self._asked: dict[tuple[str, str], set[str]] = {}
        self._facts: dict[str, dict[str, Mapping[str, Any] | None]] = {}

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        """Find live and arriving records where the field ``path`` equals ``value``."""
        key = register, path
        if value not in self._asked.get(key, ()):
            self._ask(all_registers()[register], path, value)
        return [*self._held[key].get(value, ()), *self._places.get(key, {}).get(value, ())]

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        """Give the field values of a live or arriving record."""
        if (arriving := self._arriving.get((register, record_id))) is not None:
            values: Mapping[str, Any] = vars(arriving.record)
            return values if arriving.is_live else None
        known = self._facts.setdefault(register, {})
        if record_id not in known:
            asked = {record_id} if known else {record_id, *self._values.get(("reference", register), ())}
            known |= dict.fromkeys(asked)
            known |= self._read_facts(all_registers()[register], asked)
        return known[record_id]

    def office_of(self, holders: Collection[Holder]) -> dict[tuple[str, str], str]:
        """Say whose the records of some holders are: (register, id) → office."""
        found: dict[tuple[str, str], str] = {}
        for code in {holder.register for holder in holders}:
            record = all_registers()[code].record
            ids = {holder.record_id for holder in holders if holder.register == code}
            lines = self._session.execute(select(record.id, record.office).where(record.id.in_(listed(ids))))
            found |= {(code, record_id): office for record_id, office in lines}
        return found | {key: one.office for key, one in self._arriving.items()}

    def is_arriving(self, holder: Holder) -> bool:
        """Tell whether a holder is only on its way in."""
        return (holder.register, holder.record_id) in self._arriving

    def _take_in(self, one: Arriving) -> None:
        """Note the values of what arrives, by kind for the questions, by place for the answers."""
        register, record = one.register, one.record
        label = one.label() if one.is_live else ""
        for rows, code, path, kind in _comparable(register.code):
            if not rows:
                if value := getattr(record, code):
                    holder = Holder(register.code, record.id, label, is_closed=one.is_closed)
                    self._note(register, path, kind, value, one, holder)
                continue
            for row, line in enumerate(getattr(record, rows)):
                if value := getattr(line, code):
                    holder = Holder(register.code, record.id, label, rows, row, one.is_closed)
                    self._note(register, path, kind, value, one, holder)

    def _note(
        self, register: Register, path: str, kind: _Kind, value: str, one: Arriving, holder: Holder
    ) -> None:
        self._values.setdefault(kind, set()).add(value)
        if one.is_live:
            self._places.setdefault((register.code, path), {}).setdefault(value, []).append(holder)

    def _ask(self, register: Register, path: str, value: str) -> None:
        key = register.code, path
        rows, _, code = path.rpartition(".")
        fields = register.row_group(rows).fields if rows else register.fields
        asked = {value}
        if key not in self._asked:
            asked |= self._values.get(_kind(path, fields[code]), set())
        column, query = queries.holder_query(register, path)
        index = self._held.setdefault(key, {})
        for found in self._session.execute(query.where(column.in_(listed(asked)))):
            holder = queries.holder_of(register, path, found)
            if not self.is_arriving(holder):
                index.setdefault(found[0], []).append(holder)
        self._asked.setdefault(key, set()).update(asked)

    def _read_facts(self, register: Register, ids: Collection[str]) -> dict[str, Mapping[str, Any] | None]:
        record = register.record
        columns = [getattr(record, code) for code in register.fields]
        live = select(record.id, *columns).where(record.deleted_at.is_(None), record.id.in_(listed(ids)))
        return {
            found[0]: dict(zip(register.fields, found[1:], strict=True))
            for found in self._session.execute(live)
        }


@cache
def _comparable(code: str) -> Sequence[tuple[str, str, str, _Kind]]:
    """List what may be asked for by its value: row group (or ""), field, path and kind; nobody asks who has the same essay."""
    register = all_registers()[code]
    groups = [("", register.fields), *((group.code, group.fields) for group in register.row_groups)]
    return [
        (rows, name, path, _kind(path, field))
        for rows, fields in groups
        for name, field in fields.items()
        if isinstance(field, TextField | IdentityField | ReferenceField)
        and not (isinstance(field, TextField) and field.multiline)
        for path in [f"{rows}.{name}" if rows else name]
    ]


def _kind(path: str, field: Field) -> _Kind:
    """Say which values may be the same thing: any ID is an ID, but a plain text only what stands under its name."""
    match field:
        case IdentityField():
            return ("identity",)
        case ReferenceField(register=register):
            return ("reference", register)
        case TextField(form=form) if form is not TextForm.PLAIN:
            return ("form", form.value)
    return ("code", path.rpartition(".")[2])
