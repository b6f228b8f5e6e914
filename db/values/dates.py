"""Dates as people write them and as paper shows them (GB/T 9704-2012: 2026年5月8日, no leading zeros)."""

from __future__ import annotations

import re
from datetime import date, timedelta

from db.messages import N_, Message
from db.values.characters import clean, half_width_signs

_YEAR = "((?:19|20)[0-9]{2})"
# A spreadsheet adds midnight to its dates.
_MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
_FULL = re.compile(
    rf"{_YEAR}(?:(?P<sign>[-./ 、,])([0-9]{{1,2}})(?P=sign)([0-9]{{1,2}}){_MIDNIGHT}"
    r"|([0-9]{2})([0-9]{2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号])"
)
_THIS_YEAR = re.compile(r"([0-9]{1,2})(?:[-./]([0-9]{1,2})|月([0-9]{1,2})[日号])")
_MONTH = re.compile(rf"{_YEAR}(?:[-./]([0-9]{{1,2}})|([0-9]{{2}})|年([0-9]{{1,2}})月)")
_YEAR_IN_CHARACTERS = re.compile("^[〇零○一二三四五六七八九]{4}(?=年)")
_NUMBER_IN_CHARACTERS = re.compile("[〇零○]?([一二三四五六七八九十]{1,3})(?=[月日号])")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBERS = {
    ten + one: str(10 * tens + ones)
    for tens, ten in enumerate(("", "十", "二十", "三十"))
    for ones, one in enumerate(("", *"一二三四五六七八九"))
}
_ISO = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_SHORT_YEAR = re.compile(r"[0-9]{2}(?:年|([-./ 、,])[0-9]{1,2}\1[0-9]{1,2})")
_DAY = N_("{year}年{month}月{day}日")
_IN_MONTH = N_("{year}年{month}月")
_WORDS = {"今天": 0, "昨天": 1, "前天": 2}  # days before today


def parse(text: str, today: date, *, month: bool = False) -> date | None:
    """Read a date of 1900–2099, or None; ``month`` also takes a month, as its first day.

    Day and month alone belong to this year. Serial numbers of spreadsheets are not dates to us, and neither are years
    of two figures: no field declares in which century its dates are, and 26.5.8 may be a birth.
    """
    if _ISO.fullmatch(text):
        return _real(int(text[:4]), int(text[5:7]), int(text[8:]))  # nearly every date of a file
    text = clean(half_width_signs(text)).replace("。", ".")
    if "月" in text:
        text = text.replace(" ", "")
    found = _FULL.fullmatch(text)
    if found:
        year, _sign, *rest = found.groups()
        months, days = filter(None, rest)
        return _real(int(year), int(months), int(days))
    if text in _WORDS:
        return today - timedelta(days=_WORDS[text])
    found = _THIS_YEAR.fullmatch(text)
    if found:
        return _real(today.year, int(found[1]), int(found[2] or found[3]))
    found = _MONTH.fullmatch(text) if month else None
    if found:
        return _real(int(found[1]), int(found[2] or found[3] or found[4]), 1)
    figures = _in_figures(text) if "月" in text else text
    return parse(figures, today, month=month) if figures != text else None


def has_short_year(text: str) -> bool:
    """Tell whether a text that is no date begins with a year of two figures: 58-3-12, 85年3月."""
    return _SHORT_YEAR.match(clean(half_width_signs(text)).replace("。", ".")) is not None


def _in_figures(text: str) -> str:
    """Write 二〇二六年五月八日 with figures; days of the old calendar (初八) are left as they are, and so refused."""
    text = _YEAR_IN_CHARACTERS.sub(lambda found: found[0].translate(_DIGITS), text)
    return _NUMBER_IN_CHARACTERS.sub(lambda found: _NUMBERS.get(found[1], found[0]), text)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written(day: date) -> str:
    """Write a date for paper: 2026年5月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_sentence(day: date) -> Message:
    """Write a date as a part of a sentence for the screen, in whose language it is put."""
    return Message(_DAY, {"year": day.year, "month": day.month, "day": day.day})


def month_in_sentence(day: date) -> Message:
    """Write the month of a date likewise."""
    return Message(_IN_MONTH, {"year": day.year, "month": day.month})


def month_written(day: date) -> str:
    """Write the month of a date for paper: 2026年5月."""
    return f"{day.year}年{day.month}月"


def years_after(day: date, years: int) -> date:
    """Give the same day some years later, or earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
