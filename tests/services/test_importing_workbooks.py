"""A workbook goes in like a CSV, with the sheets of its row groups; it comes back marked and goes in again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from db import queries
from db.messages import Severity
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from db.values import credit_code, resident_id
from desktop.services import importing, records, returning, undoing
from desktop.services.importing import ImportPreview
from tests.support.noted_changes import changes_of

UNITS = all_registers()["units"]
NOMINEES = all_registers()["nominees"]
CASES = all_registers()["hardship_cases"]

UNIT_HEADER = [
    "单位名称",
    "统一社会信用代码",
    "单位类别(经济类型)",
    "登记状态",
    "职工人数",
    "建会情况",
    "联系电话",
]
PERSON = ["推荐称号", "申报级别", "年度", "姓名", "身份证号", "民族", "政治面貌", "工作单位", "人员类别"]


def code(serial: int) -> str:
    first = f"91360111MA{serial:07d}"
    return first + credit_code.check_character(first)


def id_no(serial: int) -> str:
    first = f"36011119900101{serial:03d}"
    return first + resident_id.check_digit(first)


def unit(name: str, credit: str = "", employees: Any = 120) -> list[Any]:
    return [name, credit, "国有企业", "在业", employees, "筹备", "0791-88123456"]


def person(name: str, number: Any) -> list[Any]:
    return ["11", "1", 2026, name, number, "汉族", "群众", "罗家镇制衣厂", "企业一线工人"]


def book(**sheets: list[list[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def dry(ledger: Ledger, data: bytes, register: Any = UNITS, **confirmed: str) -> ImportPreview:
    return importing.dry_run(ledger, register, data, "表.xlsx", confirmed=confirmed)


def brief(preview: ImportPreview) -> list[tuple[str, int, str, str]]:
    return [
        (one.sheet, one.row, one.column, one.code) for one in preview.problems if one.code != "code_missing"
    ]


def must(preview: ImportPreview) -> list[tuple[str, int, str, str]]:
    found = [one for one in preview.problems if one.severity is Severity.MUST and one.code != "row_count"]
    return [(one.sheet, one.row, one.column, one.code) for one in found]


def stored(ledger: Ledger, register: Any = UNITS) -> list[Any]:
    with ledger.store.reading() as session:
        return queries.load_all(session, register)


def test_titles_totals_footers_and_examples_are_no_records(ledger: Ledger) -> None:
    rows = [
        ["罗家镇单位台账"],
        [],
        ["序号", *UNIT_HEADER],
        ["示例", *unit("示例厂")],
        [1, *unit("甲厂", code(1))],
        ["合计", "", "", "", "", 120],
        ["注：按实际填写"],
    ]
    preview = dry(ledger, book(单位台账=rows))
    assert (preview.accepted, preview.rejected, preview.kind) == (1, 0, "xlsx")
    assert [(row, problem) for _, row, _, problem in brief(preview)] == [
        (4, "example"), (6, "total"), (7, "footer"),
    ]  # fmt: skip


def test_the_sheet_is_chosen_by_its_header(ledger: Ledger) -> None:
    data = book(封面=[["罗家镇"], ["单位名称"]], Sheet2=[UNIT_HEADER, unit("甲厂", code(1))])
    preview = dry(ledger, data)
    assert (preview.accepted, preview.fields.sheet) == (1, "Sheet2")
    assert brief(preview) == [("封面", 1, "", "sheet_unread")]


def test_a_head_of_two_rows_is_joined(ledger: Ledger) -> None:
    upper = [*PERSON[:3], "被推荐人", "被推荐人", *PERSON[5:]]
    lower = ["", "", "", "姓名", "身份证号", "", "", "", ""]
    preview = dry(ledger, book(表=[["推荐表"], upper, lower, person("张三", id_no(1))]), NOMINEES)
    assert must(preview) == []
    assert (preview.accepted, preview.header_row) == (1, 3)


def test_synonyms_are_taken_and_likely_columns_only_suggested(ledger: Ledger) -> None:
    header = ["企业名称", "信用代码", "单位类别", "登记状态", "企业职工人数", "建会情况", "电话"]
    data = book(表=[header, unit("甲厂", code(1))])
    preview = dry(ledger, data)
    assert preview.suggested == {"企业职工人数": "employees"}
    assert preview.accepted == 0
    assert "是不是“职工人数”" in next(
        str(one.message) for one in preview.problems if one.code == "column_asked"
    )
    preview = dry(ledger, data, 企业职工人数="employees")
    assert (preview.accepted, preview.suggested) == (1, {})
    # Declined, it is a column that nobody knows, and the required field is left open; it may still be confirmed.
    preview = dry(ledger, data, 企业职工人数="")
    assert (preview.accepted, preview.suggested) == (1, {"企业职工人数": "employees"})
    assert preview.confirmed == {"企业职工人数": ""}
    assert {one.code for one in preview.problems} >= {"column_unknown", "column_missing"}
    assert "column_asked" not in {one.code for one in preview.problems}
    assert preview.good[0].values.get("employees") is None


def test_dates_and_numbers_of_excel_are_understood(ledger: Ledger) -> None:
    rows = [[*UNIT_HEADER, "成立日期", "单位地址"]]
    days = [dt.date(2001, 5, 8), "2001.5.8", "2001年5月8日", dt.datetime(2001, 5, 8), "20010508"]  # noqa: DTZ001 - as Excel has it
    rows += [
        [*unit(f"{place}厂", code(place), 7.0), day, dt.date(2026, 3, 5)] for place, day in enumerate(days)
    ]
    labels = {field.label: name for name, field in UNITS.fields.items()}
    if "成立日期" not in labels:
        dated = next(field.label for field in UNITS.fields.values() if type(field).__name__ == "DateField")
        rows[0][7] = dated
    preview = dry(ledger, book(表=rows))
    date_code = next(name for name, place in preview.fields.columns.places.items() if place == 7)
    assert {row.values[date_code] for row in preview.good} == {dt.date(2001, 5, 8)}
    assert {row.values["employees"] for row in preview.good} == {7}


def test_a_serial_number_of_excel_is_a_date_that_is_said(ledger: Ledger) -> None:
    header = [*UNIT_HEADER, "成立日期"]
    serials = [37019, 37019.0, "37019", 20010, 99999, 37019.5, 60000]
    rows = [[*unit(f"{place}厂", code(place)), serial] for place, serial in enumerate(serials)]
    preview = dry(ledger, book(表=[header, *rows]))
    assert [row.values["established_on"] for row in preview.good] == [dt.date(2001, 5, 8)] * 3
    said = {(one.row, one.code): str(one.message) for one in preview.problems}
    assert "“37019”" in said[2, "serial_date"]
    assert "2001年5月8日" in said[2, "serial_date"]
    # May be the year 2001, lies behind 2091, has a time of day, lies after today.
    assert must(preview) == [
        ("表", 5, "成立日期", "refused"),
        ("表", 6, "成立日期", "refused"),
        ("表", 7, "成立日期", "refused"),
        ("表", 8, "成立日期", "date"),
    ]
    assert [one for one in said if one[1] == "serial_date"] == [(row, "serial_date") for row in (2, 3, 4)]


def test_a_text_that_excel_made_a_date_is_said(ledger: Ledger) -> None:
    preview = dry(ledger, book(表=[UNIT_HEADER, [dt.date(2026, 3, 5), *unit("", code(1))[1:]]]))
    assert ("表", 2, "单位名称", "made_a_date") in brief(preview)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (360111199001011235, "refused"),
        ("#N/A", "error_cell"),
        ("=A1", "error_cell"),
        (110105194912, "resident_id"),
    ],
)
def test_a_number_that_excel_has_damaged_is_refused(ledger: Ledger, cell: Any, problem: str) -> None:
    made = book(表=[PERSON, person("张三", cell)])
    if cell == "#N/A":
        loaded = load_workbook(io.BytesIO(made))
        loaded["表"]["E2"].data_type = "e"
        loaded.save(out := io.BytesIO())
        made = out.getvalue()
    assert must(dry(ledger, made, NOMINEES)) == [("表", 2, "身份证号", problem)]


def test_hidden_rows_and_merged_cells_are_read_and_said(ledger: Ledger) -> None:
    loaded = load_workbook(
        io.BytesIO(
            book(表=[UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂", code(2)), unit("丙厂", code(3))])
        )
    )
    sheet = loaded["表"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.merge_cells("C3:C4")
    loaded.save(out := io.BytesIO())
    preview = dry(ledger, out.getvalue())
    assert preview.accepted == 3
    assert [row.values["unit_type"] for row in preview.good] == ["110"] * 3
    assert {problem for *_, problem in brief(preview)} == {"hidden_rows", "hidden_column", "merged"}


def household() -> dict[str, list[list[Any]]]:
    """Two nominees and what they did: the simplest register with rows."""
    entry = NOMINEES.row_group("resume")
    labels = [field.label for field in entry.fields.values()]
    return {
        "个人": [["序号", *PERSON], [1, *person("张三", id_no(1))], [2, *person("李四", id_no(2))]],
        "个人简历": [
            ["所属个人", *labels],
            ["1", *resume(labels, "2010-01", "甲厂")],
            [id_no(2), *resume(labels, "2011-01", "乙厂")],
            ["李四", *resume(labels, "2012-01", "丙厂")],
        ],
    }


def resume(labels: list[str], start: str, organisation: str) -> list[str]:
    words = {"起始年月": f"{start}-01", "终止年月": f"{start}-28", "单位": organisation, "职务": "工人"}
    return [words.get(label, "") for label in labels]


def organisations(ledger: Ledger) -> dict[str, list[str]]:
    return {one.name: [line.organisation for line in one.resume] for one in stored(ledger, NOMINEES)}


def test_rows_of_groups_go_to_their_records(ledger: Ledger) -> None:
    sheets = household()
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert must(preview) == []
    changes = importing.apply(ledger, preview)
    assert organisations(ledger) == {"张三": ["甲厂"], "李四": ["乙厂", "丙厂"]}
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
        assert len(queries.record_ids(session, NOMINEES, "")) == 2
    first = stored(ledger, NOMINEES)[0]
    [entry] = changes_of(ledger, first.id)
    assert [line["organisation"] for line in entry.changes["resume"][1]] == ["甲厂"]
    assert records.save(ledger, NOMINEES, first).record.version == 1
    undoing.undo(ledger, changes.step)
    assert stored(ledger, NOMINEES) == []


def test_a_row_that_belongs_to_nobody_or_to_two_is_refused(ledger: Ledger) -> None:
    sheets = household()
    sheets["个人"].append([3, *person("李四", id_no(3))])
    sheets["个人简历"].append(["王五", *sheets["个人简历"][1][1:]])
    sheets["个人简历"].append(["", *sheets["个人简历"][1][1:]])
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert must(preview) == [("个人简历", row, "所属个人", "parent") for row in (4, 5, 6)]
    assert (len(preview.good), preview.rejected) == (3, 3)


def test_the_column_of_the_parent_has_many_names_but_must_be_there(ledger: Ledger) -> None:
    sheets = household()
    sheets["个人简历"][0][0] = "身份证号"
    assert must(dry(ledger, book(**sheets), NOMINEES)) == []
    sheets["个人简历"][0][0] = "谁的"
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert next((sheet, problem) for sheet, _, _, problem in brief(preview)) == ("个人简历", "sheet_unread")
    assert "没有“所属个人”一列" in str(preview.problems[0].message)


def test_a_wrong_row_keeps_its_record_out(ledger: Ledger) -> None:
    sheets = household()
    place = sheets["个人简历"][0].index(NOMINEES.row_group("resume").fields["from_on"].label)
    sheets["个人简历"][1][place] = "某年"
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert [(sheet, row, problem) for sheet, row, _, problem in must(preview)] == [("个人简历", 2, "refused")]
    assert [row.values["name"] for row in preview.good] == ["李四"]


def test_the_corrected_file_goes_in_again_without_doubles(ledger: Ledger) -> None:
    sheets = household()
    place = sheets["个人简历"][0].index(NOMINEES.row_group("resume").fields["from_on"].label)
    right, sheets["个人简历"][1][place] = sheets["个人简历"][1][place], "某年"
    importing.apply(ledger, dry(ledger, book(**sheets), NOMINEES))
    sheets["个人简历"][1][place] = right
    sheets["个人简历"].append([id_no(2), *resume(sheets["个人简历"][0][1:], "2013-01", "丁厂")])
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert must(preview) == []
    assert (len(preview.good), preview.skipped, preview.rejected) == (1, 1, 0)
    assert [addition.count for addition in preview.additions] == [1]
    step = importing.apply(ledger, preview).step
    assert organisations(ledger) == {"李四": ["乙厂", "丙厂", "丁厂"], "张三": ["甲厂"]}
    again = dry(ledger, book(**sheets), NOMINEES)
    assert (again.accepted, again.skipped, again.rejected) == (0, 2, 0)
    undoing.undo(ledger, step)
    assert organisations(ledger) == {"李四": ["乙厂", "丙厂"]}


def test_a_serial_number_in_a_sheet_of_rows_is_said_too(ledger: Ledger) -> None:
    sheets = household()
    place = sheets["个人简历"][0].index(NOMINEES.row_group("resume").fields["from_on"].label)
    sheets["个人简历"][1][place], sheets["个人简历"][2][place] = 40179, 60000  # January 2010, a day to come
    said = [("个人简历", 2, "起始年月", "serial_date"), ("个人简历", 3, "起始年月", "serial_date")]
    late = ("个人简历", 3, "起始年月", "date")
    preview = dry(ledger, book(**sheets), NOMINEES)
    assert [one for one in brief(preview) if one[3] == "serial_date"] == said
    assert late in must(preview)
    sheets["个人简历"][2][place] = 40544
    rows = sheets["个人简历"]
    importing.apply(ledger, dry(ledger, book(**sheets | {"个人简历": rows[:1]}), NOMINEES))
    preview = dry(ledger, book(**sheets), NOMINEES)  # rows for records that are there now
    assert [one for one in brief(preview) if one[3] == "serial_date"] == said
    assert preview.accepted == 3
    importing.apply(ledger, preview)
    starts = {line.from_on for one in stored(ledger, NOMINEES) for line in one.resume}
    assert starts == {dt.date(2010, 1, 1), dt.date(2011, 1, 1), dt.date(2012, 1, 1)}


def test_a_changed_record_is_still_a_double(ledger: Ledger) -> None:
    importing.apply(ledger, dry(ledger, book(表=[UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂")])))
    preview = dry(ledger, book(表=[UNIT_HEADER, unit("甲厂", code(1), 121), unit("乙厂")]))
    assert must(preview) == [("表", 2, "统一社会信用代码", "duplicate")]
    assert (preview.skipped, preview.rejected) == (1, 1)


def test_a_workbook_comes_back_marked_and_goes_in_again(ledger: Ledger) -> None:
    loaded = load_workbook(
        io.BytesIO(
            book(表=[["单位台账"], UNIT_HEADER, unit("甲厂", code(1)), unit("=1+1厂", code(2), "一百")])
        )
    )
    sheet = loaded["表"]
    sheet["A4"].data_type, sheet["A4"].number_format = "s", "@"
    sheet["A3"].font, sheet["B1"] = Font(bold=True), "=1+1"
    sheet.column_dimensions["A"].width = 33
    loaded.save(out := io.BytesIO())
    original = out.getvalue()
    preview = dry(ledger, original)
    assert must(preview) == [("表", 4, "职工人数", "refused")]
    importing.apply(ledger, preview)

    back = returning.marked(original, preview, str)

    marked = load_workbook(io.BytesIO(back))["表"]
    assert marked["E4"].fill.fgColor.rgb == "FFFFC7CE"
    assert "不是整数" in marked["E4"].comment.text
    assert (marked["H2"].value, "职工人数：" in marked["H4"].value) == ("错误说明", True)
    assert (marked["A3"].font.b, marked["B1"].value, marked.column_dimensions["A"].width) == (
        True,
        "=1+1",
        33,
    )
    again = dry(ledger, back)
    assert [problem for problem in brief(again) if problem[3] != "same_record"] == [
        ("表", 4, "职工人数", "refused")
    ]
    assert (again.accepted, again.skipped, again.rejected) == (0, 1, 1)
    marked["E4"] = 100
    marked.parent.save(out := io.BytesIO())
    corrected = dry(ledger, out.getvalue())
    assert (corrected.accepted, corrected.skipped, corrected.rejected) == (1, 1, 0)
    cleared = load_workbook(io.BytesIO(returning.marked(out.getvalue(), corrected, str)))["表"]
    assert (cleared["E4"].comment, cleared["E4"].fill.fill_type, cleared["H4"].value) == (None, None, None)


def test_a_csv_comes_back_as_a_workbook(ledger: Ledger) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([UNIT_HEADER, unit("甲厂", "1" * 17), ["=cmd()", *unit("", "")[1:]]])
    preview = dry(ledger, written.getvalue().encode())
    back = returning.marked(written.getvalue().encode(), preview, str)
    sheet = load_workbook(io.BytesIO(back)).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["A3"].data_type) == ("1" * 17, "s", "s")
    assert sheet["B2"].comment is not None
    assert [one.code for one in dry(ledger, back).problems] == [one.code for one in preview.problems]
