"""Fit text into a box: at its size, then smaller, then as much as the box holds, and what goes on elsewhere."""

from __future__ import annotations

import functools
from typing import NamedTuple

from reportlab.lib.units import mm

from desktop.reports.fonts import Face, width
from desktop.reports.forms.description import Style
from desktop.reports.forms.formats import BETWEEN_BOXES, TICKED, UNTICKED
from desktop.reports.line_breaking import fitted, lines_of

PADDING = 1.2 * mm  # left and right of text
ABOVE = 0.6 * mm  # and below
GOES_ON = "（转续页）"
_STEP = 0.5  # points by which text shrinks
_ONE_LINE = 0.8  # of the size: as much text may shrink to stay on one line
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
    across = width(text, style.face, size)
    if "\n" not in text and room < across <= room / _ONE_LINE and size * _ONE_LINE >= style.smallest:
        size *= room / across * 0.999  # a little smaller on one line reads better than two lines
        if size <= high:
            return Fit((text,), size, size * _TIGHT)
        size = style.size
    has_boxes = not is_label and BETWEEN_BOXES in text and (TICKED in text or UNTICKED in text)
    while True:
        if has_boxes:
            lines, used = _boxes_in_lines(text, style.face, size, room), size
        else:
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


def _boxes_in_lines(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Break check boxes into lines: each stays with its words, unless they alone are too long."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.append("")
        for option in paragraph.split(BETWEEN_BOXES):
            longer = f"{lines[-1]}{BETWEEN_BOXES}{option}" if lines[-1] else option
            if width(longer, face, size) <= room:
                lines[-1] = longer
            else:
                lines += lines_of(option, face, size, room)
    return tuple(line for line in lines if line)


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
