"""Resident ID numbers (居民身份证号, GB 11643-1999): check, facts, masking."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from db.messages import N_, Message
from db.values.characters import half_width
from db.values.numbers import EXCEL_DAMAGE, damaged_by_excel

_CHECK_DIGITS = "10X98765432"
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")
_OLDEST_YEAR = 1900
# Residents of Hong Kong, Macao and Taiwan (81–83 0000) and foreigners (9…) have no county in their number.
_WITHOUT_COUNTY = re.compile(r"8[123]0000|9")


class IdFacts(NamedTuple):
    """What a number says: sex by GB/T 2261.1 ("1" male, "2" female), date of birth, six digits of the county."""

    sex_code: str
    birth: date
    area: str


class IdMask(enum.Enum):
    """The ways in which offices ask for the number to be hidden; the value is the name on the screen."""

    FULL = N_("完整号码")
    FIRST_AND_LAST_4 = N_("只留前 4 位和后 4 位")
    BIRTH = N_("隐去出生日期")
    MIDDLE_6 = N_("隐去中间 6 位")
    LAST_8 = N_("隐去后 8 位")
    ONLY_LAST_4 = N_("只留后 4 位")


_KEPT = {  # digits left readable at the front and at the end of the 18
    IdMask.FULL: (18, 0),
    IdMask.FIRST_AND_LAST_4: (4, 4),
    IdMask.BIRTH: (6, 4),
    IdMask.MIDDLE_6: (6, 6),
    IdMask.LAST_8: (10, 0),
    IdMask.ONLY_LAST_4: (0, 4),
}


def normal(text: str) -> str:
    """Give the number without blanks, in half-width digits, with a capital X."""
    if _SHAPE.fullmatch(text):
        return text  # nearly every number
    return "".join(half_width(text).split()).replace("x", "X")


def check(text: str, today: date) -> Message | None:
    """Say what is wrong with a number in its ``normal`` form, or None."""
    known = facts(text)
    if known is not None and known.birth.year >= _OLDEST_YEAR and known.birth <= today:
        return None
    if not _SHAPE.fullmatch(text):
        return _wrong_shape(text)
    birth = _birth(text)
    if birth is None or birth.year < _OLDEST_YEAR or birth > today:
        return _wrong_birth(text, birth)
    digit = check_digit(text)
    if digit == text[17]:
        return None
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    return Message(N_("身份证号末位应为 {digit}，请逐位核对。"), {"digit": digit})


def _wrong_shape(text: str) -> Message:
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    converted = convert_15(text)
    if converted is not None:
        return Message(
            N_("15 位旧号换算为 18 位是 {number}，请与身份证核对，无误后改填此号。"), {"number": converted}
        )
    if len(text) != 18:
        return Message(N_("身份证号应为 18 位，现有 {count} 位，请核对。"), {"count": len(text)})
    place = next(place for place, digit in enumerate(text, 1) if digit not in "0123456789")
    return Message(
        N_("身份证号第 {place} 位“{character}”不是数字，请核对（只有末位可以是 X）。"),
        {"place": place, "character": text[place - 1]},
    )


def _wrong_birth(text: str, birth: date | None) -> Message:
    digits = {"digits": text[6:14]}
    if birth is None:
        return Message(N_("身份证号中的出生日期 {digits} 不存在，请核对第 7 至 14 位。"), digits)
    if birth.year < _OLDEST_YEAR:
        return Message(N_("身份证号中的出生日期 {digits} 早于 1900 年，请核对第 7 至 14 位。"), digits)
    return Message(N_("身份证号中的出生日期 {digits} 晚于今天，请核对第 7 至 14 位。"), digits)


@lru_cache(maxsize=16)  # the rules of a record ask several times of the same people
def facts(text: str) -> IdFacts | None:
    """Read sex, birth and county from a number in its ``normal`` form; None unless date and check digit hold."""
    if not _SHAPE.fullmatch(text) or check_digit(text) != text[17]:
        return None
    birth = _birth(text)
    if birth is None:
        return None
    return IdFacts("1" if text[16] in "13579" else "2", birth, text[:6])


def _birth(text: str) -> date | None:
    try:
        return date.fromisoformat(text[6:14])
    except ValueError:
        return None


def age(birth: date, on: date) -> int:
    """Count full years (周岁) on a day; negative before birth. 29 February turns a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def check_digit(first17: str) -> str:
    """Compute the last character from the first 17 digits (more are ignored)."""
    # The weights are the powers of 2 from the right, modulo 11, and so are those of 13: twice one number in base 13.
    return _CHECK_DIGITS[2 * int(first17[:17], 13) % 11]


def convert_15(text: str) -> str | None:
    """Give the 18 digits of a number of before 1999 (born in 19…), None when it is not one."""
    if not _OLD_SHAPE.fullmatch(text):
        return None
    first17 = f"{text[:6]}19{text[6:]}"
    return first17 + check_digit(first17) if _birth(first17) else None


def mask(text: str, preset: IdMask) -> str:
    """Hide digits by stars; anything that is not 18 characters long is hidden whole (except for ``FULL``)."""
    if preset is IdMask.FULL:
        return text
    head, tail = _KEPT[preset] if len(text) == 18 else (0, 0)
    hidden = len(text) - head - tail
    return text[:head] + "*" * hidden + text[head + hidden :]


def unknown_area(text: str, county_name: Callable[[str], str | None] | None = None) -> Message | None:
    """Doubt a number whose first six digits name no county, present or past (a hint, never a refusal).

    ``county_name`` gives the name for six digits; without it ``db.areas`` is asked.
    """
    if _WITHOUT_COUNTY.match(text):
        return None
    if county_name is None:
        from db import areas  # noqa: PLC0415 - the list of areas is loaded when first asked for

        county_name = areas.county_name
    if county_name(text[:6]) is not None:
        return None
    return Message(N_("身份证号前 6 位 {area} 不在行政区划表中，请核对。"), {"area": text[:6]})
