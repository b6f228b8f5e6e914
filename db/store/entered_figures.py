"""The numbers of the rule tables that the office has entered itself, as they stand in the ledger."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rule_tables import Figure
from db.store.shared_tables import EnteredFigure


def load(session: Session) -> tuple[Figure, ...]:
    """Read the numbers that hold or held, in the order in which they were entered."""
    entered = session.scalars(
        select(EnteredFigure).where(EnteredFigure.withdrawn.is_(False)).order_by(EnteredFigure.id)
    )
    return tuple(
        Figure(
            table=one.rule_table,
            name=one.name,
            value=Decimal(one.value),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            area=one.area,
            source=one.source,
            id=one.id,
        )
        for one in entered
    )
