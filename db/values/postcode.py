"""Postcodes (邮政编码): six digits, and what they begin with where the area is known."""

from __future__ import annotations

import re

from db.messages import N_, Message

_SHAPE = re.compile(r"[0-9]{6}")
# The longest known beginning of the area code decides: Nanchang has 33, Jiangxi 33 and 34.
_BEGINNINGS = {"3601": ("33",), "36": ("33", "34")}


def check_postcode(text: str, area6: str) -> Message | None:
    """Say what looks wrong with a postcode of a county (six digits, may be empty), or None."""
    if not _SHAPE.fullmatch(text):
        return Message(N_("邮政编码应为 6 位数字，请核对。"))
    expected = _BEGINNINGS.get(area6[:4]) or _BEGINNINGS.get(area6[:2])
    if expected is None or text.startswith(expected):
        return None
    return Message(
        N_("本地邮政编码以 {expected} 开头，现为“{start}”，请核对。"),
        {"expected": " / ".join(expected), "start": text[:2]},
    )
