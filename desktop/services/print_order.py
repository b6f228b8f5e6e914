"""In which order the pages of a paper leave the printer: whole sets, each part on sheets of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Duplex = Literal["", "long", "short"]
"""The edge at which sheets printed on both sides are turned, "" for one side."""


@dataclass(frozen=True)
class Part:
    """One form of one record in a PDF: its pages from ``first`` to ``last``, counted from 1."""

    title: str
    first: int
    last: int
    copies: int = 1
    duplex: Duplex = ""


def sides(parts: Sequence[Part], *, times: int = 1, both: bool = False) -> list[int | None]:
    """Give the pages (from 0) in the order of printing; None is a side that stays empty.

    The first set has every part once, the second those of two copies or more, and so on; all of it is repeated
    ``times``. With ``both`` sides of the paper in use, every part begins on a front, and among parts for both sides
    those for one side keep their backs empty.
    """
    mixed = both and any(part.duplex for part in parts)
    found: list[int | None] = []
    for number in range(1, max((part.copies for part in parts), default=0) + 1):
        for part in parts:
            if part.copies >= number:
                if both and len(found) % 2:
                    found.append(None)
                for page in range(part.first - 1, part.last):
                    found += [page, None] if mixed and not part.duplex else [page]
    if both and times > 1 and len(found) % 2:
        found.append(None)
    found *= times
    while found and found[-1] is None:
        found.pop()
    return found


def pages_in(order: Sequence[int | None]) -> int:
    """Count the sides that are not empty."""
    return sum(page is not None for page in order)


def resumed(order: Sequence[int | None], first: int, *, both: bool) -> Sequence[int | None]:
    """Give what is left from the ``first`` page on (from 1); a sheet that has two sides is printed whole."""
    places = [place for place, page in enumerate(order) if page is not None]
    start = places[first - 1]
    return order[start - start % 2 :] if both else order[start:]


def copies_of(parts: Iterable[Part]) -> int:
    """Give the number of copies that all parts have in common, 0 where they differ."""
    found = {part.copies for part in parts}
    return found.pop() if len(found) == 1 else 0
