"""The bare limit of a package: the same members with one RSA-3072 signature over their SHA-256, in a zip."""

from __future__ import annotations

import hashlib
import io
import zipfile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def private_key(der: bytes) -> rsa.RSAPrivateKey:
    """Read the office's key."""
    key = serialization.load_der_private_key(der, password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(key)
    return key


def sign(key: rsa.RSAPrivateKey, members: dict[str, bytes]) -> bytes:
    """Zip the members with one signature over their digests."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = key.sign(_digests(members), padding.PKCS1v15(), hashes.SHA256())
    return packed.getvalue()


def check(key: rsa.RSAPublicKey, packed: bytes) -> None:
    """Unzip and verify; raises InvalidSignature."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        key.verify(archive.comment, _digests(members), padding.PKCS1v15(), hashes.SHA256())


def _digests(members: dict[str, bytes]) -> bytes:
    return b"".join(hashlib.sha256(content).digest() for content in members.values())
