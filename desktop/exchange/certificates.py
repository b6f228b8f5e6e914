"""Keys and certificates of offices (工会单位): made, issued, read and named by their fingerprint.

The rules: RSA-3072 with SHA-256, an office's certificate lives 3 years and
carries the office's code as ``serialNumber`` in its subject.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from db.messages import N_, ReportableError

KEY_BITS = 3072
OFFICE_LIFE = timedelta(days=3 * 365)
ROOT_LIFE = timedelta(days=20 * 365)
# A clock a little behind the one that issued must not call a fresh certificate "not yet valid".
CLOCK_SLACK = timedelta(days=1)
LONGEST_NAME = 64  # characters: X.520 upper bound of commonName and organizationName
ROOT_UNIT = "根证书"


@dataclass(frozen=True)
class OfficeName:
    """An office as certificates and packages name it: its code (机构编码, ASCII) and its full name."""

    code: str
    name: str


class Signer(Protocol):
    """Something that signs for an office: a key in memory, or one on a token (``token_signer``)."""

    @property
    def certificate(self) -> bytes:
        """The office's certificate, DER."""

    @property
    def chain(self) -> Sequence[bytes]:
        """The certificates above it, DER, the root last."""

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 over ``data``."""


class KeySigner:
    """A signer whose private key is in memory."""

    def __init__(self, key: bytes, certificate: bytes, root: bytes) -> None:
        self._key = _private(key)
        self.certificate = certificate
        self.chain = (root,)

    def sign(self, data: bytes) -> bytes:
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def make_key() -> bytes:
    """Make a private key (PKCS#8 DER, not encrypted: only the vault may keep it)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_key_of(key: bytes) -> bytes:
    """Return the public half of a private key, as SubjectPublicKeyInfo DER."""
    return (
        _private(key)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def make_root(key: bytes, office: OfficeName, now: datetime) -> bytes:
    """Make the self-signed root (根证书) of an office, DER; it may issue offices' certificates only."""
    private = _private(key)
    subject = _subject(office, ROOT_UNIT)
    builder = _certificate(
        subject,
        private.public_key(),
        issuer=subject,
        issuer_key=private.public_key(),
        now=now,
        life=ROOT_LIFE,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(issues=True), critical=True)
    return builder.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def issue(
    root_key: bytes, root_certificate: bytes, public_key: bytes, office: OfficeName, now: datetime
) -> bytes:
    """Issue an office's signing certificate for its public key (SubjectPublicKeyInfo DER), as DER."""
    private = _private(root_key)
    with _counted_in_characters():
        issuer = x509.load_der_x509_certificate(root_certificate).subject
    owner = serialization.load_der_public_key(public_key)
    if not isinstance(owner, rsa.RSAPublicKey) or owner.key_size < KEY_BITS:
        raise ReportableError(N_("单位提交的公钥不是 RSA-3072，不能签发证书。请让对方用本软件重新生成密钥。"))
    builder = _certificate(
        _subject(office, office.name),
        owner,
        issuer=issuer,
        issuer_key=private.public_key(),
        now=now,
        life=OFFICE_LIFE,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(issues=False), critical=True)
    return builder.sign(private, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def office_of(certificate: bytes) -> OfficeName:
    """Read the office that a certificate names; a part it does not name is empty."""
    with _counted_in_characters():
        subject = x509.load_der_x509_certificate(certificate).subject

    def part(oid: x509.ObjectIdentifier) -> str:
        found = subject.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""

    return OfficeName(code=part(NameOID.SERIAL_NUMBER), name=part(NameOID.ORGANIZATION_NAME))


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the DER certificate, 64 lower-case hex digits; the same that openssl prints."""
    return hashlib.sha256(certificate).hexdigest()


def grouped(digest: str) -> str:
    """Write hex digits in groups of four, as people compare them on paper or by telephone."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def as_pem(certificate: bytes) -> bytes:
    """Write a DER certificate as PEM, for openssl and for ``verify.sh``."""
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.public_bytes(serialization.Encoding.PEM)


def from_pem(text: bytes) -> bytes:
    """Read a certificate file (PEM or DER) as DER."""
    try:
        if text.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(text).public_bytes(serialization.Encoding.DER)
        return x509.load_der_x509_certificate(text).public_bytes(serialization.Encoding.DER)
    except ValueError as error:
        raise ReportableError(
            N_("这个文件不是证书。请选择上级工会给的根证书文件（.pem 或 .cer）。")
        ) from error


def _private(key: bytes) -> rsa.RSAPrivateKey:
    # The ledger's cipher vouches for the key; testing its primes again would take half the time of a package.
    loaded = serialization.load_der_private_key(key, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise TypeError("offices sign with RSA only: ECDSA breaks PDF/A")
    return loaded


def _subject(office: OfficeName, unit: str) -> x509.Name:
    for text in (office.name, unit, office.code):
        if not 0 < len(text) <= LONGEST_NAME:
            raise ReportableError(
                N_("单位名称和编码都要填写，各不超过 {longest} 个字，才能写进证书。"), longest=LONGEST_NAME
            )
    parts = {
        NameOID.COUNTRY_NAME: "CN",
        NameOID.ORGANIZATION_NAME: office.name,
        NameOID.ORGANIZATIONAL_UNIT_NAME: unit,
        NameOID.COMMON_NAME: office.name,
        NameOID.SERIAL_NUMBER: office.code,
    }
    with _counted_in_characters():
        return x509.Name([x509.NameAttribute(oid, text, _validate=False) for oid, text in parts.items()])


@contextmanager
def _counted_in_characters() -> Iterator[None]:
    """X.520 bounds names by characters, the library by bytes, of which a Chinese character has three: let it not object."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Attribute's length must be")
        yield


def _certificate(
    subject: x509.Name,
    owner: rsa.RSAPublicKey,
    *,
    issuer: x509.Name,
    issuer_key: rsa.RSAPublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    """Everything that a root and an office's certificate have in common."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(owner)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SLACK)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(owner), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )
