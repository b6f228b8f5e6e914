"""Revocation lists (吊销名单, X.509 CRL) of a root: made, and read back only when the root signed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from db.messages import N_, ReportableError
from desktop.exchange.certificates import CLOCK_SLACK

LIFE = timedelta(days=396)  # 13 months: a list travels by stick, and must outlast a year without one
RENEWED_AFTER = timedelta(days=30)  # where the root key is at hand


@dataclass(frozen=True)
class ListFacts:
    """What a list says of itself; ``revoked`` are serial numbers in lower-case hex."""

    number: int
    issued: datetime
    next_update: datetime
    revoked: frozenset[str]


class ListError(ReportableError):
    """Bytes that are no revocation list of this root."""

    def __init__(self) -> None:
        super().__init__(N_("吊销名单读不出来，或不是这个根证书签发的。请向上级工会要最新的吊销名单。"))


def issue(root_key: bytes, root: bytes, revoked: Mapping[str, datetime], number: int, now: datetime) -> bytes:
    """Make the list of a root, DER; ``revoked`` maps serials (hex) to when they were revoked."""
    key = serialization.load_der_private_key(root_key, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("a root signs with RSA")
    certificate = x509.load_der_x509_certificate(root)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(certificate.subject)
        .last_update(now - CLOCK_SLACK)
        .next_update(now + LIFE)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for serial, when in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(when)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def read(content: bytes, root: bytes) -> ListFacts:
    """Read a list that ``root`` signed; raises ListError for everything else."""
    try:
        found = x509.load_der_x509_crl(content)
        issuer = x509.load_der_x509_certificate(root)
        key = issuer.public_key()
        number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
        is_ours = isinstance(key, rsa.RSAPublicKey) and found.issuer == issuer.subject
        if not is_ours or not found.is_signature_valid(key) or found.next_update_utc is None:  # type: ignore[arg-type] # RSA above
            raise ListError
        revoked = frozenset(f"{entry.serial_number:x}" for entry in found)
        return ListFacts(number, found.last_update_utc + CLOCK_SLACK, found.next_update_utc, revoked)
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound) as error:
        raise ListError from error


def from_pem(text: bytes) -> bytes:
    """Read a list's file (PEM or DER) as DER; raises ListError."""
    try:
        is_pem = text.lstrip().startswith(b"-----BEGIN")
        found = x509.load_pem_x509_crl(text) if is_pem else x509.load_der_x509_crl(text)
        return found.public_bytes(serialization.Encoding.DER)
    except ValueError as error:
        raise ListError from error


def as_pem(content: bytes) -> bytes:
    """Write a list as PEM, for openssl and for ``verify.sh``."""
    return x509.load_der_x509_crl(content).public_bytes(serialization.Encoding.PEM)


def newest(kept: Sequence[bytes], brought: bytes | None, root: bytes) -> tuple[bytes, ...]:
    """Give the lists to judge by: the one that a file brought, when the root signed it after those ``kept``."""
    if brought is None or not kept:
        return tuple(kept)
    try:
        is_newer = read(brought, root).number > max(read(one, root).number for one in kept)
    except ListError:
        return tuple(kept)
    return (brought,) if is_newer else tuple(kept)


def is_stale(next_update: datetime, now: datetime) -> bool:
    """Say whether a list has run out: by it nothing can be trusted any more."""
    return next_update.astimezone(UTC) <= now.astimezone(UTC)


def is_due(next_update: datetime, now: datetime) -> bool:
    """Say whether a list is old enough to be renewed where the root key is at hand."""
    return is_stale(next_update - LIFE + RENEWED_AFTER, now)
