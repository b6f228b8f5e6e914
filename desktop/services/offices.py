"""Offices and trust (单位与信任): our keys, the office above with its pinned root, the offices below with their lines.

Nothing here is taken from a package: a package is held against what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import KnownOffice, ReceivingKey, RevocationList, Superior, TrustedTime
from desktop.exchange import envelope, revocation
from desktop.exchange.certificates import OfficeName, Signer, fingerprint
from desktop.exchange.registry import Registered, Registry, serial_of
from desktop.exchange.trust import Trust
from desktop.services.levels import Level, NoSuperiorError, level_of, superior_code, usual_name
from desktop.services.signing_keys import signer_of

__all__ = [
    "Level",
    "NoSuperiorError",
    "identities",
    "keep_list",
    "level_of",
    "line_of",
    "lines",
    "moment",
    "name_of",
    "own_name",
    "prepare_keys",
    "recipients",
    "revocation_list",
    "saw",
    "signer_down",
    "signer_up",
    "superior",
    "superior_code",
    "superior_in",
    "superior_of",
    "trust_of",
    "usual_name",
]

DAILY, ESCROW = "daily", "escrow"


def own_name(office: Office) -> OfficeName:
    """Name this office as certificates and packages do."""
    return OfficeName(office.area, office.name)


# --- our own keys ---------------------------------------------------------------------------------------------------


def prepare_keys(ledger: Ledger) -> None:
    """Make the receiving keys that are missing: a daily one, and above the townships an escrow one."""
    purposes = [DAILY] if level_of(ledger.office().area) is Level.TOWNSHIP else [DAILY, ESCROW]
    with ledger.store.writing() as session:
        there = set(session.scalars(select(ReceivingKey.purpose)))
        for purpose in purposes:
            if purpose not in there:
                identity, recipient = envelope.make_identity()
                session.add(
                    ReceivingKey(
                        purpose=purpose, identity=identity, recipient=recipient, made_at=ledger.clock()
                    )
                )


def identities(session: Session) -> tuple[str, ...]:
    """Give the secret keys that open what is sealed to this office, the newest first."""
    keys = session.scalars(select(ReceivingKey).order_by(ReceivingKey.number.desc()))
    return tuple(key.identity for key in keys if key.identity)


def recipients(session: Session) -> tuple[str, ...]:
    """Give the public keys that others seal to for this office: daily, and escrow if it has one."""
    newest = {
        key.purpose: key.recipient
        for key in session.scalars(select(ReceivingKey).order_by(ReceivingKey.number))
    }
    return tuple(newest[purpose] for purpose in (DAILY, ESCROW) if purpose in newest)


def signer_down(ledger: Ledger) -> Signer:
    """Sign for the offices below: under this office's own root."""
    office = ledger.office()
    return signer_of(ledger, office.signing_key, office.certificate, office.root_certificate)


def signer_up(ledger: Ledger, session: Session) -> Signer:
    """Sign for the office above: with the certificate that it gave, or under our own root until it has."""
    above = superior(session)
    if above is None:
        return signer_down(ledger)
    return signer_of(ledger, above.signing_key, above.certificate, above.root)


# --- the office above -----------------------------------------------------------------------------------------------


def superior(session: Session) -> Superior | None:
    """Give the office above as enrolment pinned it, None while this office is not enrolled."""
    return session.scalars(select(Superior).order_by(Superior.number.desc()).limit(1)).first()


def superior_in(session: Session, area: str) -> OfficeName:
    """Name the office above, by its certificate or else by custom; raises NoSuperiorError for a city."""
    above = superior(session)
    if above is not None:
        return OfficeName(above.code, above.name)
    code = superior_code(area)
    return OfficeName(code, usual_name(code))


def superior_of(ledger: Ledger) -> OfficeName:
    """Name the office that a ledger's office reports to; raises NoSuperiorError for a city."""
    with ledger.store.reading() as session:
        return superior_in(session, ledger.office().area)


# --- the offices below ----------------------------------------------------------------------------------------------


def lines(session: Session, code: str | None = None) -> Sequence[KnownOffice]:
    """List the registry: every certificate ever given, by office, the newest of each first."""
    query = select(KnownOffice).order_by(
        KnownOffice.code, KnownOffice.request_sequence.desc(), KnownOffice.enrolled_at.desc()
    )
    return session.scalars(query if code is None else query.where(KnownOffice.code == code)).all()


def line_of(session: Session, code: str) -> KnownOffice | None:
    """Give the line of an office's present certificate, None when it has none that is not revoked."""
    return next((line for line in lines(session, code) if line.revoked_from_sequence is None), None)


def name_of(session: Session, code: str) -> OfficeName:
    """Name an office below, by its newest line or else by its code."""
    return next((OfficeName(line.code, line.name) for line in lines(session, code)), OfficeName(code, code))


# --- trust ----------------------------------------------------------------------------------------------------------


def trust_of(session: Session, now: datetime | None = None, *, above: bool = False) -> Trust:
    """Say what to hold a signature against: one from below (our root, registry), or one from ``above`` (its root).

    ``now`` is this machine's time; the moment is never before what the office above has signed. Not enrolled,
    nothing from above is trusted.
    """
    at = moment(session, now or datetime.now(UTC))
    if above:
        pinned = superior(session)
        # Roots that nothing can chain to: with none at all a signature's own root would be shown as open.
        root = pinned.root if pinned is not None else _own(session).root_certificate
        return Trust(roots=(root,), crls=_lists(session, root), moment=at)
    office = _own(session)
    registry = {
        line.serial: Registered(line.code, line.valid_from_sequence, line.revoked_from_sequence)
        for line in lines(session)
    }
    registry[serial_of(office.certificate)] = Registered(office.area, 1)
    root = office.root_certificate
    return Trust((root,), _lists(session, root), at, Registry(root, registry))


def revocation_list(session: Session, root: bytes) -> RevocationList | None:
    """Give the newest list of a root."""
    return session.get(RevocationList, fingerprint(root))


def keep_list(session: Session, content: bytes, root: bytes) -> bool:
    """Keep a root's list when it is newer than the one we have; tells whether it was. Raises ListError."""
    facts = revocation.read(content, root)
    kept = revocation_list(session, root)
    if kept is not None and kept.number >= facts.number:
        return False
    session.merge(
        RevocationList(
            root=fingerprint(root), number=facts.number, content=content, next_update=facts.next_update
        )
    )
    return True


def saw(session: Session, when: datetime) -> None:
    """Note a moment that the office above has signed: from then on a clock before it is known to be wrong."""
    seen = session.get(TrustedTime, 1)
    if seen is None:
        session.add(TrustedTime(number=1, at=when))
    elif when > seen.at:
        seen.at = when


def moment(session: Session, now: datetime) -> datetime:
    """Give the later of this machine's clock and the latest moment that the office above has signed."""
    seen = session.get(TrustedTime, 1)
    return now if seen is None else max(now, seen.at)


def _lists(session: Session, root: bytes) -> tuple[bytes, ...]:
    kept = revocation_list(session, root)
    return () if kept is None else (kept.content,)


def _own(session: Session) -> Office:
    return session.scalars(select(Office)).one()
