"""Time two ways of doing a job in turns, so that a busy machine slows both alike, and compare them."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Budget:
    """The most that a job may take: ``unit`` is ms, MB, or × for so many times the bare limit."""

    most: float
    unit: str = "ms"

    def __str__(self) -> str:
        return f"≤ {self.most:g} {self.unit}"


@dataclass(frozen=True)
class Measured:
    """One line of the table; ``bare`` says what the bare limit does. Figures are ms, or MB where the budget is."""

    job: str
    bare: str
    bare_figure: float
    our_figure: float
    budget: Budget

    @property
    def ratio(self) -> float:
        """How many times the bare limit we need."""
        return self.our_figure / self.bare_figure

    @property
    def is_within(self) -> bool:
        """Whether the budget is kept."""
        return (self.ratio if self.budget.unit == "×" else self.our_figure) <= self.budget.most


def in_turns(
    bare: Callable[[], object], ours: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Time both in turns, ``rounds`` times each, after one round that does not count; milliseconds."""
    bare(), ours()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for job, taken in zip((bare, ours), times, strict=True):
            taken.append(milliseconds(job))
    return times


def milliseconds(job: Callable[[], object]) -> float:
    """Time a job once."""
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


def median(bare: Callable[[], object], ours: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Give the medians of both in milliseconds."""
    first, second = in_turns(bare, ours, rounds)
    return statistics.median(first), statistics.median(second)


def percentile_95(figures: Sequence[float]) -> float:
    """Give the smallest figure that 95 of 100 do not exceed (nearest rank)."""
    return sorted(figures)[math.ceil(0.95 * len(figures)) - 1]
