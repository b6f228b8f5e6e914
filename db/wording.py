"""A value as people read it on the screen and on paper: labels for codes, Chinese dates, grouped amounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from db import areas
from db.code_lists import code_list
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    PictureField,
    YesNoField,
)
from db.messages import N_, Message
from db.values import dates, money

YES = N_("是")
NO = N_("否")
THERE = N_("有")
AND = N_("、")


def as_of(day: date) -> Message:
    """Say on which day counted numbers hold (统计时点)."""
    return Message(N_("统计时点：{day}"), {"day": dates.in_sentence(day)})


def worded(field: Field, value: Any, say: Callable[[str], str] = str) -> str:
    """Write a value for people, without its unit; nothing is written as "".

    Source words (labels of codes, 是/否, 年月日) are Chinese unless ``say`` translates them.
    """
    if value is None or value in ("", ()):
        return ""
    match field:
        case MoneyField():
            return money.grouped(value)
        case DecimalField(places=places):
            return f"{value:.{places}f}"
        case DateField(month=month):
            day = dates.month_in_sentence(value) if month else dates.in_sentence(value)
            return say(day.template).format(**day.values)
        case ChoiceField(codes=codes):
            return say(code_list(codes).label(value))
        case MultiChoiceField(codes=codes):
            return say(AND).join(say(code_list(codes).label(code)) for code in value)
        case YesNoField():
            return say(YES if value else NO)
        case AreaField():
            return areas.full_name(value)
        case PictureField():
            return say(THERE)
    return str(value)


def unit_of(field: Field) -> str:
    """Give the unit that stands behind a value (元, 人, ㎡), "" where there is none."""
    match field:
        case MoneyField():
            return N_("元")
        case IntegerField(unit=unit) | DecimalField(unit=unit):
            return unit
    return ""
