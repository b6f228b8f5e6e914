"""Lists with sums, letters, folded sheets, a form for each row, and what fits no box."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.reports.archival_pdf import violations
from desktop.reports.forms.description import Form
from desktop.reports.forms.document import Document
from desktop.reports.forms.printing import draw, missing_characters
from desktop.reports.forms.reading import read
from desktop.reports.forms.templates import Subject
from tests.reports.forms.form_samples import longest_record, occasion, usual_record
from tests.reports.forms.geometry import MM, check_all, find, sides

LIST = """\
code = "payments"
title = "发放花名册"
register = "hardship_cases"
many = true
landscape = true
row_height = 10
[ask]
batch = "批次"
[[block]]
kind = "title"
text = "帮扶资金发放花名册（{ask.batch}）"
[[block]]
kind = "list"
total = "合计"
page_total = "本页小计"
carry = true
capitals = "monthly_income_self"
columns = [
  { width = 15, head = "序号", text = "{number}" },
  { width = 30, head = "姓名", text = "{name:隐名}" },
  { width = 50, head = "身份证号", text = "{id_no:首4末4}" },
  { width = 40, head = "金额（元）", text = "{monthly_income_self}", sum = true, align = "right" },
  { width = "*", head = "签字", text = "" },
]
[[block]]
kind = "foot"
parts = ["单位负责人：", "审核人：", "填表人：", "联系电话："]
[[block]]
kind = "note"
text = "共 {count} 人，{sum.monthly_income_self:大写}。"
"""
LETTER = """\
code = "letter"
title = "关于成立工会的请示"
register = "units"
margins = [37, 26, 35, 28]
foot = "letter"
[[block]]
kind = "letterhead"
text = "南昌市青山湖区罗家镇总工会"
number = "罗工〔2026〕3号"
[[block]]
kind = "title"
text = "关于成立江西昌东光电有限公司\\n工会委员会的请示"
[[block]]
kind = "letter"
gap = 10
indent = 0
text = "南昌市青山湖区总工会："
[[block]]
kind = "letter"
text = "一、基本情况\\n（一）企业情况\\n{unit_name}位于本镇，现有职工{employees}人，%s\\n妥否，请批示。"
[[block]]
kind = "signed"
text = "{office}"
date = "{today}"
[[block]]
kind = "imprint"
text = "罗家镇总工会办公室"
date = "{today}"
copied = "罗家镇党委"
"""
FOLDED = (
    """\
code = "folded"
title = "推荐审批表"
register = "nominees"
paper = "A3"
fold = true
"""
    + "".join(
        f'[[block]]\nkind = "title"\ntext = "第{n}面"\n[[block]]\nkind = "page_break"\n' for n in "甲乙丙"
    )
    + """\
[[block]]
kind = "grid"
columns = [20, "*", 40]
[[block.row]]
height = 60
cells = [{ text = "单位意见", vertical = true }, { opinion = "同意", sign = ["负责人签字："] }, { photo = "照片" }]
"""
)


def form_of(source: str) -> Form:
    found = read(source, "test.toml")
    assert found.form is not None, [str(one) for one in found.mistakes]
    return found.form


def _cases(count: int) -> list[Any]:
    return [usual_record("hardship_cases", number) for number in range(count)]


def test_a_list_carries_its_sums_over_the_page() -> None:
    printed = draw(form_of(LIST), _cases(30), occasion(batch="2026年第一批"))
    pages = check_all(printed)
    assert len(pages) == 3
    assert all("身份证号" in page.text and "本页小计" in page.text for page in pages)
    first, last = pages[0].text, pages[-1].text
    rows = first.count("3601**********0010")
    assert f"{rows * 123450 / 100:,.2f}" in first
    assert "过次页" in first
    assert "承前页" in pages[1].text
    assert "过次页" not in last
    assert "37,035.00" in last
    assert "合计金额（大写）：人民币叁万柒仟零叁拾伍元整" in last
    assert "联系电话：" in last
    assert "共30人，人民币叁万柒仟零叁拾伍元整。" in last
    assert "欧**国" in first
    assert "360102194901010010" not in "".join(page.text for page in pages)


def test_a_list_shows_the_rows_of_a_group() -> None:
    rows = LIST.replace('kind = "list"', 'kind = "list"\ngroup = "members"').replace(
        "monthly_income_self", "monthly_income"
    )
    (page,) = check_all(draw(form_of(rows.replace("{name:隐名}", "{record.name}")), _cases(3), occasion()))
    assert page.text.count("3601**********0010") == 6
    assert "7,407.00" in page.text


def test_words_stand_at_the_corners_above_a_form() -> None:
    source = 'annex = "附件1"\ntable_no = ["表　　号：帮扶1表", "制定机关：市总工会"]\n' + SMALL_BOX
    (page, *_) = check_all(draw(form_of(source), [usual_record("hardship_cases")], occasion()))
    annex, number = find(page, "附件1"), find(page, "制定机关：市总工会")
    assert annex[0] == pytest.approx(20 * MM, abs=2)
    assert number[2] == pytest.approx(page.width - 20 * MM, abs=2)


def test_a_list_of_nothing_has_its_head_and_sums() -> None:
    (page,) = check_all(draw(form_of(LIST), [], occasion()))
    assert "0.00" in page.text


@pytest.mark.parametrize("text", ["", "该企业依法登记，职工自愿组织工会。" * 60])
def test_a_letter_keeps_the_national_layout(text: str) -> None:
    printed = draw(form_of(LETTER % text), [usual_record("units")], occasion())
    pages = check_all(printed)
    body = find(pages[0], "南昌市青山湖区总工会：")
    assert body[0] == pytest.approx(28 * MM, abs=1.5)
    page = pages[0]
    sizes = {box.character: box.size for box in page.characters}
    assert sizes["请"] in {16, 22}
    marked = page.text.index("—1—")
    assert page.characters[marked].bottom == pytest.approx(28 * MM, abs=3)
    assert page.characters[marked + 2].right == pytest.approx(page.width - 26 * MM - 14, abs=1.5)
    if text:
        assert len(pages) > 1
        number = pages[1].text.index("—2—")
        assert pages[1].characters[number].left == pytest.approx(28 * MM + 14, abs=1.5)
    assert violations(printed.pdf) == []


def test_a_line_of_a_letter_has_28_characters() -> None:
    pages = sides(draw(form_of(LETTER % ("测" * 100)), [usual_record("units")], occasion()).pdf)
    lines: dict[float, list[float]] = {}
    for box in pages[0].characters:
        if box.character == "测":
            lines.setdefault(round(box.bottom), []).append(box.left)
    full = max(lines.values(), key=len)
    assert len(full) == 28
    assert max(full) - min(full) == pytest.approx(27 / 28 * 156 * MM, abs=1)


@pytest.mark.parametrize("long", [0, 1, 2])
def test_the_parts_of_a_line_shrink_before_they_lie_on_each_other(long: int) -> None:
    parts = ["填报单位：罗家镇", "统计时点：5月8日", "共12户"]
    parts[long] += "青山湖区罗家镇总工会筹备委员会" * 2
    source = f'code = "line"\ntitle = "一行"\n[[block]]\nkind = "line"\nparts = {parts}\n'.replace("'", '"')
    (side,) = check_all(draw(form_of(source), [None], occasion()))
    ends = [find(side, part)[2] for part in parts]
    starts = [find(side, part)[0] for part in parts]
    assert ends[0] < starts[1] < ends[1] < starts[2]


def test_a_folded_sheet_has_its_pages_in_order() -> None:
    printed = draw(form_of(FOLDED), [usual_record("nominees")], occasion())
    outside, inside = check_all(printed)
    assert outside.width == pytest.approx(420 * MM, abs=0.5)
    middle = outside.width / 2
    assert find(outside, "第甲面")[0] > middle
    assert find(outside, "负责人签字")[0] < middle
    assert find(inside, "第乙面")[0] < middle < find(inside, "第丙面")[0]
    assert "第4页共4页" in outside.text


def test_the_photograph_has_its_size() -> None:
    outside, _ = sides(draw(form_of(FOLDED), [usual_record("nominees")], occasion()).pdf)
    tall = [line for line in outside.lines if abs(line.y2 - line.y1 - 49 * MM) < 0.1]
    assert len(tall) == 2
    assert abs(tall[0].x1 - tall[1].x1) == pytest.approx(35 * MM, abs=0.1)


def test_a_form_is_printed_for_each_row() -> None:
    source = """\
code = "each"
title = "成员表"
register = "hardship_cases"
rows = "members"
[[block]]
kind = "grid"
columns = [30, "*"]
[[block.row]]
cells = ["姓名", "{name}（户主{record.name}，第{number}人）"]
"""
    printed = draw(form_of(source), [usual_record("hardship_cases")], occasion())
    assert printed.pages == 2
    assert "（户主欧阳建国，第2人）" in sides(printed.pdf)[1].text
    assert [drawn.first for drawn in printed.drawn] == [1, 2]


SMALL_BOX = """\
code = "small"
title = "小表"
register = "hardship_cases"
[[block]]
kind = "grid"
columns = [30, "*"]
[[block.row]]
height = 12
cells = ["致困原因", "{cause_text}"]
[[block]]
kind = "rows"
group = "members"
printed = 2
columns = [ { width = "*", head = "姓名", text = "{name}" }, { width = "*", head = "身份证号", text = "{id_no}" } ]
"""


def test_what_fits_no_box_goes_on_on_a_continuation_page() -> None:
    record = longest_record("hardship_cases")
    pages = check_all(draw(form_of(SMALL_BOX), [record], occasion()))
    assert "（转续页）" in pages[0].text
    assert pages[1].text.startswith("小表（续页）")
    assert "致困原因（续）" in pages[1].text
    whole = "".join(page.text for page in pages).replace("（转续页）", "").replace("致困原因（续）", "")
    assert whole.count("360102194901010010") == 14
    assert pages[0].text.count("360102194901010010") == 2
    bare = "".join(record.cause_text.split())  # type: ignore[attr-defined]
    kept = sum(bare[start : start + 5] in whole for start in range(0, len(bare) - 5, 5))
    assert kept > len(bare) / 5 * 0.9  # a turn of the page may part one


def test_a_continuation_says_whose_line_it_goes_on_with() -> None:
    source = SMALL_BOX.replace("printed = 2", 'printed = 2\nside = "家庭成员"').replace(
        "{id_no}", "{unit_or_school}"
    )
    narrow = source.replace('width = "*", head = "身份证号"', 'width = 20, head = "单位"')
    text = "".join(
        page.text for page in sides(draw(form_of(narrow), [longest_record("hardship_cases")], occasion()).pdf)
    )
    assert "家庭成员第2行单位（续）" in text


def test_text_shrinks_before_it_goes_on() -> None:
    record = usual_record("hardship_cases")
    page = sides(draw(form_of(SMALL_BOX), [record], occasion()).pdf)[0]
    start = page.text.index("户主患")
    assert 6 <= page.characters[start].size <= 10.5
    record.cause_text = "户主患病。" * 20  # type: ignore[attr-defined]
    page = sides(draw(form_of(SMALL_BOX), [record], occasion()).pdf)[0]
    assert page.characters[page.text.index("户主患")].size < 10.5


def test_missing_characters_are_named_before_and_printed_as_numbers() -> None:
    record = usual_record("hardship_cases", 7)
    record.name = "张\U0002a6d1三"  # type: ignore[attr-defined] - only dictionaries have it
    form = form_of(SMALL_BOX.replace("{cause_text}", "{name}"))
    (found,) = missing_characters(form, [record], occasion())
    assert found.characters == ("\U0002a6d1",)
    assert found.label == "姓名"
    assert found.record.startswith("36011110220260007")
    printed = draw(form, [record], occasion())
    assert printed.missing == ("\U0002a6d1",)
    assert "张〔U+2A6D1〕三" in sides(printed.pdf)[0].text


def test_line_ends_are_no_missing_characters() -> None:
    record = usual_record("hardship_cases")
    record.cause_text = "甲\n乙"  # type: ignore[attr-defined]
    assert missing_characters(form_of(SMALL_BOX), [record], occasion()) == ()


def test_several_forms_make_one_packet() -> None:
    document = Document("一户的材料", occasion())
    record = usual_record("hardship_cases")
    document.add(form_of(SMALL_BOX), Subject(record))
    document.add(form_of(SMALL_BOX.replace('"small"', '"second"')), Subject(record))
    printed = document.finish()
    assert [(one.form, one.first, one.last) for one in printed.drawn] == [("small", 1, 1), ("second", 2, 2)]
    assert violations(printed.pdf) == []


def test_the_same_records_give_the_same_bytes() -> None:
    form = form_of(SMALL_BOX)
    first, second = (draw(form, _cases(3), occasion()).pdf for _ in range(2))
    assert first == second


def test_what_repeats_is_stored_once() -> None:
    form = form_of(SMALL_BOX)
    few, many = (len(draw(form, _cases(count), occasion()).pdf) for count in (1, 101))
    assert (many - few) / 100 < 1200


def test_a_step_may_stop_the_work() -> None:
    class StopError(Exception):
        pass

    def stop(done: int) -> None:
        if done == 3:
            raise StopError

    with pytest.raises(StopError):
        draw(form_of(SMALL_BOX), _cases(10), occasion(), stop)


def test_a_form_printed_empty_keeps_its_boxes() -> None:
    printed = draw(form_of('empty = "无"\n' + SMALL_BOX), [None], occasion())
    (page,) = check_all(printed)
    assert "致困原因" in page.text
    assert "无" not in page.text
    assert printed.drawn[0].record == ""
    assert replace(printed.drawn[0], record="x").record == "x"
