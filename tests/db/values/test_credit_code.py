"""Credit codes: published and made-up vectors of GB 32100 and GB 11714, and a second implementation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from db.values import credit_code
from db.values.numbers import EXCEL_DAMAGE

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("91110000101623741K", "企业"),
        ("911101066976941872", "企业"),
        ("91360121763378124D", "企业"),
        ("91360121MA35T3XY1B", "企业"),
        ("81360121748512348E", "基层工会"),
        ("52360121509856784P", "民办非企业单位"),
    ],
)
def test_valid_codes_pass_and_tell_their_kind(text: str, kind: str) -> None:
    assert credit_code.check(text) is None
    assert credit_code.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("91350211M0000XUF46", "末位应为"),  # a real firm; hence 核实 and not 强制
        ("91360121763378124E", "末位应为 D"),
        ("9136012176337812D", "应为 18 位（旧组织机构代码为 9 位），现有 17 位"),
        ("9136O121763378124D", "第 5 位“O”不会出现在代码中，请核对是否应为“0”"),
        ("91360121763378124S", "是否应为“5”"),
        ("91360121-63378124D", "第 9 位“-”不是代码用的数字或大写字母"),
        ("360121210012345", "旧工商注册号"),
        ("76337812五", "9 位组织机构代码只能由数字和大写字母组成"),
        ("", "现有 0 位"),
    ],
)
def test_each_fault_has_its_own_sentence(text: str, expected: str) -> None:
    assert expected in str(credit_code.check(text))


@pytest.mark.parametrize("text", ["9.1110106697694E+17", "911101066976941000"])
def test_codes_damaged_by_excel_are_named_as_such(text: str) -> None:
    assert credit_code.check(text) is EXCEL_DAMAGE


def test_organisation_code() -> None:
    assert credit_code.check("763378124") is None
    assert credit_code.check("MA35T3XY1") is None
    assert credit_code.check("40000000X") is None  # 4 × 3 = 12, 11 − 1 = 10
    assert credit_code.check("000000000") is None  # 11 − 0 = 11
    assert "末位应为 4" in str(credit_code.check("763378125"))


def test_normal_form() -> None:
    assert credit_code.normal(" ９１360121 ma35t3xy1b ") == "91360121MA35T3XY1B"
    assert credit_code.normal("76337812－4") == "763378124"


def test_kind_is_unknown_for_other_beginnings_and_old_codes() -> None:
    assert credit_code.kind("00360121763378124D") is None
    assert credit_code.kind("911378124") is None


def test_union_code() -> None:
    assert credit_code.union_code("81360121748512348E") is None
    assert credit_code.union_code("89360121748512348E") is None
    assert "现为“91”" in str(credit_code.union_code("91360121763378124D"))


@given(st.text(CHARACTERS, min_size=9, max_size=9), st.integers(110000, 659999))
def test_the_check_character_agrees_with_another_implementation(last9: str, area: int) -> None:
    first17 = f"91{area}{last9}"
    expected = uscc.calc_check_digit(first17)

    assert credit_code.check_character(first17) == expected
    assert credit_code.check(first17 + expected) is None


@given(
    st.text(st.characters(), max_size=20)
    | st.text(CHARACTERS, min_size=18, max_size=18)
    | st.from_regex(r"\A\w{9}\Z")
)
def test_nothing_typed_raises(text: str) -> None:
    text = credit_code.normal(text)
    message = credit_code.check(text)
    assert message is None or str(message)
    credit_code.kind(text)
    credit_code.union_code(text)
