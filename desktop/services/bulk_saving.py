"""Save many new records of a register at once: the same result as saving them one by one, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from db import canonical
from db.messages import N_, Message
from db.record import Record, new_ids
from db.register import Register
from db.search_text import search_texts
from db.store import history
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry
from desktop.services import records
from desktop.services.changes import Changes
from desktop.services.progress import Progress


def store_new(
    ledger: Ledger, session: Session, register: Register, new: Sequence[Record], progress: Progress
) -> Changes:
    """Store records that are not in the ledger yet, with file numbers, search texts and history, in their order.

    The caller checks their characters and owns the transaction.
    """
    saving = Message(N_("正在保存{title}"), {"title": Message(register.title)})
    for position, (record, identity) in enumerate(zip(new, new_ids(len(new)), strict=True)):
        progress.step(position, len(new), saving)
        record.id = identity
        records.number_rows(register, record)
        records.stamp(ledger, register, record, session, is_new=True)
    session.add_all(new)
    session.flush()
    texts = [
        {"register": register.code, "record_id": record.id, "text": text}
        for record, text in zip(new, search_texts(register, new), strict=True)
    ]
    if texts:
        session.execute(insert(SearchEntry), texts)
    created = [
        history.Change(
            "create",
            register.code,
            record.id,
            record.revision,
            canonical.differences({}, canonical.snapshot(register, record)),
        )
        for record in new
    ]
    history.note(session, ledger.clock(), ledger.user, created)
    return Changes({register.code: tuple(record.id for record in new)})
