"""What a list says of all its records: sums by a choice, common values; rows by age; blanks to write on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.reports.forms.printing import draw
from desktop.reports.forms.reading import read
from tests.reports.forms.form_samples import empty_record, occasion, usual_record
from tests.reports.forms.geometry import check_all, sides

PAYMENTS = """\
code = "payments"
title = "名册"
register = "assistance"
many = true
row_height = 10
[ask]
batch = "批次"
[[block]]
kind = "line"
parts = ["批次：{same.batch|ask.batch|'____'}", "资金来源：{same.fund_source|'　　'}", "发放日期：{same.paid_on:留白}"]
[[block]]
kind = "list"
total = "合计"
parts = "fund_source"
capitals = "amount"
columns = [
  { width = 60, head = "姓名", text = "{name}" },
  { width = "*", head = "金额", text = "{amount}", sum = true },
]
"""
ADULTS = """\
code = "adults"
title = "委托书"
register = "hardship_cases"
[[block]]
kind = "rows"
group = "members"
ages = [18, 150]
printed = 3
columns = [
  { width = 20, head = "序号", text = "{number}" },
  { width = "*", head = "姓名", text = "{name}" },
]
"""
VISIT = """\
code = "visit"
title = "入户调查表"
register = "hardship_cases"
rows = "visits"
[[block]]
kind = "line"
parts = ["户主：{record.name}", "调查日期：{visited_on:留白}"]
"""


def _payments(*sources: str | None) -> list[Any]:
    found: list[Any] = [usual_record("assistance", number) for number in range(len(sources))]
    for payment, source in zip(found, sources, strict=True):
        payment.fund_source = source
    return found


def _text(source: str, records: list[Any], **answers: str) -> str:
    found = read(source, "test.toml")
    assert found.form is not None, [str(one) for one in found.mistakes]
    return "".join(page.text for page in check_all(draw(found.form, records, occasion(**answers))))


def test_the_total_is_parted_by_a_choice_in_the_order_of_its_codes() -> None:
    text = _text(PAYMENTS, _payments("3", "13", "3", None))
    assert "合计4,938.00其中：未填写1,234.50其中：市级财政1,234.50其中：本级工会列支2,469.00" in text
    assert "人民币肆仟玖佰叁拾捌元整" in text


def test_the_parts_never_stand_alone_on_a_page() -> None:
    form = read(PAYMENTS, "test.toml").form
    assert form is not None
    for count in range(18, 26):
        last = sides(draw(form, _payments(*(["1", "2", "3", "4"] * 7)[:count]), occasion()).pdf)[-1].text
        assert last.count("欧阳建国") >= 1


def test_what_all_records_say_stands_above_the_list() -> None:
    payments = _payments("3", "3")
    for payment in payments:
        payment.batch = "2026年春节第一批"
    text = _text(PAYMENTS, payments, batch="别的批次")
    assert "批次：2026年春节第一批" in text
    assert "资金来源：本级工会列支" in text
    assert "发放日期：2026年1月15日" in text


def test_what_differs_is_asked_for_or_left_to_the_hand() -> None:
    payments = _payments("3", "1")
    payments[0].batch = payments[1].batch = None
    payments[0].paid_on = date(2026, 2, 1)
    text = _text(PAYMENTS, payments)
    assert "批次：____资金来源：发放日期：年月日" in text
    assert "批次：第二批" in _text(PAYMENTS, payments, batch="第二批")


def test_a_table_lists_people_of_an_age_on_the_day_of_printing() -> None:
    record: Any = usual_record("hardship_cases")
    child, adult = record.members
    child.name, child.birth = "小明", date(2008, 5, 9)  # 18 on the day after the printing
    adult.name, adult.birth = "张三", date(2008, 5, 8)
    text = _text(ADULTS, [record])
    assert "1张三" in text
    assert "小明" not in text
    child.birth = None  # unknown: for the clerk to strike out
    assert "1小明2张三" in _text(ADULTS, [record])


def test_a_visit_that_is_still_to_be_made_has_a_form_with_the_household() -> None:
    record: Any = empty_record("hardship_cases")
    record.name = "欧阳建国"
    assert "户主：欧阳建国调查日期：年月日" in _text(VISIT, [record])


@pytest.mark.parametrize(
    ("source", "old", "new", "line", "reason"),
    [
        (PAYMENTS, '"fund_source"', '"name"', 14, "“name”不是选项项目"),
        (ADULTS, "[18, 150]", '["18岁"]', 7, "年龄段应写两个整数"),
        (PAYMENTS, "{same.batch|", "{same.nothing|", 10, "same.nothing"),
    ],
)
def test_mistakes_are_named_by_line(source: str, old: str, new: str, line: int, reason: str) -> None:
    found = read(source.replace(old, new), "test.toml")
    assert found.form is None
    (mistake,) = found.mistakes
    assert mistake.line == line
    assert reason in str(mistake)
