"""The context in which the rules of one ledger are checked."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db import queries, rule_tables
from db.register import Context, Lookups
from db.registers import all_registers
from db.store import entered_figures
from db.store.ledger import Ledger


def context_of(ledger: Ledger, session: Session, lookups: Lookups | None = None) -> Context:
    """Give today, the office, its rule tables and the ways to ask the rest of the ledger."""
    return Context(
        today=ledger.clock().date(),
        area=ledger.office().area,
        tables=rule_tables.shipped().with_figures(entered_figures.load(session)),
        lookups=lookups or queries.Lookups(session, all_registers()),
    )
