"""Sign with a key that never leaves its token (UKey, PKCS#11); an optional plug-in: ``pip install taizhang[token]``.

Tokens lock themselves after a few wrong PINs, so every wrong one is counted and nothing is tried twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from db.messages import N_, ReportableError
from desktop.exchange.certificates import KEY_BITS

MOST_TRIES = 3  # wrong PINs that we allow; tokens usually lock after five or six


class TokenMissingError(ReportableError):
    """No driver, no such token, or it was pulled out."""

    def __init__(self, label: str) -> None:
        super().__init__(N_("找不到名为“{label}”的 UKey。请插好 UKey，确认已装驱动程序后重试。"), label=label)


class NoDriverError(ReportableError):
    """The plug-in or the token's driver library is not installed."""

    def __init__(self, library: Path) -> None:
        super().__init__(N_("UKey 的驱动程序“{library}”打不开。请按 UKey 的说明安装驱动。"), library=library)


class WrongPinError(ReportableError):
    """The PIN is wrong; says how often it may still be tried."""

    def __init__(self, left: int) -> None:
        super().__init__(
            N_("UKey 的 PIN 码不对，还可以试 {left} 次。输错次数太多 UKey 会锁死。")
            if left
            else N_("UKey 的 PIN 码输错次数已满，本软件不再尝试。请找 UKey 的管理人解锁后重新打开本软件。"),
            left=left,
        )


class TokenLockedError(ReportableError):
    """The token itself takes no PIN any more."""

    def __init__(self) -> None:
        super().__init__(N_("UKey 已经锁死，不能签名。请找 UKey 的发放单位解锁。"))


class NoKeyError(ReportableError):
    """The token holds no key that we may use."""

    def __init__(self) -> None:
        super().__init__(
            N_("UKey 里没有与本单位证书相配的 RSA-3072 密钥，不能签名。请核对是不是拿错了 UKey。")
        )


@dataclass
class Token:
    """One token: the driver's library, the token's label, and how often a wrong PIN was given for it."""

    library: Path
    label: str
    wrong: int = field(default=0, init=False)

    @property
    def tries_left(self) -> int:
        """How many PINs may still be tried."""
        return max(MOST_TRIES - self.wrong, 0)

    @contextlib.contextmanager
    def session(self, pin: str) -> Iterator[Any]:
        """Open a session; every trouble becomes a sentence. Raises the errors of this module."""
        # Imported here: an office without a token has no plug-in.
        try:
            import pkcs11  # noqa: PLC0415
            from pkcs11 import exceptions as trouble  # noqa: PLC0415
        except ImportError as error:
            raise NoDriverError(self.library) from error
        if not self.tries_left:
            raise WrongPinError(0)
        try:
            library = pkcs11.lib(str(self.library))
        except (RuntimeError, OSError, trouble.PKCS11Error) as error:
            raise NoDriverError(self.library) from error
        try:
            with library.get_token(token_label=self.label).open(user_pin=pin) as opened:
                self.wrong = 0
                yield opened
        except (trouble.PinIncorrect, trouble.PinLenRange, trouble.PinInvalid) as error:
            self.wrong += 1
            raise WrongPinError(self.tries_left) from error
        except trouble.PinLocked as error:
            raise TokenLockedError from error
        except trouble.PKCS11Error as error:
            raise TokenMissingError(self.label) from error


class TokenSigner:
    """A ``Signer`` whose private key lies on a token; each signature opens a session with the PIN given."""

    def __init__(self, token: Token, pin: str, certificate: bytes, chain: Sequence[bytes]) -> None:
        self._token, self._pin = token, pin
        self.certificate = certificate
        self.chain = tuple(chain)

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 over ``data``, made on the token."""
        with self._token.session(self._pin) as session:
            from pkcs11 import Mechanism  # noqa: PLC0415 - see Token.session

            return bytes(
                _private_key(session, self.certificate).sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)
            )


def public_key(token: Token, pin: str, key_label: str) -> bytes:
    """Give the public key (SubjectPublicKeyInfo DER) of a key on the token, for an enrolment request."""
    with token.session(pin) as session:
        from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - see Token.session
        from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415

        for key in session.get_objects({Attribute.CLASS: ObjectClass.PUBLIC_KEY}):
            if key.label == key_label:
                # The token gives PKCS#1; certificates want SubjectPublicKeyInfo.
                loaded = serialization.load_der_public_key(encode_rsa_public_key(key))
                return loaded.public_bytes(
                    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
                )
    raise NoKeyError


def _private_key(session: Any, certificate: bytes) -> Any:
    """Find the private key by the certificate's modulus: labels are what somebody typed."""
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415 - see Token.session

    owner = x509.load_der_x509_certificate(certificate).public_key()
    if isinstance(owner, rsa.RSAPublicKey) and owner.key_size >= KEY_BITS:
        modulus = owner.public_numbers().n
        for key in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}):
            if int.from_bytes(key[Attribute.MODULUS], "big") == modulus:
                return key
    raise NoKeyError
