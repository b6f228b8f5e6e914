"""Bank cards: Luhn, length, damage and masking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from db.values import bank_card
from db.values.numbers import EXCEL_DAMAGE


@pytest.mark.parametrize("text", ["6217001234567890122", "6228481234567890128"])
def test_valid_numbers_pass(text: str) -> None:
    assert bank_card.check(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6217001234567890123", "校验不符"),
        ("621700123456789", "现有 15 位"),
        ("62170012345678901222", "现有 20 位"),
        ("6217O01234567890122", "只能是数字"),
        ("", "只能是数字"),
    ],
)
def test_each_fault_has_its_own_sentence(text: str, expected: str) -> None:
    assert expected in str(bank_card.check(text))


@pytest.mark.parametrize("text", ["6.21700123456789E+18", "6217001234567890000"])
def test_numbers_damaged_by_excel_are_named_as_such(text: str) -> None:
    assert bank_card.check(text) is EXCEL_DAMAGE


def test_normal_form() -> None:
    assert bank_card.normal(" 6217 0012-3456 ７８９０ 122") == "6217001234567890122"


def test_mask_leaves_the_last_four() -> None:
    assert bank_card.mask("6217001234567890122") == "***************0122"
    assert bank_card.mask("1234567") == "*******"
    assert bank_card.mask("") == ""


@given(st.from_regex(r"\A[0-9]{16,19}\Z"))
def test_the_check_agrees_with_another_implementation(text: str) -> None:
    assert (bank_card.check(text) is None) == luhn.is_valid(text)


@given(st.text(st.characters(), max_size=25))
def test_nothing_typed_raises(text: str) -> None:
    message = bank_card.check(bank_card.normal(text))
    assert message is None or str(message)
