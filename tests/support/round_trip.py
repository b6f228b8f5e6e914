"""Two townships and their county with real keys, for tests of the round by stick; each ledger is a copy of a first one."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from db.record import Record
from db.registers import all_registers
from db.store import ledger as ledgers
from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import KnownOffice, Superior
from desktop.exchange import certificates
from desktop.exchange.certificates import OfficeName
from desktop.exchange.registry import serial_of
from desktop.services import offices, records, submitting
from tests.support.offices import NOW, PASSWORD, USER
from tests.support.sample_records import another_unit, clean_household

CITY = OfficeName("360100", "南昌市总工会")
COUNTY = OfficeName("360111", "青山湖区总工会")
LUOJIA = OfficeName("360111103", "罗家镇总工会")
TANGSHAN = OfficeName("360111104", "塘山镇总工会")
UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]


class Clock:
    """A clock that goes on by a minute each time it is read: what happens later is later."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@functools.cache
def _county_root() -> tuple[bytes, bytes]:
    key = certificates.make_key()
    return key, certificates.make_root(key, COUNTY, NOW)


@functools.cache
def _keys(who: OfficeName, *, foreign: bool = False) -> Mapping[str, bytes]:
    """Give an office keys whose certificate the county issued, or a forger's own root did."""
    root_key, root = _county_root()
    if foreign:
        root_key = certificates.make_key()
        root = certificates.make_root(root_key, COUNTY, NOW)
    key = certificates.make_key()
    certificate = certificates.issue(root_key, root, certificates.public_key_of(key), who, NOW)
    return {"signing_key": key, "certificate": certificate, "root_key": root_key, "root_certificate": root}


class OfficeMaker:
    """Makes ledgers of several offices under one county root."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, bytes] = {}
        self.clock = Clock()

    def round(self, folder: Path) -> Round:
        """Make a county and two townships that know each other, as after an enrolment, and a stick."""
        county = self.make(COUNTY, folder / "county")
        luojia, tangshan = (self.make(who, folder / who.code) for who in (LUOJIA, TANGSHAN))
        for ledger in (county, luojia, tangshan):
            offices.prepare_keys(ledger)
        for township in (luojia, tangshan):
            introduce(county, township)
        stick = folder / "stick"
        stick.mkdir()
        return Round(county, luojia, tangshan, stick)

    def make(self, who: OfficeName, folder: Path, *, foreign: bool = False) -> Ledger:
        """Make an office's ledger."""
        name = f"{who.code}{'-foreign' if foreign else ''}"
        first = self._folder / name
        if not first.exists():
            office = Office(
                number=1, area=who.code, name=who.name, created_at=NOW, **_keys(who, foreign=foreign)
            )
            made, _ = ledgers.create(first, office, USER, PASSWORD, self.clock)
            self._keys[name] = made.store.key
            made.close()
        shutil.copytree(first, folder, dirs_exist_ok=True)
        return ledgers._open(folder, self._keys[name], USER, "admin", self.clock)

    def key_of(self, who: OfficeName) -> bytes:
        """Give the key of an office's ledger."""
        return self._keys[who.code]

    def reopen(self, who: OfficeName, folder: Path) -> Ledger:
        """Open a copy of an office's ledger that a test made."""
        return ledgers._open(folder, self._keys[who.code], USER, "admin", self.clock)


@dataclass
class Round:
    """A county, two townships and one stick."""

    county: Ledger
    luojia: Ledger
    tangshan: Ledger
    stick: Path
    others: list[Ledger] = field(default_factory=list)

    def close(self) -> None:
        for ledger in (self.county, self.luojia, self.tangshan, *self.others):
            ledger.close()


def introduce(county: Ledger, township: Ledger) -> None:
    """Let two offices know each other: the registry line here, the pinned root and the recipients there."""
    register_office(county, township)
    pin(county, township)


def pin(county: Ledger, township: Ledger) -> None:
    """Let a township seal to a county and sign under the root that it has itself (a forger's is another)."""
    office, above = township.office(), county.office()
    with county.store.reading() as session:
        recipients = offices.recipients(session)
    with township.store.writing() as session:
        session.add(
            Superior(
                code=above.area,
                name=above.name,
                root=office.root_certificate,
                daily=recipients[0],
                escrow=recipients[1],
                signing_key=office.signing_key,
                certificate=office.certificate,
                first_sequence=1,
                confirmed_at=NOW,
                confirmed_by=USER,
                confirmed_how="-",
            )
        )


def register_office(county: Ledger, township: Ledger) -> None:
    """Give a township its line in the county's registry."""
    office = township.office()
    with township.store.reading() as session:
        daily = offices.recipients(session)[0]
    with county.store.writing() as session:
        session.add(
            KnownOffice(
                serial=serial_of(office.certificate),
                code=office.area,
                name=office.name,
                certificate=office.certificate,
                daily=daily,
                valid_from_sequence=1,
                enrolled_at=NOW,
                enrolled_by=USER,
                request_id=office.area,
                request_sequence=1,
                answer_name="-",
                answer=b"-",
            )
        )


def save_unit(ledger: Ledger, number: int, **changes: Any) -> Any:
    """Save a unit without faults."""
    return records.save(ledger, UNITS, another_unit(ledger, number, **changes)).record


def save_household(ledger: Ledger, **changes: Any) -> Any:
    """Save a hardship file without faults."""
    return records.save(ledger, CASES, clean_household(ledger, **changes)).record


def correct(ledger: Ledger, record: Record, **changes: Any) -> Any:
    """Save a change of a record, as a correction when it is locked."""
    register = all_registers()[record.__tablename__]
    opened = records.open_record(ledger, register, record.id)
    assert opened is not None
    for code, value in changes.items():
        setattr(opened, code, value)
    return records.save(ledger, register, opened, correcting=True).record


def send(ledger: Ledger, stick: Path, *registers: str) -> Path:
    """Make a package of everything new and put it on the stick."""
    stick.mkdir(exist_ok=True)
    review = submitting.prepare(
        ledger, registers or ("units", "hardship_cases"), "2026年6月", leave_out_standing=True
    )
    return submitting.place(ledger, submitting.make(ledger, review), stick).path


def copy_of(ledger: Ledger, register: Any, record_id: str) -> Any:
    """Read a record as it stands in a ledger, None when it is not there."""
    return records.open_record(ledger, register, record_id)
