"""Make a new office's ledger with its own signing key and certificate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db.store import ledger
from db.store.folder import exists
from db.store.ledger import Clock, Ledger
from db.store.shared_tables import Office
from desktop.exchange import certificates
from desktop.exchange.certificates import OfficeName
from desktop.services import offices


@dataclass(frozen=True)
class Created:
    """A new ledger, unlocked, and the recovery code that has to be printed and locked away."""

    ledger: Ledger
    recovery_code: str


def create_ledger(folder: Path, area: str, name: str, user: str, password: str, clock: Clock) -> Created:
    """Make the ledger of an office; ``area`` is its code: nine digits a township, six a county, ``…00`` a city.

    A township is its own root until its county enrols it; a county's or city's root enrols the offices below.
    Raises LedgerExistsError, LedgerInUseError.
    """
    if exists(folder):
        raise ledger.LedgerExistsError(folder)
    now = clock()
    who = OfficeName(area, name)
    root_key, signing_key = certificates.make_key(), certificates.make_key()
    root = certificates.make_root(root_key, who, now)
    office = Office(
        number=1,
        area=area,
        name=name,
        signing_key=signing_key,
        certificate=certificates.issue(root_key, root, certificates.public_key_of(signing_key), who, now),
        root_key=root_key,
        root_certificate=root,
        created_at=now,
    )
    created = Created(*ledger.create(folder, office, user, password, clock))
    offices.prepare_keys(created.ledger)
    return created


def unlisted_area(county: str) -> str:
    """Give the code of an office whose township is not in the list: its county's code, marked."""
    return f"{county}-T"
