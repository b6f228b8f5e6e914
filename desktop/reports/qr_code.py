"""A QR code on paper, drawn as black boxes so that it stays sharp at any size."""

from __future__ import annotations

from itertools import groupby
from typing import Protocol

import segno

_QUIET = 2  # modules of white around it


class Surface(Protocol):
    """What can be drawn on: a page of a report, or the sheets of a form."""

    def fill(self, boxes: list[tuple[float, float, float, float]]) -> None:
        """Fill rectangles (x, y, width, height) with black."""


def draw(surface: Surface, text: str, x: float, y: float, side: float) -> None:
    """Draw the code of a text with its white margin into a square of ``side`` points; (x, y) is its lower left."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=_QUIET)]
    module = side / len(rows)
    boxes = []
    for number, row in enumerate(rows, start=1):
        column = 0
        for is_black, run in groupby(row):
            count = len(list(run))
            if is_black:
                boxes.append((x + column * module, y + side - number * module, count * module, module))
            column += count
    surface.fill(boxes)
