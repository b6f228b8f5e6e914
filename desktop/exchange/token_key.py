"""Where a private key lies that never leaves its token (密码钥匙, UKey): written as a PKCS#11 URI (RFC 7512).

A ledger keeps this in the place of a private key; a key itself is DER, which never begins like a URI.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from db.messages import N_, ReportableError

_SCHEME = b"pkcs11:"


@dataclass(frozen=True)
class TokenPlace:
    """One token: its driver (the PKCS#11 library), the serial number that it tells, and the label that people know."""

    library: Path
    serial: str
    label: str


@dataclass(frozen=True)
class TokenKey:
    """A key pair on a token; ``key_id`` is its CKA_ID."""

    place: TokenPlace
    key_id: bytes

    def uri(self) -> bytes:
        """Write it as a PKCS#11 URI."""
        path = {
            "token": self.place.label.encode(),
            "serial": self.place.serial.encode(),
            "id": self.key_id,
        }
        named = ";".join(f"{name}={quote_from_bytes(value, safe='')}" for name, value in path.items())
        library = quote_from_bytes(str(self.place.library).encode(), safe="/")
        return _SCHEME + f"{named}?module-path={library}".encode()


class PinNeededError(ReportableError):
    """Something is to be signed by a token that nobody has logged in to since the ledger was opened."""

    def __init__(self, place: TokenPlace) -> None:
        super().__init__(
            N_("没有输入密码钥匙“{label}”的 PIN 码，没有签名，什么都没有写入。请插好密码钥匙再做一次。"),
            label=place.label,
        )
        self.place = place


def token_key(signing_key: bytes) -> TokenKey | None:
    """Read where a signing key of the ledger lies, None when it is the key itself."""
    if not signing_key.startswith(_SCHEME):
        return None
    path, _, query = signing_key[len(_SCHEME) :].partition(b"?")
    parts = {
        name: unquote_to_bytes(value)
        for name, _, value in (part.partition(b"=") for part in (*path.split(b";"), *query.split(b"&")))
    }
    library = Path(parts[b"module-path"].decode())
    return TokenKey(TokenPlace(library, parts[b"serial"].decode(), parts[b"token"].decode()), parts[b"id"])
