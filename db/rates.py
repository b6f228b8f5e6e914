"""Rates (率): a percentage that always shows its numerator and denominator, as the statistics demand."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from db.messages import N_, Message
from db.register import Arithmetic


def rate(part: Message, small: int | None, whole: Message, large: int | None) -> Arithmetic | None:
    """Work out ``small`` in per cent of ``large`` to two places, rounded half up; None without a whole.

    ``part`` and ``whole`` name the two numbers in the arithmetic.
    """
    if small is None or not large:
        return None
    percent = (Decimal(100 * small) / large).quantize(Decimal("0.01"), ROUND_HALF_UP)
    values = {"part": part, "small": small, "whole": whole, "large": large, "percent": percent}
    return Arithmetic(percent, Message(N_("{part} {small} ÷ {whole} {large} = {percent}%"), values))


def is_below(small: int | None, large: int | None, target: Decimal) -> bool:
    """Tell whether a known rate lies below ``target`` per cent, before any rounding."""
    return small is not None and bool(large) and 100 * small < target * (large or 0)
