"""The pictures of the ledger, kept by their SHA-256: the same picture is there once, and what is there is never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from db.store.received import listed
from db.store.shared_tables import Attachment

JPEG = "image/jpeg"


def put(session: Session, content: bytes, media_type: str, now: datetime) -> str:
    """Keep a picture in the transaction of a session and give its SHA-256 in hexadecimal digits."""
    digest = hashlib.sha256(content).hexdigest()
    values = {"sha256": digest, "media_type": media_type, "content": content, "added_at": now}
    session.execute(insert(Attachment).values(values).on_conflict_do_nothing())
    return digest


def present(session: Session, digests: Collection[str]) -> set[str]:
    """Give those pictures of some that the ledger has."""
    return set(session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(listed(digests)))))


def content_of(session: Session, digest: str) -> bytes | None:
    """Give the bytes of a picture, None when the ledger does not have it, as when only its record was sent."""
    return session.scalar(select(Attachment.content).where(Attachment.sha256 == digest))
