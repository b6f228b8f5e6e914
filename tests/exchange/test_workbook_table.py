"""Workbooks are read as people send them, and hostile ones are refused with a sentence instead of a crash."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from db.messages import ReportableError
from desktop.exchange import spreadsheet, workbook_parts
from desktop.exchange.spreadsheet import Spreadsheet

OLD = Path(__file__).parent.parent / "support" / "old_workbook.xls"


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Put parts into a workbook, in the place of those of the same name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def read(data: bytes) -> Spreadsheet:
    return spreadsheet.read(data, quiet)


def simple() -> bytes:
    return workbook(lambda sheet: sheet.append(["姓名", "民族"]))


def sheet_xml(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def refusal(data: bytes) -> str:
    with pytest.raises(ReportableError) as refused:
        read(data)
    return str(refused.value)


def test_values_become_what_a_person_would_have_typed() -> None:
    def fill(sheet: Any) -> None:
        values = [
            "罗家镇",
            120,
            1234.5,
            0.1 + 0.2,
            dt.date(2026, 5, 8),
            True,
            360111199001011235,
            6222021234567890,
        ]
        for place, value in enumerate(values, 2):
            sheet.cell(3, place, value)

    [sheet] = read(workbook(fill)).sheets
    [row] = sheet.rows
    assert row.number == 3
    assert row.cells == (
        "", "罗家镇", "120", "1234.5", "0.3", "2026-05-08 00:00:00", "TRUE", "3.60111199001011E+17",
        "6.22202123456789E+15",
    )  # fmt: skip


def test_errors_and_formulas_without_a_value_are_named() -> None:
    def fill(sheet: Any) -> None:
        sheet["A1"], sheet["B1"] = "姓名", "#N/A"
        sheet["B1"].data_type = "e"
        sheet["C1"] = "=A1"

    [sheet] = read(workbook(fill)).sheets
    assert sheet.rows[0].cells == ("姓名", "#N/A", workbook_parts.NOT_CALCULATED)


def test_merged_cells_have_their_value_everywhere_and_are_said() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["联系方式", "", "姓名"])
        sheet.append(["手机", "电话", ""])
        sheet.append(["1", "2", "张三"])
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("C1:C2")

    [sheet] = read(workbook(fill)).sheets
    assert [row.cells for row in sheet.rows[:2]] == [
        ("联系方式", "联系方式", "姓名"),
        ("手机", "电话", "姓名"),
    ]
    assert sheet.merged == (1,)


def test_hidden_rows_columns_and_sheets_are_read_and_marked() -> None:
    def fill(sheet: Any) -> None:
        for row in range(1, 4):
            sheet.append([f"a{row}", f"b{row}"])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("藏").append(["x"])
        sheet.parent["藏"].sheet_state = "hidden"

    first, second = read(workbook(fill)).sheets
    assert len(first.rows) == 3
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {2})
    assert (first.is_visible, second.is_visible) == (True, False)


def test_an_old_workbook_is_read() -> None:
    found = read(OLD.read_bytes())
    assert found.kind == "xls"
    assert [row.cells for row in found.sheets[0].rows] == [
        ("姓名", "身份证号", "出生日期", "职工人数"),
        ("张三", "360111199001011234", "1990-01-01 00:00:00", "120"),
    ]


def test_a_csv_named_xlsx_is_a_csv() -> None:
    assert read("姓名,民族\n张三,汉族\n".encode("gb18030")).encoding == "gb18030"


def test_macros_and_links_are_left_aside_and_said() -> None:
    data = with_parts(
        simple(), {"xl/vbaProject.bin": b"\0" * 100, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    )
    found = read(data)
    assert found.sheets[0].rows[0].cells == ("姓名", "民族")
    assert [str(remark)[:6] for remark in found.remarks] == ["工作簿里有宏", "工作簿引用了"]


def test_a_million_empty_rows_and_all_columns_cost_nothing() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["姓名"])
        sheet.cell(1_048_576, 16_384).number_format = "@"

    data = workbook(fill)
    rows = b"".join(b'<row r="%d" spans="1:3" ht="15"/>' % row for row in range(2, 1_000_000))
    xml = sheet_xml(data).replace(b'<row r="1048576"', rows + b'<row r="1048576"')
    [sheet] = read(with_parts(data, {"xl/worksheets/sheet1.xml": xml})).sheets
    assert [row.number for row in sheet.rows] == [1]


@pytest.mark.parametrize(("row", "column", "part"), [(1, 16_384, "16384 列"), (1_048_576, 30, "1048576 行")])
def test_a_value_in_the_far_corner_is_refused(row: int, column: int, part: str) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["姓名"])
        sheet.cell(row, column, "x")

    assert part in refusal(workbook(fill))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = sheet_xml(simple()).replace(b"</sheetData>", b" " * (64 * 2**20) + b"</sheetData>")
    assert "异常地大" in refusal(with_parts(simple(), {"xl/worksheets/sheet1.xml": bomb}))


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    [b'<c t="e"><f>', b'<c r="A1" ', b'<row hidden="1" ', b'<c r="A1"><f>', b' r="A1" t="e" hidden="1"'],
)
def test_xml_that_never_ends_does_not_keep_the_search_busy(piece: bytes) -> None:
    bad = sheet_xml(simple()).replace(b"<sheetData>", b"<sheetData><c " + piece * 100_000)
    assert "已损坏" in refusal(with_parts(simple(), {"xl/worksheets/sheet1.xml": bad}))


def test_a_bomb_in_a_part_that_is_not_needed_is_not_unpacked() -> None:
    data = with_parts(simple(), {"xl/media/image1.png": b"\0" * (64 * 2**20)})
    assert read(data).sheets[0].rows[0].cells == ("姓名", "民族")


def test_a_second_part_of_the_same_name_is_not_seen() -> None:
    data = bytearray(simple())
    with (
        zipfile.ZipFile(out := io.BytesIO(data), "a") as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr(
            "xl/worksheets/sheet1.xml", sheet_xml(simple()).replace("姓名".encode(), "假".encode())
        )
    assert read(out.getvalue()).sheets[0].rows[0].cells == ("姓名", "民族")


def test_entities_are_refused() -> None:
    bad = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml(simple())
    assert "已损坏" in refusal(with_parts(simple(), {"xl/worksheets/sheet1.xml": bad}))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(share: float) -> None:
    data = simple()
    assert "已损坏" in refusal(data[: int(len(data) * share)])


def test_a_damaged_byte_is_noticed() -> None:
    data = bytearray(simple())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[start + 60] ^= 0xFF
    assert "已损坏" in refusal(bytes(data))


def test_a_workbook_with_a_password_says_so() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    assert "打开密码" in refusal(locked)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页或 XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "网页或 XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "已损坏"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (base64.b64decode("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="), "空字节"),
    ],
)
def test_what_only_looks_like_a_workbook_is_refused(data: bytes, part: str) -> None:
    assert part in refusal(data)


def test_an_archive_of_something_else_and_other_workbooks_are_told_apart() -> None:
    for name, part in (("a.txt", "压缩包"), ("xl/workbook.bin", ".xlsb"), ("content.xml", ".ods")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, "x")
        assert part in refusal(out.getvalue())


def test_an_empty_workbook_is_refused() -> None:
    assert "没有内容" in refusal(workbook(lambda _: None))
