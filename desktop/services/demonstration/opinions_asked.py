"""Made-up replies of other offices about those recommended, and the rounds of public notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from db.consultations import BOXES
from db.register import Register

_NO_OBJECTION = "1"
_UNIT, _COUNTY = "1", "3"  # notice_scope
_WEBSITE = "青山湖区总工会网站"
_STATE_OWNED = ("110", "151", "161")  # unit_type
_OPINIONS = {"33": "经查询，无违法犯罪记录。", "34": "情况属实，同意推荐。", "06": "无欠税、偷税行为。"}


def replies(register: Register, form: str, unit_type: str | None, sent: date) -> list[Any]:
    """Let every office of a form answer within ten days, those that do not concern the unit left out."""
    row = register.row_group("consultations").row
    without = {"10"} if unit_type in _STATE_OWNED else {"08"}
    return [
        row(
            department=code,
            sent_on=sent,
            reply_on=sent + timedelta(days=3 + number % 5),
            conclusion=_NO_OBJECTION,
            opinion=_OPINIONS.get(code, "无异议。"),
        )
        for number, code in enumerate(_without(BOXES[form], without))
    ]


def round_of_unit(register: Register, begin: date) -> Any:
    """Put up a notice in the unit for seven days."""
    return _round(register, _UNIT, "本单位公告栏", begin)


def round_of_county(register: Register, begin: date) -> Any:
    """Publish a notice for the whole county."""
    return _round(register, _COUNTY, _WEBSITE, begin)


def _round(register: Register, scope: str, place: str, begin: date) -> Any:
    row = register.row_group("notices").row
    until = begin + timedelta(days=7)
    return row(scope=scope, place=place, from_on=begin, until_on=until, result=_NO_OBJECTION)


def _without(codes: Iterable[str], left_out: set[str]) -> list[str]:
    return [code for code in codes if code not in left_out]
