"""Characters: what is trimmed, what is refused and how it is named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import characters

anything = st.text(st.characters(), max_size=40)  # lone surrogates included


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  张三 ", "张三"),
        ("　张　三　", "张　三"),
        ("一\r\n二\n", "一\n二"),
        ("１２３ＡＢ", "１２３ＡＢ"),
        ("\x1f甲", "\x1f甲"),
        ("\u200b甲", "\u200b甲"),
    ],
)
def test_clean_trims_blanks_and_nothing_else(raw: str, expected: str) -> None:
    assert characters.clean(raw) == expected


def test_half_width_changes_digits_and_letters_only() -> None:
    assert characters.half_width("３６０１Ｘｘ，（一）。𬱖") == "3601Xx，（一）。𬱖"
    assert characters.half_width_signs("－１，２３４．５／￥　") == "-1,234.5/¥ "


@pytest.mark.parametrize(
    ("character", "code", "word"),
    [
        ("\x00", "U+0000", "控制符"),
        ("\x07", "U+0007", "控制符"),
        ("\r", "U+000D", "控制符"),
        ("\x7f", "U+007F", "控制符"),
        ("\x85", "U+0085", "控制符"),
        ("\u2028", "U+2028", "控制符"),
        ("\u200e", "U+200E", "方向"),
        ("\u200f", "U+200F", "方向"),
        ("\u202a", "U+202A", "方向"),
        ("\u202e", "U+202E", "方向"),
        ("\u2066", "U+2066", "方向"),
        ("\u2069", "U+2069", "方向"),
        ("\u200b", "U+200B", "零宽"),
        ("\u200d", "U+200D", "零宽"),
        ("\ufeff", "U+FEFF", "零宽"),
        ("\U000e0041", "U+E0041", "零宽"),
        ("\ufffe", "U+FFFE", "不是文字"),
        ("\uffff", "U+FFFF", "不是文字"),
        ("\U0010ffff", "U+10FFFF", "不是文字"),
        ("\ud800", "U+D800", "半个字"),
        ("\udfff", "U+DFFF", "半个字"),
        ("\ufffd", "U+FFFD", "已丢失"),
        ("\n", "U+000A", "换行"),
        ("\t", "U+0009", "换行"),
    ],
)
def test_forbidden_names_code_point_and_place(character: str, code: str, word: str) -> None:
    message = characters.forbidden(f"𬱖甲{character}乙")

    assert message is not None
    assert message.values == {"place": 3, "code": code}
    assert word in str(message)


def test_several_lines_may_hold_line_ends_and_tabs_but_no_other_controls() -> None:
    assert characters.forbidden("一\n二\t三", multiline=True) is None
    assert (
        str(characters.forbidden("一\n\x0b", multiline=True))
        == "第 3 个字符是控制符 U+000B，请删除后重新输入。"
    )
    assert characters.forbidden("一\r", multiline=True) is not None


@pytest.mark.parametrize(
    "text", ["", "张三", "𬱖䶮㛃𠮷", "买买提·艾力", "□☑“引”——…①", "葛\U000e0100", "Ñandú é"]
)
def test_ordinary_text_is_allowed(text: str) -> None:
    assert characters.forbidden(text) is None


def test_rare_characters_count_as_one() -> None:
    assert characters.length("𬱖䶮㛃") == 3


@given(anything)
def test_what_passes_can_be_written_as_utf8(text: str) -> None:
    if characters.forbidden(text, multiline=True) is None:
        assert text.encode().decode() == text
        assert not re.search("[\x00-\x08\u202a-\u202e\ud800-\udfff]", text)


def test_no_forbidden_character_slips_through_as_printable() -> None:
    forbidden = [chr(point) for point in range(0x110000) if characters._FORBIDDEN.match(chr(point))]

    assert len(forbidden) > 2048
    assert [character for character in forbidden if characters.forbidden(character) is None] == []


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = characters.clean(text)
    assert characters.clean(once) == once or "\r\n" in once  # \r\r\n needs a second look
