"""Vectors of the signature: who signed with what, under which root, revoked or not, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from asn1crypto import cms
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import load_der_x509_certificate

from desktop.exchange import asic_manifest, certificates, registry, revocation
from tests.exchange.vectors.scene import Scene, now, packed, resigned
from tests.exchange.vectors.vector import PACKAGE_NAME, REFUSE, Given, Vector, package

Make = Callable[[Scene], bytes]


def _signed_otherwise(digest: hashes.SHA224 | hashes.SHA384 | hashes.SHA512) -> Make:
    """Sign with the right key, but with another digest."""

    def make(scene: Scene) -> bytes:
        key = serialization.load_der_private_key(scene.office.key, password=None)
        builder = pkcs7.PKCS7SignatureBuilder().set_data(scene.members[asic_manifest.PATH])
        certificate = load_der_x509_certificate(scene.office.certificate)
        signature = builder.add_signer(certificate, key, digest).sign(  # type: ignore[arg-type]
            serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]
        )
        return packed(scene.members | {asic_manifest.SIGNATURE_PATH: signature})

    return make


def _signature(change: Callable[[Any], None]) -> Make:
    """Change the CMS structure of the signature."""

    def make(scene: Scene) -> bytes:
        message = cms.ContentInfo.load(scene.members[asic_manifest.SIGNATURE_PATH])
        change(message["content"])
        return packed(scene.members | {asic_manifest.SIGNATURE_PATH: message.dump(force=True)})

    return make


def _no_certificates(signed: Any) -> None:
    signed["certificates"] = []


def _no_signers(signed: Any) -> None:
    signed["signer_infos"] = []


def _two_signers(signed: Any) -> None:
    signed["signer_infos"] = [signed["signer_infos"][0], signed["signer_infos"][0].copy()]


def _other_digest_named(signed: Any) -> None:
    signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": "md5"}


def _flipped(signed: Any) -> None:
    value = bytearray(signed["signer_infos"][0]["signature"].native)
    value[-1] ^= 1
    signed["signer_infos"][0]["signature"] = bytes(value)


def _zeroed(signed: Any) -> None:
    signed["signer_infos"][0]["signature"] = bytes(384)


def _same_names_other_key(scene: Scene) -> bytes:
    """Take a certificate with our own office's names under a root that is trusted for another office."""
    other = scene.other_office
    public = certificates.public_key_of(other.key)
    certificate = certificates.issue(other.root_key, other.root, public, scene.office.name, now())
    # Trusted by its root, but the report is signed with the true certificate.
    return resigned(scene.members, replace(other, certificate=certificate))


def _not_yet_valid(scene: Scene) -> bytes:
    later = now() + timedelta(days=30)
    office = scene.office
    public = certificates.public_key_of(office.key)
    certificate = certificates.issue(office.root_key, office.root, public, office.name, later)
    return resigned(scene.members, replace(office, certificate=certificate))


def _self_signed(scene: Scene) -> bytes:
    office = scene.office
    certificate = certificates.make_root(office.key, office.name, now())
    return resigned(scene.members, replace(office, certificate=certificate, root=certificate))


def _under_another_office(scene: Scene) -> bytes:
    """Issue a certificate with a township's own key, which may not issue."""
    town, other = scene.office, scene.other_office
    public = certificates.public_key_of(other.key)
    certificate = certificates.issue(town.key, town.certificate, public, town.name, now())
    return resigned(scene.members, replace(other, certificate=certificate, root=town.certificate))


def _listed(*, ours: bool, days_ago: int = 0, of_other: bool = False) -> Callable[[Scene], Given]:
    """Give the right package with a revocation list that names our certificate or another."""

    def make(scene: Scene) -> Given:
        issuer = scene.other_office if of_other else scene.office
        serial = registry.serial_of((scene.office if ours else scene.other_office).certificate)
        moment = now() - timedelta(days=days_ago)
        revocations = revocation.issue(issuer.root_key, issuer.root, {serial: moment}, 1, moment)
        return Given(scene.built.content, PACKAGE_NAME, (scene.office.root,), revocations)

    return make


def _trusted(*, other: bool) -> Callable[[Scene], Given]:
    def make(scene: Scene) -> Given:
        root = scene.other_office.root if other else scene.office.root
        return Given(scene.built.content, PACKAGE_NAME, (root,))

    return make


def vectors() -> Iterator[Vector]:
    yield Vector("trusted by one root", _trusted(other=False))
    yield Vector("only another root is trusted", _trusted(other=True), REFUSE, "E05")
    yield Vector("another certificate is revoked", _listed(ours=False))
    yield Vector("revoked", _listed(ours=True), REFUSE, "E05")
    yield Vector("the list is stale", _listed(ours=False, days_ago=500), REFUSE, "E05")
    yield Vector("the list is another root's", _listed(ours=False, of_other=True), REFUSE, "E05")
    yield _refused("not yet valid", _not_yet_valid, "E05")
    yield _refused("self-signed", _self_signed, "E05")
    yield _refused("issued by a township", _under_another_office, "E05")
    yield _refused("our names under another root", _same_names_other_key, "E15")
    yield _refused("signed with SHA-512", _signed_otherwise(hashes.SHA512()), "E04")
    yield _refused("signed with SHA-224", _signed_otherwise(hashes.SHA224()), "E04")
    yield _refused("signed with SHA-384", _signed_otherwise(hashes.SHA384()), "E04")
    for name, change in {
        "no certificate in the signature": _no_certificates,
        "no signer": _no_signers,
        "two signers": _two_signers,
        "md5 named as the digest": _other_digest_named,
        "one bit of the signature": _flipped,
        "zeros for a signature": _zeroed,
    }.items():
        yield _refused(name, _signature(change), "E04")
    for name, content in {"empty": b"", "text": b"signed", "half": None}.items():
        yield _refused(f"signature {name}", _signature_of(content), "E04")


def _signature_of(content: bytes | None) -> Make:
    def make(scene: Scene) -> bytes:
        path = asic_manifest.SIGNATURE_PATH
        whole = scene.members[path]
        return packed(scene.members | {path: whole[: len(whole) // 2] if content is None else content})

    return make


def _refused(name: str, make: Make, code: str) -> Vector:
    return Vector(name, package(make), REFUSE, code)
