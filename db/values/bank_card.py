"""Bank card numbers (银行卡号): digits, length and the Luhn check (ISO/IEC 7812)."""

from __future__ import annotations

import re

from db.messages import N_, Message
from db.values.characters import half_width_signs
from db.values.numbers import EXCEL_DAMAGE, damaged_by_excel

_DIGITS = re.compile(r"[0-9]+")
_DOUBLED = str.maketrans("0123456789", "0246813579")  # twice the digit, its own digits added


def normal(text: str) -> str:
    """Give the number without the blanks and hyphens of its groups of four."""
    return "".join(half_width_signs(text).split()).replace("-", "")


def check(text: str) -> Message | None:
    """Say what looks wrong with a number in its ``normal`` form, or None.

    Passbooks and rural banks use numbers that fail: treat the answer as a hint.
    """
    if not _DIGITS.fullmatch(text):
        return EXCEL_DAMAGE if damaged_by_excel(text) else Message(N_("银行卡号只能是数字，请核对。"))
    if not 16 <= len(text) <= 19:
        return Message(
            N_("银行卡号一般为 16 至 19 位，现有 {count} 位，请核对（存折账号可不理会）。"),
            {"count": len(text)},
        )
    if _luhn_holds(text):
        return None
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    return Message(N_("银行卡号校验不符，请按卡面逐位核对（存折账号可不理会）。"))


def _luhn_holds(digits: str) -> bool:
    taken = digits[-1::-2] + digits[-2::-2].translate(_DOUBLED)
    return (sum(taken.encode()) - ord("0") * len(taken)) % 10 == 0


def mask(text: str) -> str:
    """Leave the last four digits readable; a number shorter than eight is hidden whole."""
    kept = 4 if len(text) >= 8 else 0
    return "*" * (len(text) - kept) + text[len(text) - kept :]
