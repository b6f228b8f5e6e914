"""How wide the columns of a table should be, from what stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.reports.fonts import width
from desktop.reports.line_breaking import longest_piece
from desktop.reports.table import PADDING

_WIDEST = 160.0  # points: longer text wraps
_SHORT = 4.2  # times the size: four characters
_LINES_LOOKED_AT = 1000


def column_widths(
    labels: Sequence[str], lines: Sequence[Sequence[str]], room: float, size: float
) -> tuple[float, ...]:
    """Share ``room`` points among columns: unbreakable text first, then by the length of what is written."""
    columns = [[line[number] for line in lines[:_LINES_LOOKED_AT]] for number in range(len(labels))]
    least, wished = [], []
    for label, texts in zip(labels, columns, strict=True):
        # A label may break into two lines, so half of it is enough.
        head = max(width(label, "song", size) / 2, 2 * size)
        whole = max((_unbroken(text, size) for text in texts), default=0)
        least.append(max(head, whole) + 2 * PADDING + 1)
        longest = max((width(text, "song", size) for text in texts), default=0)
        wished.append(max(least[-1], min(longest, _WIDEST) + 2 * PADDING + 1))
    return _shared(least, wished, room)


def _unbroken(text: str, size: float) -> float:
    """Measure what should stay on one line: numbers, dates, and words as short as 困难职工."""
    return max(longest_piece(text, "song", size), min(width(text, "song", size), _SHORT * size))


def _shared(least: Sequence[float], wished: Sequence[float], room: float) -> tuple[float, ...]:
    if sum(wished) <= room:
        return tuple(one * room / sum(wished) for one in wished)
    if sum(least) >= room:
        return tuple(one * room / sum(least) for one in least)
    portion = (room - sum(least)) / (sum(wished) - sum(least))
    return tuple(low + (high - low) * portion for low, high in zip(least, wished, strict=True))
