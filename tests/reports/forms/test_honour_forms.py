"""The forms of nominees and collectives: boxes by title, the folded sheet, forms by the kind of person, notices."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from db.consultations import BOXES, CADRE, EMPLOYER, WORKER
from db.record import Record
from desktop.reports.archival_pdf import violations
from desktop.reports.forms.catalogue import Catalogue, built_in
from desktop.reports.forms.description import Style
from desktop.reports.forms.document import Printed
from desktop.reports.forms.fitting import fit
from desktop.reports.forms.packets import packets
from desktop.reports.forms.printing import draw
from desktop.reports.forms.templates import Subject
from tests.reports.forms.form_samples import longest_record, occasion, usual_record
from tests.reports.forms.geometry import MM, check_all, find, sides

UNIT = ("所在单位党组织意见", "所在单位行政意见", "所在单位工会意见", "乡镇（街道）总工会意见")
COUNTY, COUNTY_LAST = "县（区）总工会意见", "县（区）总工会审批意见"
COUNTY_GOVERNMENT = "县（区）人民政府（党委）意见"
CITY_JURY, CITY, CITY_LAST = "市总工会（市评选办）意见", "市总工会意见", "市总工会审批意见"
CITY_GOVERNMENT, CITY_GOVERNMENT_LAST = "市人民政府意见", "市人民政府审批意见"
PROVINCE_JURY, PROVINCE, PROVINCE_LAST = "省总工会（评选办）意见", "省总工会意见", "省总工会审批意见"
PROVINCE_GOVERNMENT, PROVINCE_GOVERNMENT_LAST = "省人民政府意见", "省人民政府审批意见"
NATION_LAST = "全国总工会审批意见"
MODEL = {*UNIT, COUNTY, COUNTY_GOVERNMENT, CITY_JURY}
KNOWN_BOXES = {*MODEL, COUNTY_LAST, CITY, CITY_LAST, CITY_GOVERNMENT, CITY_GOVERNMENT_LAST, NATION_LAST} | {
    PROVINCE_JURY,
    PROVINCE,
    PROVINCE_LAST,
    PROVINCE_GOVERNMENT,
    PROVINCE_GOVERNMENT_LAST,
}


def record(register: str = "nominees", **values: Any) -> Record:
    made = usual_record(register)
    for code, value in values.items():
        setattr(made, code, value)
    return made


def printed(form: str, *records: Record | None, **answers: str) -> Printed:
    return draw(built_in()[form], records, occasion(**answers))


def text_of(done: Printed) -> str:
    return "".join(side.text for side in sides(done.pdf))


@pytest.mark.parametrize(
    ("title", "boxes"),
    [
        ("11", {*MODEL, CITY_GOVERNMENT, PROVINCE_JURY, PROVINCE_GOVERNMENT}),
        ("22", {*MODEL, CITY_GOVERNMENT, PROVINCE_JURY, PROVINCE_GOVERNMENT_LAST}),
        ("31", {*MODEL, CITY_GOVERNMENT_LAST}),
        ("13", {*UNIT, COUNTY, CITY, PROVINCE, NATION_LAST}),
        ("23", {*UNIT, COUNTY, CITY, PROVINCE_LAST}),
        ("33", {*UNIT, COUNTY, CITY_LAST}),
        ("36", {*UNIT, COUNTY, CITY_LAST}),
        ("37", {*UNIT, COUNTY, CITY_LAST}),
        ("34", {*UNIT, COUNTY, CITY_LAST}),
        ("44", {*UNIT, COUNTY_LAST}),
        (None, {*MODEL, CITY_GOVERNMENT_LAST}),
    ],
)
def test_the_opinion_boxes_are_those_of_the_title(title: str | None, boxes: set[str]) -> None:
    done = printed("nominee_approval", record(title=title))
    check_all(done)
    text = text_of(done).replace("︵", "（").replace("︶", "）")
    assert {box for box in KNOWN_BOXES if box[:-1] in text} == boxes  # reading ends at a line across
    (drawn,) = done.drawn
    assert [seal.page for seal in drawn.seals] == [0] + [3] * len(boxes)
    assert (drawn.pages, done.pages) == (4, 2)


def test_the_sheet_is_folded_with_the_cover_outside() -> None:
    outside, inside = sides(printed("nominee_approval", record(title="31")).pdf)
    assert (round(outside.width / MM), round(outside.height / MM)) == (420, 297)
    fold = outside.width / 2
    for side, left, right in ((outside, "第4页共4页", "第1页共4页"), (inside, "第2页共4页", "第3页共4页")):
        assert find(side, left)[2] < fold < find(side, right)[0]
    assert find(outside, "推荐审批表")[0] > fold
    assert find(inside, "主要事迹")[0] > fold > find(inside, "个人简历")[2]


def test_only_union_workers_have_a_line_for_their_union_work() -> None:
    assert "从事工会工作年限" in text_of(printed("nominee_approval", record(title="34")))
    assert "从事工会工作年限" not in text_of(printed("nominee_approval", record(title="33")))


@pytest.mark.parametrize(("count", "pages"), [(1000, 4), (1500, 4), (2000, 5)])
def test_deeds_of_2000_characters_go_on_on_a_continuation(count: int, pages: int) -> None:
    deeds = ("爱岗敬业" * 1000)[: count - 2] + "完毕"
    done = printed("nominee_approval", record(title="33", deeds=deeds))
    check_all(done)
    assert done.drawn[0].pages == pages
    text = text_of(done)
    assert ("（转续页）" in text) == (pages == 5)
    assert "完毕" in text
    assert text.count("爱岗敬业") >= count // 4 - 3  # less what a line or page divides


@pytest.mark.parametrize(
    ("category", "form"),
    [
        ("03", "consultation_employer"),
        ("07", "consultation_cadre"),
        ("08", "consultation_cadre"),
        ("01", "consultation_worker"),
        ("05", "consultation_worker"),
    ],
)
def test_the_form_for_other_offices_is_that_of_the_kind_of_person(category: str, form: str) -> None:
    subject = Subject(record(person_category=category))
    offered = [
        one for one in Catalogue(built_in()).for_register("nominees") if one.suits(subject, occasion())
    ]
    assert [one.code for one in offered if one.code.startswith("consultation_")] == [form]


@pytest.mark.parametrize(("unit_type", "is_offered"), [("170", True), ("400", False), (None, False)])
def test_enterprises_have_a_form_for_other_offices(unit_type: str | None, is_offered: bool) -> None:
    subject = Subject(record("collectives", unit_type=unit_type))
    assert built_in()["consultation_enterprise"].suits(subject, occasion()) == is_offered


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("consultation_employer", EMPLOYER),
        ("consultation_enterprise", EMPLOYER),
        ("consultation_cadre", CADRE),
        ("consultation_worker", WORKER),
    ],
)
def test_every_office_of_the_form_has_its_box(form: str, kind: str) -> None:
    found = built_in()[form]
    one = longest_record(found.register)
    for number, (row, office) in enumerate(zip(one.consultations, BOXES[kind], strict=False)):
        row.department, row.opinion, row.conclusion = office, f"第{number}个答复", "1"
        row.reply_on = date(2026, 4, number + 1)
    done = draw(found, [one], occasion())
    text = text_of(done)
    for number in range(len(BOXES[kind])):
        assert f"☑无异议□有异议第{number}个答复" in text
        assert f"2026年4月{number + 1}日" in text
    assert len(done.drawn[0].seals) == len(BOXES[kind])


def test_brief_deeds_of_500_characters_stand_on_one_page() -> None:
    for form, register in (("brief_deeds", "nominees"), ("collective_brief_deeds", "collectives")):
        done = printed(form, record(register, brief_deeds="兢兢业业" * 125))
        check_all(done)
        assert done.pages == 1


def test_deeds_are_set_as_a_letter() -> None:
    pages = sides(printed("deeds", record(deeds="爱岗敬业" * 500)).pdf)
    body = [box for box in pages[1].characters if box.size == 16]
    lines = sorted({round(box.bottom) for box in body if box.character == "业"})
    assert len({round(box.left) for box in body}) == 28
    assert len(lines) == 22
    assert lines[1] - lines[0] == pytest.approx(28.99, abs=1)


def test_a_notice_tells_no_number_of_a_person() -> None:
    one = record(notice_place="厂区公告栏", notice_until=date(2026, 1, 21))
    single = text_of(printed("honour_notice", one, phone="0791-88001234"))
    batch = text_of(printed("honour_notices", one, one, phone="0791-88001234", place="厂区公告栏"))
    for text in (single, batch):
        assert "欧阳建国" in text
        assert "0791-88001234" in text
        assert "厂区公告栏" in text
        assert "360102194901010010" not in text
        assert "13870001234" not in text
    assert "2026年1月15日至2026年1月21日，不少于5个工作日" in single
    assert "下列2名同志" in batch


@pytest.mark.parametrize(
    ("result", "words"), [("1", "公示无异议。"), ("3", "反映的情况属实"), (None, "□公示无异议")]
)
def test_the_result_of_a_notice_is_said(result: str | None, words: str) -> None:
    text = text_of(printed("honour_notice_result", record(notice_result=result)))
    assert [one for one in ("公示无异议。", "反映的情况属实", "□公示无异议") if one in text] == [words]


def test_the_list_of_papers_says_how_many_copies() -> None:
    text = text_of(printed("nominee_materials", record(person_category="03", person_flags=())))
    assert "推荐审批表（A3双面打印，对折）3份" in text
    assert "企业负责人征求意见表" in text
    assert "户口本" not in text
    assert "户口本" in text_of(printed("nominee_materials", record(person_flags=("1",))))


def test_check_boxes_stand_above_the_paragraph_below_them() -> None:
    fitting = fit("□无异议　□有异议\n没有意见。", Style(), 200, 100)
    assert fitting.lines == ("□无异议　□有异议", "没有意见。")


def test_the_photograph_is_drawn_in_its_box() -> None:
    written = io.BytesIO()
    Image.new("RGB", (413, 579), "navy").save(written, "JPEG")
    known = {"ab" * 32: written.getvalue()}
    printing = replace(occasion(), pictures=known.get)
    done = draw(built_in()["nominee_approval"], [record(photo="ab" * 32), record(photo="cd" * 32)], printing)
    check_all(done)
    assert violations(done.pdf) == []
    assert done.pages == 4
    document = pypdfium2.PdfDocument(done.pdf)
    (picture,) = document[1].get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
    left, low, right, top = picture.get_bounds()
    assert right - left == pytest.approx(35 * MM, abs=0.6)
    assert top - low == pytest.approx(49 * MM, abs=0.6)
    inside, without = sides(done.pdf)[1::2]
    assert find(inside, "民族")[2] < left < right < inside.width / 2
    assert "彩色照片" not in inside.text
    assert "彩色照片" in without.text  # this ledger does not have the other picture


@pytest.mark.parametrize(
    ("register", "values", "papers"),
    [
        (
            "nominees",
            {"person_category": "03", "person_flags": ()},
            {
                "nominee_approval": 3,
                "brief_deeds": 3,
                "deeds": 3,
                "honour_notice": 2,
                "honour_notice_result": 2,
            }
            | {"consultation_employer": 2},
        ),
        (
            "collectives",
            {"unit_type": "400"},
            {"collective_approval": 2, "collective_brief_deeds": 3, "collective_deeds": 3},
        ),
    ],
)
def test_the_packet_has_the_papers_and_copies_of_the_record(
    register: str, values: dict[str, Any], papers: dict[str, int]
) -> None:
    packet = packets(Catalogue(built_in())).by_register[register]
    needed = packet.of(record(register, **values), occasion())
    assert {one.form.code: one.copies for one in needed if one.form} == papers
    assert "户口本复印件或农业户籍证明" not in [one.title for one in needed]
