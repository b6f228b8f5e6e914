"""Values in words for the screen and for paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    TextField,
    YesNoField,
)
from db.wording import unit_of, worded


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (MoneyField("收入"), 123_456_789, "1,234,567.89"),
        (MoneyField("收入"), 0, "0.00"),
        (DecimalField("面积", places=2), Decimal("58.5"), "58.50"),
        (IntegerField("人数"), 0, "0"),
        (DateField("日期"), date(2026, 5, 8), "2026年5月8日"),
        (ChoiceField("性别", codes="sex"), "1", "男"),
        (ChoiceField("性别", codes="sex"), "77", "77"),
        (MultiChoiceField("性别", codes="sex"), ("2", "1"), "女、男"),
        (YesNoField("是否"), True, "是"),
        (YesNoField("是否"), False, "否"),
        (AreaField("区划", digits=9), "360111103", "江西省南昌市青山湖区罗家镇"),
        (TextField("姓名"), "熊𬱖", "熊𬱖"),
    ],
)
def test_each_kind_has_its_words(field: Field, value: Any, words: str) -> None:
    assert worded(field, value) == words


@pytest.mark.parametrize(
    "field", [MoneyField("收入"), MultiChoiceField("原因", codes="sex"), TextField("姓名")]
)
@pytest.mark.parametrize("nothing", [None, "", ()])
def test_nothing_is_written_as_nothing(field: Field, nothing: Any) -> None:
    assert worded(field, nothing) == ""


def test_units_stand_beside_the_value() -> None:
    assert unit_of(MoneyField("收入")) == "元"
    assert unit_of(DecimalField("面积", unit="㎡")) == "㎡"
    assert unit_of(TextField("姓名")) == ""


@pytest.mark.parametrize(("month", "words"), [(False, "2026-05-08"), (True, "2026-05")])
def test_another_language_has_its_own_dates(month: bool, words: str) -> None:
    english = {
        "{year}年{month}月{day}日": "{year}-{month:02}-{day:02}",
        "{year}年{month}月": "{year}-{month:02}",
    }
    assert worded(DateField("建档日期", month=month), date(2026, 5, 8), english.__getitem__) == words
