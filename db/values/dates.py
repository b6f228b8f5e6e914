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
    rf"{_YEAR}(?:(?P<sign>[-./])([0-9]{{1,2}})(?P=sign)([0-9]{{1,2}}){_MIDNIGHT}"
    r"|([0-9]{2})([0-9]{2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})[日号])"
)
_THIS_YEAR = re.compile(r"([0-9]{1,2})(?:[-./]([0-9]{1,2})|月([0-9]{1,2})[日号])")
_MONTH = re.compile(rf"{_YEAR}(?:[-./]([0-9]{{1,2}})|([0-9]{{2}})|年([0-9]{{1,2}})月)")
_ISO = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_DAY = N_("{year}年{month}月{day}日")
_IN_MONTH = N_("{year}年{month}月")
_WORDS = {"今天": 0, "昨天": 1, "前天": 2}  # days before today


def parse(text: str, today: date, *, month: bool = False) -> date | None:
    """Read a date of 1900–2099, or None; ``month`` also takes a month, as its first day.

    Day and month alone belong to this year. Serial numbers of spreadsheets are not dates to us.
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
    return None


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
