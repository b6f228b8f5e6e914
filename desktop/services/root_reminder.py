"""Whether the root key (根密钥) still lies in the ledger, and the sentence that says so; light enough for the first page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.store.ledger import Ledger
from db.store.trust_tables import RootExport
from desktop.services.levels import Level, level_of


def is_exported(session: Session) -> bool:
    """Tell whether the root key has left the ledger."""
    return session.get(RootExport, 1) is not None


def reminder(ledger: Ledger) -> Message | None:
    """Say that the root key still lies in the ledger, None when nothing has to be said."""
    if level_of(ledger.office().area) is Level.TOWNSHIP:
        return None
    with ledger.store.reading() as session:
        if is_exported(session):
            return None
    return Message(
        N_("根密钥还在台账里。请导出到两个 U 盘，分两处锁好：台账被人拿走时，别人才不能冒发证书。")
    )
