"""Whether the root key (根密钥) still lies in the ledger, and what its keeper has to do; light enough for the first page."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy.orm import Session

from db.messages import N_, Message
from db.store.ledger import Ledger
from db.store.trust_tables import RevocationList, RootExport, TrustedTime
from desktop.services.levels import Level, level_of

IN_TIME = timedelta(days=60)  # before the revocation list runs out: its keeper has to be asked for


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


def list_reminder(ledger: Ledger) -> Message | None:
    """Say that the revocation list (吊销名单) runs out soon or has run out, None while it renews itself or is young."""
    with ledger.store.reading() as session:
        kept = _own_list(session, ledger)
        if kept is None or not is_exported(session):
            return None
        seen = session.get(TrustedTime, 1)
    now = ledger.clock() if seen is None else max(ledger.clock(), seen.at)
    values = {"day": f"{kept.next_update.astimezone():%Y-%m-%d}"}
    if kept.next_update <= now:
        return Message(
            N_(
                "吊销名单在 {day} 已经过期：下级的报送包收不进来，本单位的回执也出不了。请保管人带根密钥 U 盘，在“下级单位”里续签。"
            ),
            values,
        )
    if kept.next_update - IN_TIME <= now:
        return Message(
            N_(
                "吊销名单到 {day} 过期，过期后收不了下级的报送包，也出不了回执。请保管人带根密钥 U 盘，在“下级单位”里续签。"
            ),
            values,
        )
    return None


def list_standing(ledger: Ledger) -> Message | None:
    """Say until when the revocation list holds, None before the first certificate was issued."""
    with ledger.store.reading() as session:
        kept = _own_list(session, ledger)
    if kept is None:
        return None
    return Message(N_("吊销名单有效至 {day}。"), {"day": f"{kept.next_update.astimezone():%Y-%m-%d}"})


def _own_list(session: Session, ledger: Ledger) -> RevocationList | None:
    return session.get(RevocationList, hashlib.sha256(ledger.office().root_certificate).hexdigest())
