"""Who changed what and when: an append-only chain in which every entry covers the one before."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from db.canonical_json import CanonicalJson, canonical_json, quoted, written
from db.store.bulk import insert_columns
from db.store.shared_tables import HistoryEntry

START = "0" * 64

_ENTRIES = HistoryEntry.__table__.c
# Moments and changes as they were written for the hash: to read and write them again would cost more than all else.
_WALK = select(
    _ENTRIES.number,
    _ENTRIES.action,
    type_coerce(_ENTRIES.at, Text),
    _ENTRIES.by,
    _ENTRIES.register,
    _ENTRIES.record_id,
    _ENTRIES.revision,
    type_coerce(_ENTRIES.changes, Text),
    _ENTRIES.previous_hash,
    _ENTRIES.hash,
).order_by(_ENTRIES.number)
_LAST = select(_ENTRIES.number, _ENTRIES.hash).order_by(_ENTRIES.number.desc()).limit(1)


class Change(NamedTuple):
    """One change to note: ``changes`` maps a field code to [old, new] as canonical texts; it may be written already."""

    action: str
    register: str
    record_id: str
    revision: int
    changes: dict[str, Any] | CanonicalJson


@dataclass(frozen=True)
class Head:
    """Where the chain stands: pinned in every package and receipt, so that a cut tail is noticed."""

    number: int
    hash: str


def head(session: Session) -> Head:
    """Give the last entry's number and hash; (0, zeros) for an empty chain."""
    last = session.connection().execute(_LAST).first()
    return Head(0, START) if last is None else Head(last.number, last.hash)


def note(session: Session, at: datetime, by: str, changes: Iterable[Change]) -> Head:
    """Append changes in order, all made at the same moment by the same person; gives the new head."""
    chain = Chain(head(session), at, by)
    noted: dict[str, list[Any]] = defaultdict(list)
    for (action, register, revision), alike in groupby(changes, itemgetter(0, 1, 3)):
        record_ids, texts = zip(*((one.record_id, written(one.changes)) for one in alike), strict=True)
        columns, same = chain.alike(action, register, revision, record_ids, texts)
        for name, values in columns.items():
            noted[name] += values
        for name, value in same.items():
            noted[name] += [value] * len(record_ids)
    insert_columns(session, HistoryEntry, noted, {})  # all at once: they may differ from one to the next
    return chain.head


class Chain:
    """Puts entries together that follow on a head, all made at the same moment by the same person."""

    def __init__(self, head: Head, at: datetime, by: str) -> None:
        self.head = head
        self._at, self._by = at, by
        self._moment = at.astimezone(UTC).isoformat(timespec="milliseconds")

    def alike(
        self,
        action: str,
        register: str,
        revision: int,
        record_ids: Sequence[str],
        changes: Sequence[CanonicalJson],
    ) -> tuple[dict[str, Sequence[Any]], dict[str, Any]]:
        """Give the next entries, of records to which the same was done, as columns and what is the same in all.

        ``changes`` are written as canonical JSON: once, for the hash and for the store. The head moves on.
        """
        first, hashes = self.head.number + 1, [self.head.hash]
        beginning, end = _beginning(action, self._moment, self._by), _end(register, revision)
        for number, (record_id, text) in enumerate(zip(record_ids, changes, strict=True), first):
            hashes.append(_hash(beginning, text, number, hashes[-1], record_id, end))
        self.head = Head(first + len(record_ids) - 1, hashes[-1])
        columns = {
            "number": range(first, first + len(record_ids)),
            "record_id": record_ids,
            "changes": changes,
            "previous_hash": hashes[:-1],
            "hash": hashes[1:],
        }
        same = {"at": self._at, "by": self._by, "action": action, "register": register, "revision": revision}
        return columns, same


def of_record(session: Session, record_id: str) -> Sequence[HistoryEntry]:
    """Give the changes of one record, oldest first."""
    return session.scalars(
        select(HistoryEntry).where(HistoryEntry.record_id == record_id).order_by(HistoryEntry.number)
    ).all()


def first_break(session: Session) -> int | None:
    """Walk the whole chain; give the number of the first entry that does not fit, None when all fit."""
    last_number, last_hash = 0, START
    entries = session.connection().execution_options(yield_per=2_000).execute(_WALK)
    for number, action, at, by, register, record_id, revision, changes, previous, stored in entries:
        own = _hash(
            _beginning(action, at, by), changes, number, previous, record_id, _end(register, revision)
        )
        if number != last_number + 1 or previous != last_hash or own != stored:
            return int(number)
        last_number, last_hash = number, stored
    return None


def _hash(beginning: str, changes: str, number: int, previous_hash: str, record_id: str, end: str) -> str:
    """Hash the canonical JSON of an entry without its hash."""
    # The keys are sorted. Written piece by piece, for an encoder of three objects would cost more than the hash.
    text = (
        f'{beginning},"changes":{changes},"number":{number},"previous_hash":"{previous_hash}"'
        f',"record_id":{quoted(record_id)},{end}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=16)
def _beginning(action: str, moment: str, by: str) -> str:
    """Write what stands before ``changes``; the entries of an import share it."""
    return canonical_json({"action": action, "at": moment, "by": by})[:-1]


@lru_cache(maxsize=16)
def _end(register: str, revision: int) -> str:
    """Write what stands behind ``record_id``."""
    return canonical_json({"register": register, "revision": revision})[1:]
