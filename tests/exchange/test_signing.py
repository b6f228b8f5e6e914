"""A signature holds for us and for openssl, and every way it can fail has its own field."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from desktop.exchange import asic_manifest, certificates, signing
from desktop.exchange.certificates import KeySigner
from desktop.exchange.signing import SignatureStatus
from desktop.exchange.trust import Trust

CONTENT = asic_manifest.write({"manifest.json": "00" * 32})
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def signature(office: Any) -> bytes:
    return signing.sign(CONTENT, office.signer, NOW)


def test_the_same_input_gives_the_same_signature(office: Any, signature: bytes) -> None:
    assert signing.sign(CONTENT, office.signer, NOW) == signature


def test_a_right_signature_is_trusted(office: Any, signature: bytes) -> None:
    status = signing.check(CONTENT, signature, office.trust)
    assert status == SignatureStatus(
        readable=True,
        intact=True,
        algorithm_accepted=True,
        certificate=office.certificate,
        signer=office.name,
        signed_at=NOW,
        chain=True,
        root=office.root,
        pinned=True,
        valid_at_moment=True,
        revoked=None,
    )
    assert status.is_trusted
    assert "证书可信" in str(status.message)


def test_openssl_says_the_same(office: Any, signature: bytes, tmp_path: Path) -> None:
    for name, content in {"s": signature, "c": CONTENT, "r": certificates.as_pem(office.root)}.items():
        (tmp_path / name).write_bytes(content)
    command = "openssl cms -verify -binary -cades -inform DER -in s -content c -CAfile r -purpose any -out /dev/null"
    result = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "CAdES Verification successful\n")


def test_the_signed_attributes_are_those_of_cades_b_b(signature: bytes) -> None:
    signed = cms.ContentInfo.load(signature)["content"]
    names = {attribute["type"].native for attribute in signed["signer_infos"][0]["signed_attrs"]}
    assert names == {
        "content_type",
        "message_digest",
        "signing_time",
        "signing_certificate_v2",
        "commitment_type",
    }


def test_without_pinned_roots_the_paper_decides(office: Any, signature: bytes) -> None:
    status = signing.check(CONTENT, signature, Trust())
    assert (status.is_acceptable, status.is_trusted, status.root) == (True, False, office.root)
    assert certificates.grouped(certificates.fingerprint(office.root)) in str(status.message)


def test_each_failure_has_its_field(office: Any, other_office: Any, signature: bytes) -> None:
    def check(content: bytes = CONTENT, signed: bytes = signature, **trust: Any) -> SignatureStatus:
        return signing.check(content, signed, Trust(**{"roots": (office.root,)} | trust))

    assert not check(content=CONTENT + b" ").intact
    assert not check(signed=signature[:-1]).readable
    assert not check(signed=b"").readable
    assert not check(signed=signature + b"\x00").readable
    stranger = check(roots=(other_office.root,))
    assert (stranger.intact, stranger.chain) == (True, False)
    late = check(moment=NOW + timedelta(days=4 * 365))
    assert (late.intact, late.chain, late.valid_at_moment) == (True, True, False)
    early = check(moment=NOW - timedelta(days=400))
    assert (early.chain, early.valid_at_moment, early.is_acceptable) == (True, False, False)


def _revocations(office: Any, *certificates_: bytes, until: datetime) -> bytes:
    root = x509.load_der_x509_certificate(office.root)
    key = serialization.load_der_private_key(office.root_key, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    builder = x509.CertificateRevocationListBuilder().issuer_name(root.subject)
    builder = builder.last_update(NOW - timedelta(hours=1)).next_update(until)
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
    )
    for certificate in certificates_:
        revoked = x509.RevokedCertificateBuilder().revocation_date(NOW - timedelta(minutes=30))
        revoked = revoked.serial_number(x509.load_der_x509_certificate(certificate).serial_number)
        builder = builder.add_revoked_certificate(revoked.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_a_revocation_list_decides_when_given(office: Any, other_office: Any, signature: bytes) -> None:
    later = NOW + timedelta(days=390)

    def check(revocations: bytes) -> SignatureStatus:
        return signing.check(CONTENT, signature, Trust(roots=(office.root,), crls=(revocations,)))

    good = check(_revocations(office, until=later))
    assert (good.revoked, good.is_trusted) == (False, True)
    revoked = check(_revocations(office, office.certificate, until=later))
    assert (revoked.revoked, revoked.is_trusted) == (True, False)
    assert "吊销" in str(revoked.message)
    for useless in (
        _revocations(other_office, until=later),
        _revocations(office, until=NOW - timedelta(minutes=5)),
    ):
        unknown = check(useless)
        assert (unknown.revoked, unknown.is_trusted) == (None, False)
        assert "吊销名单" in str(unknown.message)


def test_a_short_key_is_not_accepted(office: Any) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root = x509.load_der_x509_certificate(office.root)
    issuer = serialization.load_der_private_key(office.root_key, None)
    leaf = x509.load_der_x509_certificate(office.certificate)
    builder = x509.CertificateBuilder().subject_name(leaf.subject).issuer_name(root.subject).serial_number(77)
    builder = (
        builder.public_key(key.public_key()).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=9))
    )
    for extension in leaf.extensions:
        if not isinstance(extension.value, x509.SubjectKeyIdentifier):
            builder = builder.add_extension(extension.value, critical=extension.critical)
    certificate = builder.sign(issuer, hashes.SHA256()).public_bytes(serialization.Encoding.DER)  # type: ignore[arg-type]
    raw = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    weak = signing.sign(CONTENT, KeySigner(raw, certificate, office.root), NOW)
    status = signing.check(CONTENT, weak, office.trust)
    assert (status.intact, status.algorithm_accepted, status.is_acceptable) == (True, False, False)
