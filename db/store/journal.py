"""The journal of packages (报送登记) and the records that each one carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, undefer

from db.store import received
from db.store.shared_tables import Package, PackagedRecord
from db.store.trust_tables import Superior

NO_PACKAGE = "0" * 64


@dataclass(frozen=True)
class Place:
    """Where the next package stands in the stream from one sender to one receiver."""

    sequence: int
    previous: str  # identity of the package before, zeros for the first


def next_place(session: Session, sender: str, receiver: str) -> Place:
    """Give the sequence number and the link to the package before.

    An office that lost its ledger goes on where the office above stands, as its enrolment says.
    """
    last = session.execute(
        select(Package.sequence, Package.identity)
        .where(Package.sender == sender, Package.receiver == receiver)
        .order_by(Package.sequence.desc())
        .limit(1)
    ).first()
    place = Place(1, NO_PACKAGE) if last is None else Place(last.sequence + 1, last.identity)
    above = session.scalars(
        select(Superior).where(Superior.code == receiver).order_by(Superior.number.desc()).limit(1)
    ).first()
    if above is None or above.first_sequence <= place.sequence:
        return place
    return Place(above.first_sequence, above.first_previous or NO_PACKAGE)


def enter(session: Session, package: Package, records: Iterable[PackagedRecord]) -> None:
    """Enter a new package with its exact file and its records."""
    session.add(package)
    session.flush()
    lines = [
        {column.key: getattr(record, column.key) for column in PackagedRecord.__table__.columns}
        for record in records
    ]
    if lines:
        session.execute(insert(PackagedRecord), lines)


def placed(session: Session, package_id: str, at: datetime) -> None:
    """Note that the package was written to a stick and read back; the first time counts."""
    package = session.get_one(Package, package_id)
    package.placed_at = package.placed_at or at


def packages(session: Session) -> Sequence[Package]:
    """List all packages, newest first, without their files."""
    return session.scalars(select(Package).order_by(Package.made_at.desc(), Package.sequence.desc())).all()


def with_content(session: Session, package_id: str) -> Package:
    """Give one package with its file."""
    return session.get_one(Package, package_id, options=[undefer(Package.content), undefer(Package.sealed)])


def sealed(session: Session, package_id: str, content: bytes) -> None:
    """Keep the envelope of a package as it is first written; a later one never takes its place."""
    package = session.get_one(Package, package_id, options=[undefer(Package.sealed)])
    package.sealed = package.sealed or content


def last_sent(session: Session, register: str) -> dict[str, tuple[int, str]]:
    """Give for each record of a register that was ever packed: the newest revision sent and its operation.

    A package that the office above has rejected as a whole counts as never sent.
    """
    told = received.answers(session)
    rejected = [identity for identity, decision in told.items() if decision == received.REJECTED]
    lines = session.execute(
        select(PackagedRecord.record_id, PackagedRecord.revision, PackagedRecord.operation)
        .join(Package, Package.id == PackagedRecord.package_id)
        .where(PackagedRecord.register == register, Package.identity.not_in(rejected))
        .order_by(Package.sequence)
    )
    return {line.record_id: (line.revision, line.operation) for line in lines}


def records_of(session: Session, package_id: str) -> Sequence[PackagedRecord]:
    """List what a package carries."""
    return session.scalars(select(PackagedRecord).where(PackagedRecord.package_id == package_id)).all()
