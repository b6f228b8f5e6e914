"""Charts: one definition gives lines, boxes and words, which the window and the paper draw alike.

Coordinates are in points from the upper left corner, so that a chart has the same proportions on both. No library
of the paper is loaded here: the start page has a chart too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]
Tone = Literal["ink", "quiet", "strong", "soft", "plain", "pale"]
"""What a shape is for: words, remarks, a value below its target, one that reaches it, one without, a bar's ground."""

Measure = Callable[[str, float], float]
"""Gives the width of a text of a size, in points."""

ROW, BAR, SIZE, SMALL = 34.0, 10.0, 10.0, 8.0
_ROOM_FOR_VALUE = 62.0
_BESIDE_LABEL, _LABEL_PART = 10.0, 0.4


@dataclass(frozen=True)
class Bar:
    """One measured value beside its target, both parts of ``most``; ``value`` is None when nothing can be said."""

    label: str
    written: str
    remark: str
    value: float | None
    target: float | None = None
    most: float = 100.0
    target_written: str = ""


@dataclass(frozen=True)
class Box:
    """A filled rectangle; (x, y) is its upper left corner."""

    x: float
    y: float
    across: float
    high: float
    tone: Tone


@dataclass(frozen=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    tone: Tone = "ink"
    align: Align = "left"


Shape = Box | Words


def height_of(bars: Sequence[Bar]) -> float:
    """Give the height of a chart in points."""
    return ROW * len(bars)


def width_of(bars: Sequence[Bar], measure: Measure) -> float:
    """Give the width in points from which no label is written smaller and no remark is cut."""
    label = max((measure(bar.label, SIZE) for bar in bars), default=0) + _BESIDE_LABEL
    remark = max((measure(_remark(bar), SMALL) for bar in bars), default=0)
    return max(label + remark, label / _LABEL_PART)


def shapes(bars: Sequence[Bar], across: float, measure: Measure) -> Iterator[Shape]:
    """Lay a chart out: label and remark, the bar with its target as a mark, the value at the right."""
    widest = max((measure(bar.label, SIZE) for bar in bars), default=0)
    label_room = min(widest + _BESIDE_LABEL, across * _LABEL_PART)
    value_room = max((measure(bar.written, SIZE) + 8 for bar in bars), default=0)
    left, right = label_room, across - max(value_room, _ROOM_FOR_VALUE)
    for place, bar in enumerate(bars):
        y = place * ROW
        size = min(SIZE, SIZE * (label_room - 6) / max(measure(bar.label, SIZE), 1))
        yield Words(0, y + 12, bar.label, size)
        yield Box(left, y + 4, right - left, BAR, "pale")
        if bar.value is not None:
            part = min(max(bar.value / bar.most, 0), 1)
            yield Box(left, y + 4, (right - left) * part, BAR, _tone(bar.value, bar.target))
        yield Words(across, y + 13, bar.written, SIZE, align="right")
        if bar.target is not None:
            x = left + (right - left) * min(bar.target / bar.most, 1)
            yield Box(x - 0.75, y + 1.5, 1.5, BAR + 5, "ink")
        yield Words(left, y + 25, _remark(bar), SMALL, "quiet")


def _remark(bar: Bar) -> str:
    return f"{bar.remark}　{bar.target_written}" if bar.target_written else bar.remark


def _tone(value: float, target: float | None) -> Tone:
    """Judge a value by its target; without one it is only shown."""
    if target is None:
        return "plain"
    return "strong" if value < target else "soft"
