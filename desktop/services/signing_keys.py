"""The keys that an office signs with (签名密钥): in the ledger, or on a token (密码钥匙) that somebody logs in to.

Of a key on a token the ledger keeps where it lies. The login lasts until the ledger is closed; a PIN is never kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.store.ledger import Ledger
from db.store.shared_tables import Office
from db.store.trust_tables import EnrolmentRequest, Superior
from desktop.exchange import certificates
from desktop.exchange.certificates import KeySigner, Signer
from desktop.exchange.enrolment import certificate_key
from desktop.exchange.token import Token, plugged_in
from desktop.exchange.token_key import PinNeededError, TokenKey, TokenPlace, token_key
from desktop.exchange.token_signer import TokenSigner


@dataclass(frozen=True)
class NewKey:
    """A key pair that has no certificate yet: what the ledger keeps of it, and its public half (SPKI DER)."""

    kept: bytes
    public: bytes
    signer: Signer


def signer_of(ledger: Ledger, kept: bytes, certificate: bytes, root: bytes) -> Signer:
    """Sign with a key of the ledger or of a token; a token's raises PinNeededError until somebody has logged in."""
    key = token_key(kept)
    if key is None:
        return KeySigner(kept, certificate, root)
    return _token_signer(ledger, key, certificate_key(certificate), certificate, (root,))


def require_login(ledger: Ledger, kept: bytes) -> None:
    """Raise PinNeededError when a key lies on a token that nobody has logged in to."""
    key = token_key(kept)
    if key is not None and not _token(ledger, key.place).is_open:
        raise PinNeededError(key.place)


def log_in(ledger: Ledger, place: TokenPlace, pin: str) -> None:
    """Hand a PIN to a token, which stays open until the ledger is closed; raises the errors of ``token_errors``."""
    _token(ledger, place).log_in(pin)


def new_key(ledger: Ledger, on: TokenPlace | None) -> NewKey:
    """Make a key pair in the ledger or on a token, where one that can sign and was never certified is used first."""
    if on is None:
        made = certificates.make_key()
        return NewKey(made, certificates.public_key_of(made), KeySigner(made, b"", b""))
    token = _token(ledger, on)
    with ledger.store.reading() as session:
        certified = [key.key_id for row in _certified(session) if (key := token_key(row.signing_key))]
    key_id = token.usable_key(certified) or token.make_key()
    key, public = TokenKey(on, key_id), token.public_key(key_id)
    return NewKey(key.uri(), public, _token_signer(ledger, key, public))


def tokens(ledger: Ledger, library: Path) -> tuple[TokenPlace, ...]:
    """List the tokens that a driver sees; keys of ours on one of them are reached by this driver from now on.

    Raises NoPluginError and NoDriverError.
    """
    found = plugged_in(library)
    serials = {place.serial for place in found}
    with ledger.store.writing() as session:
        for row in (*_certified(session), *session.scalars(select(EnrolmentRequest))):
            key = token_key(row.signing_key)
            if key is not None and key.place.serial in serials and key.place.library != library:
                row.signing_key = replace(key, place=replace(key.place, library=library)).uri()
        ledger.office().signing_key = session.scalars(select(Office)).one().signing_key
    return found


def _certified(session: Session) -> Iterator[Superior | Office]:
    yield from session.scalars(select(Superior))
    yield from session.scalars(select(Office))


def _token_signer(
    ledger: Ledger, key: TokenKey, public: bytes, certificate: bytes = b"", chain: tuple[bytes, ...] = ()
) -> Signer:
    return TokenSigner(_token(ledger, key.place), key.key_id, public, certificate, chain)


def _token(ledger: Ledger, place: TokenPlace) -> Token:
    """Give the token of this unlocked ledger: it knows whether it is open and how often a PIN was wrong."""
    known = ledger.logins.get(place.serial)
    token = known if isinstance(known, Token) else Token(place)
    token.place = place
    ledger.logins[place.serial] = token
    return token
