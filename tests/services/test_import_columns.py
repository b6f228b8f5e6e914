"""Columns of the rows' sheets that are only like a field are asked about like those of the main sheet."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any, cast

import pytest
from openpyxl import Workbook

from db import queries
from db.messages import Severity
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import import_columns, import_notices, import_tables, importing
from desktop.services.import_tables import PARENT
from desktop.services.importing import ImportPreview
from tests.support.known_records import id_number

CASES = all_registers()["hardship_cases"]
HEADS = [id_number("360111", "19700101", "011"), id_number("360111", "19720202", "012")]
BIRTHS: list[Any] = [
    dt.date(1998, 5, 8),
    "1999.5.8",
    "20000508",
    20010508,
    "２００２年５月８日",
    "2003-05-08 00:00:00",
]
"""A date cell, a text with dots, eight digits as text and as number, full-width digits, what a database exports."""

INCOME, OWNER = "家庭成员!每月收入", "家庭成员!所属困难户"
CONFIRMED = {"家庭人口总数": "household_size", INCOME: "monthly_income", OWNER: PARENT}


def workbook() -> bytes:
    """Make what a village sends: titles, a head of two rows with merged cells, columns renamed and out of order."""
    made = Workbook()
    main = made.worksheets[0]
    main.title = "困难职工"
    for row in (
        ["罗家镇困难职工登记表"],
        ["填报单位：罗家镇总工会", "", "", "2026年"],
        ["序号", "户主", "", "家庭人口总数"],
        ["", "身份证号", "姓名", ""],
        [1, HEADS[0], "张三", 4],
        [2, HEADS[1], "李四", 4],
        ["合计", "", "", 8],
    ):
        main.append(row)
    main.merge_cells("A1:D1")
    main.merge_cells("B3:C3")
    rows = made.create_sheet("家庭成员情况")
    rows.append(["家庭成员情况表"])
    rows.append(["每月收入", "出生年月日", "姓名", "所属困难户", "与户主关系"])
    for place, birth in enumerate(BIRTHS):
        rows.append(
            [f"{place + 1},000.5元", birth, f"张{'甲乙丙丁戊己'[place]}", "张三" if place < 3 else 2, "子"]
        )
    rows.merge_cells("A1:E1")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def dry(ledger: Ledger, confirmed: Mapping[str, str] | None = None) -> ImportPreview:
    return importing.dry_run(ledger, CASES, workbook(), "困难职工.xlsx", confirmed=confirmed)


def missing(preview: ImportPreview) -> list[tuple[str, str]]:
    return [
        (one.sheet, one.column)
        for one in preview.problems
        if one.code == "column_missing" and one.severity is Severity.MUST
    ]


def test_columns_of_both_sheets_are_asked_about(ledger: Ledger) -> None:
    preview = dry(ledger)
    assert preview.suggested == CONFIRMED
    asked = [one for one in import_columns.columns_of(preview) if not one.is_by_name]
    assert [str(import_columns.question(CASES, one)) for one in asked] == [
        "“家庭人口总数”是不是“家庭人口”？",
        "“家庭成员”表的“每月收入”是不是“月收入”？",
        "“家庭成员”表的“所属困难户”是不是“所属困难职工”？",
    ]
    assert ("家庭成员情况", "所属困难户") in missing(preview)
    assert preview.accepted == 0
    assert not any("所属困难户" in str(one) for one in import_notices.parted(preview)[1])


def test_a_needed_column_of_a_row_sheet_is_confirmed_before_anything_goes_in(ledger: Ledger) -> None:
    preview = dry(ledger, {"家庭人口总数": "household_size", OWNER: PARENT})
    assert missing(preview) == [("家庭成员情况", "每月收入")]
    assert (preview.accepted, preview.suggested) == (0, {INCOME: "monthly_income"})


def test_confirmed_columns_of_rows_go_in_with_dates_of_all_kinds(ledger: Ledger) -> None:
    preview = dry(ledger, {**CONFIRMED, "家庭成员!别的": "name", "每月收入": "monthly_income_self"})
    assert (preview.suggested, preview.confirmed, preview.rejected) == ({}, CONFIRMED, 0)
    importing.apply(ledger, preview)
    with ledger.store.reading() as session:
        cases = {one.name: one for one in cast("list[Any]", queries.load_all(session, CASES))}
    assert [len(cases[name].members) for name in ("张三", "李四")] == [3, 3]
    members = [*cases["张三"].members, *cases["李四"].members]
    assert [one.monthly_income for one in members] == [n * 100_000 + 50 for n in range(1, 7)]
    assert [one.birth for one in members] == [dt.date(year, 5, 8) for year in range(1998, 2004)]


@pytest.mark.parametrize(
    ("name", "group", "header"),
    [("月收入", None, "月收入"), (INCOME, "members", "每月收入"), ("甲!乙", None, "甲!乙")],
)
def test_a_column_is_named_with_its_sheet(name: str, group: str | None, header: str) -> None:
    found = import_tables.column_named(CASES, name)
    assert (found[0] and found[0].code, found[1]) == (group, header)
    assert import_tables.column_name(*found) == name


def test_a_row_sheet_need_not_have_every_required_column(ledger: Ledger) -> None:
    preview = dry(ledger, CONFIRMED)
    of_sheet = [one for one in preview.problems if one.sheet == "家庭成员情况"]
    assert [one.column for one in of_sheet if one.code == "column_missing"][:2] == ["身份证号", "民族"]
    assert {one.code for one in of_sheet if one.severity is Severity.MUST} == set()
    importing.apply(ledger, preview)
    again = dry(ledger, CONFIRMED)
    assert (again.accepted, again.rejected, again.skipped) == (0, 0, 2)


def test_a_column_with_the_name_of_a_field_is_declined(ledger: Ledger) -> None:
    preview = dry(ledger, {**CONFIRMED, "户主姓名": "", "家庭成员!姓名": ""})
    assert ("困难职工", "姓名") in missing(preview)  # as of every record without a name
    assert preview.accepted == 0
    assert preview.suggested == {"户主姓名": "name", "家庭成员!姓名": "name"}
    assert preview.confirmed == {**CONFIRMED, "户主姓名": "", "家庭成员!姓名": ""}
    assert "name" not in preview.fields.columns.places
    assert "name" not in preview.fields.groups["members"].places
    said = [str(one.message) for one in preview.problems if one.code == "column_unknown"]
    assert said == ["“户主姓名”一列选的是“不导入”，不会导入。", "“姓名”一列选的是“不导入”，不会导入。"]
    there = import_tables.by_name(CASES, preview.fields.columns, preview.fields.groups)
    assert there["户主身份证号"] == "id_no"
    assert not {"户主姓名", "家庭成员!姓名", OWNER} & set(there)
    assert there[INCOME] == "monthly_income"


def test_of_two_columns_for_one_field_the_other_is_read(ledger: Ledger) -> None:
    content = "姓名,手机号码,手机号码（新）\n张三,13800000001,13900000002\n".encode()
    both = importing.dry_run(ledger, CASES, content, "甲.csv")
    assert both.accepted == 0
    assert import_tables.by_name(CASES, both.fields.columns, {})["手机号码（新）"] == "mobile"
    one = importing.dry_run(ledger, CASES, content, "甲.csv", confirmed={"手机号码": ""})
    assert one.accepted == 1
    assert one.good[0].values["mobile"] == "13900000002"
