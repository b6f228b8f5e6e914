"""Store made-up records, with what an office writes on every new one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from db.record import Record, State
from db.register import Context, Register
from db.store.ledger import Ledger
from desktop.services.bulk_saving import store_new
from desktop.services.contexts import context_of
from desktop.services.progress import Progress, Silent


def store(
    ledger: Ledger,
    session: Session,
    register: Register,
    made: Sequence[Record],
    progress: Progress | None = None,
) -> None:
    """Store new records; the caller owns the transaction."""
    context = context_of(ledger, session)
    for record in made:
        _begin(register, record, context)
    store_new(ledger, session, register, made, progress or Silent())


def _begin(register: Register, record: Record, context: Context) -> None:
    """Give a record what the office writes on every new one, as ``records.new`` does."""
    record.revision, record.state, record.office = 1, State.DRAFT.value, context.area
    record.written_on = record.written_on or context.today
    record.reasons = record.reasons or {}
    for group in register.row_groups:
        if group.code not in vars(record):
            setattr(record, group.code, [])
