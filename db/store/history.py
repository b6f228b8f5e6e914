"""Who changed what and when: an append-only chain in which every entry covers the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.canonical_json import CanonicalJson, canonical_json, quoted, written
from db.store.bulk import insert_rows
from db.store.shared_tables import HistoryEntry

START = "0" * 64

_ENTRIES = HistoryEntry.__table__.c
_LAST = select(_ENTRIES.number, _ENTRIES.hash).order_by(_ENTRIES.number.desc()).limit(1)


@dataclass(frozen=True)
class Change:
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
    last = head(session)
    entries = []
    for change in changes:
        entry: dict[str, Any] = {
            "number": last.number + 1,
            "action": change.action,
            "register": change.register,
            "record_id": change.record_id,
            "revision": change.revision,
            # Written once, for the hash and for the store: it is the longest part of an entry by far.
            "changes": written(change.changes),
            "previous_hash": last.hash,
        }
        entry["hash"] = _hash({"at": at, "by": by} | entry)
        entries.append(entry)
        last = Head(last.number + 1, entry["hash"])
    insert_rows(session, HistoryEntry, entries, {"at": at, "by": by})
    return last


def of_record(session: Session, record_id: str) -> Sequence[HistoryEntry]:
    """Give the changes of one record, oldest first."""
    return session.scalars(
        select(HistoryEntry).where(HistoryEntry.record_id == record_id).order_by(HistoryEntry.number)
    ).all()


def first_break(session: Session) -> int | None:
    """Walk the whole chain; give the number of the first entry that does not fit, None when all fit."""
    expected = Head(0, START)
    for entry in session.scalars(select(HistoryEntry).order_by(HistoryEntry.number)):
        values = {column.key: getattr(entry, column.key) for column in HistoryEntry.__table__.columns}
        stated = values.pop("hash")
        follows = entry.number == expected.number + 1 and entry.previous_hash == expected.hash
        if not follows or _hash(values) != stated:
            return entry.number
        expected = Head(entry.number, entry.hash)
    return None


def _hash(entry: dict[str, Any]) -> str:
    """Hash the canonical JSON of an entry without its hash; ``changes`` may be written already."""
    # The keys are sorted. Written piece by piece, for an encoder of three objects would cost more than the hash.
    text = (
        f'{_beginning(entry["action"], entry["at"], entry["by"])},"changes":{written(entry["changes"])},"number":{entry["number"]}'
        f',"previous_hash":"{entry["previous_hash"]}","record_id":{quoted(entry["record_id"])}'
        f',"register":{quoted(entry["register"])},"revision":{entry["revision"]}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=16)
def _beginning(action: str, at: datetime, by: str) -> str:
    """Write what stands before ``changes``; the entries of an import share it."""
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
    return canonical_json({"action": action, "at": moment, "by": by})[:-1]
