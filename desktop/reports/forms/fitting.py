"""Fit text into a box: at its size, then smaller, then as much as the box holds, and what goes on elsewhere."""

from __future__ import annotations

import functools
from typing import NamedTuple

from reportlab.lib.units import mm

from desktop.reports.fonts import Face
from desktop.reports.forms.description import Style
from desktop.reports.line_breaking import fitted, lines_of

PADDING = 1.2 * mm  # left and right of text
ABOVE = 0.6 * mm  # and below
GOES_ON = "（转续页）"
_STEP = 0.5  # points by which text shrinks
_TIGHT = 1.15  # lines of shrunk text stand nearer


class Fit(NamedTuple):
    """Lines that fit, their size and distance in points, and the text that did not fit."""

    lines: tuple[str, ...]
    size: float
    leading: float
    rest: str = ""


@functools.lru_cache(maxsize=8192)
def fit(text: str, style: Style, room: float, high: float, *, is_label: bool = False) -> Fit:
    """Fit text into a box of ``room`` by ``high`` points inside its padding."""
    size = style.size
    while True:
        lines, used = fitted(text, style.face, size, room, balanced=is_label)
        leading = used * (style.leading if used == style.size else min(style.leading, _TIGHT))
        if len(lines) * leading <= high or (len(lines) == 1 and used <= high):
            return Fit(lines, used, leading)
        if size <= style.smallest:
            break
        size = max(size - _STEP, style.smallest)
    kept = max(int(high / leading) - 1, 0)
    shown, rest = divided(text, style.face, used, room, kept)
    return Fit((*shown, GOES_ON), used, leading, rest)


def divided(text: str, face: Face, size: float, room: float, count: int) -> tuple[tuple[str, ...], str]:
    """Give the first ``count`` lines of a text and what follows them, its paragraphs kept."""
    shown: list[str] = []
    paragraphs = text.split("\n")
    for place, paragraph in enumerate(paragraphs):
        lines = lines_of(paragraph, face, size, room)
        if len(shown) + len(lines) > count:
            taken = count - len(shown)
            rest = ["".join(lines[taken:]), *paragraphs[place + 1 :]]
            return (*shown, *lines[:taken]), "\n".join(rest)
        shown += lines
    return tuple(shown), ""
