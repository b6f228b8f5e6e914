"""The journal of packages (报送登记) and the records that each one carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlalchemy.orm import Session, undefer

from db.store import received
from db.store.received_tables import ReceivedPackage
from db.store.shared_tables import Package, PackagedPicture, PackagedRecord
from db.store.trust_tables import Superior

NO_PACKAGE = "0" * 64
WITHDRAWN = "withdrawn"
RETURNED_WITHDRAWAL = "returned withdrawal"
"""What ``last_sent`` says of a withdrawal that the office above returned: it holds the record as before."""

Carried = tuple[str, str, int]
"""A record as a package carries it: register, id, revision."""


@dataclass(frozen=True)
class Place:
    """Where the next package stands in the stream from one sender to one receiver."""

    sequence: int
    previous: str  # identity of the package before, zeros for the first


def next_place(session: Session, sender: str, receiver: str) -> Place:
    """Give the sequence number and the link to the package before.

    An office that lost its ledger, or packages of it, goes on where the office above stands, as its enrolment or what
    was sent back to it says.
    """
    last = session.execute(
        select(Package.sequence, Package.identity)
        .where(Package.sender == sender, Package.receiver == receiver)
        .order_by(Package.sequence.desc())
        .limit(1)
    ).first()
    place = Place(1, NO_PACKAGE) if last is None else Place(last.sequence + 1, last.identity)
    sent_back = received.stands_above(session)
    if sent_back is not None and sent_back.sender == receiver:
        sequence, identity = sent_back.counts["last"], sent_back.counts["last_identity"]
        following = _following(session, receiver, identity)
        if following:
            sequence, identity = following[-1].sequence, following[-1].identity
        place = Place(sequence + 1, identity)
    above = session.scalars(
        select(Superior).where(Superior.code == receiver).order_by(Superior.number.desc()).limit(1)
    ).first()
    if above is None or above.first_sequence <= place.sequence:
        return place
    return Place(above.first_sequence, above.first_previous or NO_PACKAGE)


def under_way(session: Session, receiver: str, identity: str) -> set[Carried]:
    """Give what our packages carry that follow on one: the office above takes them next."""
    following = [one.identity for one in _following(session, receiver, identity)]
    return _carried(session, Package.identity.in_(following), Package.identity.not_in(_rejected(session)))


def carried_beside(session: Session, package_id: str) -> set[Carried]:
    """Give what the packages carry beside one, of those that tell what the office above holds or will hold."""
    return _carried(session, Package.id != package_id, *_counts(session, received.stands_above(session)))


def enter(
    session: Session, package: Package, records: Iterable[PackagedRecord], pictures: Iterable[str] = ()
) -> None:
    """Enter a new package with its exact file, its records and its pictures (SHA-256)."""
    session.add(package)
    session.flush()
    lines = [
        {column.key: getattr(record, column.key) for column in PackagedRecord.__table__.columns}
        for record in records
    ]
    if lines:
        session.execute(insert(PackagedRecord), lines)
    if carried := [{"package_id": package.id, "sha256": one} for one in pictures]:
        session.execute(insert(PackagedPicture), carried)


def placed(session: Session, package_id: str, at: datetime) -> None:
    """Note that the package was written to a stick and read back; the first time counts."""
    package = session.get_one(Package, package_id)
    package.placed_at = package.placed_at or at


def packages(session: Session) -> Sequence[Package]:
    """List all packages that went up, newest first, without their files; what was sent back down is left out."""
    going_up = select(Package).where(~Package.file_name.contains("_CORR_", autoescape=True))
    return session.scalars(going_up.order_by(Package.made_at.desc(), Package.sequence.desc())).all()


def with_content(session: Session, package_id: str) -> Package:
    """Give one package with its file."""
    return session.get_one(Package, package_id, options=[undefer(Package.content), undefer(Package.sealed)])


def sealed(session: Session, package_id: str, content: bytes) -> None:
    """Keep the envelope of a package as it is first written; a later one never takes its place."""
    package = session.get_one(Package, package_id, options=[undefer(Package.sealed)])
    package.sealed = package.sealed or content


def pictures_sent(session: Session) -> set[str]:
    """Give the SHA-256 of every picture that went up, as ``last_sent`` does of records."""
    carried = (
        select(PackagedPicture.sha256)
        .join(Package, Package.id == PackagedPicture.package_id)
        .where(*_counts(session, received.stands_above(session)))
    )
    return set(session.scalars(carried))


def last_sent(session: Session, register: str) -> dict[str, tuple[int, str]]:
    """Give for each record of a register that was ever packed: the newest revision sent and its operation.

    A package that the office above has rejected as a whole counts as never sent. What it sent back says all that it
    held: of what went up before, only that counts, and what was still under way.
    """
    sent_back = received.stands_above(session)
    known: dict[str, tuple[int, str]] = {}
    if sent_back is not None:
        held = received.records_of(session, sent_back.identity)
        known = {
            line.record_id: (line.revision, line.operation or "")
            for line in held
            if line.register == register
        }
    lines = session.execute(
        select(PackagedRecord.record_id, PackagedRecord.revision, PackagedRecord.operation)
        .join(Package, Package.id == PackagedRecord.package_id)
        .where(PackagedRecord.register == register, *_counts(session, sent_back))
        .order_by(Package.sequence)
    )
    packed = {line.record_id: (line.revision, line.operation) for line in lines}
    gone = {record_id: revision for record_id, (revision, what) in packed.items() if what == WITHDRAWN}
    for record_id, line in received.last_words(session, register, gone).items():
        if line.decision == received.RETURNED and line.revision == gone[record_id]:
            packed[record_id] = line.revision, RETURNED_WITHDRAWAL
    return known | packed


def last_sent_at(session: Session, register: str) -> dict[str, datetime]:
    """Give for each record of a register that was ever packed when its newest package was made."""
    lines = session.execute(
        select(PackagedRecord.record_id, func.max(Package.made_at).label("made_at"))
        .join(Package, Package.id == PackagedRecord.package_id)
        .where(PackagedRecord.register == register)
        .group_by(PackagedRecord.record_id)
    )
    return {line.record_id: line.made_at for line in lines}


def records_of(session: Session, package_id: str) -> Sequence[PackagedRecord]:
    """List what a package carries."""
    return session.scalars(select(PackagedRecord).where(PackagedRecord.package_id == package_id)).all()


def _carried(session: Session, *of: ColumnElement[bool]) -> set[Carried]:
    lines = select(PackagedRecord.register, PackagedRecord.record_id, PackagedRecord.revision)
    chosen = lines.join(Package, Package.id == PackagedRecord.package_id).where(*of)
    return {(line.register, line.record_id, line.revision) for line in session.execute(chosen)}


def _following(session: Session, receiver: str, identity: str) -> Sequence[Package]:
    """List our packages that follow on one, in their order; what branched off before it never counts."""
    linked = select(Package).where(Package.receiver == receiver).order_by(Package.made_at)
    after = {one.previous: one for one in session.scalars(linked)}
    found: list[Package] = []
    while identity in after:
        found.append(after[identity])
        identity = found[-1].identity
    return found


def _rejected(session: Session) -> Sequence[str]:
    told = received.answers(session)
    return [identity for identity, decision in told.items() if decision == received.REJECTED]


def _counts(session: Session, sent_back: ReceivedPackage | None) -> Sequence[ColumnElement[bool]]:
    """Choose the packages that tell what the office above holds, or will when it has them, beside what it sent back."""
    is_taken = Package.identity.not_in(_rejected(session))
    if sent_back is None:
        return [is_taken]
    following = _following(session, sent_back.sender, sent_back.counts["last_identity"])
    is_later = Package.made_at >= sent_back.decided_at
    return [is_taken, or_(is_later, Package.identity.in_([one.identity for one in following]))]
