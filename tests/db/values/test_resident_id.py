"""Resident ID numbers: the vectors of GB 11643 that are valid by rule and belong to nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from db.values import resident_id
from db.values.numbers import EXCEL_DAMAGE
from db.values.resident_id import IdFacts, IdMask

TODAY = date(2026, 5, 8)
VALID = [
    ("360102194901010010", IdFacts("1", date(1949, 1, 1), "360102")),
    ("360112198507120028", IdFacts("2", date(1985, 7, 12), "360112")),
    ("360121197511054416", IdFacts("1", date(1975, 11, 5), "360121")),
    ("360103199012312018", IdFacts("1", date(1990, 12, 31), "360103")),
]

first17s = st.builds(
    "{}{:%Y%m%d}{:03}".format,
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def sentence(text: str) -> str:
    return str(resident_id.check(text, TODAY))


@pytest.mark.parametrize(("text", "expected"), VALID)
def test_valid_numbers_pass_and_tell_sex_birth_and_county(text: str, expected: IdFacts) -> None:
    assert resident_id.check(text, TODAY) is None
    assert resident_id.facts(text) == expected


def test_30_february_is_refused_although_its_check_digit_holds() -> None:
    text = "360121198002301233"

    assert resident_id.check_digit(text[:17]) == text[17]
    assert sentence(text) == "身份证号中的出生日期 19800230 不存在，请核对第 7 至 14 位。"
    assert resident_id.facts(text) is None


def test_wrong_check_digit_is_told_with_the_right_one() -> None:
    assert sentence("360121197511054413") == "身份证号末位应为 6，请逐位核对。"
    assert resident_id.facts("360121197511054413") is None


def with_check_digit(first17: str) -> str:
    return first17 + resident_id.check_digit(first17)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (with_check_digit("36012118991231001"), "早于 1900 年"),
        (with_check_digit("36012120260509001"), "晚于今天"),
        (with_check_digit("36012120261301001"), "不存在"),
        (with_check_digit("36012100000101001"), "不存在"),
        ("36012119751105441", "应为 18 位，现有 17 位"),
        ("", "现有 0 位"),
        ("36012119751105441A", "第 18 位“A”不是数字"),
        ("3601211975X1054416", "第 11 位“X”不是数字"),
        ("36012119751105441６", "第 18 位“６”不是数字"),
    ],
)
def test_each_fault_has_its_own_sentence(text: str, expected: str) -> None:
    assert expected in sentence(text)


def test_today_is_a_possible_birthday() -> None:
    assert resident_id.check(with_check_digit("36012120260508001"), TODAY) is None


@pytest.mark.parametrize("text", ["1.1E+17", "3.60121E+17", "3.60121197511054E+17", "360121197511054000"])
def test_numbers_damaged_by_excel_are_named_as_such(text: str) -> None:
    assert resident_id.check(text, TODAY) is EXCEL_DAMAGE


def test_a_true_number_may_end_in_three_zeros() -> None:
    numbers = [with_check_digit(f"36012119751105{serial}00") for serial in range(10)]
    numbers += [with_check_digit(f"36012119751106{serial}00") for serial in range(10)]
    zeros = [number for number in numbers if number.endswith("000")]

    assert zeros
    assert all(resident_id.check(number, TODAY) is None for number in zeros)


def test_old_number_is_shown_converted_and_not_accepted() -> None:
    assert resident_id.convert_15("360121751105441") == "360121197511054416"
    assert "360121197511054416" in sentence("360121751105441")
    assert resident_id.convert_15("360121751305441") is None
    assert "现有 15 位" in sentence("360121751305441")


@pytest.mark.parametrize(
    "raw",
    [
        "36010319901231201x",
        " 360103 19901231 201X ",
        "３６０１０３１９９０１２３１２０１Ｘ",
        "36010319901231201ｘ",
    ],
)
def test_normal_form(raw: str) -> None:
    assert resident_id.normal(raw) == "36010319901231201X"


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 2, 28), 25), (date(2026, 3, 1), 26), (date(2024, 2, 29), 24), (date(2000, 2, 29), 0)],
)
def test_age_of_a_child_of_29_february(on: date, years: int) -> None:
    assert resident_id.age(date(2000, 2, 29), on) == years


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (IdMask.FULL, "360121198002301233"),
        (IdMask.FIRST_AND_LAST_4, "3601**********1233"),
        (IdMask.BIRTH, "360121********1233"),
        (IdMask.MIDDLE_6, "360121******301233"),
        (IdMask.LAST_8, "3601211980********"),
        (IdMask.ONLY_LAST_4, "**************1233"),
    ],
)
def test_masks(preset: IdMask, expected: str) -> None:
    assert resident_id.mask("360121198002301233", preset) == expected


@given(
    st.text(max_size=25), st.sampled_from(sorted(set(IdMask) - {IdMask.FULL}, key=lambda preset: preset.name))
)
def test_a_mask_keeps_the_length_and_never_shows_a_number_of_another_length(
    text: str, preset: IdMask
) -> None:
    hidden = resident_id.mask(text, preset)

    assert len(hidden) == len(text)
    if len(text) != 18:
        assert set(hidden) <= {"*"}


def test_unknown_area_asks_for_the_county() -> None:
    names = {"360121": "南昌县"}.get

    assert resident_id.unknown_area("360121197511054416", names) is None
    assert str(resident_id.unknown_area("369921197511054416", names)) == (
        "身份证号前 6 位 369921 不在行政区划表中，请核对。"
    )
    for prefix in ("810000", "820000", "830000", "911561"):
        assert resident_id.unknown_area(prefix + "197511054416", names) is None


@given(first17s)
def test_every_number_made_by_rule_passes(first17: str) -> None:
    text = with_check_digit(first17)
    found = resident_id.facts(text)

    assert resident_id.check(text, TODAY) is None
    assert found is not None
    assert f"{found.area}{found.birth:%Y%m%d}" == text[:14]


@given(first17s, st.integers(0, 17), st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_found(first17: str, place: int, digit: str) -> None:
    text = with_check_digit(first17)
    assume(text[place] != digit)

    assert resident_id.check(text[:place] + digit + text[place + 1 :], TODAY) is not None


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(1, 999))
def test_old_numbers_convert_to_valid_ones(birth: date, serial: int) -> None:
    converted = resident_id.convert_15(f"360121{birth:%y%m%d}{serial:03}")

    assert converted is not None
    assert resident_id.check(converted, TODAY + timedelta(days=1)) is None


@given(st.text(st.characters(), max_size=30) | st.from_regex(r"\A[\dX]{15,18}\Z"))
def test_nothing_typed_raises(text: str) -> None:
    text = resident_id.normal(text)
    message = resident_id.check(text, TODAY)
    assert message is None or str(message)
    resident_id.facts(text)
    resident_id.convert_15(text)
