"""The choices that the office has added to code lists, or ended, as they stand in the ledger."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.code_lists import OwnItem
from db.store.shared_tables import EnteredCode


def load(session: Session) -> tuple[OwnItem, ...]:
    """Read them in the order in which they were entered."""
    entered = session.scalars(
        select(EnteredCode).where(EnteredCode.withdrawn.is_(False)).order_by(EnteredCode.id)
    )
    return tuple(
        OwnItem(one.codes, one.code, one.label, one.valid_from, one.valid_to, one.id) for one in entered
    )
