"""Amounts that are not plain figures: those that mean one thing are read to the fen, the others are not guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry import enter
from db.fields import MoneyField
from db.values import money, money_words

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1.2万", 1_200_000),
        ("1.5万元", 1_500_000),
        ("１．５ 万元整", 1_500_000),
        ("1.23456万", 1_234_560),
        ("0.29万", 290_000),  # 2899.999… as a float
        ("1,200万", 1_200_000_000),
        ("1.5萬", 1_500_000),
        ("3百元", 30_000),
        ("1千", 100_000),
        ("1800元整", 180_000),
        ("￥1,800.00元整", 180_000),
        ("人民币1800元", 180_000),
        ("壹仟捌佰元整", 180_000),
        ("人民币 壹仟捌佰圆正", 180_000),
        ("一千八百", 180_000),
        ("一千八百元五角", 180_050),
        ("两千", 200_000),
        ("十五万", 15_000_000),
        ("拾伍元", 1_500),
        ("一千零八十", 108_000),
        ("一百零五", 10_500),
        ("五角", 50),
        ("零元整", 0),
        ("壹拾万柒仟元整", 10_700_000),
        ("壹拾万零柒仟元整", 10_700_000),  # as many write it
        ("壹仟陆佰捌拾元叁角贰分", 168_032),  # the rule leaves the zero after 元 open
        ("一亿五千万", 15_000_000_000),
    ],
)
def test_amounts(text: str, fen: int) -> None:
    assert money_words.parse(text) == fen
    assert enter(MoneyField("金额"), text, TODAY) == (fen, None)


@pytest.mark.parametrize(
    "text",
    [
        "", "元", "万", "整", "一", "零", "二〇〇", "一千八", "一万二", "二百五", "一亿五千", "一千零八百", "一千八十", "八百一千", "一百一百",
        "百万", "万元", "1万2千", "1 2万", "1.2千万", "1.2345678万", "1.005元整", "约1800", "5万-6万", "1.5万整元", "壹仟捌佰元整元", "元壹", "角五",
        "五块", "-5万", "负五元", "1,2万", "壹仟捌佰角",
    ],
)  # fmt: skip
def test_what_is_not_guessed(text: str) -> None:
    assert money_words.parse(text) is None
    entered = enter(MoneyField("金额"), text or "元", TODAY)
    assert (entered.value, (text or "元") in str(entered.refused)) == (None, True)


@given(
    st.integers(-(10**18) + 1, 10**18 - 1)
    | st.integers(0, 10**7)
    | st.integers(0, 10**4).map(lambda n: n * 10**6)
)
def test_our_own_capitals_read_back(fen: int) -> None:
    assert money_words.parse(money.capitals(fen), negative=True) == fen
    assert money_words.parse(money.capitals(abs(fen))) == abs(fen)


@given(st.integers(0, 10**9), st.integers(0, 6))
def test_figures_with_a_unit_are_exact(digits: int, decimals: int) -> None:
    figures = f"{digits // 10**decimals}.{digits % 10**decimals:0{decimals}}" if decimals else str(digits)
    assert money_words.parse(f"{figures}万元") == digits * 10 ** (6 - decimals)


@given(st.text("0123456789.,-元￥ ", max_size=14))
def test_figures_alone_mean_what_they_meant(text: str) -> None:
    fen = money.parse(text)
    if fen is not None:
        assert enter(MoneyField("金额"), text, TODAY).value == fen
        assert money_words.parse(text) in {fen, None}


@given(st.text(max_size=20) | st.text("一二两十百千万亿零元角分整壹贰拾佰仟1.5 负", max_size=12))
def test_nothing_typed_raises(text: str) -> None:
    fen = money_words.parse(text)
    assert fen is None or fen >= 0
