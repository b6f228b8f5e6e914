"""Whole and decimal numbers as people type them, and numbers that Excel has damaged."""

from __future__ import annotations

import re
from decimal import Decimal

from db.messages import N_, Message
from db.values.characters import clean, half_width_signs

# Fifteen digits always fit the 64-bit whole numbers of the store.
_INTEGER = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})")
_DECIMAL = re.compile(r"(-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}))(?:\.([0-9]+))?")
# Excel keeps 15 significant digits: a longer number ends in zeros, or is shown as 1.1E+17.
_DAMAGED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}|[1-9][0-9]{14}0{3,}(?:\.0+)?")

EXCEL_DAMAGE = Message(
    N_("号码已被 Excel 损坏（科学计数或末尾变成 0），后几位已丢失，请按证件重新录入，并先把该列设为“文本”。")
)


def parse_integer(text: str) -> int | None:
    """Read a whole number (``1,234``, ``１２``); None when it is not one or has more than 15 digits."""
    text = clean(half_width_signs(text))
    return int(text.replace(",", "")) if _INTEGER.fullmatch(text) else None


def parse_decimal(text: str, places: int) -> Decimal | None:
    """Read a number of at most ``places`` decimals, exactly; zeros beyond them are dropped."""
    found = _DECIMAL.fullmatch(clean(half_width_signs(text)))
    if found is None:
        return None
    whole, fraction = found[1].replace(",", ""), (found[2] or "")
    if fraction[places:].strip("0"):
        return None
    return Decimal(f"{whole}.{fraction[:places]}")


def plain(number: Decimal) -> str:
    """Write a number without idle zeros."""
    return f"{number.normalize():f}"


def damaged_by_excel(text: str) -> bool:
    """Suspect a long number that went through Excel: ``1.1E+17``, or 15 digits followed by zeros only.

    A true number can end in ``000`` too, so ask only after its own check has failed.
    """
    return _DAMAGED.fullmatch(text.strip()) is not None
