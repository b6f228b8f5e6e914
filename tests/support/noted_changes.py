"""What the history has noted of a record."""

from __future__ import annotations

from typing import Any

from db.store import history
from db.store.ledger import Ledger


def changes_of(ledger: Ledger, record_id: str) -> list[Any]:
    """Give the history of a record, oldest first."""
    with ledger.store.reading() as session:
        return list(history.of_record(session, record_id))
