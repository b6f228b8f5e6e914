"""Where everything stands on a printed form, read from the PDF itself; and what must hold on any form."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from desktop.reports.forms.document import Printed

MM = 72 / 25.4
UNPRINTABLE = 5 * MM  # what a desk printer leaves white at each edge
SLACK = 0.6  # points
_SQUARE = 24  # points


class Line(NamedTuple):
    """A straight line, horizontal or vertical."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


class Box(NamedTuple):
    """The ink of one character."""

    left: float
    bottom: float
    right: float
    top: float
    character: str
    size: float


@dataclass
class Side:
    """One page of the PDF, in points from the lower left."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    characters: list[Box] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(box.character for box in self.characters)


def sides(pdf: bytes) -> list[Side]:
    """Read all pages."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            seen = document[number]
            side = Side(*seen.get_size())
            side.lines = list(_lines(page, page, (1, 0, 0, 1, 0, 0)))
            side.characters = list(_characters(seen))
            found.append(side)
    return found


def _characters(page: Any) -> Iterator[Box]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        if chr(code).isspace() or not code:
            continue
        left, bottom, right, top = text.get_charbox(index)
        yield Box(left, bottom, right, top, chr(code), pdfium.FPDFText_GetFontSize(text.raw, index))


Matrix = tuple[float, float, float, float, float, float]


def _lines(page: Any, holder: Any, matrix: Matrix) -> Iterator[Line]:
    """Follow a content stream and the layers it draws; our own streams only move, they never turn."""
    thickness, start = 1.0, (0.0, 0.0)
    stack: list[Matrix] = []
    for operands, operator in pikepdf.parse_content_stream(holder):
        numbers = [float(one) for one in operands] if str(operator) in {"w", "m", "l", "re", "cm"} else []
        match str(operator):
            case "q":
                stack.append(matrix)
            case "Q":
                matrix = stack.pop()
            case "cm":
                if numbers[:4] != [1, 0, 0, 1]:
                    continue  # a picture is drawn next
                matrix = (1, 0, 0, 1, matrix[4] + numbers[4], matrix[5] + numbers[5])
            case "w":
                (thickness,) = numbers
            case "m":
                start = (numbers[0], numbers[1])
            case "l":
                yield _moved(matrix, *start, *numbers, thickness)
            case "re":
                x, y, across, high = numbers
                for x1, y1, x2, y2 in (
                    (x, y, x + across, y),
                    (x, y + high, x + across, y + high),
                    (x, y, x, y + high),
                    (x + across, y, x + across, y + high),
                ):
                    yield _moved(matrix, x1, y1, x2, y2, thickness)
            case "Do":
                layer = page.obj.Resources.XObject[operands[0]]
                if layer.Subtype == "/Image":
                    continue
                yield from _lines(page, layer, matrix)


def _moved(matrix: Matrix, x1: float, y1: float, x2: float, y2: float, thickness: float) -> Line:
    dx, dy = matrix[4], matrix[5]
    return Line(min(x1, x2) + dx, min(y1, y2) + dy, max(x1, x2) + dx, max(y1, y2) + dy, thickness)


def check_all(printed: Printed) -> list[Side]:
    """Hold a document against everything that must be true of any form; give its pages."""
    found = sides(printed.pdf)
    assert len(found) == printed.pages
    for number, side in enumerate(found, start=1):
        check_printable(side, number)
        check_text_clear_of_lines(side, number)
        check_text_apart(side, number)
    check_seals(printed, found)
    check_fonts_embedded(printed.pdf)
    return found


def check_printable(side: Side, number: int) -> None:
    """Nothing stands where a desk printer cannot print."""
    for box in side.characters:
        inside = (
            box.left >= UNPRINTABLE - SLACK
            and box.bottom >= UNPRINTABLE - SLACK
            and box.right <= side.width - UNPRINTABLE + SLACK
            and box.top <= side.height - UNPRINTABLE + SLACK
        )
        assert inside, f"page {number}: {box} outside the printable area"
    for line in side.lines:
        assert UNPRINTABLE <= line.x1 <= line.x2 <= side.width - UNPRINTABLE, (number, line)
        assert UNPRINTABLE <= line.y1 <= line.y2 <= side.height - UNPRINTABLE, (number, line)


def check_text_clear_of_lines(side: Side, number: int) -> None:
    """No character touches a line."""
    squares = _squares(side)
    for line in side.lines:
        near = _square(line.x1, line.y1, line.x2, line.y2)
        for box in {box for square in near for box in squares.get(square, ())}:
            crossed = (
                (
                    box.left + SLACK < line.x2
                    and box.right - SLACK > line.x1
                    and box.bottom + SLACK < line.y2
                    and box.top - SLACK > line.y1
                )
                or (
                    line.x1 == line.x2
                    and box.left + SLACK < line.x1 < box.right - SLACK
                    and line.y1 < box.top
                    and line.y2 > box.bottom
                )
                or (
                    line.y1 == line.y2
                    and box.bottom + SLACK < line.y1 < box.top - SLACK
                    and line.x1 < box.right
                    and line.x2 > box.left
                )
            )
            assert not crossed, f"page {number}: {box} stands on {line}"


def check_text_apart(side: Side, number: int) -> None:
    """No character lies on another one."""
    for boxes in _squares(side).values():
        for box, other in combinations(boxes, 2):
            across = min(box.right, other.right) - max(box.left, other.left)
            high = min(box.top, other.top) - max(box.bottom, other.bottom)
            small = min(box.right - box.left, other.right - other.left)
            assert across < max(small * 0.5, 1) or high < 1, f"page {number}: {box} lies on {other}"


def _squares(side: Side) -> dict[tuple[int, int], list[Box]]:
    """Sort the characters into the squares of the page that they touch: only neighbours need comparing."""
    found: dict[tuple[int, int], list[Box]] = {}
    for box in side.characters:
        for square in _square(box.left, box.bottom, box.right, box.top):
            found.setdefault(square, []).append(box)
    return found


def _square(left: float, bottom: float, right: float, top: float) -> Iterator[tuple[int, int]]:
    """Name the squares that a rectangle touches."""
    across = range(int(left // _SQUARE), int(right // _SQUARE) + 1)
    return product(across, range(int(bottom // _SQUARE), int(top // _SQUARE) + 1))


def check_seals(printed: Printed, found: Sequence[Side]) -> None:
    """At each 盖章处 46 × 46 mm are free of text and lines."""
    for drawn in printed.drawn:
        for seal in drawn.seals:
            assert seal.side >= 46 * MM - 0.01
            page, moved = _folded(seal.page) if drawn.folded else (seal.page, 0)
            side = found[drawn.first - 1 + page]
            left = seal.x + moved * side.width / 2
            right, top = left + seal.side, seal.y + seal.side
            for box in side.characters:
                outside = box.right <= left or box.left >= right or box.top <= seal.y or box.bottom >= top
                assert outside, f"{box} in the place of a seal"
            for line in side.lines:
                outside = line.x2 <= left or line.x1 >= right or line.y2 <= seal.y or line.y1 >= top
                assert outside, f"{line} in the place of a seal"


def _folded(page: int) -> tuple[int, int]:
    """Tell on which side of a folded sheet a page lies, and whether in its right half (1): 4|1 outside, 2|3 inside."""
    sheet, place = divmod(page, 4)
    side, half = ((0, 1), (1, 0), (1, 1), (0, 0))[place]
    return 2 * sheet + side, half


def check_fonts_embedded(pdf: bytes) -> None:
    """Every font that a page names is in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts = opened.pages[0].obj.Resources.get("/Font", {})
        for font in fonts.values():
            assert "/FontFile2" in font.FontDescriptor, font.BaseFont


def find(side: Side, words: str) -> tuple[float, float, float, float]:
    """Give left, bottom, right and top of words on a page."""
    start = side.text.find(words)
    assert start >= 0, f"{words} is not on the page"
    boxes = side.characters[start : start + len(words)]
    return (
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )
