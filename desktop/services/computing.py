"""Work out the computed values of a record as it stands on the screen, saved or not."""

from __future__ import annotations

from db.record import Record
from db.register import Arithmetic, Register
from db.store.ledger import Ledger
from desktop.services.contexts import context_of


def computed(ledger: Ledger, register: Register, record: Record) -> dict[str, Arithmetic]:
    """Give the computed values by code; those whose record lacks what they need are left out."""
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
        worked_out = {one.code: one.work_out(record, context) for one in register.computed}
    return {code: found for code, found in worked_out.items() if found is not None}
