"""Names of people: rare characters, dots, blanks, foreigners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import names


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("张 三", "张三"),
        (" 张　三 ", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提‧艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("Ｍａｒｙ　Smith", "Mary Smith"),
        ("Mary   J. Smith", "Mary J. Smith"),
        ("ＡＢ", "AB"),
        ("𬱖䶮㛃", "𬱖䶮㛃"),
        ("张\u200b三", "张\u200b三"),
    ],
)
def test_normal_form(raw: str, expected: str) -> None:
    assert names.normal(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "张三",
        "𬱖䶮㛃",
        "𠮷田",
        "欧阳〇一",
        "买买提·艾力",
        "阿·卜·丙",
        "Mary J. Smith",
        "O'Neil",
        "Anne-Marie Müller",
        "玛丽·Smith",
        "张" * 50,
    ],
)
def test_names_pass(text: str) -> None:
    assert names.check(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "现有 0 个"),
        ("张", "现有 1 个"),
        ("张" * 51, "现有 51 个"),
        ("张3", "不能有数字"),
        ("张３", "不能有数字"),
        ("·张三", "间隔号只能单个"),
        ("张三·", "间隔号只能单个"),
        ("张··三", "间隔号只能单个"),
        ("张?", "第 2 个字“?”（U+003F）不是汉字或字母"),
        ("张，李", "第 2 个字“，”（U+FF0C）"),
        ("张\ue863", "第 2 个字 U+E863 是本机自造字"),
        ("张\u202e三", "方向控制符 U+202E"),
        ("张\ufffd", "原字已丢失"),
        ("张\ud862", "半个字"),
        ("张三\n", "换行"),
    ],
)
def test_each_fault_has_its_own_sentence(text: str, expected: str) -> None:
    assert expected in str(names.check(text))


@given(st.text(st.characters(), max_size=60) | st.text("张𬱖·. •a1", max_size=12))
def test_nothing_typed_raises_and_normal_is_stable(text: str) -> None:
    once = names.normal(text)
    message = names.check(once)
    assert message is None or str(message)
    if message is None:
        assert names.normal(once) == once
