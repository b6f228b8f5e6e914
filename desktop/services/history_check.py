"""Whether the history of changes (修改历史) is whole: its chain is walked, and where it breaks the entry is named.

A tail that was cut off leaves a whole chain: that shows in the receipts, which repeat the head that a package named.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import queries
from db.messages import N_, Message
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry


def check(ledger: Ledger) -> Message | None:
    """Walk the chain and say what is wrong with it, None when nothing is; half a second for 100 000 entries."""
    with ledger.store.reading() as session:
        return broken(session)


def broken(session: Session) -> Message | None:
    """Name the first entry that does not fit, None when all do."""
    number = history.first_break(session)
    if number is None:
        return None
    entry = session.execute(
        select(HistoryEntry.by, HistoryEntry.register, HistoryEntry.record_id).where(
            HistoryEntry.number == number
        )
    ).one()
    register = all_registers().get(entry.register)
    record = queries.load(session, register, entry.record_id) if register else None
    label = register.label_of(record) if register and record else entry.record_id
    return Message(
        N_(
            "修改历史从第 {number} 条（{by}改“{label}”）起对不上：这一条被改动过，或者它前面的被删掉了。"
            "不影响上报，但请报告负责人，拿以前的备份对照。"
        ),
        {"number": number, "by": entry.by, "label": label},
    )
