"""Sign a report (PAdES B-B, one certifying signature) and check it: one signer, certified, nothing added."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils.generic import ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from desktop.exchange import hostile
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
_PADES = "/ETSI.CAdES.detached"
# Two tables of contents in one file, of which each reader takes the one it likes.
_HYBRID = b"/XRefStm"


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
    return hostile.read(lambda: _opened(pdf, trust), unreadable=PdfSignatureStatus())


def _opened(pdf: bytes, trust: Trust) -> PdfSignatureStatus:
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False, suppress_warnings=True) as opened:
        status = _status(pdf, opened, trust)
        is_strict = not (opened.get_warnings() or opened.is_encrypted or _HYBRID in pdf)
        return status if is_strict else PdfSignatureStatus()


def _status(pdf: bytes, opened: pikepdf.Pdf, trust: Trust) -> PdfSignatureStatus:
    form: Any = opened.Root.get("/AcroForm", {})
    # A field with parts may hide a signature; no report has one.
    filled = [one for one in form.get("/Fields", ()) if "/V" in one or "/Kids" in one]
    fields = tuple(str(one.get("/T", "")) for one in filled)
    if fields != (FIELD,):
        return PdfSignatureStatus(readable=True, fields=fields)
    signature = filled[0].V
    if filled[0].FT != "/Sig" or signature.get("/Type", "/Sig") != "/Sig" or signature.SubFilter != _PADES:
        return PdfSignatureStatus(readable=True, fields=fields)
    contents = bytes(signature.Contents)
    first, before, after, rest = (int(number) for number in signature.ByteRange)
    gap = pdf[before:after]
    is_gap_the_signature = (
        len(gap) == 2 * len(contents) + 2
        and gap[:1] + gap[-1:] == b"<>"
        and bytes.fromhex(gap[1:-1].decode("ascii")) == contents
    )
    return PdfSignatureStatus(
        readable=True,
        fields=fields,
        signature=check_signed_data(pdf[:before] + pdf[after:], cms.ContentInfo.load(contents), trust),
        certified=_certifies(opened, signature),
        unchanged=first == 0 and 0 < before < after and after + rest == len(pdf) and is_gap_the_signature,
    )


def _certifies(opened: pikepdf.Pdf, signature: pikepdf.Object) -> bool:
    """Tell whether the document names this signature as the one that certifies it, with filling in allowed at most."""
    permissions: Any = opened.Root.get("/Perms", {})
    stated = permissions.get("/DocMDP")
    if stated is None or not signature.is_indirect or stated.objgen != signature.objgen:
        return False
    stated_here = [one for one in signature.get("/Reference", ()) if one.TransformMethod == "/DocMDP"]
    return [int(one.TransformParams.P) for one in stated_here] == [MDPPerm.FILL_FORMS.value]
