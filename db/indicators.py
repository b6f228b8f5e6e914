"""Indicators (指标): a share or an average over a whole register, with its numerator, denominator and target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, case, func

Amount = Callable[[date], ColumnElement[Any]]
"""An SQL aggregate over the live records of the register, as of a day (统计时点)."""


@dataclass(frozen=True)
class Indicator:
    """One number that the policy asks for.

    ``target`` names a figure of the rule table of targets, "" where none is set. In per cent it is ``part`` of
    ``whole``; in yuan ``part`` is in fen and ``whole`` counts heads.
    """

    code: str
    label: str
    part_label: str
    whole_label: str
    part: Amount
    whole: Amount
    target: str = ""
    unit: Literal["%", "元"] = "%"


def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the records that meet a condition."""
    return func.count(case((condition, 1)))
