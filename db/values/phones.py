"""Telephone numbers (手机号、固定电话)."""

from __future__ import annotations

import re

from db.messages import N_, Message
from db.values.characters import half_width_signs
from db.values.numbers import EXCEL_DAMAGE, damaged_by_excel

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:0[1-9][0-9]{1,2}-?)?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}")
_DIGITS = re.compile(r"[0-9]+")
_LOST_ZERO = re.compile(r"[2-9][0-9]{9,10}")  # an area code without its 0, as Excel leaves it
_COUNTRY = re.compile(r"\A(?:\+|00)86-?(?=[0-9])")


def normal(text: str) -> str:
    """Give the number in half-width signs, without blanks, brackets and +86; a mobile number without hyphens."""
    if _MOBILE.fullmatch(text):
        return text  # nearly every number
    text = "".join(half_width_signs(text).split())
    text = _COUNTRY.sub("", text.replace("(", "").replace(")-", "-").replace(")", "-"), count=1)
    joined = text.replace("-", "")
    return joined if _MOBILE.fullmatch(joined) else text


def check_mobile(text: str) -> Message | None:
    """Say what is wrong with a mobile number in its ``normal`` form, or None."""
    if _MOBILE.fullmatch(text):
        return None
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    if not _DIGITS.fullmatch(text):
        return Message(N_("手机号只能是 11 位数字，请核对。"))
    if len(text) != 11:
        return Message(N_("手机号应为 11 位，现有 {count} 位，请核对。"), {"count": len(text)})
    return Message(N_("手机号应以 13 至 19 开头，现为“{start}”，请核对。"), {"start": text[:2]})


def check_phone(text: str) -> Message | None:
    """Say what is wrong with a mobile or landline number in its ``normal`` form, or None."""
    if _MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text):
        return None
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    if _LOST_ZERO.fullmatch(text):
        return Message(N_("电话号码前的 0 可能已丢失，请核对区号，如 0791-88123456。"))
    return Message(N_("电话号码应为 11 位手机号，或区号加 7 至 8 位固定电话（如 0791-88123456），请核对。"))


def mask(text: str) -> str:
    """Hide the middle of a mobile number (138****1234); of any other leave at most the last four digits."""
    if _MOBILE.fullmatch(text):
        return f"{text[:3]}****{text[7:]}"
    kept = 4 if len(text) >= 7 else 0
    return "*" * (len(text) - kept) + text[len(text) - kept :]
