"""Find records of a register by text and state, and read the columns of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db import queries
from db.register import Register
from db.store.ledger import Ledger
from desktop.services import list_columns


def record_ids(ledger: Ledger, register: Register, needle: str = "", states: Sequence[str] = ()) -> list[str]:
    """List the ids of live records that contain every word of ``needle``, in the order they were made."""
    with ledger.store.reading() as session:
        return queries.record_ids(session, register, needle, states)


def lines(
    ledger: Ledger, register: Register, ids: Sequence[str], codes: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Give the values of some columns for some records, in the order of ``ids`` (at most some hundreds)."""
    with ledger.store.reading() as session:
        return list_columns.lines(ledger, session, register, ids, codes)


def count_by_state(ledger: Ledger, register: Register) -> dict[str, int]:
    """Count the live records of each state."""
    with ledger.store.reading() as session:
        return queries.count_by_state(session, register)
