"""Telephone numbers and postcodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import phones
from db.values.numbers import EXCEL_DAMAGE
from db.values.postcode import check_postcode


@pytest.mark.parametrize("text", ["13812341234", "19912341234"])
def test_mobile_numbers_pass(text: str) -> None:
    assert phones.check_mobile(text) is None
    assert phones.check_phone(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12812341234", "现为“12”"),
        ("1381234123", "现有 10 位"),
        ("138123412345", "现有 12 位"),
        ("1381234123a", "只能是 11 位数字"),
        ("0791-88123456", "只能是 11 位数字"),
        ("", "只能是 11 位数字"),
    ],
)
def test_wrong_mobile_numbers(text: str, expected: str) -> None:
    assert expected in str(phones.check_mobile(text))


def test_damaged_mobile_number() -> None:
    assert phones.check_mobile("1.38123E+10") is EXCEL_DAMAGE


@pytest.mark.parametrize(
    "text", ["88123456", "0791-88123456", "079188123456", "010-65123456", "0793-8123456-801", "400-820-8820"]
)
def test_landline_numbers_pass(text: str) -> None:
    assert phones.check_phone(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("79188123456", "前的 0 可能已丢失"),
        ("18123456", "应为 11 位手机号"),
        ("0791-18123456", "应为 11 位手机号"),
        ("881234", "应为 11 位手机号"),
        ("", "应为 11 位手机号"),
    ],
)
def test_wrong_numbers(text: str, expected: str) -> None:
    assert expected in str(phones.check_phone(text))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("138 1234-1234", "13812341234"),
        ("+86 13812341234", "13812341234"),
        ("008613812341234", "13812341234"),
        ("１３８１２３４１２３４", "13812341234"),
        ("（0791）88123456", "0791-88123456"),
        ("(0791)-88123456", "0791-88123456"),
        ("0791—88123456", "0791-88123456"),
        ("13900868986", "13900868986"),  # 0086 stands for the country only in front
        ("0791-80086123", "0791-80086123"),
        ("0086 139-0086-8986", "13900868986"),
    ],
)
def test_normal_form(raw: str, expected: str) -> None:
    assert phones.normal(raw) == expected


def test_mask() -> None:
    assert phones.mask("13812341234") == "138****1234"
    assert phones.mask("0791-88123456") == "*********3456"
    assert phones.mask("881234") == "******"


@pytest.mark.parametrize(
    ("text", "area"),
    [("330200", "360121"), ("331700", "360124"), ("341000", "360702"), ("100000", "110101"), ("100000", "")],
)
def test_postcodes_pass(text: str, area: str) -> None:
    assert check_postcode(text, area) is None


@pytest.mark.parametrize(
    ("text", "area", "expected"),
    [
        ("341000", "360121", "以 33 开头，现为“34”"),
        ("100000", "360702", "以 33 / 34 开头，现为“10”"),
        ("33020", "360121", "6 位数字"),
        ("３３０２００", "360121", "6 位数字"),
    ],
)
def test_postcodes_to_doubt(text: str, area: str, expected: str) -> None:
    assert expected in str(check_postcode(text, area))


@given(st.text(st.characters(), max_size=20))
def test_nothing_typed_raises(text: str) -> None:
    text = phones.normal(text)
    assert phones.normal(text) == phones.normal(phones.normal(text))
    for message in (phones.check_mobile(text), phones.check_phone(text), check_postcode(text, text)):
        assert message is None or str(message)
    phones.mask(text)
