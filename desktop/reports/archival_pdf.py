"""Turn what reportlab wrote into PDF/A-2b: complete in itself, checked, and the same bytes for the same data."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from pikepdf import pdfa

FLAVOUR = "2b"
_NOW = re.compile(rb"(<xmp:MetadataDate>)[^<]*(</xmp:MetadataDate>)|(xmp:MetadataDate=\")[^\"]*(\")")


@dataclass(frozen=True)
class Description:
    """What the document says about itself; ``created`` needs its time zone.

    ``duplex`` names the edge at which sheets printed on both sides are turned, "long" or "short".
    """

    title: str
    author: str
    subject: str
    created: datetime
    duplex: str = ""


def archive(drawn: bytes, description: Description) -> bytes:
    """Give the PDF/A-2b of a drawn document.

    Dates and identifiers depend on the arguments alone, so that a package can be written again byte for byte.
    The validator takes as long as all the drawing, so it runs in the tests and where `violations` is called.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            if "/Trans" in page:
                del page["/Trans"]  # reportlab's empty page transition is not allowed in PDF/A
        _describe(pdf, description)
        pdfa.prepare(pdf, FLAVOUR)
        _fix_metadata_date(pdf, description.created)
        pdf.save(written, **pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True))
    return written.getvalue()


def violations(pdf: bytes) -> list[str]:
    """Check a PDF against PDF/A-2b; an empty list says that it passes."""
    report = pdfa.validate_written(io.BytesIO(pdf), FLAVOUR)
    return [] if report.passed else [str(finding) for finding in report.findings]


def _describe(pdf: pikepdf.Pdf, description: Description) -> None:
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if description.duplex:
        edge = pikepdf.Name(f"/DuplexFlip{description.duplex.title()}Edge")
        pdf.Root.ViewerPreferences.Duplex = edge
        pdf.Root.ViewerPreferences.PrintScaling = pikepdf.Name("/None")  # 100 %
    moment = description.created.isoformat(timespec="seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = description.title
        metadata["dc:creator"] = [description.author]
        metadata["dc:description"] = description.subject
        metadata["dc:language"] = {"zh-CN"}
        metadata["xmp:CreateDate"] = moment
        metadata["xmp:ModifyDate"] = moment
        metadata["xmp:CreatorTool"] = "taizhang"


def _fix_metadata_date(pdf: pikepdf.Pdf, created: datetime) -> None:
    """Replace the moment at which ``prepare`` ran by the document's own."""
    moment = created.isoformat(timespec="seconds").encode()
    packet = pdf.Root.Metadata.read_bytes()
    fixed, count = _NOW.subn(rb"\g<1>\g<3>" + moment + rb"\g<2>\g<4>", packet)
    if count != 1:
        raise ValueError(f"expected one xmp:MetadataDate, found {count}")
    pdf.Root.Metadata.write(fixed)
