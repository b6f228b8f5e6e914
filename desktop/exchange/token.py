"""One token (密码钥匙, UKey) through PKCS#11: found, logged in to once, its key pair made or found, and signed with.

An optional plug-in: ``pip install taizhang[token]``. The PIN is handed to the token and forgotten; what is kept is the
open session. Tokens lock themselves after a few wrong PINs, so every wrong one is counted and nothing is tried twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from db.record import new_id
from desktop.exchange.certificates import KEY_BITS
from desktop.exchange.token_errors import (
    MOST_TRIES,
    CannotMakeKeyError,
    NoDriverError,
    NoKeyError,
    NoPluginError,
    OtherTokenError,
    TokenFailedError,
    TokenLockedError,
    TokenMissingError,
    WrongPinError,
)
from desktop.exchange.token_key import PinNeededError, TokenPlace

KEY_LABEL = "taizhang"


def plugged_in(library: Path) -> tuple[TokenPlace, ...]:
    """List the tokens that a driver sees; raises NoPluginError and NoDriverError."""
    return tuple(TokenPlace(library, _serial(one), one.label) for one in _tokens(library))


class Token:
    """A token as long as the ledger is open; ``close`` logs out. Methods raise the errors of ``token_errors``."""

    def __init__(self, place: TokenPlace) -> None:
        self.place = place
        self._wrong = 0
        self._session: Any = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has logged in, and the token was not pulled out since as far as we know."""
        return self._session is not None

    def log_in(self, pin: str) -> None:
        """Hand the PIN to the token; raises WrongPinError, TokenLockedError and what finding the token raises."""
        pkcs11 = _pkcs11()
        self.close()
        token = self._find()
        if token.flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
            raise TokenLockedError
        if self._wrong >= MOST_TRIES:
            raise WrongPinError(0)
        try:
            with self._told():
                self._session = token.open(user_pin=pin)
        except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
            self._wrong += 1
            flags = self._find().flags
            if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
                raise TokenLockedError from error
            is_last = bool(flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY)
            raise WrongPinError(MOST_TRIES - self._wrong, is_last=is_last) from error
        except pkcs11.PinLocked as error:
            raise TokenLockedError from error
        except PinNeededError as error:  # pulled out this very moment
            raise TokenMissingError(self.place) from error
        self._wrong = 0

    def sign(self, key_id: bytes, public_key: bytes, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256; raises NoKeyError unless the key belongs to ``public_key`` (SPKI DER)."""
        pkcs11 = _pkcs11()
        with self._told():
            for key in self._private_keys(key_id):
                if _public(key) == public_key:
                    return bytes(key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
        raise NoKeyError(self.place)

    def public_key(self, key_id: bytes) -> bytes:
        """Give the public half (SubjectPublicKeyInfo DER) of a key pair."""
        with self._told():
            for key in self._private_keys(key_id):
                return _public(key)
        raise NoKeyError(self.place)

    def usable_key(self, without: Collection[bytes] = ()) -> bytes | None:
        """Find a key pair that can sign for an office (RSA of 3072 bits or more) and is none of ``without``; its id."""
        pkcs11 = _pkcs11()
        with self._told():
            for key in self._private_keys():
                key_id = bytes(key[pkcs11.Attribute.ID])
                if not key_id or key_id in without or not key[pkcs11.Attribute.SIGN]:
                    continue
                if int.from_bytes(key[pkcs11.Attribute.MODULUS], "big").bit_length() >= KEY_BITS:
                    return key_id
        return None

    def make_key(self) -> bytes:
        """Make a key pair on the token that can never be read out, and give its id."""
        pkcs11 = _pkcs11()
        key_id = new_id().encode()
        never_out = {pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False}
        try:
            with self._told(), self._find().open(rw=True) as session:  # the login counts for it too
                session.generate_keypair(
                    pkcs11.KeyType.RSA,
                    KEY_BITS,
                    id=key_id,
                    label=KEY_LABEL,
                    store=True,
                    capabilities=pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
                    private_template=never_out,
                )
        except TokenFailedError as error:
            raise CannotMakeKeyError(self.place) from error
        return key_id

    def close(self) -> None:
        """Log out."""
        session, self._session = self._session, None
        if session is not None:
            # A token that was pulled out has logged out by itself.
            with contextlib.suppress(_pkcs11().PKCS11Error):
                session.close()

    def _find(self) -> Any:
        """Find the token among those that are plugged in."""
        there = _tokens(self.place.library)
        for one in there:
            if _serial(one) == self.place.serial:
                return one
        if there:
            raise OtherTokenError(self.place, there[0].label)
        raise TokenMissingError(self.place)

    def _private_keys(self, key_id: bytes | None = None) -> list[Any]:
        pkcs11 = _pkcs11()
        if self._session is None:
            raise PinNeededError(self.place)
        # Asked first: a search in a session that has died complains once more when it is thrown away.
        with contextlib.suppress(pkcs11.RandomNoRNG, pkcs11.FunctionNotSupported):
            self._session.generate_random(64)
        wanted = {
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
            pkcs11.Attribute.KEY_TYPE: pkcs11.KeyType.RSA,
        }
        if key_id is not None:
            wanted[pkcs11.Attribute.ID] = key_id
        return list(self._session.get_objects(wanted))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the token's errors into sentences; one that was pulled out and put back wants its PIN again."""
        pkcs11 = _pkcs11()
        try:
            yield
        except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid, pkcs11.PinLocked):
            raise
        except pkcs11.PKCS11Error as error:
            self.close()
            self._find()  # says so when it is gone
            if isinstance(error, _logged_out()):
                raise PinNeededError(self.place) from error
            raise TokenFailedError(self.place, type(error).__name__) from error


def _pkcs11() -> Any:
    try:
        import pkcs11  # noqa: PLC0415 - an office without a token has no plug-in
    except ImportError as error:
        raise NoPluginError from error
    return pkcs11


def _logged_out() -> tuple[type[Exception], ...]:
    pkcs11 = _pkcs11()
    return (
        pkcs11.DeviceRemoved,
        pkcs11.SessionClosed,
        pkcs11.SessionHandleInvalid,
        pkcs11.TokenNotPresent,
        pkcs11.UserNotLoggedIn,
    )


def _tokens(library: Path) -> list[Any]:
    pkcs11 = _pkcs11()
    if not library.is_file():  # a driver that was loaded once would be found by its name for ever
        raise NoDriverError(library)
    try:
        return list(pkcs11.lib(str(library)).get_tokens(token_flags=pkcs11.TokenFlag.TOKEN_INITIALIZED))
    except (RuntimeError, OSError, pkcs11.PKCS11Error) as error:
        raise NoDriverError(library) from error


def _serial(token: Any) -> str:
    serial = token.serial
    return (serial.decode("ascii", "replace") if isinstance(serial, bytes) else str(serial)).strip()


def _public(key: Any) -> bytes:
    """Put a private key's public half together: the numbers may be read, the key itself not."""
    pkcs11 = _pkcs11()
    exponent, modulus = (
        int.from_bytes(key[one], "big")
        for one in (pkcs11.Attribute.PUBLIC_EXPONENT, pkcs11.Attribute.MODULUS)
    )
    return (
        rsa.RSAPublicNumbers(exponent, modulus)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
