"""What can happen to stored records inside a transaction; each change is given back to be noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from db import canonical
from db.record import Record, State
from db.register import Register
from db.search_text import search_texts
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry

TAKE_BACK = "take_back"
"""The action of ``stand_as`` in the history."""


def rewrite(ledger: Ledger, register: Register, record: Record, values: Mapping[str, Any]) -> Change:
    """Give a record what a snapshot says of some codes, as a save of its form would; it must be indexed again."""
    before = canonical.snapshot(register, record)
    moved = _reopen(ledger, record)
    canonical.put_back(register, record, values)
    changed = canonical.differences(before, canonical.snapshot(register, record)) | moved
    return Change(changing(record), register.code, record.id, record.revision, changed)


def take_out(ledger: Ledger, register: Register, record: Record) -> Change:
    """Take a record out of the lists; its search text must go too."""
    moved = _reopen(ledger, record)
    record.deleted_at = record.changed_at
    return Change("withdraw", register.code, record.id, record.revision, moved)


def bring_back(ledger: Ledger, register: Register, record: Record) -> Change:
    """Bring a withdrawn record back; it must be indexed again."""
    moved = _reopen(ledger, record)
    record.deleted_at = None
    return Change("restore", register.code, record.id, record.revision, moved)


def stand_as(ledger: Ledger, register: Register, record: Record, values: Mapping[str, Any]) -> Change:
    """Give a record content and standing (state, revision, written_on, withdrawn) as ``values`` say of some.

    Unlike an edit this opens no new revision: it is for what comes back from the office above, and for its undoing.
    The record must be indexed again when the change is not empty.
    """
    before = _standing_of(record) | canonical.snapshot(register, record)
    record.state = values.get("state", record.state)
    record.revision = values.get("revision", record.revision)
    if "written_on" in values:
        record.written_on = date.fromisoformat(values["written_on"])
    if values.get("withdrawn", before["withdrawn"]) != before["withdrawn"]:
        record.deleted_at = ledger.clock() if values["withdrawn"] else None
    canonical.put_back(register, record, values)
    changed = canonical.differences(before, _standing_of(record) | canonical.snapshot(register, record))
    if changed:
        record.changed_at, record.changed_by = ledger.clock(), ledger.user
    return Change(TAKE_BACK, register.code, record.id, record.revision, changed)


def edited(state: State, revision: int) -> tuple[str, int]:
    """Say where a record stands after an edit; what the county has seen gets its next revision."""
    if state.is_locked or state is State.RETURNED:
        return State.CORRECTION.value, revision + 1
    return (State.CORRECTION if revision > 1 else State.DRAFT).value, revision


def changing(record: Record) -> str:
    """Name the edit of a record that is not new, for the history."""
    return "correct" if record.state == State.CORRECTION.value else "change"


def index(session: Session, register: Register, records: Iterable[Record]) -> None:
    """Keep the texts under which live records are found; those of withdrawn ones go."""
    live: list[Record] = []
    gone: list[str] = []
    for record in records:
        if record.deleted_at is None:
            live.append(record)
        else:
            gone.append(record.id)
    if live:
        texts = [
            {"register": register.code, "record_id": record.id, "text": text}
            for record, text in zip(live, search_texts(register, live), strict=True)
        ]
        kept = insert(SearchEntry)
        replaced = kept.on_conflict_do_update(
            index_elements=["register", "record_id"], set_={"text": kept.excluded.text}
        )
        session.execute(replaced, texts)
    if gone:
        of_register = SearchEntry.register == register.code
        session.execute(
            delete(SearchEntry).where(of_register, SearchEntry.record_id.in_(gone)),
            execution_options={"synchronize_session": False},
        )


def _standing_of(record: Record) -> dict[str, Any]:
    """Give what stands around the content of a record, as the history writes it."""
    return {
        "state": record.state,
        "revision": record.revision,
        "written_on": record.written_on.isoformat(),
        "withdrawn": record.deleted_at is not None,
    }


def _reopen(ledger: Ledger, record: Record) -> dict[str, Any]:
    """Move a stored record to where an edit puts it and stamp it; give what there is to note."""
    before = record.state
    record.state, record.revision = edited(State(before), record.revision)
    record.changed_at, record.changed_by = ledger.clock(), ledger.user
    return {} if record.state == before else {"state": [before, record.state]}
