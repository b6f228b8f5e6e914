"""The pictures of records: take a file into the ledger, and give a picture to be shown or printed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.fields import PictureField
from db.messages import N_, Message, ReportableError
from db.store import attachments
from db.store.ledger import Ledger
from desktop.services.roles import Action, demand


@dataclass(frozen=True)
class Kept:
    """A picture that the ledger has now: its SHA-256 is what the record holds."""

    digest: str
    hints: tuple[Message, ...]


def keep(ledger: Ledger, field: PictureField, path: Path) -> Kept:
    """Take a picture file into the encrypted ledger, so that a draft may name it and its record is never without it.

    Raises PictureRefusedError, and ReportableError when the file cannot be read.
    """
    from desktop.services import picture_intake  # noqa: PLC0415 - Pillow is wanted only here

    demand(ledger, Action.SAVE)
    try:
        with path.open("rb") as file:
            given = file.read(picture_intake.LARGEST_FILE + 1)
    except OSError as error:
        raise ReportableError(N_("打不开文件“{file}”，请检查它还在不在。"), file=path.name) from error
    if len(given) > picture_intake.LARGEST_FILE:
        raise picture_intake.PictureRefusedError(N_("这个文件超过 30 MB，请先缩小照片。"))
    taken = picture_intake.take(field, given)
    with ledger.store.writing() as session:
        digest = attachments.put(session, taken.content, attachments.JPEG, ledger.clock())
    return Kept(digest, taken.hints)


def content_of(ledger: Ledger, digest: str) -> bytes | None:
    """Give a picture as JPEG, None when this ledger does not have it."""
    with ledger.store.reading() as session:
        return attachments.content_of(session, digest)
