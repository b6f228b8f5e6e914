"""Sign bytes for an office (CAdES B-B, detached) and check such a signature into a status that never raises.

The form: RSA-3072, SHA-256, one signer, signingCertificateV2, signingTime, proofOfOrigin.
``openssl cms -verify -binary -cades`` checks the same.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from asn1crypto import cms, core, crl, x509
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.signers import Signer as CmsSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError, ValidationError
from pyhanko_certvalidator.registry import CertificateRegistry

from db.messages import N_, Message
from desktop.exchange import hostile
from desktop.exchange.certificates import KEY_BITS, OfficeName, Signer, fingerprint, grouped, office_of
from desktop.exchange.trust import Trust

DIGEST = "sha256"

# Both libraries log tracebacks for every untrusted signature; here that is a finding, not an event.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class SignatureStatus:
    """Everything found out about one signature; the first fields decide how much the later ones mean."""

    readable: bool = False
    """It is one CMS signature by one signer whose certificate is inside."""
    intact: bool = False
    """The signed bytes are exactly those that were signed with the certificate's key."""
    algorithm_accepted: bool = False
    """RSA of at least 3072 bits with SHA-256."""
    certificate: bytes | None = None
    """The signer's certificate, DER."""
    signer: OfficeName | None = None
    """The office that the certificate names."""
    signed_at: datetime | None = None
    """When the signer says it signed: information, not proof."""
    chain: bool = False
    """The certificate was issued by ``root`` for signing."""
    root: bytes | None = None
    """The root it leads to, DER: a pinned one, or the one the signature carries when none is pinned."""
    pinned: bool = False
    """The caller named the roots to trust; without any, ``root`` must be compared with the paper."""
    valid_at_moment: bool = False
    """The certificate was within its validity at the moment asked for."""
    revoked: bool | None = None
    """Whether a revocation list names the certificate; ``None`` when no list could tell."""
    revocation_asked: bool = False
    """The caller gave revocation lists, so that "could not tell" is not good enough."""
    lists_ran_out: bool = False
    """All of those lists are past their end: a newer one is needed before anything can be told."""

    @property
    def is_whole(self) -> bool:
        """The signature itself is right, whoever made it."""
        return self.readable and self.intact and self.algorithm_accepted

    @property
    def is_acceptable(self) -> bool:
        """Nothing is wrong; with ``pinned`` it is trusted, without it the root remains to be compared."""
        revocation = self.revoked is False or (self.revoked is None and not self.revocation_asked)
        return self.is_whole and self.chain and self.valid_at_moment and revocation

    @property
    def is_only_revoked(self) -> bool:
        """Nothing is wrong but that the certificate has been revoked since."""
        return self.is_whole and self.chain and self.valid_at_moment and self.pinned and self.revoked is True

    @property
    def is_trusted(self) -> bool:
        return self.is_acceptable and self.pinned

    @property
    def message(self) -> Message:
        """The one sentence that says what this status means and what to do."""
        values = {
            "name": self.signer.name if self.signer else "",
            "fingerprint": grouped(fingerprint(self.root or b"")),
        }
        first_true = next(template for applies, template in self._sentences() if applies)
        return Message(first_true, values)

    def _sentences(self) -> tuple[tuple[bool, str], ...]:
        """List what may have to be said, the gravest first."""
        return (
            (not self.readable, N_("签名读不出来，文件可能损坏。请让对方重新导出，再拷贝一次。")),
            (not self.intact, N_("签名与内容不符：内容在签名之后被改动过。不要使用，请让对方重新报送。")),
            (not self.algorithm_accepted, N_("签名用的算法太弱，不接受。请让对方用本软件重新签名。")),
            (
                not self.chain,
                N_("签名完整，但“{name}”的证书不是由受信任的根证书签发的。请核对根证书，或与对方电话确认。"),
            ),
            (self.revoked is True, N_("“{name}”的证书已被吊销，签名不能接受。请与签发单位联系。")),
            (
                not self.valid_at_moment,
                N_("“{name}”的证书在核对的时间不在有效期内。请检查本机日期；日期无误则请对方换发证书。"),
            ),
            (
                not self.is_acceptable and self.lists_ran_out,
                N_(
                    "吊销名单里查不到“{name}”的证书是否有效：名单已经过期。请先检查本机日期。"
                    "上级发来的，请上级续签吊销名单，再要一份新的回执；下级报来的，请在“下级单位”里续签吊销名单。"
                ),
            ),
            (
                not self.is_acceptable,
                N_("吊销名单里查不到“{name}”的证书是否有效。请向签发单位要最新的吊销名单。"),
            ),
            (
                not self.pinned,
                N_("签名完好，由“{name}”签署；根证书是谁的，还要与纸质材料上的指纹核对：{fingerprint}"),
            ),
            (True, N_("签名完好，由“{name}”签署，证书可信。")),
        )


class OfficeCmsSigner(CmsSigner):
    """pyHanko's view of one of our signers, so that a UKey needs nothing but ``Signer.sign``."""

    def __init__(self, signer: Signer) -> None:
        certificate = x509.Certificate.load(signer.certificate)
        above = CertificateRegistry.build(x509.Certificate.load(each) for each in signer.chain)
        super().__init__(signing_cert=certificate, cert_registry=above)
        self._signer = signer
        self._signature_size = certificate.public_key.byte_size

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return bytes(self._signature_size) if dry_run else self._signer.sign(data)


def sign(content: bytes, signer: Signer, when: datetime, *, is_receipt: bool = False) -> bytes:
    """Return a detached CAdES B-B signature (CMS, DER) over ``content``; the same input gives the same bytes.

    It commits the signer to being the origin, or for a receipt to having received what it is about.
    """
    commitment = GenericCommitment.PROOF_OF_RECEIPT if is_receipt else GenericCommitment.PROOF_OF_ORIGIN
    attributes = PdfCMSSignedAttributes(
        signing_time=when,
        cades_signed_attrs=CAdESSignedAttrSpec(commitment_type=commitment.asn1),
    )
    signature = asyncio.run(
        OfficeCmsSigner(signer).async_sign_general_data(
            content, DIGEST, detached=True, use_cades=True, signed_attr_settings=attributes
        )
    )
    return bytes(signature.dump())


def check(content: bytes, signature: bytes, trust: Trust) -> SignatureStatus:
    """Check a detached signature over ``content``; whatever is wrong is in the status, nothing is raised."""
    return hostile.read(
        lambda: check_signed_data(content, cms.ContentInfo.load(signature, strict=True), trust),
        unreadable=SignatureStatus(),
    )


def check_signed_data(content: bytes, message: cms.ContentInfo, trust: Trust) -> SignatureStatus:
    """Check a CMS message over ``content``; raises whatever hostile bytes make the libraries raise."""
    if message["content_type"].native != "signed_data":
        return SignatureStatus()
    signed = message["content"]
    found, info = extract_certificate_info(signed), extract_signer_info(signed)
    certificate = found.signer_cert
    der, others = bytes(certificate.dump()), tuple(bytes(other.dump()) for other in found.other_certs)
    roots = trust.roots or tuple(bytes(other.dump()) for other in found.other_certs if other.self_issued)
    moment = (trust.moment or datetime.now(UTC)).astimezone(UTC)
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    intact, valid = _integrity(content, signed, info, certificate)
    # Expiry and revocation are findings of their own, so the chain is judged inside the validity and without lists.
    path = _Path(der, others, roots, min(max(moment, begins), ends))
    root = _judged(path).root if valid else None
    attributes = {attribute["type"].native: attribute["values"] for attribute in info["signed_attrs"]}
    signing_time = attributes.get("signing_time")
    return SignatureStatus(
        readable=True,
        intact=intact and valid,
        algorithm_accepted=_is_accepted(info, certificate),
        certificate=der,
        signer=office_of(der),
        signed_at=signing_time[0].native if signing_time else None,
        chain=root is not None and _may_sign(certificate),
        root=root or (roots[0] if len(roots) == 1 else None),
        pinned=bool(trust.roots),
        valid_at_moment=begins <= moment <= ends,
        revoked=_revoked(path._replace(moment=moment, crls=trust.crls)) if root and trust.crls else None,
        revocation_asked=bool(trust.crls),
        lists_ran_out=bool(trust.crls) and all(_ends(each) <= moment for each in trust.crls),
    )


def _integrity(
    content: bytes, signed: cms.SignedData, info: cms.SignerInfo, certificate: x509.Certificate
) -> tuple[bool, bool]:
    """Say whether ``content`` is what was signed, and whether the certificate's key signed it."""
    stated = signed["encap_content_info"]
    if stated["content"] is not core.VOID:
        raise ValueError("a detached signature carries no content of its own")
    digest = hashlib.new(info["digest_algorithm"]["algorithm"].native, content).digest()
    return validate_sig_integrity(info, certificate, stated["content_type"].native, digest)


class _Path(NamedTuple):
    """A question that many packages of one sender ask: where a certificate leads to at a moment; all DER."""

    certificate: bytes
    others: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    moment: datetime
    crls: tuple[bytes, ...] = ()


class _Judged(NamedTuple):
    root: bytes | None
    revoked: bool = False


@functools.lru_cache(maxsize=256)
def _judged(path: _Path) -> _Judged:
    """Follow a certificate to its root; ``root`` is None when it leads to none, or not with these lists.

    The lists are asked with ``require``: pyHanko's softer modes call a revoked certificate trusted.
    """
    lists: dict[str, Any] = {"crls": path.crls, "revocation_mode": "require"} if path.crls else {}
    roots = [x509.Certificate.load(root) for root in path.roots]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=path.moment, **lists)
    validator = CertificateValidator(
        x509.Certificate.load(path.certificate),
        [x509.Certificate.load(other) for other in path.others],
        validation_context=context,
    )
    try:
        found = asyncio.run(validator.async_validate_path())
    except RevokedError as error:
        return _Judged(None, revoked=not error.is_side_validation)
    except (ValidationError, PathBuildingError, ValueError):
        return _Judged(None)
    return _Judged(bytes(found.first.dump()))


@functools.lru_cache(maxsize=256)
def _revoked(path: _Path) -> bool | None:
    """Say whether a certificate is revoked, None when the lists cannot tell.

    Whoever stands in a list is revoked, also before the list's date: our clock may be the one that is wrong.
    """
    judged = _judged(path)
    certificate = x509.Certificate.load(path.certificate)
    if judged.revoked or any(_lists(crl.CertificateList.load(each), certificate) for each in path.crls):
        return True
    return None if judged.root is None else False


def _lists(entries: crl.CertificateList, certificate: x509.Certificate) -> bool:
    if entries.issuer != certificate.issuer:
        return False
    return any(
        entry["user_certificate"].native == certificate.serial_number
        for entry in entries["tbs_cert_list"]["revoked_certificates"]
    )


def _ends(revocations: bytes) -> datetime:
    ends: datetime | None = crl.CertificateList.load(revocations)["tbs_cert_list"]["next_update"].native
    return ends or datetime.max.replace(tzinfo=UTC)


def _may_sign(certificate: x509.Certificate) -> bool:
    """Refuse a root as the signer: pyHanko asks a trust anchor neither for its usage nor for CA:FALSE."""
    usage = certificate.key_usage_value
    return not certificate.ca and usage is not None and "non_repudiation" in usage.native


def _is_accepted(info: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    mechanism = info["signature_algorithm"]
    return bool(
        info["digest_algorithm"]["algorithm"].native == DIGEST
        and mechanism.signature_algo == "rsassa_pkcs1v15"
        and mechanism["algorithm"].native in {"rsassa_pkcs1v15", "sha256_rsa"}
        and certificate.public_key.algorithm == "rsa"
        and certificate.public_key.bit_size >= KEY_BITS
    )
