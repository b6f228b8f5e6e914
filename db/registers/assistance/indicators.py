"""What help comes to per head: the policy of 18 October 2010 asks for 1 000 yuan a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func

from db.indicators import Indicator
from db.messages import N_
from db.registers.assistance.record import Assistance


def _of_the_year(on: date) -> ColumnElement[bool]:
    return and_(Assistance.year == on.year, Assistance.hardship_case.is_not(None))


def _money(on: date) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((_of_the_year(on), Assistance.amount))), 0)


def _households(on: date) -> ColumnElement[int]:
    return func.count(func.distinct(case((_of_the_year(on), Assistance.hardship_case))))


INDICATORS = (
    Indicator(
        "help_per_head",
        N_("困难职工人均帮扶额"),
        N_("当年帮扶资金"),
        N_("当年帮扶困难职工户数"),
        _money,
        _households,
        target="help_per_head",
        unit="元",
    ),
)
