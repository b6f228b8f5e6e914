"""Names of people (姓名): Han characters of every extension, the dot of minority names, Latin names of foreigners."""

from __future__ import annotations

import re

from db.messages import N_, Message
from db.values.characters import clean, code_point, forbidden, half_width

DOT = "·"  # U+00B7, by GB/T 15834 and the household register
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U0003347f"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")

_FULL_WIDTH_LETTERS = re.compile("[\uff21-\uff3a\uff41-\uff5a]")
_DOTS = re.compile("[•‧．・･∙⋅●]")
_PLAIN_DOT_IN_HAN = re.compile(rf"(?<=[{_HAN}])\.(?=[{_HAN}])")
_BLANKS_AT_HAN = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
_BLANKS = re.compile(r"\s{2,}|[^\S ]")

_HAN_NAME = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*")
_NAME = re.compile(rf"[{_HAN}{_LATIN}]+(?:(?:·|[ '’,.-]{{1,2}})[{_HAN}{_LATIN}]+)*\.?")
_UNFIT = re.compile(rf"[^{_HAN}{_LATIN}·,.'’ -]")
_DIGIT = re.compile(r"\d")

SHORTEST, LONGEST = 2, 50


def normal(text: str) -> str:
    """Give the name with · for every kind of dot and without the blanks typed for alignment (张 三)."""
    if text.isalpha() and not text.isascii() and not _FULL_WIDTH_LETTERS.search(text):
        return text  # nearly every name
    text = _DOTS.sub(DOT, half_width(clean(text)))
    text = _PLAIN_DOT_IN_HAN.sub(DOT, text)
    return _BLANKS.sub(" ", _BLANKS_AT_HAN.sub("", text))


def check(text: str) -> Message | None:
    """Say what is wrong with a name in its ``normal`` form, or None."""
    if not SHORTEST <= len(text) <= LONGEST:
        return Message(
            N_("姓名应为 {shortest} 至 {longest} 个字，现有 {count} 个，请核对。"),
            {"shortest": SHORTEST, "longest": LONGEST, "count": len(text)},
        )
    if _HAN_NAME.fullmatch(text) or _NAME.fullmatch(text):
        return None
    return forbidden(text) or _wrong_character(text)


def _wrong_character(text: str) -> Message:
    if _DIGIT.search(text):
        return Message(N_("姓名中不能有数字，请核对。"))
    private = _PRIVATE.search(text)
    if private:
        return Message(
            N_("姓名第 {place} 个字 {code} 是本机自造字，别的电脑上会显示成别的字，请改用标准字。"),
            {"place": private.start() + 1, "code": code_point(private[0])},
        )
    unfit = _UNFIT.search(text)
    if unfit:
        return Message(
            N_("姓名第 {place} 个字“{character}”（{code}）不是汉字或字母，请核对。"),
            {"place": unfit.start() + 1, "character": unfit[0], "code": code_point(unfit[0])},
        )
    return Message(N_("姓名中的间隔号只能单个用在字与字之间，请核对。"))
