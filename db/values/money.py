"""Amounts of money (金额) as whole fen (分): reading, figures, capitals."""

from __future__ import annotations

import re

from db.values.characters import clean, half_width_signs

# Thousands are parted by commas or by blanks, plain, thin or unbreakable; both in one amount may be two amounts.
_AMOUNT = re.compile(
    r"¥? *(?P<minus>-?) *"
    r"(?P<yuan>[0-9]{1,12}|[0-9]{1,3}(?P<parted>[, \u00a0\u2009\u202f])[0-9]{3}(?:(?P=parted)[0-9]{3}){0,2})"
    r"(?:\.(?P<fen>[0-9]{1,2}))? *[元圆]?"
)
DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_TOO_LARGE = 10**18  # fen: capitals end below ten thousand million million yuan


def parse(text: str, *, negative: bool = False) -> int | None:
    """Read an amount in yuan (``1,234.5``, ``1 234``, ``￥600``, ``1234.50元``) as fen; None when it is not one.

    Exact: no floats, at most two decimals, below 10¹² yuan, and a minus sign only if ``negative``.
    """
    found = _AMOUNT.fullmatch(clean(half_width_signs(text)))
    if found is None or (found["minus"] and not negative):
        return None
    yuan = found["yuan"].replace(found["parted"] or ",", "")
    fen = int(yuan) * 100 + int((found["fen"] or "").ljust(2, "0"))
    return -fen if found["minus"] else fen


def plain(fen: int) -> str:
    """Write figures for data: ``1234.50``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02}"


def grouped(fen: int) -> str:
    """Write figures for people: ``1,234.50``."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02}"


def capitals(fen: int) -> str:
    """Write an amount in capitals (人民币大写) by the annex of the rules of payment (支付结算办法 附一).

    Where the rule leaves a choice: 零 stands between 元 and 角 when the yuan end in zero, and 整 after
    角 only when there are no yuan. Raises ValueError from 10¹⁶ yuan on.
    """
    if abs(fen) >= _TOO_LARGE:
        raise ValueError(fen)
    yuan, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    text = "人民币" + ("负" if fen < 0 else "")
    if yuan:
        text += _whole(yuan) + "元"
    elif not rest:
        return text + "零元整"
    if yuan and rest and (not jiao or yuan % 10 == 0):
        text += "零"
    if jiao:
        text += DIGITS[jiao] + "角"
    if last:
        return text + DIGITS[last] + "分"
    return text if yuan and jiao else text + "整"


def _whole(number: int) -> str:
    """Write a positive whole number by groups of four digits, with one 零 for inner zeros."""
    text = ""
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**place % 10_000
        if not group:
            continue
        # 亿 ends the 万亿 group only when nothing stands in the 亿 group itself.
        name = "万" if place == 3 and number // 10**8 % 10_000 else _GROUPS[place]
        gap = bool(text) and (group < 1000 or number // 10_000 ** (place + 1) % 10_000 == 0)
        text += ("零" if gap else "") + _four(group) + name
    return text


def _four(group: int) -> str:
    text = ""
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += DIGITS[digit] + _PLACES[place]
        elif text and group % 10**place and not text.endswith("零"):
            text += "零"
    return text
