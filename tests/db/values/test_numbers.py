"""Whole and decimal numbers, and the damage that Excel leaves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("1,234", 1234),
        ("１２", 12),
        (" 007 ", 7),
        ("-3", -3),
        ("999999999999999", 999999999999999),
    ],
)
def test_whole_numbers(text: str, expected: int) -> None:
    assert numbers.parse_integer(text) == expected


@pytest.mark.parametrize(
    "text", ["", "1.0", "1,23", "一", "1e3", "1_000", "1 2", "٣", "1234567890123456", "--1", "²"]
)
def test_what_is_not_a_whole_number(text: str) -> None:
    assert numbers.parse_integer(text) is None


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("66.5", 2, "66.5"),
        ("1,234.50", 2, "1234.50"),
        ("12", 2, "12"),
        ("0.500", 1, "0.5"),
        ("－１．５", 1, "-1.5"),
        ("3.0", 0, "3"),
    ],
)
def test_decimals(text: str, places: int, expected: str) -> None:
    assert numbers.parse_decimal(text, places) == Decimal(expected)


@pytest.mark.parametrize("text", ["", "1.234", ".5", "5.", "1e3", "nan", "Infinity", "1.2.3", "50%"])
def test_what_is_not_a_decimal_of_two_places(text: str) -> None:
    assert numbers.parse_decimal(text, 2) is None


@pytest.mark.parametrize(
    "text",
    ["1.1E+17", "1.2E+17", "3.60121197511054E+17", "1e17", "360121197511054000", "6217001234567890000"],
)
def test_damage_is_seen(text: str) -> None:
    assert numbers.damaged_by_excel(text)


@pytest.mark.parametrize(
    "text",
    ["", "12", "360121197511054416", "123456789012000", "91360121MA35T3XY1E", "E+17", "000000000000000000"],
)
def test_sound_numbers_are_not_suspected(text: str) -> None:
    assert not numbers.damaged_by_excel(text)


@given(st.integers(10**17, 10**18 - 1))
def test_what_excel_does_to_an_id_is_seen(number: int) -> None:
    assert numbers.damaged_by_excel(f"{number:.5E}")
    assert numbers.damaged_by_excel(str(number // 1000 * 1000))


@given(st.text(st.characters(), max_size=20) | st.text("0123456789.,-E+", max_size=20), st.integers(0, 4))
def test_nothing_typed_raises(text: str, places: int) -> None:
    numbers.parse_integer(text)
    numbers.parse_decimal(text, places)
    numbers.damaged_by_excel(text)
