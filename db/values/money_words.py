"""Amounts of money as people say them, to be read when they are not plain figures: 1.5万元, 1800元整, 壹仟捌佰元整, 一千八百."""

from __future__ import annotations

import re

from db.values import money
from db.values.characters import clean, half_width_signs

# Every other way of writing a character becomes that of the capitals.
_CAPITALS = str.maketrans(
    "〇○一二两三四五六七八九十百千萬億圆圓正", "零零壹贰贰叁肆伍陆柒捌玖拾佰仟万亿元元整"
)
_VALUES = {digit: value for value, digit in enumerate(money.DIGITS)}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_ENDS = {"元": 100, "角": 10, "分": 1}
# A figure alone is left out: 一 in a table is as often a dash.
_SPOKEN = re.compile("(?=.*[拾佰仟万亿元角分])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分]+")

_FIGURES = re.compile(
    r"(?P<figures>[0-9, ]*[0-9])(?:\.(?P<decimals>[0-9]{1,10}))? *(?P<unit>[佰仟万亿])元?整?"
)
_UNITS = {"佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}


def parse(text: str, *, negative: bool = False) -> int | None:
    """Read an amount in words, or in figures with 万 or 整, as fen; None when it is not one or may be another.

    Exact, and a minus sign (负) only if ``negative``. Words must be whole: 一千八 and 一万二 leave out their last place.
    """
    text = clean(half_width_signs(text)).translate(_CAPITALS).removeprefix("人民币").lstrip()
    minus = text.startswith("负")
    text = text.removeprefix("负")
    if minus and not negative:
        return None
    fen = _figures(text) if text[:1] in set("¥0123456789") else _words(text)
    return -fen if fen is not None and minus else fen


def _figures(text: str) -> int | None:
    """Read 1800元整 and 1.5万元; decimals beyond the fen are none of an amount."""
    found = _FIGURES.fullmatch(text.removeprefix("¥").lstrip())
    if found is None:
        return money.parse(text.removesuffix("整"))
    unit, whole = _UNITS[found["unit"]], money.parse(found["figures"])
    part, rest = divmod(int((found["decimals"] or "").ljust(10, "0")) * 100 * unit, 10**10)
    return None if whole is None or rest else whole * unit + part


def _words(text: str) -> int | None:
    """Read capitals, and take the amount only if they are how it is written."""
    text = text.removesuffix("整")
    if not _SPOKEN.fullmatch(text):
        return None
    if not re.search("[元角分]", text):
        text += "元"
    text = re.sub("(?<![壹贰叁肆伍陆柒捌玖])拾", "壹拾", text)  # 十五 is 一十五
    fen = _said(text)
    if fen is None or _settled(text) != _settled(
        money.capitals(fen).removeprefix("人民币").removesuffix("整")
    ):
        return None
    return fen


def _said(text: str) -> int | None:
    """Add up what every character says, whether or not they stand in order."""
    fen = total = group = digit = 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _PLACES:
            group, digit = group + digit * _PLACES[character], 0
        elif character == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif character == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
        else:
            fen, total, group, digit = fen + (total + group + digit) * _ENDS[character], 0, 0, 0
    return fen if digit == 0 and fen < 10**18 else None


def _settled(text: str) -> str:
    """Leave out the zeros that may be written or not: after 元, and between 万 and a figure of thousands."""
    return re.sub("(?<=元)零|(?<=万)零(?=.仟)", "", text)
