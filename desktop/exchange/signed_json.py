"""Canonical JSON with its signatures beside it: written, and read back strictly, every value by its own check."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from db.canonical_json import canonical_json
from db.messages import N_, ReportableError
from desktop.exchange import certificates, envelope, strict_json
from desktop.exchange.certificates import KEY_BITS
from desktop.exchange.strict_json import is_text

LARGEST = 256 * 1024

UNREADABLE = N_("这个文件读不出来，不是本软件的申请或批复文件，或已损坏。请让对方重新制作。")
NOT_CANONICAL = N_("文件的写法不规范（被别的软件改写过），不能接受。请让对方重新制作。")


class EnrolmentError(ReportableError):
    """A request or an answer that cannot be used; the sentence says what to do."""


class Taking(strict_json.Taking):
    """Takes values out of a signed object; raises EnrolmentError for a missing or wrong one."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values, _refused)

    def text(self, key: str) -> str:
        return str(self(key, is_text))

    def binary(self, key: str) -> bytes:
        return binary(self(key, lambda value: isinstance(value, str)))

    def recipients(self) -> tuple[str, ...]:
        return tuple(self("recipients", _is_recipients))

    def moment(self, key: str) -> datetime:
        return datetime.fromisoformat(self(key, _is_moment))


def read_signed(
    content: bytes, name: str, schema: str, signatures: Sequence[str]
) -> tuple[dict[str, Any], bytes]:
    """Read the outer object; gives its values and the canonical bytes of the signed part."""
    if len(content) > LARGEST:
        raise EnrolmentError(UNREADABLE)
    try:
        values: Any = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise EnrolmentError(UNREADABLE) from error
    inner = values.get(name) if isinstance(values, dict) else None
    if not isinstance(inner, dict) or set(values) != {name, *signatures}:
        raise EnrolmentError(UNREADABLE)
    if inner.get("schema") != schema:
        raise EnrolmentError(N_("文件的版本不认识。请升级本软件后再打开。"))
    if not all(
        isinstance(values[key], str) or (key == "old_signature" and values[key] is None) for key in signatures
    ):
        raise EnrolmentError(UNREADABLE)
    body = canonical(inner)
    if write_signed(name, body, {key: values[key] for key in signatures}) != content:
        raise EnrolmentError(NOT_CANONICAL)
    return values, body


def write_signed(name: str, body: bytes, signatures: Mapping[str, str | None]) -> bytes:
    """Put the signed bytes and the signatures into one canonical object."""
    return canonical({name: json.loads(body), **signatures})


def canonical(value: object) -> bytes:
    """Write a value as canonical JSON."""
    try:
        return canonical_json(value).encode()
    except UnicodeEncodeError as error:  # half a character, written as \\ud800
        raise EnrolmentError(UNREADABLE) from error


def sign(key: bytes, data: bytes) -> bytes:
    """Sign with a private key (PKCS#8 DER): RSASSA-PKCS1-v1_5 with SHA-256."""
    return certificates.KeySigner(key, b"", b"").sign(data)


def public_key(key_or_certificate: bytes) -> rsa.RSAPublicKey:
    """Load a public key or a certificate's, RSA of at least 3072 bits only."""
    try:
        key = serialization.load_der_public_key(key_or_certificate)
    except ValueError:
        try:
            key = x509.load_der_x509_certificate(key_or_certificate).public_key()
        except ValueError as error:
            raise EnrolmentError(UNREADABLE) from error
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < KEY_BITS:
        raise EnrolmentError(N_("文件里的公钥不是 RSA-3072，不能接受。请让对方用本软件重新生成密钥。"))
    return key


def holds(key: object, signature: bytes, data: bytes) -> bool:
    """Say whether a signature is right under a public key."""
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def binary(text: str) -> bytes:
    """Read base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise EnrolmentError(UNREADABLE) from error


def as_text(data: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(data).decode()


def _refused(key: str) -> EnrolmentError:
    return EnrolmentError(N_("文件里的“{key}”缺失或写法不对，不能接受。请让对方重新制作。"), key=key)


def _is_recipients(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 1 <= len(value) <= 2
        and all(isinstance(each, str) and envelope.is_recipient(each) for each in value)
    )


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
