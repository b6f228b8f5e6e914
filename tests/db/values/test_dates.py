"""Dates: every way of writing that people use, and those we refuse to guess."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.values import dates

TODAY = date(2026, 5, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2026.5.8", "2026-05-08", "20260508", "2026/5/8", "2026年5月8日", "2026年05月08日", "2026 年 5 月 8 日",
        "2026-5-8 0:00:00", "2026-05-08T00:00:00", "5-8", "5.8", "5/8", "5月8日", "5月8号", "05-08", "昨天",
        "２０２６．５．８", "２０２６年５月８日", "2026。5。8", " 2026.5.8 ", "2026 5 8", "2026　05　08", "2026、5、8", "2026，5，8",
        "二〇二六年五月八日", "二零二六年五月八号", "二○二六 年 五 月 八 日", "2026年五月八日", "二〇二六年5月8日", "二〇二六年〇五月〇八日", "五月八日",
    ],
)  # fmt: skip
def test_ways_of_writing(text: str) -> None:
    assert dates.parse(text, TODAY) == date(2026, 5, 8)


def test_today() -> None:
    assert dates.parse("今天", TODAY) == TODAY
    assert dates.parse("前天", TODAY) == date(2026, 5, 7)
    assert dates.parse("今天", date(2026, 1, 1)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", "46150", "46150.0", "2026年5月", "2026.5", "202605", "2026-5.8", "2026-02-30", "20261301", "26.5.8", "08/05/2026",
        "1899-12-31", "2100-01-01", "2-30", "13-1", "2026-05-08 12:30", "2026-W19-5", "明年", "二〇二六", "٢٠٢٦.٥.٨",
        "26-5-8", "260508", "26年5月8日", "二六年五月八日", "二〇二六年五月", "二〇二六年五月初八", "二〇二六年正月八日", "二〇二六年一二月八日",
        "二〇二六年十三月八日", "二〇二六年五月三十二日", "二〇二六年五月八", "2026 5", "2026 5-8", "2026 5 8 9", "五月", "2026  5 8",
    ],
)  # fmt: skip
def test_what_is_not_guessed(text: str) -> None:
    assert dates.parse(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026年5月",
        "2026.5",
        "2026-05",
        "202605",
        "２０２６／５",
        "2026 年 5 月",
        "二〇二六年5月",
        "二〇二六年五月",
        "2026年五月",
    ],
)
def test_months_when_asked(text: str) -> None:
    assert dates.parse(text, TODAY, month=True) == date(2026, 5, 1)


def test_a_month_may_be_given_by_its_day_too() -> None:
    assert dates.parse("2026年5月8日", TODAY, month=True) == date(2026, 5, 8)
    assert dates.parse("2026年13月", TODAY, month=True) is None


def test_paper_has_no_leading_zeros() -> None:
    assert dates.written(date(2024, 5, 8)) == "2024年5月8日"
    assert dates.month_written(date(2024, 5, 8)) == "2024年5月"


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_what_is_written_reads_back(day: date) -> None:
    for text in (dates.written(day), day.isoformat(), f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}"):
        assert dates.parse(text, TODAY) == day
    assert dates.parse(dates.month_written(day), TODAY, month=True) == day.replace(day=1)


_DIGIT = "〇一二三四五六七八九"


def in_characters(number: int) -> str:
    """Write a number below 40 the naive way."""
    tens, ones = divmod(number, 10)
    return ("", "十", "二十", "三十")[tens] + (_DIGIT[ones] if ones else "")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_date_may_be_written_in_characters(day: date) -> None:
    text = "".join(_DIGIT[int(figure)] for figure in f"{day.year}") + f"年{in_characters(day.month)}月"
    assert dates.parse(text, TODAY, month=True) == day.replace(day=1)
    assert dates.parse(f"{text}{in_characters(day.day)}日", TODAY) == day


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["{y}-{m}-{d}", "{y}.{m}.{d}", "{y}/{m:02}/{d:02}", "{y}{m:02}{d:02}", "{y}年{m}月{d}日", "{y} 年 {m:02} 月 {d} 号", "{y}-{m}-{d} 00:00:00"]
    ),
)  # fmt: skip
def test_the_older_ways_of_writing_mean_what_they_meant(day: date, way: str) -> None:
    for month in (False, True):
        assert dates.parse(way.format(y=day.year, m=day.month, d=day.day), TODAY, month=month) == day


@given(st.text(st.characters(), max_size=20) | st.text("0123456789.-/年月日 〇二五十、", max_size=14))
def test_nothing_typed_raises(text: str) -> None:
    for month in (False, True):
        found = dates.parse(text, TODAY, month=month)
        assert found is None or 1900 <= found.year <= 2099
