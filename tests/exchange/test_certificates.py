"""Certificates say what an office's certificate must, to us and to openssl."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from db.messages import ReportableError
from desktop.exchange import certificates
from desktop.exchange.certificates import OfficeName
from tests.support.offices import NOW


def test_the_office_is_read_back(office: Any) -> None:
    assert certificates.office_of(office.certificate) == OfficeName("360111103", "罗家镇总工会")
    assert certificates.office_of(office.root) == OfficeName("360111103", "罗家镇总工会")


def test_root_and_office_may_do_different_things(office: Any) -> None:
    root, leaf = (x509.load_der_x509_certificate(each) for each in (office.root, office.certificate))
    assert root.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    usage = root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, True, False)
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert leaf.public_key().key_size == 3072  # type: ignore[union-attr]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == timedelta(days=3 * 365 + 1)


def test_openssl_builds_the_chain_and_prints_the_same_fingerprint(office: Any, tmp_path: Path) -> None:
    root, leaf = tmp_path / "root.pem", tmp_path / "leaf.pem"
    root.write_bytes(certificates.as_pem(office.root))
    leaf.write_bytes(certificates.as_pem(office.certificate))
    command = ["openssl", "verify", "-x509_strict", "-CAfile", str(root), str(leaf)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.endswith("OK\n")
    command = ["openssl", "x509", "-in", str(root), "-noout", "-fingerprint", "-sha256"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    digits = certificates.fingerprint(office.root)
    assert printed.strip().split("=")[1].replace(":", "").lower() == digits
    assert certificates.grouped(digits).split() == [digits[start : start + 4] for start in range(0, 64, 4)]


def test_certificate_files_are_read_as_pem_and_der(office: Any) -> None:
    assert certificates.from_pem(certificates.as_pem(office.root)) == office.root
    assert certificates.from_pem(office.root) == office.root
    with pytest.raises(ReportableError, match="不是证书"):
        certificates.from_pem(b"hello")


@pytest.mark.parametrize("name", ["", "工" * 65])
def test_a_name_that_no_certificate_holds_is_refused(name: str, office: Any) -> None:
    wrong = replace(office.name, name=name)
    with pytest.raises(ReportableError, match="64"):
        certificates.make_root(
            office.root_key, wrong, x509.load_der_x509_certificate(office.root).not_valid_before_utc
        )


def test_only_rsa_3072_is_certified(office: Any) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1()).public_key()
    public = elliptic.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    now = x509.load_der_x509_certificate(office.root).not_valid_before_utc
    with pytest.raises(ReportableError, match="RSA-3072"):
        certificates.issue(office.root_key, office.root, public, office.name, now)


def test_a_name_of_64_chinese_characters_goes_into_certificates(tmp_path: Path) -> None:
    name = OfficeName("150402400", "内蒙古赤峰高新技术产业开发区管理委员会红山产业园总工会" + "会" * 37)
    assert len(name.name) == 64
    key = certificates.make_key()
    root = certificates.make_root(key, name, NOW)
    leaf = certificates.issue(key, root, certificates.public_key_of(key), name, NOW)
    assert certificates.office_of(root) == certificates.office_of(leaf) == name
    for file, certificate in (("root.pem", root), ("leaf.pem", leaf)):
        (tmp_path / file).write_bytes(certificates.as_pem(certificate))
    command = ["openssl", "verify", "-x509_strict", "-attime", f"{NOW.timestamp():.0f}"]
    command += ["-CAfile", str(tmp_path / "root.pem"), str(tmp_path / "leaf.pem")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.endswith("OK\n")
