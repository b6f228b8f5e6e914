"""The papers of a hardship file beside it: visit, consent, authorisation, notice, payment list, index."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.reports.forms.catalogue import built_in
from desktop.reports.forms.document import Printed
from desktop.reports.forms.printing import draw
from tests.reports.forms.form_samples import OFFICE, empty_record, occasion, usual_record
from tests.reports.forms.geometry import sides

ID = "360102194901010010"
CARD = "6217001234567890122"
Words = Callable[[Printed], str]


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Read a PDF as an outside program does, without blanks; pages end with a form feed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext of poppler-utils")

    def read(printed: Printed) -> str:
        file = tmp_path / "form.pdf"
        file.write_bytes(printed.pdf)
        found = subprocess.run(
            ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
        )
        return re.sub(r"[^\S\f]+", "", found.stdout)

    return read


def _case() -> Any:
    """Make the file of a household with a child of 13 and a son of 18 on the day of printing, 8 May 2026."""
    case: Any = usual_record("hardship_cases")
    child, son = case.members
    child.name, child.relation, child.birth, child.id_no = (
        "小明",
        "20",
        date(2012, 5, 9),
        "360102201205090014",
    )
    son.name, son.relation, son.birth, son.id_no = "小刚", "20", date(2008, 5, 8), "360102200805080037"
    return case


def _printed(code: str, records: Iterable[Any], **answers: str) -> Printed:
    return draw(built_in()[code], records, occasion(**answers))


def test_a_visit_prints_who_went_what_was_found_and_every_ground_against_a_file(words: Words) -> None:
    case = _case()
    visit = case.visits[0]
    case.visits = [visit]
    visit.first_visitor, visit.second_visitor = "章新", "吕一"
    visit.housing_found = "两间平房，漏雨。"
    visit.uses_vehicle = False
    visit.conclusion = "1"
    text = words(_printed("home_visit", [case]))
    assert "调查人：章新吕一" in text
    assert "两间平房，漏雨。" in text
    assert "小明子男" in text
    grounds = (
        "拥有两套（含）以上住宅",
        "拥有商业店铺或雇人经营",
        "子女就读高收费私校或自费留学",
        "非受雇佣经常使用机动车辆",
        "有劳动能力无正当理由拒绝就业",
        "不配合调查或提供虚假材料",
    )
    for number, ground in enumerate(grounds, start=1):
        answer = "□是☑否" if ground == grounds[3] else "☑是□否"
        assert f"{number}.{ground}{answer}" in text
    assert "☑符合建档条件□不符合建档条件□需补充材料后再定" in text


def test_each_visit_has_its_own_sheet_and_a_household_without_one_an_empty_sheet(words: Words) -> None:
    assert _printed("home_visit", [_case()]).pages == 2
    to_be_visited: Any = empty_record("hardship_cases")
    to_be_visited.name = "欧阳建国"
    text = words(_printed("home_visit", [to_be_visited]))
    assert "户主姓名欧阳建国" in text
    assert "1.拥有两套（含）以上住宅□是□否" in text


def test_the_consent_names_the_guardian_of_a_child_below_fourteen(words: Words) -> None:
    case = _case()
    case.guardian_name = "欧阳建国"
    printed = _printed("consent", [case], phone="0791-88112233")
    text = words(printed)
    assert printed.pages == 1
    assert "小明子2012年5月9日13" in text
    assert "小刚子2008年5月8日18" in text
    assert "监护人（欧阳建国）签字、按手印" in text
    assert "□本人是下列不满14周岁孩子的父母（监护人），单独同意处理孩子的个人信息" in text
    assert f"处理者为{OFFICE}，联系电话：0791-88112233" in text
    assert "档案自撤档之日起保存10年" in text
    assert "按会计档案规定保存30年" in text
    assert ID not in text


def test_every_adult_signs_the_authorisation_and_no_child(words: Words) -> None:
    text = words(_printed("authorisation", [_case()], center="青山湖区居民家庭经济状况核对中心"))
    assert "青山湖区居民家庭经济状况核对中心：" in text
    assert f"欧阳建国本人{ID}" in text
    assert "小刚子360102200805080037" in text
    assert "小明" not in text


@pytest.mark.parametrize("code", ["hardship_notice", "hardship_notice_masked"])
def test_a_public_notice_says_no_more_than_it_must(code: str, words: Words) -> None:
    case = _case()
    case.address, case.mobile, case.notice_phone = "青山湖大道88号", "13870001234", "0791-88112233"
    case.health, case.cause_main, case.cause_text = "03", "06", "户主患尿毒症"
    text = words(_printed(code, [case, case], days="5"))
    assert "内部资料" not in text
    assert "1欧阳建国" in text
    assert "患重特大疾病" in text
    assert "拟将下列2名职工" in text
    assert "公示时间：2026年1月15日至2026年1月15日，共5个工作日" in text
    assert "监督电话：0791-88112233" in text
    assert "公示期间无异议。" in text
    assert "（盖章）" in text
    for private in ("青山湖大道88号", "13870001234", CARD, "尿毒症", "小明", "小刚"):
        assert private not in text
    assert not re.search(r"\d{17}[\dX]", text)
    assert text.count("3601**********0010") == (2 if code.endswith("masked") else 0)
    assert ("身份证号" in text) == code.endswith("masked")


def test_what_the_files_do_not_agree_on_is_asked_for_and_the_result_left_to_the_hand(words: Words) -> None:
    cases = [_case(), _case()]
    cases[0].notice_from = cases[0].notice_until = None
    for case in cases:
        case.notice_result = None
    answers = {"from": "2026年5月8日", "until": "2026年5月14日", "days": "5"}
    text = words(_printed("hardship_notice", cases, **answers))
    assert "公示时间：2026年5月8日至2026年5月14日，共5个工作日" in text
    assert "公示期间□无异议□有异议（核实情况另附）。" in text


def _payments(count: int) -> list[Any]:
    payments: list[Any] = [usual_record("assistance", number) for number in range(count)]
    for number, payment in enumerate(payments):
        payment.amount = 100_000 + number
        payment.fund_source = "3" if number < 10 else "13"
    return payments


def test_the_payment_list_carries_its_sums_over_three_pages() -> None:
    payments = _payments(32)
    printed = _printed("payment_list", payments)
    pages = [side.text for side in sides(printed.pdf)]
    assert printed.pages == 3
    numbers = [len(re.findall(r"欧阳建国" + ID, page)) for page in pages]
    assert sum(numbers) == 32
    so_far = 0
    for page, count in zip(pages, numbers, strict=True):
        own = sum(payment.amount for payment in payments[:count])
        del payments[:count]
        if so_far:
            assert f"承前页{so_far / 100:,.2f}" in page
        so_far += own
        assert f"本页小计{own / 100:,.2f}" in page
        assert (f"过次页{so_far / 100:,.2f}" in page) == bool(payments)
    assert so_far == 32 * 100_000 + 31 * 32 // 2
    assert "合计32,004.96" in pages[-1]
    assert "其中：市级财政22,004.51其中：本级工会列支10,000.45" in pages[-1]
    assert "合计金额（大写）：人民币叁万贰仟零肆元玖角陆分" in pages[-1]


def test_the_payment_list_has_the_columns_of_a_voucher(words: Words) -> None:
    (payment,) = _payments(1)
    payment.proxy_name, payment.memo = None, "补发"
    text = words(_printed("payment_list", [payment]))
    line = f"1欧阳建国{ID}南昌市青山湖区罗家镇深度困难生活救助1,000.00江西农商银行{CARD}13870001234"
    assert f"{line}补发" in text
    for head in ("领款人签字", "（按手印）", "单位负责人：", "审核人：", "制表人：", "发放单位（盖章）："):
        assert head in text


def test_a_slip_says_the_amount_in_words_and_who_receives_it_instead(words: Words) -> None:
    (payment,) = _payments(1)
    payment.amount, payment.proxy_name, payment.proxy_relation = 600_714, "章新", "10"
    text = words(_printed("payment_slip", [payment]))
    assert "人民币陆仟零柒元壹角肆分" in text
    assert "¥6,007.14" in text
    assert "代领人：章新与本人关系：配偶" in text


def test_the_index_lists_the_papers_and_the_closing_sheet_counts_them(words: Words) -> None:
    case = _case()
    first, second = case.attachments
    first.kind, first.name, first.copies = "01", "", 1
    second.kind, second.name, second.copies = "11", "住院病案", 2
    text = words(_printed("case_index", [case]))
    assert "1困难职工申请书1份" in text
    assert "2诊断书住院病案2份" in text
    assert "本卷共有材料2种" in words(_printed("case_closing", [case]))


def test_the_file_marks_what_must_be_filled_and_prints_how_the_income_was_worked_out(words: Words) -> None:
    case = _case()
    case.campaign_group = None
    case.notice_from, case.notice_until = date(2026, 4, 1), date(2026, 4, 8)
    text = words(_printed("hardship_file", [case]))
    for label in ("*职工编号", "*困难类别", "*身份证号", "*健康状况", "*家庭人口", "*工作状态", "*建档人"):
        assert label in text
    assert "*是否单亲" not in text
    assert "月人均((1,234.50+1,234.50+1,234.50)×12+1,234.50)÷12÷3=1,268.79元" in text
    assert "2026年4月1日至2026年4月8日，" in text
    assert "公示期间无异议。" in text
    assert "解困脱困" not in text


def test_a_file_of_the_campaign_prints_its_block_on_the_same_two_pages(words: Words) -> None:
    printed = _printed("hardship_file", [_case()])
    assert printed.pages == 2
    assert "是否解困脱困对象☑是□否确定时间2026年1月15日" in words(printed)


def test_the_yearly_review_puts_the_file_beside_what_the_visitors_find(words: Words) -> None:
    printed = _printed("case_review", [_case()], year="2026")
    text = words(printed)
    assert printed.pages == 2
    assert "2026年度档案编号：36011110220260000" in text
    assert "家庭月人均收入1,268.79元□无□有" in text
    assert "小刚子良好1,234.50" in text
    assert text.count("（盖章）：") == 1
    assert text.count("（盖章）") == 3
