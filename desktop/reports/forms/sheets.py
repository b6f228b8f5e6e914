"""The pages of one form for one record while they are composed: a layer that every record shares, and its own."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from desktop.reports.fonts import Face, width
from desktop.reports.forms.description import SEAL, Form, Style
from desktop.reports.page import HAIR, OUTLINE, Align, Stroke


class Encoder(Protocol):
    """Turns text into the operators that show it (``page.FastCanvas``)."""

    def encoded(self, text: str, face: Face, size: float, missing: dict[str, None]) -> tuple[str, float]:
        """Give operators and width; note the characters that no font has."""


class Image(NamedTuple):
    """A picture that the document has: its name in the operators, width and height in pixels."""

    name: str
    across: int
    high: int


_KEPT = 8192


class Ink:
    """What a document remembers from form to form: characters that no font has, and what it has drawn before.

    ``pictured`` puts a JPEG into the document, once.
    """

    def __init__(self, encoder: Encoder, pictured: Callable[[bytes], Image]) -> None:
        self._encoder = encoder
        self.pictured = pictured
        self._kept: dict[Hashable, str] = {}
        self.missing: dict[str, None] = {}

    def written(self, text: str, style: tuple[Face, float]) -> tuple[str, float]:
        """Give the operators of a text and its width in points."""
        return self._encoder.encoded(text, *style, self.missing)

    def recalled(self, key: Hashable) -> str | None:
        """Give the operators that were kept, None when there are none."""
        return self._kept.get(key)

    def keep(self, key: Hashable, operators: str) -> None:
        """Keep operators for the next form; many differing texts push the old ones out."""
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[key] = operators


class Place(NamedTuple):
    """A square kept free for a seal: page from 0 within its form, lower left corner and side in points."""

    page: int
    x: float
    y: float
    side: float = SEAL


class Remainder(NamedTuple):
    """Text that its box could not hold; it goes on on a 续页 under the words of its label."""

    label: str
    text: str
    style: Style


@dataclass
class Page:
    """The operators of one page: ``fixed`` are the same for many records, ``own`` are not."""

    fixed: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)


class Sheets:
    """Pages drawn one after another; ``y`` is where the next thing goes, counted from the bottom as in PDF.

    A frame is drawn around boxes that follow one another.
    """

    def __init__(self, form: Form, ink: Ink) -> None:
        self.form = form
        self.pages: list[Page] = []
        self.seals: list[Place] = []
        self.remainders: list[Remainder] = []
        self._ink = ink
        self._frame: float | None = None
        self.left = form.margins.left
        self.right = form.size[0] - form.margins.right
        self.top = form.size[1] - form.margins.top
        self.bottom = form.margins.bottom
        self.y = self.top
        self.new_page()

    def new_page(self) -> None:
        """Begin a page."""
        self.close_frame()
        self.pages.append(Page())
        self.y = self.top

    def ensure(self, height: float) -> bool:
        """Begin a new page when less than ``height`` points are left; say whether it was needed."""
        if self.y - height >= self.bottom - 0.01 or self.y >= self.top:
            return False
        self.new_page()
        return True

    def repeated(self, key: Hashable, draw: Callable[[], None], *, fixed: bool) -> None:
        """Draw what often comes again in the same place once, and recall it from then on.

        ``draw`` writes on one layer of this page only; what leaves a remainder is not kept.
        """
        page = self.pages[-1]
        layer = page.fixed if fixed else page.own
        known = self._ink.recalled((fixed, key))
        if known is None:
            start, remainders = len(layer), len(self.remainders)
            draw()
            known = "\n".join(layer[start:])
            del layer[start:]
            if len(self.remainders) == remainders:
                self._ink.keep((fixed, key), known)
        if known:
            layer.append(known)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        style: tuple[Face, float],
        align: Align = "left",
        *,
        fixed: bool = False,
        spread: float = 0,
        colour: str = "",
    ) -> None:
        """Draw one line; ``x`` is its left end, middle or right end by ``align``.

        ``spread`` points are added between characters; ``colour`` is red, green and blue from 0 to 1.
        """
        if not text:
            return
        operators, across = self._ink.written(text, style)
        if align != "left":
            x -= across if align == "right" else across / 2
        drawn = "BT %.1f %.1f Td %s ET" % (x, y, operators)  # noqa: UP031 - fast
        if spread:
            drawn = f"{spread:.3f} Tc {drawn} 0 Tc"
        if colour:
            drawn = f"{colour} rg {drawn} 0 g"
        page = self.pages[-1]
        (page.fixed if fixed else page.own).append(drawn)

    def lines(self, strokes: list[Stroke], thickness: float = HAIR, colour: str = "") -> None:
        """Draw straight lines, black or in a colour."""
        paths = " ".join(["%.2f %.2f m %.2f %.2f l" % stroke for stroke in strokes])  # noqa: UP031 - fast
        drawn = f"{thickness:g} w {paths} S"
        self.pages[-1].fixed.append(f"{colour} RG {drawn} 0 G" if colour else drawn)

    def box(self, x: float, y: float, across: float, high: float, thickness: float = HAIR) -> None:
        """Draw the outline of a rectangle whose lower left corner is (x, y)."""
        self.pages[-1].fixed.append(f"{thickness:g} w {x:.2f} {y:.2f} {across:.2f} {high:.2f} re S")

    def picture(self, content: bytes, box: tuple[float, float, float, float]) -> None:
        """Draw a JPEG as large as the box allows, in its middle."""
        x, y, across, high = box
        image = self._ink.pictured(content)
        scale = min(across / image.across, high / image.high)
        wide, tall = image.across * scale, image.high * scale
        left, low = x + (across - wide) / 2, y + (high - tall) / 2
        self.pages[-1].own.append(f"q {wide:.2f} 0 0 {tall:.2f} {left:.2f} {low:.2f} cm /{image.name} Do Q")

    def fill(self, boxes: list[tuple[float, float, float, float]]) -> None:
        """Fill rectangles (x, y, width, height) with black."""
        painted = " ".join(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in boxes)
        self.pages[-1].own.append(painted + " f")

    def seal(self, x: float, y: float) -> None:
        """Keep a square free whose lower left corner is (x, y)."""
        self.seals.append(Place(len(self.pages) - 1, x, y))

    def open_frame(self) -> None:
        """Begin a frame here, or go on with the one above."""
        if self._frame is None:
            self._frame = self.y

    def is_frame_top(self, y: float) -> bool:
        """Whether the frame itself is the line at this height."""
        return self._frame is not None and abs(self._frame - y) < 0.01

    def close_frame(self) -> None:
        """Draw the outline around the boxes since it was opened."""
        if self._frame is not None:
            self.box(self.left, self.y, self.right - self.left, self._frame - self.y, OUTLINE)
            self._frame = None


def shrunk_to(text: str, style: Style, room: float) -> float:
    """Give the size at which one line fits into ``room`` points."""
    across = width(text, style.face, style.size)
    return style.size if across <= room else style.size * room / across
