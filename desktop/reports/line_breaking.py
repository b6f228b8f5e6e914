"""Break Chinese text into lines: anywhere between characters, but not inside numbers nor before closing signs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from desktop.reports.fonts import Face, width

SMALLEST = 6.0  # points: an ID in a narrow column shrinks to this before it is broken
_MAY_NOT_BEGIN = "，。、；：？！）》」』】〕”’％%…·,.;:?!)"
_MAY_NOT_END = "（《「『【〔“‘(¥"

_PIECE = re.compile(
    rf"[{re.escape(_MAY_NOT_END)}]*(?:[0-9]+年[0-9]+月(?:[0-9]+日)?|[!-~]+|.)[{re.escape(_MAY_NOT_BEGIN)}]*|.",
    re.DOTALL,
)
"""What stays on one line: a date, a run of ASCII (an ID, an amount) or one character, with the signs that cling to it."""


@functools.lru_cache(maxsize=8192)
def fitted(
    text: str, face: Face, size: float, room: float, *, balanced: bool = False
) -> tuple[tuple[str, ...], float]:
    """Break text into lines of at most ``room`` points, and give the size at which its widest piece fits.

    ``balanced`` makes the lines about equally long, as labels should be.
    """
    if "\n" not in text and width(text, face, size) <= room:
        return (text,), size
    longest = longest_piece(text, face, size)
    if longest > room:
        size = max(SMALLEST, size * room / longest * 0.995)
    lines = lines_of(text, face, size, room)
    if balanced and len(lines) > 1 and "\n" not in text:
        for spare in (0.01, 0.5, 1, 1.5):  # a line cannot always be exactly its share
            narrow = max(width(text, face, size) / len(lines) + spare * size, min(longest, room))
            narrowed = lines_of(text, face, size, min(narrow, room))
            if len(narrowed) == len(lines):
                return narrowed, size
    return lines, size


def lines_of(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Break text into lines of at most ``room`` points; line feeds in the text begin a new line."""
    return tuple(line for paragraph in text.split("\n") for line in _broken(paragraph, face, size, room))


def longest_piece(text: str, face: Face, size: float) -> float:
    """Measure the widest part that should not be broken, in points."""
    pieces = (piece for line in text.split("\n") for piece in _PIECE.findall(line))
    return max((width(piece, face, size) for piece in pieces), default=0.0)


def _broken(paragraph: str, face: Face, size: float, room: float) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _PIECE.findall(paragraph):
        for part in (piece,) if width(piece, face, size) <= room else tuple(piece):
            needed = width(part, face, size)
            if line and used + needed > room:
                yield line
                line, used = "", 0.0
            line += part
            used += needed
    yield line
