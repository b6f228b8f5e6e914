"""Many forms in one PDF/A: pages are compressed as they come, what repeats is stored once, fonts are cut once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfdoc

from db.canonical import snapshot
from db.canonical_json import canonical_json
from db.registers import all_registers
from desktop.reports import fonts
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.fonts import Face
from desktop.reports.forms.composing import compose
from desktop.reports.forms.description import Form
from desktop.reports.forms.pdf_objects import Picture, Side, Stream
from desktop.reports.forms.sheets import Image, Ink, Page, Place, Sheets
from desktop.reports.forms.templates import Occasion, Subject
from desktop.reports.page import KEEP_SAFE, FastCanvas, moment_written

_FOOT = 7.5
_FOOT_GAP = 8
_WORTH_SHARING = 200  # bytes of operators
_KEPT = 8192
_LETTER: tuple[Face, float] = ("song", 14)
_FOOT_HEIGHT = 9 * mm  # above the edge of the paper


@dataclass(frozen=True)
class Drawn:
    """Where one form of one record stands in the document.

    ``first`` and ``last`` count the pages of the PDF from 1; ``pages`` are those of the form, four on a ``folded``
    sheet. ``seals`` are the free squares, their pages counted within the form from 0.
    """

    form: str
    record: str
    first: int
    last: int
    pages: int
    seals: tuple[Place, ...]
    folded: bool = False


@dataclass(frozen=True)
class Printed:
    """A finished PDF/A-2b; ``missing`` are characters that stand in it only as 〔U+XXXXX〕."""

    pdf: bytes
    pages: int
    drawn: tuple[Drawn, ...]
    missing: tuple[str, ...]


class Document:
    """One PDF to which forms are added; the memory it takes is that of the compressed pages."""

    def __init__(self, title: str, occasion: Occasion) -> None:
        self._title = title
        self._occasion = occasion
        self._written = io.BytesIO()
        self._canvas = FastCanvas(
            self._written, initialFontName=fonts.font(fonts.SONG).fontName, invariant=1, lang="zh-CN"
        )
        self._doc = self._canvas._doc  # noqa: SLF001 - pages are written past the canvas
        self._layers = pdfdoc.PDFDictionary({})
        self._resources = self._shared_resources()
        self._known: dict[str, str] = {}
        self._met: set[int] = set()
        self._ink = Ink(self._canvas, self._pictured)
        self._images: dict[str, Image] = {}
        self._drawn: list[Drawn] = []
        self._duplex = ""
        self._forms: list[Form] = []  # kept alive: what was drawn is remembered by the identity of its blocks
        self.pages = 0

    def add(self, form: Form, subject: Subject, occasion: Occasion | None = None) -> Drawn:
        """Draw a form for one subject; on paper printed on both sides it begins on a front.

        A letter to one of several has answers of its own, in an ``occasion`` in the place of the document's.
        """
        if not any(form is one for one in self._forms):
            self._forms.append(form)
        self._duplex = self._duplex or form.duplex
        sheets = compose(form, subject, occasion or self._occasion, self._ink)
        self._draw_feet(sheets, subject)
        first_side = self.pages + 1
        if form.fold:
            self._fold(sheets)
        else:
            for page in sheets.pages:
                self._page(form.size, self._operators(page))
        last = self.pages
        if form.duplex and not form.fold and len(sheets.pages) % 2:
            self._page(form.size, "")
        record = subject.record.id if subject.record else ""
        drawn = Drawn(form.code, record, first_side, last, len(sheets.pages), tuple(sheets.seals), form.fold)
        self._drawn.append(drawn)
        return drawn

    def finish(self) -> Printed:
        """Close the document."""
        self._doc.SaveToFile(self._written, self._canvas)
        subject = self._title
        description = Description(
            self._title, self._occasion.office, subject, self._occasion.printed, self._duplex
        )
        pdf = archive(self._written.getvalue(), description)
        return Printed(pdf, self.pages, tuple(self._drawn), tuple(self._ink.missing))

    def _draw_feet(self, sheets: Sheets, subject: Subject) -> None:
        """Write on every page which record this is, in which state, and which page of how many."""
        form, room = sheets.form, sheets.right - sheets.left
        parts = [*_about(form, subject), f"打印时间：{moment_written(self._occasion.printed)}"]
        counted = [f"第 {number} 页　共 {len(sheets.pages)} 页" for number in range(1, len(sheets.pages) + 1)]
        needed = sum(
            self._ink.written(part, ("song", _FOOT))[1] + _FOOT_GAP for part in (*parts, counted[-1])
        )
        style: tuple[Face, float] = ("song", min(_FOOT, _FOOT * room / needed))
        for place, (page, number) in enumerate(zip(sheets.pages, counted, strict=True), start=1):
            if form.personal:
                self._text(page.fixed, sheets.left, form.size[1] - 10 * mm, KEEP_SAFE, ("hei", 9))
            x: float = sheets.left
            for part in parts:
                x += self._text(page.own, x, _FOOT_HEIGHT, part, style) + _FOOT_GAP
            if form.foot == "form":
                self._text(page.own, sheets.right, _FOOT_HEIGHT, number, style, to_left=True)
            else:
                self._draw_letter_number(sheets, page, place)

    def _draw_letter_number(self, sheets: Sheets, page: Page, number: int) -> None:
        """Write — 1 — seven millimetres below the text: right on fronts, left on backs, one character in."""
        words, y = f"— {number} —", sheets.bottom - 7 * mm - _LETTER[1] * 0.26
        if number % 2:
            self._text(page.own, sheets.right - _LETTER[1], y, words, _LETTER, to_left=True)
        else:
            self._text(page.own, sheets.left + _LETTER[1], y, words, _LETTER)

    def _text(
        self,
        layer: list[str],
        x: float,
        y: float,
        text: str,
        style: tuple[Face, float],
        *,
        to_left: bool = False,
    ) -> float:
        operators, across = self._ink.written(text, style)
        layer.append(f"BT {x - across if to_left else x:.1f} {y:.1f} Td {operators} ET")
        return across

    def _operators(self, page: Page) -> str:
        """Refer to the layer that many records share, and add the page's own."""
        fixed = "\n".join(page.fixed)
        own = (self._shared(one) if len(one) > _WORTH_SHARING else one for one in page.own)
        return "\n".join([f"/{self._layer(fixed)} Do" if fixed else "", *own])

    def _shared(self, operators: str) -> str:
        """Store a long text that comes a second time, such as the same boxes ticked; else give it back."""
        if operators in self._known:
            return f"/{self._known[operators]} Do"
        met = hash(operators)
        if met in self._met:
            return f"/{self._layer(operators)} Do"
        if len(self._met) >= _KEPT:
            self._met.clear()
        self._met.add(met)
        return operators

    def _layer(self, operators: str) -> str:
        """Store operators once as a form XObject and give its name."""
        known = self._known.get(operators)
        if known is None:
            known = f"L{len(self._known)}"
            self._known[operators] = known
            stream = Stream(operators, "/Type/XObject/Subtype/Form/BBox[0 0 1300 1300]", self._resources)
            self._layers[known] = self._doc.Reference(stream, f"layer-{known}")
        return known

    def _pictured(self, content: bytes) -> Image:
        """Store a JPEG once."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self._images:
            picture = Picture(content)
            name = f"P{len(self._images)}"
            self._layers[name] = self._doc.Reference(picture, f"picture-{name}")
            self._images[digest] = Image(name, *picture.size)
        return self._images[digest]

    def _fold(self, sheets: Sheets) -> None:
        """Put four pages on the two sides of a sheet that is folded in the middle: 4|1 outside, 2|3 inside."""
        across, high = sheets.form.size
        pages = [self._operators(page) for page in sheets.pages]
        pages += [""] * (-len(pages) % 4)
        for start in range(0, len(pages), 4):
            first, second, third, fourth = pages[start : start + 4]
            for left, right in ((fourth, first), (second, third)):
                moved = f"q 1 0 0 1 {across:.2f} 0 cm\n{right}\nQ"
                self._page((2 * across, high), f"q\n{left}\nQ\n{moved}")

    def _page(self, size: tuple[float, float], operators: str) -> None:
        self._doc.addPage(Side(size, Stream(operators), self._resources))
        self.pages += 1

    def _shared_resources(self) -> pdfdoc.PDFObjectReference:
        """Let all pages refer to one list of fonts and layers."""
        known = {"Font": pdfdoc.PDFObjectReference(pdfdoc.BasicFonts), "XObject": self._layers}
        reference: pdfdoc.PDFObjectReference = self._doc.Reference(
            pdfdoc.PDFDictionary(known), "forms-resources"
        )
        return reference


def _about(form: Form, subject: Subject) -> Sequence[str]:
    """Name a record by its number, revision and the check code of its content."""
    record = subject.record
    if record is None or form.many or not form.register:
        return ()
    register = all_registers()[form.register]
    number = str(getattr(record, register.number_field) or "") if register.number_field else ""
    return (
        *((f"编号：{number}",) if number else ()),
        f"第 {record.revision} 版",
        f"校验码：{check_code(form, subject)}",
    )


def check_code(form: Form, subject: Subject) -> str:
    """Give the first eight digits of the SHA-256 of a record's canonical content, "" without a record."""
    if subject.record is None:
        return ""
    content = canonical_json(snapshot(all_registers()[form.register], subject.record))
    digits = hashlib.sha256(content.encode()).hexdigest()[:8].upper()
    return f"{digits[:4]} {digits[4:]}"
