"""Sign for an office with a key that never leaves its token (密码钥匙, UKey)."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.exchange.token import Token


class TokenSigner:
    """A ``Signer`` whose private key lies on a token; ``public_key`` is its other half (SubjectPublicKeyInfo DER).

    Each signature raises PinNeededError while nobody has logged in, and the errors of ``token_errors``.
    """

    def __init__(
        self,
        token: Token,
        key_id: bytes,
        public_key: bytes,
        certificate: bytes = b"",
        chain: Sequence[bytes] = (),
    ) -> None:
        self._token, self._key_id, self._public_key = token, key_id, public_key
        self.certificate = certificate
        self.chain = tuple(chain)

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 over ``data``, made on the token."""
        return self._token.sign(self._key_id, self._public_key, data)
