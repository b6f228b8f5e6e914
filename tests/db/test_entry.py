"""What a person types or pastes: every usual way of writing is read, everything else is answered in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.code_lists import code_list
from db.entry import enter
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    ReferenceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.wording import worded
from tests.support.known_records import id_number

TODAY = date(2026, 6, 15)
ID = id_number("360111", "19760412", "011")
SEX, CAUSES = ChoiceField("性别", codes="sex"), MultiChoiceField("致困原因", codes="hardship_cause")
KINDS: list[Field] = [
    TextField("备注"),
    TextField("姓名", form=TextForm.PERSON_NAME),
    TextField("代码", form=TextForm.CREDIT_CODE),
    TextField("卡号", form=TextForm.BANK_CARD),
    TextField("手机", form=TextForm.MOBILE),
    TextField("邮编", form=TextForm.POSTCODE),
    IdentityField("身份证号"),
    IntegerField("人数"),
    DecimalField("面积"),
    MoneyField("收入"),
    DateField("日期"),
    SEX,
    YesNoField("是否"),
    AreaField("区划"),
    ReferenceField("单位"),
]


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (IntegerField("人数"), " １，２３４ ", 1234),
        (IntegerField("人数"), "0", 0),
        (DecimalField("面积", places=2), "58.5", Decimal("58.5")),
        (MoneyField("收入"), "￥1,234.5元", 123_450),
        (MoneyField("收入"), "1.2万", 1_200_000),
        (MoneyField("收入"), "壹仟捌佰元整", 180_000),
        (DateField("日期"), "2026.5.8", date(2026, 5, 8)),
        (DateField("日期"), "2026年5月8日", date(2026, 5, 8)),
        (DateField("日期"), "昨天", date(2026, 6, 14)),
        (DateField("日期"), "二〇二六年五月八日", date(2026, 5, 8)),
        (DateField("日期"), "2026 5 8", date(2026, 5, 8)),
        (SEX, "男", "1"),
        (SEX, "1", "1"),
        (SEX, "女性", "2"),
        (YesNoField("是否"), "√", True),
        (YesNoField("是否"), "否", False),
        (YesNoField("是否"), "Ｎ", False),
        (TextField("姓名", form=TextForm.PERSON_NAME), " 买买提•艾力 ", "买买提·艾力"),
        (TextField("姓名", form=TextForm.PERSON_NAME), "张　三", "张三"),
        (TextField("备注"), " 头尾空格 ", "头尾空格"),
        (TextField("邮编", form=TextForm.POSTCODE), "３３００２９", "330029"),
        (TextField("手机", form=TextForm.MOBILE), "139-7001-2345", "13970012345"),
        (IdentityField("身份证号"), f"{ID[:6]} {ID[6:14]} {ID[14:].lower()}", ID),
        (AreaField("区划", digits=9), "360111103", "360111103"),
        (AreaField("区划", digits=6), "360111103", "360111"),
        (AreaField("区划", digits=9), "江西省南昌市青山湖区罗家镇", "360111103"),
    ],
)
def test_usual_ways_of_writing_are_read(field: Field, text: str, value: Any) -> None:
    entered = enter(field, text, TODAY)
    assert entered.refused is None
    assert entered.value == value


def test_several_choices_are_read_with_any_separator() -> None:
    labels = [item.label for item in code_list("hardship_cause").valid_on(TODAY)[:2]]
    codes = tuple(item.code for item in code_list("hardship_cause").valid_on(TODAY)[:2])
    for separator in ";；、,，|/":
        assert enter(CAUSES, f" {separator} ".join(labels), TODAY).value == codes
    assert enter(CAUSES, ";".join(codes), TODAY).value == codes
    refused = enter(CAUSES, f"{labels[0]}、好吃懒做", TODAY)
    assert (refused.value, "好吃懒做" in str(refused.refused)) == (None, True)


@pytest.mark.parametrize("field", [*KINDS, CAUSES], ids=lambda field: field.label)
@pytest.mark.parametrize("text", ["", "  ", "　\n", "\t"])
def test_blanks_are_nothing(field: Field, text: str) -> None:
    entered = enter(field, text, TODAY)
    assert entered.refused is None
    assert entered.value == (() if isinstance(field, MultiChoiceField) else None)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (IntegerField("人数"), "十二"),
        (IntegerField("人数"), "1.5"),
        (DecimalField("面积", places=1), "1.25"),
        (MoneyField("收入"), "约600"),
        (MoneyField("收入"), "1.005"),
        (DateField("日期"), "2026-02-30"),
        (DateField("日期"), "45000"),
        (DateField("日期"), "26.5.8"),
        (MoneyField("收入"), "一千八"),
        (SEX, "先生"),
        (YesNoField("是否"), "也许"),
        (AreaField("区划", digits=9), "罗家"),
        (IdentityField("身份证号"), "3.60111E+17"),
        (TextField("卡号", form=TextForm.BANK_CARD), "6.22202E+18"),
        (TextField("代码", form=TextForm.CREDIT_CODE), "9.13601E+17"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_text(field: Field, text: str) -> None:
    entered = enter(field, text, TODAY)
    assert entered.value is None
    assert text in str(entered.refused)


@pytest.mark.parametrize("field", [*KINDS, CAUSES], ids=lambda field: field.label)
@given(text=st.text(max_size=40))
def test_no_text_raises(field: Field, text: str) -> None:
    entered = enter(field, text, TODAY)
    assert "{text}" not in str(entered.refused).replace(text, "")


@pytest.mark.parametrize("text", ["2010.9", "2010-09", "2010年9月", "2010.9.15", "201009"])
def test_a_month_is_entered_as_its_first_day_and_read_back_as_a_month(text: str) -> None:
    field = DateField("起始年月", month=True)
    entered = enter(field, text, date(2026, 6, 15))
    assert entered.value == date(2010, 9, 1)
    assert worded(field, entered.value) == "2010年9月"
    assert enter(DateField("日期"), "2010.9", date(2026, 6, 15)).value is None


@pytest.mark.parametrize(
    ("month", "text"),
    [(False, "58-3-12"), (False, "85.3.1"), (False, "85年3月12日"), (True, "85年3月"), (True, "85年3月1日")],
)
def test_a_year_of_two_figures_is_refused_with_the_way_to_write_it(month: bool, text: str) -> None:
    found = enter(DateField("出生日期", month=month), text, TODAY)
    assert found.value is None
    assert str(found.refused) == f"“{text}”的年份只有两位，请写满四位，如 1958.3.12。"


@pytest.mark.parametrize(
    ("month", "text"), [(False, "前年"), (False, "13.5"), (False, "二月二十"), (True, "春天")]
)
def test_what_is_no_date_at_all_is_refused_as_before(month: bool, text: str) -> None:
    found = enter(DateField("出生日期", month=month), text, TODAY)
    assert "只有两位" not in str(found.refused)
    assert "请写成" in str(found.refused)
