"""Money: reading to the fen and the capitals of 支付结算办法 附一."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import money


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5", 123450),
        ("1234.50元", 123450),
        ("￥600", 60000),
        ("¥ 1,000.00", 100000),
        ("１，２３４．５", 123450),
        ("0.05", 5),
        ("0", 0),
        (" 12,345,678.90 ", 1234567890),
        ("1 900", 190000),
        ("12 345 678.90元", 1234567890),
        ("1\u2009900", 190000),
        ("1\u00a0900", 190000),
        ("1\u3000900", 190000),
        ("1，900", 190000),
        ("￥1900", 190000),
        ("999999999999.99", 99999999999999),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    assert money.parse(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "", "元", "1.234", "0.001", "1.1E+17", "-1", "－1", "1,23.00", "12,34", "1,2345", ".5", "5.", "1e3", "一百", "5万",
        "1 90", "1  900", "1 2345", "1 234,567", "1,234 567", "12 34", "1234 567", "1234567890123", "nan", "1_000", "٣",
    ],
)  # fmt: skip
def test_what_is_not_an_amount(text: str) -> None:
    assert money.parse(text) is None


def test_negative_only_when_asked() -> None:
    assert money.parse("-1,234.50", negative=True) == -123450
    assert money.parse("￥-0.05元", negative=True) == -5


def test_figures() -> None:
    assert money.plain(123450) == "1234.50"
    assert money.grouped(123450) == "1,234.50"
    assert money.grouped(5) == "0.05"
    assert money.plain(-5) == "-0.05"


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        # the examples of the rule and of the domain report
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1000", "人民币壹仟元整"),
        ("0.50", "人民币伍角整"),
        ("100000", "人民币壹拾万元整"),
        # and places where programs go wrong
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("10", "人民币壹拾元整"),
        ("10.05", "人民币壹拾元零伍分"),
        ("100007", "人民币壹拾万零柒元整"),
        ("1000000", "人民币壹佰万元整"),
        ("10010000", "人民币壹仟零壹万元整"),
        ("100000001", "人民币壹亿零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("100005000", "人民币壹亿零伍仟元整"),
        ("120000300", "人民币壹亿贰仟万零叁佰元整"),
        ("1234567890.12", "人民币壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分"),
        ("1001001001", "人民币壹拾亿零壹佰万壹仟零壹元整"),
    ],
)
def test_capitals(yuan: str, expected: str) -> None:
    fen = money.parse(yuan)
    assert fen is not None
    assert money.capitals(fen) == expected


def test_capitals_of_great_and_negative_amounts() -> None:
    assert money.capitals(10**12 * 100) == "人民币壹万亿元整"
    assert money.capitals((10**12 + 10**8) * 100) == "人民币壹万零壹亿元整"
    assert money.capitals(-50) == "人民币负伍角整"
    with pytest.raises(ValueError, match="1000000000000000000"):
        money.capitals(10**18)


@given(st.integers(-(10**14) + 1, 10**14 - 1))
def test_figures_read_back(fen: int) -> None:
    assert money.parse(money.plain(fen), negative=True) == fen
    assert money.parse(money.grouped(fen), negative=True) == fen


def spoken(capitals: str) -> int:
    """Read capitals back to fen, in the naive way: the second opinion on the writer."""
    digits = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = group = digit = fen = 0
    for character in capitals.removeprefix("人民币").rstrip("整"):
        if character in digits:
            digit = digits[character]
        elif character in places:
            group, digit = group + digit * places[character], 0
        elif character == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif character == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
        elif character == "元":
            fen, total, group, digit = (total + group + digit) * 100, 0, 0, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[character], 0
    return fen


@given(st.integers(0, 10**18 - 1) | st.integers(0, 10**7))
def test_capitals_say_the_amount_and_have_no_double_zero(fen: int) -> None:
    text = money.capitals(fen)

    assert spoken(text) == fen
    assert "零零" not in text
    assert text.endswith(("整", "角", "分"))


@given(st.text(st.characters(), max_size=20) | st.text("0123456789.,-元￥ ", max_size=14))
def test_nothing_typed_raises(text: str) -> None:
    fen = money.parse(text)
    assert fen is None or fen >= 0
