"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and the older organisation codes (GB 11714-1997)."""

from __future__ import annotations

import re
from operator import mul

from db.messages import N_, Message
from db.values.characters import half_width_signs
from db.values.numbers import EXCEL_DAMAGE, damaged_by_excel

LONGEST = 18

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_AS_DIGITS = bytes.maketrans(_CHARACTERS.encode(), b"0123456789abcdefghijklmnopqrstu")
_SHAPE = re.compile(f"[{_CHARACTERS}]{{18}}")
_OLD_SHAPE = re.compile(r"[0-9A-Z]{8}[0-9X]")
_OLD_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_OLD_CHECK_DIGITS = "0123456789X0"  # indexed by 11 − Σ mod 11
_MIXED_UP = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}  # letters that the codes leave out

_KINDS = {  # registering authority and class (GB 32100-2015, table 1 with its amendment)
    "11": N_("机关"),
    "12": N_("事业单位"),
    "13": N_("编办直接管理机构编制的群众团体"),
    "19": N_("机构编制部门登记的其他机构"),
    "21": N_("外国常驻新闻机构"),
    "29": N_("外交部门登记的其他机构"),
    "31": N_("律师执业机构"),
    "32": N_("公证处"),
    "33": N_("基层法律服务所"),
    "34": N_("司法鉴定机构"),
    "35": N_("仲裁委员会"),
    "39": N_("司法行政部门登记的其他机构"),
    "41": N_("外国在华文化中心"),
    "49": N_("文化部门登记的其他机构"),
    "51": N_("社会团体"),
    "52": N_("民办非企业单位"),
    "53": N_("基金会"),
    "59": N_("民政部门登记的其他机构"),
    "61": N_("外国旅游部门常驻代表机构"),
    "62": N_("港澳台地区旅游部门常驻内地（大陆）代表机构"),
    "69": N_("旅游部门登记的其他机构"),
    "71": N_("宗教活动场所"),
    "72": N_("宗教院校"),
    "79": N_("宗教部门登记的其他机构"),
    "81": N_("基层工会"),
    "89": N_("其他工会"),
    "91": N_("企业"),
    "92": N_("个体工商户"),
    "93": N_("农民专业合作社"),
    "A1": N_("军队事业单位"),
    "A9": N_("军队登记的其他机构"),
    "N1": N_("组级集体经济组织"),
    "N2": N_("村级集体经济组织"),
    "N3": N_("乡镇级集体经济组织"),
    "N9": N_("农业部门登记的其他组织"),
    "Y1": N_("其他组织"),
}


def normal(text: str) -> str:
    """Give the code in half-width capitals without blanks and hyphens."""
    if _SHAPE.fullmatch(text):
        return text  # nearly every code
    return "".join(half_width_signs(text).split()).replace("-", "").upper()


def check(text: str) -> Message | None:
    """Say what is wrong with a code in its ``normal`` form, or None.

    Some real firms hold codes with a wrong check character: treat the answer as 核实, not as a refusal.
    """
    if len(text) == 9:
        return _check_organisation_code(text)
    if not _SHAPE.fullmatch(text):
        return _wrong_shape(text)
    expected = check_character(text)
    if expected == text[17]:
        return None
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    return Message(N_("统一社会信用代码末位应为 {digit}，请按证照逐位核对。"), {"digit": expected})


def _wrong_shape(text: str) -> Message:
    if damaged_by_excel(text):
        return EXCEL_DAMAGE
    if len(text) == 15 and text.isdecimal():
        return Message(N_("这是 15 位的旧工商注册号，请填写证照上的 18 位统一社会信用代码。"))
    if len(text) != 18:
        return Message(
            N_("统一社会信用代码应为 18 位（旧组织机构代码为 9 位），现有 {count} 位，请核对。"),
            {"count": len(text)},
        )
    place = next(place for place, character in enumerate(text, 1) if character not in _CHARACTERS)
    character = text[place - 1]
    if character in _MIXED_UP:
        return Message(
            N_("第 {place} 位“{character}”不会出现在代码中，请核对是否应为“{likely}”。"),
            {"place": place, "character": character, "likely": _MIXED_UP[character]},
        )
    return Message(
        N_("第 {place} 位“{character}”不是代码用的数字或大写字母，请核对。"),
        {"place": place, "character": character},
    )


def _check_organisation_code(text: str) -> Message | None:
    if not _OLD_SHAPE.fullmatch(text):
        return Message(N_("9 位组织机构代码只能由数字和大写字母组成，末位是数字或 X，请核对。"))
    values = (int(character, 36) for character in text[:8])  # A is 10 … Z is 35
    expected = _OLD_CHECK_DIGITS[11 - sum(map(mul, _OLD_WEIGHTS, values)) % 11]
    if expected == text[8]:
        return None
    return Message(N_("组织机构代码末位应为 {digit}，请按证照逐位核对。"), {"digit": expected})


def check_character(first17: str) -> str:
    """Compute the last character from the first 17 (more are ignored)."""
    # The weights are the powers of 3 from the left, modulo 31, and so are those of 34: one number in base 34 read backwards.
    return _CHARACTERS[-int(first17[16::-1].encode().translate(_AS_DIGITS), 34) % 31]


def kind(text: str) -> str | None:
    """Name what is registered under a code by its first two characters: a Chinese message id, or None."""
    return _KINDS.get(text[:2]) if len(text) == 18 else None


def union_code(text: str) -> Message | None:
    """Demand of a union's code that it is a union's (81 or 89); the code itself is left to ``check``."""
    if text.startswith(("81", "89")):
        return None
    return Message(
        N_("工会的统一社会信用代码以 81 或 89 开头，现为“{start}”，请核对是否填成了单位的代码。"),
        {"start": text[:2]},
    )
