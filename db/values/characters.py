"""Which characters a text may hold, and the few that are changed on entry (GB 18030 text without controls or bidirectional marks)."""

from __future__ import annotations

import re

from db.messages import N_, Message

_SPACES = (
    " \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000"  # what people pad with; controls are named, not trimmed
)

_FULL_WIDTH = {
    0xFEE0 + ord(letter): letter
    for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
_FULL_WIDTH_INSIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_FULL_WIDTH_SIGNS = _FULL_WIDTH | str.maketrans("．，－／：％￥＋＊（）　−‐‑–—", ".,-/:%¥+*() -----")

_LINE_CHARACTERS = "\n\t"
_LOST = "\ufffd"  # what a decoder leaves for bytes that it could not read
_NOT_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_KINDS = {  # the inside of a character class; the keys are those of the sentences
    "line": _LINE_CHARACTERS,
    "control": "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029",
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "invisible": "\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff\U000e0001-\U000e007f",
    "nothing": _NOT_CHARACTERS,
    "half": "\ud800-\udfff",
    "lost": _LOST,
}
# One class finds a character several times faster than alternatives that would also name its kind.
_FORBIDDEN = re.compile(f"[{''.join(_KINDS.values())}]")
_FORBIDDEN_IN_LINES = re.compile(f"[{''.join(_KINDS.values()).removeprefix(_LINE_CHARACTERS)}]")

_SENTENCES = {
    "control": N_("第 {place} 个字符是控制符 {code}，请删除后重新输入。"),
    "direction": N_("第 {place} 个字符是看不见的方向控制符 {code}，会让文字显示颠倒，请删除。"),
    "invisible": N_("第 {place} 个字符是看不见的零宽字符 {code}，请删除。"),
    "nothing": N_("第 {place} 个字符 {code} 不是文字，请删除后重新输入。"),
    "half": N_("第 {place} 个字符 {code} 只剩半个字，原文已损坏，请重新输入。"),
    "lost": N_("第 {place} 个字符 {code} 表示原字已丢失，请按原件重新输入。"),
    "line": N_("第 {place} 个字符 {code} 是换行或制表符，此处只能填一行，请删除。"),
}


def clean(text: str) -> str:
    """Trim the blanks around a text and write its line ends as plain line feeds; nothing else is changed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return text.strip(_SPACES)


def half_width(text: str) -> str:
    """Write full-width digits and Latin letters (１２Ａ) as plain ones."""
    if text.isascii() or not _FULL_WIDTH_INSIDE.search(text):
        return text  # to look is twenty times as fast as to translate
    return text.translate(_FULL_WIDTH)


def half_width_signs(text: str) -> str:
    """Do as ``half_width``, and also for the signs that stand in numbers, dates and telephone numbers."""
    return text if text.isascii() else text.translate(_FULL_WIDTH_SIGNS)


def forbidden(text: str, *, multiline: bool = False) -> Message | None:
    """Name the first character that must not be stored, with its code point and place (counted from 1)."""
    if text.isprintable() and _LOST not in text:
        return None  # ten times as fast; every other forbidden character counts as not printable
    found = (_FORBIDDEN_IN_LINES if multiline else _FORBIDDEN).search(text)
    if found is None:
        return None
    character = found[0]
    kind = next(kind for kind, inside in _KINDS.items() if re.match(f"[{inside}]", character))
    return Message(_SENTENCES[kind], {"place": found.start() + 1, "code": code_point(character)})


def code_point(character: str) -> str:
    """Write a character's number as ``U+4DAE``."""
    return f"U+{ord(character):04X}"


def length(text: str) -> int:
    """Count characters as people do: code points, so that 𬱖 is one (Qt would count two)."""
    return len(text)
