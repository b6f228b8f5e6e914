"""Sign a report (PAdES B-B, one certifying signature) and check it: one signer, certified, nothing added."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.generic import ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import PdfSignatureStatus as PyHankoStatus
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from desktop.exchange.certificates import Signer, office_of
from desktop.exchange.signing import (
    DIGEST,
    OfficeCmsSigner,
    SignatureStatus,
    check_signed_data,
)
from desktop.exchange.trust import Trust

FIELD = "Township"
# Two certificates of RSA-3072 and the attributes take about 3.5 kB; the signature is written as hex digits.
RESERVED = 2 * 8192


@dataclass(frozen=True)
class PdfSignatureStatus:
    """What was found out about the signatures of a PDF."""

    readable: bool = False
    """The file is a PDF whose signatures could be read."""
    fields: tuple[str, ...] = ()
    """The names of the signed fields, in the order of signing; exactly ``Township`` is expected."""
    signature: SignatureStatus = field(default_factory=SignatureStatus)
    """The status of the township's signature, looked at only when it is the only one."""
    certified: bool = False
    """The signature certifies the document and allows nothing but filling in and signing (P=2)."""
    unchanged: bool = False
    """The signature covers the entire file: nothing was added after it."""

    @property
    def is_acceptable(self) -> bool:
        """The acceptance rule without the root, which ``signature.pinned`` tells."""
        expected = self.fields == (FIELD,)
        return (
            self.readable and expected and self.certified and self.unchanged and self.signature.is_acceptable
        )


class _RepeatableWriter(IncrementalPdfFileWriter):
    """pyHanko's writer without its two sources of difference: a random ID and the time of writing."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))
        self._document_id[1] = ByteStringObject(hashlib.sha256(pdf).digest()[:16])

    def _update_meta(self) -> None:
        """Leave title and dates as the report has them; pyHanko would write the present moment."""


def sign_pdf(pdf: bytes, signer: Signer, when: datetime, reason: str = "") -> bytes:
    """Certify a PDF with an invisible signature in the field ``Township``; the same input gives the same bytes."""
    writer = _RepeatableWriter(pdf)
    append_signature_field(writer, SigFieldSpec(FIELD))
    embedding = cms_embedder.PdfCMSEmbedder().write_cms(field_name=FIELD, writer=writer)
    next(embedding)
    placeholder = SignatureObject(
        subfilter=SigSeedSubFilter.PADES,
        timestamp=when,
        name=office_of(signer.certificate).name,
        reason=reason or None,
        bytes_reserved=RESERVED,
    )
    permissions = cms_embedder.SigMDPSetup(md_algorithm=DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    embedding.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder, mdp_setup=permissions))
    output = BytesIO()
    digest, _ = embedding.send(cms_embedder.SigIOSetup(md_algorithm=DIGEST, output=output))
    signature = asyncio.run(
        OfficeCmsSigner(signer).async_sign(digest.document_digest, DIGEST, use_pades=True)
    )
    embedding.send(signature.dump())
    return output.getvalue()


def check_pdf(pdf: bytes, trust: Trust) -> PdfSignatureStatus:
    """Check a PDF's signatures; whatever is wrong is in the status, nothing is raised."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True)
        signatures = reader.embedded_signatures
        fields = tuple(str(signature.field_name) for signature in signatures)
        if fields != (FIELD,):
            return PdfSignatureStatus(readable=True, fields=fields)
        return _status(reader, signatures[0], trust)
    except Exception:  # noqa: BLE001 - a hostile PDF makes pyHanko raise many kinds: any of them rejects
        return PdfSignatureStatus()


def _status(reader: PdfFileReader, embedded: EmbeddedPdfSignature, trust: Trust) -> PdfSignatureStatus:
    judged: list[PyHankoStatus] = []

    async def validate(context: ValidationContext) -> PyHankoStatus:
        judged.append(await async_validate_pdf_signature(embedded, context))
        return judged[-1]

    signature = check_signed_data(embedded.signed_data, validate, trust)
    certification = read_certification_data(reader)
    return PdfSignatureStatus(
        readable=True,
        fields=(FIELD,),
        signature=signature,
        certified=certification is not None
        and certification.permission == MDPPerm.FILL_FORMS
        and certification.author_sig is embedded.sig_object,
        unchanged=judged[0].coverage == SignatureCoverageLevel.ENTIRE_FILE and bool(judged[0].docmdp_ok),
    )
