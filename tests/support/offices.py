"""An office with a ledger, made quickly: keys are made once, and a ledger is a copy of the first one."""

from __future__ import annotations

import functools
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from db.store import ledger
from db.store.folder import BACKUPS
from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import Superior
from desktop.exchange import certificates, envelope, revocation
from desktop.exchange.certificates import OfficeName
from desktop.exchange.envelope import KeyPair
from desktop.services import offices

AREA = "360111103"
NAME = "罗家镇总工会"
COUNTY = "青山湖区总工会"
USER = "万秀英"
PASSWORD = "red flag 1925"
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def clock() -> datetime:
    """Stand still."""
    return NOW


def new_office() -> Office:
    """Make an office, not stored yet; all offices of a test run have the same keys."""
    return Office(number=1, area=AREA, name=NAME, created_at=NOW, **_keys())


@functools.cache
def _keys() -> dict[str, bytes]:
    who = OfficeName(AREA, NAME)
    root_key, signing_key = certificates.make_key(), certificates.make_key()
    root = certificates.make_root(root_key, who, NOW)
    public = certificates.public_key_of(signing_key)
    certificate = certificates.issue(root_key, root, public, who, NOW)
    return {
        "signing_key": signing_key,
        "certificate": certificate,
        "root_key": root_key,
        "root_certificate": root,
    }


@dataclass(frozen=True)
class County:
    """The county above the office, as enrolment makes it known; ``daily`` and ``escrow`` open what is sent to it."""

    root_key: bytes
    root: bytes
    daily: KeyPair
    escrow: KeyPair


@functools.cache
def county() -> County:
    """Give the county of the test run."""
    key = certificates.make_key()
    root = certificates.make_root(key, OfficeName(AREA[:6], COUNTY), NOW)
    return County(key, root, envelope.make_identity(), envelope.make_identity())


def as_received(path: Path) -> bytes:
    """Open a sealed package as the county does."""
    return envelope.unseal(path.read_bytes(), [county().daily.identity])


def enrol(made: Ledger) -> None:
    """Enrol an office with the county of the test run, as its answer would."""
    office, above = made.office(), county()
    public = certificates.public_key_of(office.signing_key)
    who = OfficeName(office.area, office.name)
    certificate = certificates.issue(above.root_key, above.root, public, who, NOW)
    revocations = revocation.issue(above.root_key, above.root, {}, 1, NOW)
    offices.prepare_keys(made)
    with made.store.writing() as session:
        session.add(
            Superior(
                code=AREA[:6],
                name=COUNTY,
                root=above.root,
                daily=above.daily.recipient,
                escrow=above.escrow.recipient,
                signing_key=office.signing_key,
                certificate=certificate,
                first_sequence=1,
                first_previous=None,
                confirmed_at=NOW,
                confirmed_by=USER,
                confirmed_how="纸质材料",
            )
        )
        offices.keep_list(session, revocations, above.root)


class LedgerMaker:
    """Makes ledgers of one enrolled office by copying a first one: no key derivation, no migration."""

    def __init__(self, folder: Path) -> None:
        self._first = folder
        made, self.recovery_code = ledger.create(folder, new_office(), USER, PASSWORD, clock)
        enrol(made)
        self.key = made.store._key
        made.close()

    def make(self, folder: Path) -> Ledger:
        """Copy the first ledger into a folder and open the copy."""
        self.copy(folder)
        return self.open(folder)

    def copy(self, folder: Path) -> None:
        """Copy the first ledger into a folder and leave it closed."""
        shutil.copytree(self._first, folder, dirs_exist_ok=True)

    def copy_backed_up(self, folder: Path) -> None:
        """Copy it as if it had been backed up this minute: locking it makes no backup."""
        self.copy(folder)
        (folder / BACKUPS).mkdir()
        (folder / BACKUPS / f"ledger-{NOW:%Y%m%d-%H%M%S}.db").touch()

    def open(self, folder: Path) -> Ledger:
        """Open a copy by its key, without the half second that a password costs."""
        return ledger._open(folder, self.key, USER, "admin", clock)
