"""Who changed what and when: an append-only chain in which every entry covers the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from db.canonical_json import CanonicalJson, canonical_json, quoted, written
from db.store.bulk import insert_columns
from db.store.shared_tables import HistoryEntry

START = "0" * 64

_ENTRIES = HistoryEntry.__table__.c
_NOTED = ("number", "action", "register", "record_id", "revision", "changes", "previous_hash", "hash")
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
    insert_columns(session, HistoryEntry, chain.columns(changes), chain.same)
    return chain.head


class Chain:
    """Puts entries together that follow on a head, all made at the same moment by the same person.

    For those who store many in parts: the ``columns`` are inserted with what is the ``same`` in all.
    """

    def __init__(self, head: Head, at: datetime, by: str) -> None:
        self.head = head
        self.same: Mapping[str, Any] = {"at": at, "by": by}
        self._moment, self._by = at.astimezone(UTC).isoformat(timespec="milliseconds"), by

    def columns(self, changes: Iterable[Change]) -> dict[str, Sequence[Any]]:
        """Give the next entries as columns, none without a change; the head moves on."""
        number, previous = self.head.number, self.head.hash
        entries = []
        for action, register, record_id, revision, changed in changes:
            number += 1
            beginning = _beginning(action, self._moment, self._by)
            # Written once, for the hash and for the store: it is the longest part of an entry by far.
            text = written(changed)
            own = _hash(beginning, text, number, previous, record_id, register, revision)
            entries.append((number, action, register, record_id, revision, text, previous, own))
            previous = own
        self.head = Head(number, previous)
        return dict(zip(_NOTED, zip(*entries, strict=True), strict=False))


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
        own = _hash(_beginning(action, at, by), changes, number, previous, record_id, register, revision)
        if number != last_number + 1 or previous != last_hash or own != stored:
            return int(number)
        last_number, last_hash = number, stored
    return None


def _hash(
    beginning: str,
    changes: str,
    number: int,
    previous_hash: str,
    record_id: str,
    register: str,
    revision: int,
) -> str:
    """Hash the canonical JSON of an entry without its hash."""
    # The keys are sorted. Written piece by piece, for an encoder of three objects would cost more than the hash.
    text = (
        f'{beginning},"changes":{changes},"number":{number},"previous_hash":"{previous_hash}"'
        f',"record_id":{quoted(record_id)},"register":{quoted(register)},"revision":{revision}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=16)
def _beginning(action: str, moment: str, by: str) -> str:
    """Write what stands before ``changes``; the entries of an import share it."""
    return canonical_json({"action": action, "at": moment, "by": by})[:-1]
