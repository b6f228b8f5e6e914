"""The forms of units, workers' homes and inspections: their boxes, sums and rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.code_lists import code_list
from db.record import Record
from db.register import Context
from db.registers import all_registers
from db.registers.worker_homes import scores
from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.document import Printed
from desktop.reports.forms.formats import FORMATS
from desktop.reports.forms.printing import draw
from desktop.reports.forms.reading import read
from tests.reports.forms.form_samples import WRITTEN_ON, occasion, usual_record
from tests.reports.forms.geometry import sides
from tests.reports.forms.test_letters import Ink, ink

ITEMS = code_list("home_score_item").valid_on(WRITTEN_ON)


def printed(code: str, record: Record | None, **answers: str) -> Printed:
    return draw(built_in()[code], [record], occasion(**answers))


def text_of(document: Printed) -> str:
    """Read a form in the order in which it was drawn: what many records share, then what this one has."""
    return "".join(side.text for side in sides(document.pdf))


def lines_of(document: Printed) -> str:
    """Read a form as the eye does: what stands at one height, from left to right."""
    found: dict[tuple[int, int], list[Ink]] = defaultdict(list)
    for number, page in enumerate(ink(document)):
        for one in page:
            found[number, -round(one.y + one.size * 0.36)].append(one)
    lines = (sorted(found[place], key=lambda one: one.x) for place in sorted(found))
    return "\n".join("".join(one.character for one in line) for line in lines)


def home(scored: str = "all") -> Any:
    """Make an application whose sheet has full points, or some of the items only."""
    record: Any = usual_record("worker_homes")
    context = occasion().context
    row = type(record.scores[0])
    record.scores = [
        row(item=item.code, position=place, own=scores.points(record, context, item.code))
        for place, item in enumerate(ITEMS)
        if scored == "all" or item.code.startswith(scored)
    ]
    record.vetoes = ()
    return record


def _points(context: Context, head: str) -> Decimal:
    record = usual_record("worker_homes")
    return sum(
        (scores.points(record, context, item.code) or Decimal(0) for item in ITEMS if item.code[0] == head),
        Decimal(0),
    )


def test_the_score_sheet_lists_28_items_with_numbers_points_and_stars() -> None:
    text = text_of(printed("home_scores", None))
    for number, item in enumerate(ITEMS, start=1):
        star = "★" if item.code in scores.must_items() else ""
        points = scores.points(usual_record("worker_homes"), occasion().context, item.code)
        assert f"{number}{''.join(item.label.split())}{points:.0f}{star}" in text, item
    assert text.count("★") == len(scores.must_items()) + 2 + 3  # the heads of two pages, the note
    assert text.count("考核内容") == 2


def test_the_points_of_each_head_are_those_of_the_rule_table() -> None:
    text = text_of(printed("home_scores", None))
    context = occasion().context
    names = ["一、组织健全", "二、维权到位", "三、工作活跃", "四、作用明显", "五、职工信赖"]
    for head, name in zip(scores.HEADS, names, strict=True):
        assert f"{name}小计{_points(context, head):.0f}" in text
    assert sum(_points(context, head) for head in scores.HEADS) == 100


def test_the_grades_of_the_note_are_those_of_the_rule_table() -> None:
    text = text_of(printed("home_scores", None))
    record, context = usual_record("worker_homes"), occasion().context
    least = [scores.figure_for(record, context, scores.TABLE, f"grade_{code}") for code in "123"]
    for figure, words in zip(least, ("可报“模范”", "为“先进”", "为“合格”"), strict=True):
        assert figure is not None
        start = text.index(f"{figure.value:.0f}分以上")
        assert words in text[start : start + 25]


def test_scores_are_added_up_by_head_and_make_the_grade() -> None:
    text = lines_of(printed("home_scores", home()))
    assert "一、组织健全小计2525.0" in text
    assert "二、维权到位小计3030.0" in text
    assert "总分100100.0" in text
    assert "☑可报模范" in text
    assert "□拖欠工资" in text


def test_a_begun_sheet_shows_all_items_and_only_the_scores_there_are() -> None:
    document = printed("home_scores", home("1"))
    lines = lines_of(document).split("\n")
    assert document.pages == 2
    assert "一、组织健全小计2525.0" in lines
    assert "二、维权到位小计30" in lines
    assert all("".join(item.label.split()) in text_of(document) for item in ITEMS)
    assert "☑" not in text_of(document)


def test_an_item_that_stands_twice_is_not_lost() -> None:
    record = home()
    row = type(record.scores[0])
    record.scores = [*record.scores, row(item="101", position=99, own=Decimal("0.5"), note="重复")]
    text = text_of(printed("home_scores", record))
    assert "（续页）" in text
    assert "重复" in text


def test_the_application_has_four_opinions_to_be_sealed_and_the_facts_of_the_unit() -> None:
    document = printed("home_application", usual_record("worker_homes"))
    text = text_of(document)
    assert document.pages == 2
    assert built_in()["home_application"].copies == 2
    assert "此表一式两份" in text
    assert [seal.page for seal in document.drawn[0].seals] == [1, 1, 1, 1]
    for words in ("(或上级)党组织意见", "行政意见", "区县局(集团公司)工会意见", "市总工会意见"):
        assert words in text
    assert "欧阳建国联系电话13870001234" in lines_of(document)
    assert "附件1" in text


def test_the_registration_form_shows_codes_and_boxes_of_the_unit() -> None:
    record: Any = usual_record("units")
    record.unit_type, record.employees, record.female_employees, record.term = "170", 268, 147, 3
    record.credit_code = "91360111MA1417779C"
    document = printed("union_registration", record)
    text = lines_of(document)
    assert document.pages == 2
    assert "170私营企业" in text
    assert "职工人数268人女职工147人" in text
    assert "91360111MA1417779C" in text
    assert "☑未建□筹备□已建" in text
    assert "未知的性别" not in text
    assert text.count("南昌市青山湖区罗家镇") > 5


@pytest.mark.parametrize("rows", [0, 2, 7])
def test_every_problem_has_a_line_of_the_notice(rows: int) -> None:
    record: Any = usual_record("inspections")
    row = type(record.problems[0])
    record.problems = [
        row(position=place, problem=f"问题{place}", requirement=f"要求{place}", rectify_by=date(2026, 9, 3))
        for place in range(rows)
    ]
    record.rectify_by, record.notice_no = date(2026, 9, 3), "罗工督〔2026〕1号"
    document = printed("rectification_notice", record)
    text = text_of(document)
    assert all(f"问题{place}要求{place}2026年9月3日" in text for place in range(rows))
    assert "编号：罗工督〔2026〕1号" in text
    assert "于2026年9月3日前书面报送整改情况" in text
    assert document.pages == (2 if rows > 5 else 1)
    assert len(document.drawn[0].seals) == 2


def test_the_reply_says_of_each_problem_what_was_done() -> None:
    record: Any = usual_record("inspections")
    record.problems[0].measure, record.problems[0].is_done = "已清理通道。", True
    record.problems[1].is_done = False
    record.result = "1"
    text = text_of(printed("rectification_reply", record))
    assert "已清理通道。☑是□否" in text
    assert "□是☑否" in text
    assert "☑部分整改" in text


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_a_number_is_written_as_a_term_is(number: int, words: str) -> None:
    field = all_registers()["foundings"].fields["term"]
    assert FORMATS["汉字"].write(field, number, WRITTEN_ON) == words


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (
            'kind = "rows"\ngroup = "scores"\neach = "own"\ncolumns = [{ text = "{own}" }]',
            "“own”不是这组明细的选项",
        ),
        (
            'kind = "rows"\ngroup = "scores"\ncolumns = [{ text = "{figure.home_scores.own}" }]',
            "{figure.home",
        ),
        ('kind = "note"\ntext = "{scores.*own=3.item}{scores.*what.item}"', "{scores.*what.item}"),
        ('kind = "note"\ntext = "{home_level:汉字}"', "不能用写法“汉字”"),
    ],
)
def test_a_mistake_in_a_rule_of_rows_is_named(block: str, words: str) -> None:
    source = f'code = "x"\ntitle = "x"\nregister = "worker_homes"\n[[block]]\n{block}\n'
    found = read(source, "x.toml")
    assert found.form is None
    assert any(words in str(mistake.reason) for mistake in found.mistakes), [
        str(one) for one in found.mistakes
    ]


@pytest.mark.parametrize(("code", "register"), [("units_list", "units"), ("hardship_list", "hardship_cases")])
def test_a_list_repeats_its_head_and_adds_up(code: str, register: str) -> None:
    records = [usual_record(register, number) for number in range(60)]
    document = draw(built_in()[code], records, occasion())
    pages = lines_of_pages(document)
    assert document.pages >= 3
    assert all("序号" in page for page in pages)
    assert "合计180" in pages[-1]
    assert "合计" not in "".join(pages[:-1])
    width, height = sides(document.pdf)[0].width, sides(document.pdf)[0].height
    assert width > height


def lines_of_pages(document: Printed) -> list[str]:
    return ["".join(one.character for one in page) for page in ink(document)]


def test_the_list_of_hardship_hides_numbers_and_telephones() -> None:
    text = text_of(draw(built_in()["hardship_list"], [usual_record("hardship_cases")], occasion()))
    assert "3601**********0010" in text
    assert "138****1234" in text
    assert "360102194901010010" not in text
    assert "13870001234" not in text
    assert "内部资料注意保管" in text
    assert "共1户" in text


def test_the_list_of_homes_shows_rates_scores_and_grades() -> None:
    record = home()
    record.own_score = None
    text = text_of(draw(built_in()["worker_homes_list"], [record], occasion()))
    assert "100.0" in text
    assert "可报模范" in text
    assert "统计时点：2026年5月8日" in text
