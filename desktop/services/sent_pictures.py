"""The pictures that travel with records: each goes up once, and is kept where its package is taken in."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from db.fields import PictureField
from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.registers import all_registers
from db.store import attachments
from desktop.exchange import container, picture_file
from desktop.exchange.record_reading import SentRecord
from desktop.services.receiving import Arrival


def to_send(
    session: Session, records: Iterable[tuple[str, Record]], known: Collection[str] = ()
) -> dict[str, bytes]:
    """Give the pictures that records (each with the code of its register) name, but not those that are ``known`` there."""
    wanted = {
        str(digest) for code, record in records for name in _fields(code) if (digest := getattr(record, name))
    }
    found = {one: attachments.content_of(session, one) for one in sorted(wanted.difference(known))}
    return {digest: content for digest, content in found.items() if content is not None}


def brought(arrival: Arrival) -> dict[str, bytes]:
    """Give the pictures that a package brings, by SHA-256; nothing that is no picture as this program keeps them."""
    stated = arrival.manifest
    if stated is None or not any(one.name == picture_file.NAME for one in stated.files):
        return {}
    from desktop.services import picture_intake  # noqa: PLC0415 - Pillow, only where a picture travels

    member = container.unpack(arrival.content).members[picture_file.NAME]
    pictures = picture_file.read(member)
    return {digest: content for digest, content in pictures.items() if picture_intake.is_kept_form(content)}


def keep(session: Session, pictures: Mapping[str, bytes], now: datetime) -> None:
    """Keep the pictures of a package that is taken in."""
    for content in pictures.values():
        attachments.put(session, content, attachments.JPEG, now)


def lacking(session: Session, arrival: Arrival) -> set[str]:
    """Give the pictures that records of a package name and that neither came with it nor are here."""
    named = {digest for one in arrival.records for digest in named_by(one)}
    if not named:
        return set()
    return named - brought(arrival).keys() - attachments.present(session, named)


def named_by(sent: SentRecord) -> set[str]:
    """Give the SHA-256 of the pictures that a sent record names."""
    return {str(sent.snapshot[name]) for name in _fields(sent.register.code) if sent.snapshot.get(name)}


def problem() -> Problem:
    """Say that a picture is missing."""
    text = N_("照片没有随报送包来，或者打不开。收下以后本台账里没有这张照片；要它，请对方重新选照片再报。")
    return Problem("picture", Severity.EXPLAIN, Message(text))


@functools.cache  # asked for every record that arrives
def _fields(code: str) -> tuple[str, ...]:
    fields = all_registers()[code].fields.items()
    return tuple(name for name, field in fields if isinstance(field, PictureField))
