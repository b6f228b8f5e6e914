"""The report of a submission: complete, archival, the same every time, honest about what it cannot print."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from db.registers import all_registers
from desktop.reports.archival_pdf import violations
from desktop.reports.review_counts import Count
from desktop.reports.submission_content import ControlSum, LeftOut, SubmissionContent
from desktop.reports.submission_report import Report, build
from tests.reports.report_samples import (
    LONG_UNIT,
    NAMES,
    content,
    explanation,
    household,
    nominee,
    part,
)
from tests.support import qr_on_paper

LEFT_OUT = LeftOut(
    "困难职工",
    "360111103-2026-0059 魏小兰",
    "身份证号末位应为 X，请逐位核对。\n手机号码和其他联系方式至少填一项。",
)
DEEDS = "该同志三十年如一日扎根生产一线。" * 120


def _submission() -> SubmissionContent:
    households = [household(number, members=number % 4) for number in range(len(NAMES))]
    nominees = [nominee(0, DEEDS), nominee(1)]
    return content(
        part("hardship_cases", households),
        part("nominees", nominees),
        part("collectives", []),
        explanations=(explanation(1), explanation(4)),
        differences=("新增困难职工 3 户。",),
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return build(_submission())


@pytest.fixture(scope="module")
def path(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.pdf"
    path.write_bytes(report.pdf)
    return path


@pytest.fixture(scope="module")
def text(path: Path) -> str:
    return _text(path, "-raw")  # in the order of drawing, so that the lines of a box stay together


def _text(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, path, "-"], check=True, capture_output=True).stdout.decode()


def _bare(text: str) -> str:
    return "".join(text.split())


def test_it_is_pdf_a_2b(report: Report) -> None:
    assert violations(report.pdf) == []


def test_the_validator_is_asked_in_earnest(report: Report) -> None:
    assert violations(report.pdf.replace(b"pdfaid:part>2", b"pdfaid:part>9")) != []


def test_pages_are_counted_on_every_page(report: Report, path: Path) -> None:
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == report.pages
    for number in (1, 2, report.pages):
        page = _bare(_text(path, "-f", str(number), "-l", str(number)))
        assert f"第{number}页" in page
        assert f"共{report.pages}页" in page


def test_the_qr_code_on_the_first_page_says_what_was_sent(report: Report) -> None:
    assert len(qr_on_paper.places(report.pdf, _submission().qr_text, 32)) == 1


def test_every_name_and_number_is_in_the_text(text: str) -> None:
    bare = _bare(text)
    for name in NAMES:
        assert name in bare
    for number in range(len(NAMES)):
        assert f"3601111022026{number:04}" in bare
    assert "36010219800307123X" in bare
    assert LONG_UNIT in bare
    assert "〔U+" not in bare


def test_every_label_of_a_record_is_in_the_text(text: str) -> None:
    bare = _bare(text)
    for one in _submission().parts[:2]:
        used = {
            field.section
            for code, field in one.register.fields.items()
            if field.required or any(getattr(record, code) not in (None, "", ()) for record in one.records)
        }
        for code, field in one.register.fields.items():
            if field.section not in used:
                continue
            if code.removesuffix("_on") != code and code.removesuffix("_on") in one.register.fields:
                continue  # the date of an opinion stands below it: 年 月 日
            assert _bare(field.label) in bare, field.label
        for computed in one.register.computed:
            if computed.kind.section in used:
                assert _bare(computed.kind.label) in bare, computed.code


def test_long_deeds_run_over_pages_without_loss(text: str) -> None:
    assert _bare(text).count("该同志三十年如一日扎根生产一线") >= 110  # a page break may part a few
    assert "（续）" in text


def test_the_first_page_is_the_review_sheet(path: Path) -> None:
    page = _bare(_text(path, "-f", "1", "-l", "1"))
    groups = _submission().fingerprint_groups
    assert "工会台账数据报送核对单" in page
    assert "".join(groups) in page
    assert "以数据包内经电子签名的CSV文件为准" in page
    assert "469,135.60" in page
    assert "人民币肆拾陆万玖仟壹佰叁拾伍元陆角" in page
    for words in (
        "报送单位（盖章）",
        "接收单位（盖章）",
        "报送人（签字）",
        "接收人（签字）",
        "2026年5月8日9:05",
    ):
        assert words in page


@pytest.mark.parametrize("sums", [0, 8, 24])
def test_what_is_signed_stands_on_one_page(sums: int, tmp_path: Path) -> None:
    parts = [part(code, []) for code in all_registers()]
    control_sums = tuple(ControlSum(f"第{number}项", 98765432109 + number) for number in range(sums))
    path = tmp_path / "review.pdf"
    path.write_bytes(build(content(*parts, control_sums=control_sums)).pdf)
    page = _bare(_text(path, "-raw", "-l", "1"))
    assert "接收人（签字）" in page
    assert _submission().short_code.replace(" ", "") in page
    assert ("第7项（元）987,654,321.16" in page) == (sums == 8)
    assert _bare(_text(path, "-raw")).count("（元）987,654,") == sums


def test_long_labels_of_sums_leave_the_signatures_on_the_first_page(tmp_path: Path) -> None:
    """The yardstick is the demonstration: six registers and eight sums, the longest label of 20 characters."""
    parts = [part(code, []) for code in all_registers()]
    sums = tuple(ControlSum("困难职工 家庭其他（非薪资）年度收入", 274916050 + number) for number in range(8))
    path = tmp_path / "review.pdf"
    path.write_bytes(
        build(content(*parts, control_sums=sums, left_out=(LEFT_OUT,), explanations=(explanation(1),))).pdf
    )
    page = _bare(_text(path, "-raw", "-l", "1"))
    assert page.count("（元）2,749,160.5") == 8
    assert "接收人（签字）" in page


def test_records_left_out_are_counted_and_named_with_their_reasons(tmp_path: Path) -> None:
    counts = Count(new=1, changed=1, left_out=1, unchanged=12)
    parts = (part("hardship_cases", [household(1), household(2)], counts), part("units", []))
    path = tmp_path / "left-out.pdf"
    path.write_bytes(build(content(*parts, left_out=(LEFT_OUT,))).pdf)
    first, second = (_text(path, "-layout", "-f", str(number), "-l", str(number)) for number in (1, 2))
    rows = [line.split() for line in first.splitlines()]
    assert ["困难职工", "1", "1", "0", "2", "1", "12"] in rows
    assert ["单位台账", "0", "0", "0", "0", "0", "0"] in rows
    assert ["合计", "1", "1", "0", "2", "1", "12"] in rows
    assert "下列记录因有问题未上报" in second
    for words in (LEFT_OUT.label, *LEFT_OUT.sentence.split("\n")):
        assert _bare(words) in _bare(second)


def test_nothing_left_out_needs_no_page(text: str) -> None:
    assert "下列记录" not in text


def test_pages_with_personal_data_say_so(tmp_path: Path) -> None:
    parts = [
        part("hardship_cases", [household(1)]),
        part("worker_homes", []),  # it shows the union chair's phone
    ]
    path = tmp_path / "marked.pdf"
    path.write_bytes(build(content(*parts, explanations=(explanation(1),))).pdf)
    pages = [_bare(page) for page in _text(path, "-raw").split("\f")[:-1]]
    marked = ["内部资料注意保管" in page for page in pages]
    # Review sheet, reasons, list, two pages of a record, list of worker homes.
    assert marked == [False, True, True, True, True, True]


def test_written_reasons_travel_with_the_record(text: str) -> None:
    assert (
        _bare(text).count("次子在外地当兵，本次未带来身份证明，下次补录。") == 4
    )  # twice behind page 1, once a sheet


def test_paper_writes_dates_and_money_as_people_do(text: str) -> None:
    assert "2026年1月5日" in text
    assert "2026-01-05" not in text
    assert "1,234.56" in text


def test_every_font_is_embedded_with_its_text(path: Path) -> None:
    lines = (
        subprocess.run(["pdffonts", path], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    )
    assert lines
    for line in lines:
        embedded, subset, to_unicode = line.split()[-5:-2]
        assert (embedded, subset, to_unicode) == ("yes", "yes", "yes"), line


def test_metadata_says_what_the_document_is(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "工会台账数据报送（2026年1月1日至5月8日，第 7 号）"
            assert metadata["dc:creator"] == ["南昌市青山湖区罗家镇总工会"]
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260508010500")


def test_the_same_content_gives_the_same_bytes(report: Report) -> None:
    assert build(_submission()).pdf == report.pdf


def test_other_content_gives_other_bytes(report: Report) -> None:
    assert build(content(part("hardship_cases", [household(0)]))).pdf != report.pdf


def test_missing_characters_are_named(tmp_path: Path) -> None:
    made = build(content(part("hardship_cases", [household(0, name="张\U0010fffd")])))
    path = tmp_path / "missing.pdf"
    path.write_bytes(made.pdf)
    assert made.missing_glyphs == ("\U0010fffd",)
    assert "张〔U+10FFFD〕" in _bare(_text(path))


def test_a_long_office_name_shrinks_and_overlaps_nothing(tmp_path: Path) -> None:
    office = "江西省南昌市青山湖区罗家镇昌东工业园区高新技术产业开发区联合总工会筹备领导小组办公室"
    made = build(
        content(
            part("hardship_cases", [household(0)]), office=office, period="2026年1月1日至12月31日（补报）"
        )
    )
    path = tmp_path / "long.pdf"
    path.write_bytes(made.pdf)
    boxes = _text(path, "-bbox-layout", "-f", "2", "-l", "2")
    lines = [
        tuple(map(float, found))
        for found in re.findall(r'<line xMin="(.+?)" yMin="(.+?)" xMax="(.+?)"', boxes)
    ]
    assert lines
    for x, y, end in lines:
        assert 50 < x < end < 800
        assert not any(other != (x, y, end) and other[1] == y and x < other[0] < end for other in lines)
    assert _bare(_text(path, "-raw")).count(office) >= 3


def test_an_empty_submission_is_still_a_report() -> None:
    made = build(content(part("hardship_cases", [])))
    assert made.pages == 2
    assert violations(made.pdf) == []


def test_a_withdrawn_record_says_so(tmp_path: Path) -> None:
    record = household(0)
    record.deleted_at = record.changed_at
    path = tmp_path / "withdrawn.pdf"
    path.write_bytes(build(content(part("hardship_cases", [record]))).pdf)
    assert _bare(_text(path)).count("（已撤销）") == 2
