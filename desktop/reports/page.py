"""Paper to draw on: A4 pages with header, footer and 第 x 页 共 y 页, text in Chinese faces, lines."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from math import atan2, degrees, hypot
from typing import Any, Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop.reports import fonts
from desktop.reports.fonts import Face, width

CHINA = timezone(timedelta(hours=8))
MARGIN = 20 * mm  # fill-in forms have freer margins (20–25 mm) than GB/T 9704 letters
HAIR = 0.5  # points, between the boxes of a form
OUTLINE = 1.0  # points, around a form
KEEP_SAFE = "内部资料　注意保管"  # personal data, never a degree of state secrecy (密级)
Stroke = tuple[float, float, float, float]  # a line from (x1, y1) to (x2, y2)
Align = Literal["left", "center", "right"]

_SMALL = 8.5
_PALE = 0.88  # of white: seen at once on a copy too, and what is written over it stays legible
_TOTAL = "total-pages"
_KEPT_TEXTS = 4096


@dataclass(frozen=True)
class Running:
    """What stands on every page: who, what, when, and which data (a short code of their fingerprint, "" for none).

    ``across`` is written large and pale from corner to corner of what is not the real paper.
    """

    office: str
    title: str
    printed: datetime
    short_code: str
    across: str = ""


class Paper:
    """Pages drawn one after another; ``y`` is where the next thing goes, counted from the bottom as in PDF.

    ``missing`` collects the characters that no font has, in the order in which they were met.
    """

    def __init__(self, running: Running) -> None:
        self._running = running
        self._written = io.BytesIO()
        self._canvas = FastCanvas(
            self._written,
            pagesize=A4,
            initialFontName=fonts.font(fonts.SONG).fontName,
            pageCompression=0,  # pikepdf compresses once, at the end
            invariant=1,
            lang="zh-CN",
        )
        self.missing: dict[str, None] = {}
        self.pages = 0
        self._turned = False
        self._personal = False
        self.y = 0.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the current page in points."""
        short, long = A4
        return (long, short) if self._turned else (short, long)

    @property
    def left(self) -> float:
        """The left edge of what may be printed on."""
        return MARGIN

    @property
    def right(self) -> float:
        """The right edge of what may be printed on."""
        return self.size[0] - MARGIN

    @property
    def top(self) -> float:
        """The upper edge below the header."""
        return self.size[1] - MARGIN

    @property
    def bottom(self) -> float:
        """The lower edge above the footer."""
        return MARGIN

    @property
    def room(self) -> float:
        """The width of what may be printed on."""
        return self.right - self.left

    def new_page(self, *, landscape: bool | None = None, personal: bool | None = None) -> None:
        """Begin a page; without a word about it, it lies and is marked as the one before.

        A page with ``personal`` data says that it must be kept safe.
        """
        if self.pages:
            self._canvas.showPage()
        if landscape is not None:
            self._turned = landscape
        if personal is not None:
            self._personal = personal
        self.pages += 1
        self._canvas.setPageSize(self.size)
        self._draw_running()
        self.y = self.top

    def ensure(self, height: float) -> None:
        """Begin a new page when less than ``height`` points are left on this one."""
        if self.y - height < self.bottom:
            self.new_page()

    def bookmark(self, title: str, level: int) -> None:
        """Name the current page in the viewer's table of contents."""
        key = f"page-{self.pages}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level=level, closed=level > 0)

    def text(
        self, x: float, y: float, text: str, face: Face = "song", size: float = 10.5, align: Align = "left"
    ) -> None:
        """Draw one line of text; ``x`` is its left end, middle or right end by ``align``."""
        if not text:
            return
        operators, across = self._canvas.encoded(text, face, size, self.missing)
        if align != "left":
            x -= across if align == "right" else across / 2
        self._canvas.addLiteral("BT %.2f %.2f Td %s ET" % (x, y, operators))  # noqa: UP031 - the fastest way, per text

    def lines(self, strokes: list[Stroke], thickness: float = HAIR) -> None:
        """Draw straight lines."""
        paths = " ".join(["%.2f %.2f m %.2f %.2f l" % stroke for stroke in strokes])  # noqa: UP031 - faster
        self._canvas.addLiteral(f"{thickness:g} w {paths} S")

    def box(self, x: float, y: float, across: float, high: float, thickness: float = OUTLINE) -> None:
        """Draw the outline of a rectangle whose lower left corner is (x, y)."""
        self._canvas.addLiteral(f"{thickness:g} w {x:.2f} {y:.2f} {across:.2f} {high:.2f} re S")

    def fill(self, boxes: list[tuple[float, float, float, float]], grey: float = 0) -> None:
        """Fill rectangles (x, y, width, height) with black, or with a grey up to 1 for white."""
        paths = " ".join(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in boxes)
        self._canvas.addLiteral(f"q {grey:g} g {paths} f Q" if grey else f"{paths} f")

    def heading(self, text: str, size: float = 18) -> None:
        """Draw a title in bold Song across the middle, smaller when it is long, and move down."""
        size = shrunk(text, "song_bold", size, self.room)
        self.y -= size * 1.1
        self.text(sum(self.size[:1]) / 2, self.y, text, "song_bold", size, "center")
        self.y -= size * 0.6

    def finish(self) -> bytes:
        """Close the last page and give the PDF as reportlab writes it."""
        self._canvas.showPage()
        self._canvas.beginForm(_TOTAL, 0, -4, 60, 12)
        self.text(0, 0, f"共 {self.pages} 页", size=_SMALL)
        self._canvas.endForm()
        self._canvas.save()
        return self._written.getvalue()

    def _draw_running(self) -> None:
        running = self._running
        high, low = self.top + 5 * mm, self.bottom - 8 * mm
        size = shrunk(running.office + running.title, "song", _SMALL, self.room - 5 * mm)
        if self._personal:
            self.text(self.left, high + 5 * mm, KEEP_SAFE, "hei", 10)
        self.text(self.left, high, running.office, size=size)
        self.text(self.right, high, running.title, size=size, align="right")
        self.lines([(self.left, high - 3, self.right, high - 3), (self.left, low + 11, self.right, low + 11)])
        self.text(self.left, low, f"打印时间：{moment_written(running.printed)}", size=_SMALL)
        if running.short_code:
            self.text(self.right, low, f"数据校验码：{running.short_code}", size=_SMALL, align="right")
        if running.across:
            self._draw_across(running.across)
        middle = self.size[0] / 2
        self.text(middle - 2, low, f"第 {self.pages} 页", size=_SMALL, align="right")
        self._canvas.saveState()
        self._canvas.translate(middle + 4, low)
        self._canvas.doForm(_TOTAL)  # drawn at the end, when the number is known
        self._canvas.restoreState()

    def _draw_across(self, words: str) -> None:
        wide, high = self.size
        size = hypot(wide, high) * 0.66 / len(words)  # the corners of the outer characters stay on the page
        self._canvas.saveState()
        self._canvas.translate(wide / 2, high / 2)
        self._canvas.rotate(degrees(atan2(high, wide)))
        self._canvas.setFillGray(_PALE)
        self.text(0, -size / 3, words, "hei", size, "center")
        self._canvas.restoreState()


def shrunk(text: str, face: Face, size: float, room: float) -> float:
    """Give the size, at most ``size``, at which one line of text fits into ``room`` points."""
    return min(size, size * room / max(width(text, face, size), 1))


def moment_written(moment: datetime) -> str:
    """Write a moment in Chinese time: 2026年5月8日 9:05."""
    local = moment.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local.hour}:{local.minute:02}"


class FastCanvas(Canvas):
    """reportlab's canvas, with text encoded once and used again: labels repeat on every sheet."""

    _doc: Any  # reportlab's document, which the stubs leave out

    def __init__(self, file: io.BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self._texts: dict[tuple[str, Face, float], tuple[str, float]] = {}

    def encoded(self, text: str, face: Face, size: float, missing: dict[str, None]) -> tuple[str, float]:
        """Give the operators that show a text and its width in points; note the characters that no font has."""
        known = self._texts.get((text, face, size))
        if known is not None:
            return known
        missing.update(dict.fromkeys(fonts.missing(text)))
        operators = []
        for name, part in fonts.runs(text, face):
            font = fonts.font(name)
            for subset, codes in font.splitString(part, self._doc):
                internal = font.getSubsetInternalName(subset, self._doc)
                operators.append(f"{internal} {size:g} Tf <{codes.hex()}> Tj")
        if len(self._texts) >= _KEPT_TEXTS:
            self._texts.clear()
        made = " ".join(operators), width(text, face, size)
        self._texts[text, face, size] = made
        return made
