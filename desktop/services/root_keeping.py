"""Keep the root key (根密钥) apart from the daily keys: into two protected files, out of the ledger, back for an hour.

Only a county or city has one that matters: a township's own root counts for nobody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from db.messages import N_, ReportableError
from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import ReceivingKey, RootExport
from desktop.exchange import envelope, root_file, transport
from desktop.exchange.root_file import RootSecrets
from desktop.exchange.transport import Placed
from desktop.services import offices
from desktop.services.roles import Action, demand
from desktop.services.root_reminder import is_exported

COPIES = 2


class RootNeededError(ReportableError):
    """The root key was exported: issuing needs its file and passphrase."""

    def __init__(self) -> None:
        super().__init__(
            N_("根密钥不在台账里。请插入保管的根密钥 U 盘，选择根密钥文件（.root），再由保管人输入口令。")
        )


def root_export(ledger: Ledger, passphrase: str, folders: Sequence[Path]) -> list[Placed]:
    """Write the root key and the escrow identity into two folders, read them back, then remove them from the ledger.

    Nothing is removed unless both copies are there and open again. Backups made before still hold the key.
    """
    demand(ledger, Action.SETTINGS)
    if len({folder.resolve() for folder in folders}) < COPIES:
        raise ReportableError(N_("根密钥要写两份，请选两个不同的 U 盘或文件夹。"))
    offices.prepare_keys(ledger)
    office = ledger.office()
    with ledger.store.reading() as session:
        if is_exported(session) or not office.root_key:
            raise ReportableError(
                N_("根密钥以前已经导出，台账里没有了。要多一份，请直接复制根密钥文件（.root）。")
            )
        escrow = _escrow(session)
        secret = RootSecrets(office.root_key, escrow.identity or "" if escrow else "")
    content = root_file.write(secret, office.root_certificate, passphrase)
    name = f"{office.area}_root_{office.created_at:%Y%m%d}.root"
    placed = [transport.place(content, folder, name) for folder in folders]
    for one in placed:
        if root_file.read(one.path.read_bytes(), office.root_certificate, passphrase) != secret:
            raise root_file.RootFileError
    _remove(ledger, hashlib.sha256(content).hexdigest(), ledger.clock())
    return placed


def root_secrets(ledger: Ledger, file: Path | None = None, passphrase: str = "") -> RootSecrets:
    """Give the root key for one act: from its file and passphrase, or from the ledger until it was exported.

    Raises RootNeededError, WrongPassphraseError, ForeignRootError and RootFileError.
    """
    office = ledger.office()
    if office.root_key and file is None:
        with ledger.store.reading() as session:
            escrow = _escrow(session)
        return RootSecrets(office.root_key, escrow.identity or "" if escrow else "")
    if file is None:
        raise RootNeededError
    try:
        with file.open("rb") as opened:
            content = opened.read(root_file.LARGEST + 1)
    except OSError as error:
        raise ReportableError(N_("读不到根密钥文件“{path}”，请检查 U 盘是否插好。"), path=file) from error
    return root_file.read(content, office.root_certificate, passphrase)


def open_by_escrow(content: bytes, secret: RootSecrets) -> bytes:
    """Open an envelope with the escrow key, when the daily key is lost; raises EnvelopeError."""
    return envelope.unseal(content, [secret.escrow_identity])


def _escrow(session: Session) -> ReceivingKey | None:
    return session.scalars(select(ReceivingKey).where(ReceivingKey.purpose == offices.ESCROW)).first()


def _remove(ledger: Ledger, sha256: str, at: datetime) -> None:
    with ledger.store.writing() as session:
        # Freed pages are overwritten, not only forgotten.
        session.execute(text("PRAGMA secure_delete = ON"))
        session.scalars(select(Office)).one().root_key = b""
        escrow = _escrow(session)
        if escrow is not None:
            escrow.identity = None
        session.add(RootExport(number=1, at=at, by=ledger.user, file_sha256=sha256))
    ledger.office().root_key = b""
