"""A CSV goes into a register row by row: what is wrong is named with row and column, what is right goes in when asked."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db import queries
from db.messages import Message, ReportableError, Severity
from db.registers import all_registers
from db.rules import required_if
from db.store import history
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry
from db.values import credit_code, resident_id
from desktop.services import importing, records
from desktop.services.column_matching import match
from desktop.services.importing import ImportPreview, RowProblem
from desktop.services.progress import Cancelled
from tests.support.known_records import id_number
from tests.support.noted_changes import changes_of

UNITS = all_registers()["units"]
NOMINEES = all_registers()["nominees"]
CASES = all_registers()["hardship_cases"]
HOMES = all_registers()["worker_homes"]

UNIT_HEADER = "单位名称,统一社会信用代码,单位类别（经济类型）,登记状态,职工人数,建会情况,联系电话"


def code(serial: int) -> str:
    first = f"91360111MA{serial:07d}"
    return first + credit_code.check_character(first)


def id_no(serial: int, birth: str = "19900101") -> str:
    first = f"360111{birth}{serial:03d}"
    return first + resident_id.check_digit(first)


def unit(name: str, credit: str = "", phone: str = "0791-88123456") -> str:
    return f"{name},{credit},国有企业,在业,120,筹备,{phone}"


def table(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("gb18030")


def nominee(number: str = "", **more: str) -> bytes:
    cells = {
        "推荐称号": "11", "申报级别": "1", "年度": "2026", "姓名": "张三", "身份证号": number, "民族": "汉族",
        "政治面貌": "群众", "工作单位": "罗家镇制衣厂", "人员类别": "企业一线工人",
    } | more  # fmt: skip
    written = io.StringIO()
    csv.writer(written).writerows([cells.keys(), cells.values()])
    return written.getvalue().encode("utf-8")


def dry(ledger: Ledger, data: bytes, register: Any = UNITS) -> ImportPreview:
    return importing.dry_run(ledger, register, data, "表.csv")


def brief(preview: ImportPreview) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in preview.problems]


def must(preview: ImportPreview) -> list[tuple[int, str, str]]:
    groups = {group.title for group in preview.register.row_groups}
    found = [
        problem
        for problem in preview.problems
        if problem.severity is Severity.MUST and problem.column not in groups
    ]
    return [(problem.row, problem.column, problem.code) for problem in found]


def said(preview: ImportPreview, code: str) -> str:
    return next(str(problem.message) for problem in preview.problems if problem.code == code)


def stored(ledger: Ledger, register: Any = UNITS) -> list[Any]:
    with ledger.store.reading() as session:
        return queries.load_all(session, register)


def test_good_rows_go_in_only_when_asked(ledger: Ledger) -> None:
    data = table(UNIT_HEADER, unit("罗家镇制衣厂", code(1)), unit("枫下䶮记食品厂", code(2)))
    preview = dry(ledger, data)
    assert (preview.accepted, preview.rejected, preview.problems) == (2, 0, ())
    assert preview.encoding == "gb18030"
    assert stored(ledger) == []

    changes = importing.apply(ledger, preview)

    first, second = stored(ledger)
    assert changes.records == {"units": (first.id, second.id)}
    assert (first.unit_name, first.credit_code, first.employees) == ("罗家镇制衣厂", code(1), 120)
    assert (second.unit_name, second.state, second.version, second.office) == (
        "枫下䶮记食品厂",
        "draft",
        1,
        "360111103",
    )
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
        [entry] = history.of_record(session, second.id)
        assert (entry.action, entry.changes["unit_name"]) == ("import", [None, "枫下䶮记食品厂"])
        assert queries.record_ids(session, UNITS, "ljz") == [first.id]
    assert records.save(ledger, UNITS, first).record.version == 1


def test_every_register_finds_its_fields_by_label_and_by_code() -> None:
    for register in all_registers().values():
        by_code = match(list(register.fields), register.fields, set())
        by_label = match([field.label for field in register.fields.values()], register.fields, set())
        assert list(by_code.places) == list(register.fields), register.code
        assert list(by_label.places) == list(register.fields), register.code


def test_headers_may_be_decorated(ledger: Ledger) -> None:
    header = (
        " 单位名称* ,统一社会信用代码（18位）,单 位 类 别,【登记状态】,职工人数(人),＊建会情况,phone,序号"
    )
    preview = dry(ledger, table(header, unit("罗家镇制衣厂", code(1)) + ",1"))
    assert (preview.accepted, preview.problems) == (1, ())


def test_titles_above_the_header_are_skipped_and_counted(ledger: Ledger) -> None:
    data = table(
        "罗家镇单位台账,,",
        "",
        "填表人:李四,2026年6月",
        UNIT_HEADER,
        unit("甲厂", "1"),
        "",
        unit("乙厂", code(2)),
    )
    preview = dry(ledger, data)
    assert preview.accepted == 2
    assert brief(preview) == [(5, "统一社会信用代码", "credit_code")]


def test_unknown_repeated_and_missing_columns_are_problems_of_the_table(ledger: Ledger) -> None:
    preview = dry(ledger, table("单位名称,单位名称,邮箱,登记状态,职工人数,建会情况", "甲,乙,丙,在业,1,筹备"))
    assert brief(preview) == [
        (1, "单位名称", "column_repeated"),
        (1, "单位类别（经济类型）", "column_missing"),
        (1, "邮箱", "column_unknown"),
        (2, "统一社会信用代码", "code_missing"),
    ]
    assert (preview.accepted, preview.rejected) == (0, 1)
    assert importing.apply(ledger, preview).records == {"units": ()}


def test_a_draft_may_lack_columns_but_not_the_name(ledger: Ledger) -> None:
    cases = all_registers()["hardship_cases"]
    preview = dry(ledger, table("姓名,身份证号", f"熊国平,{id_number('360111', '19760412', '011')}"), cases)
    assert (preview.accepted, preview.rejected) == (1, 0)
    lacking = {problem.column for problem in preview.problems if problem.code == "column_missing"}
    assert {"民族", "家庭住址"} <= lacking
    nameless = dry(ledger, table("身份证号,民族", f"{id_number('360111', '19760412', '011')},汉"), cases)
    assert (nameless.accepted, nameless.rejected) == (0, 1)


def test_a_package_s_own_header_is_understood(ledger: Ledger) -> None:
    header = (
        "record_uid,rev,op,written_on,unit_name,unit_type,unit_state,employees,built_state,unit_size,reasons"
    )
    preview = dry(ledger, table(header, "x,1,new,2026-01-01,甲厂,110,1,12,1,不足25人,"))
    assert preview.accepted == 1
    assert brief(preview) == [(2, "统一社会信用代码", "code_missing")]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "没有内容"),
        (b"\0\0\0\0", "空字节"),
        ("甲,乙\n1,2\n".encode(), "找不到“单位台账”的表头"),
        (b"PK\x03\x04", "Excel 工作簿"),
    ],
)
def test_a_file_that_is_no_table_of_the_register_is_refused(ledger: Ledger, data: bytes, part: str) -> None:
    with pytest.raises(ReportableError) as refused:
        dry(ledger, data)
    assert part in str(refused.value)


def test_a_header_alone_is_a_problem(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, ""))
    assert brief(preview) == [(1, "", "no_rows")]
    assert (preview.accepted, preview.rejected) == (0, 0)


def test_a_header_in_the_middle_is_skipped(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", code(1)), UNIT_HEADER, unit("乙厂", code(2))))
    assert (preview.accepted, preview.rejected, brief(preview)) == (2, 0, [(3, "", "header_again")])


def test_cells_beyond_the_header_reject_the_row(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER + ",,", unit("甲厂", code(1)) + ",,", unit("乙厂,枫下", code(2))))
    assert preview.accepted == 1
    assert (3, "", "beyond_header") in must(preview)


@pytest.mark.parametrize(
    "written",
    ["{0}", "'{0}", '="{0}"', " {0} ", "{1}", "３６０１１１{2}", "{0}\t"],
)
def test_an_id_is_read_in_every_form_and_fills_sex_and_birth(ledger: Ledger, written: str) -> None:
    number = id_no(123)
    cell = written.format(number, f"{number[:6]} {number[6:14]} {number[14:]}", number[6:])
    preview = dry(ledger, nominee(cell), NOMINEES)
    assert must(preview) == []
    importing.apply(ledger, preview)
    [person] = stored(ledger, NOMINEES)
    assert (person.id_no, person.sex, person.birth.isoformat()) == (number, "1", "1990-01-01")
    assert person.punishments == "无"


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("1.1E+17", "refused"),
        ("3.60111E+17", "refused"),
        ("360111199001011000", "refused"),
        ("360111199001011235", "resident_id"),
        ("36011119900101123", "resident_id"),
        ("", "required"),
    ],
)
def test_a_damaged_id_is_one_problem_of_its_cell(ledger: Ledger, cell: str, problem: str) -> None:
    preview = dry(ledger, nominee(cell), NOMINEES)
    assert must(preview) == [(2, "身份证号", problem)]
    assert (preview.accepted, preview.rejected) == (0, 1)


def test_a_whole_id_that_ends_in_zeros_is_not_taken_for_a_damaged_one(ledger: Ledger) -> None:
    whole = next(
        number
        for day in range(1, 29)
        for serial in (100, 200, 300)
        if (number := id_no(serial, f"199001{day:02d}")).endswith("000")
    )
    assert must(dry(ledger, nominee(whole), NOMINEES)) == []


def test_scientific_notation_is_refused_in_codes_and_cards(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", "9.13601E+17")))
    assert must(preview) == [(2, "统一社会信用代码", "refused")]
    assert "9.13601E+17" in said(preview, "refused")


def test_lost_zeros_have_their_own_sentence(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", code(1), "79188123456")))
    assert must(preview) == [(2, "联系电话", "lost_zeros")]
    assert "079188123456" in said(preview, "lost_zeros")
    assert must(dry(ledger, nominee(id_no(1), 民族="1"), NOMINEES)) == [(2, "民族", "lost_zeros")]


def test_a_cell_that_is_no_value_is_refused_in_its_words(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, "甲厂,,国企业,在业,一百,筹备,"))
    assert must(preview) == [(2, "单位类别（经济类型）", "refused"), (2, "职工人数", "refused")]


def test_a_broken_byte_names_its_row_and_column(ledger: Ledger) -> None:
    data = bytearray(table(UNIT_HEADER, unit("甲厂", code(1)), unit("罗家镇制衣厂", code(2))))
    data[data.index("罗家".encode("gb18030"))] = 0xFF
    preview = dry(ledger, bytes(data))
    assert must(preview) == [(3, "单位名称", "characters")]
    assert preview.accepted == 1


def test_characters_that_must_not_be_stored_are_refused(ledger: Ledger) -> None:
    preview = dry(ledger, "\n".join([UNIT_HEADER, unit("甲\u202e厂", code(1))]).encode())
    assert must(preview) == [(2, "单位名称", "characters")]


def test_doubles_are_found_in_the_file_and_in_the_ledger(ledger: Ledger) -> None:
    importing.apply(ledger, dry(ledger, table(UNIT_HEADER, unit("旧厂", code(9)))))
    data = table(UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂", code(1)), unit("丙厂", code(9)))
    preview = dry(ledger, data)
    assert must(preview) == [(3, "统一社会信用代码", "duplicate"), (4, "统一社会信用代码", "duplicate")]
    assert "本文件第 2 行 甲厂" in str(preview.problems[0].message)
    assert "旧厂" in str(preview.problems[1].message)
    assert [row.number for row in preview.good] == [2]


def test_a_member_of_a_household_may_not_head_a_file(ledger: Ledger) -> None:
    case = records.new(ledger, CASES)
    case.name, case.id_no = "王五", id_no(7)
    member = CASES.row_group("members").row(name="王小五", id_no=id_no(9))
    case.members = [member]
    records.save(ledger, CASES, case)
    preview = dry(ledger, f"姓名,身份证号\n王小五,{id_no(9)}\n".encode(), CASES)
    assert (2, "身份证号", "already_member") in must(preview)


def test_a_reference_is_found_by_name_or_code(ledger: Ledger) -> None:
    importing.apply(ledger, dry(ledger, table(UNIT_HEADER, unit("罗家镇(枫下)制衣厂", code(1)))))
    [there] = stored(ledger)  # 筹备, which a rule of homes sees only when it has found the unit
    header = "所在单位,工会名称,申报称号,申报级别,申报年度"
    rows = (
        f"{name},某工会,模范职工之家,1,2026" for name in ("罗家镇（枫下）制衣厂", code(1), "无此厂", there.id)
    )
    preview = dry(ledger, "\n".join([header, *rows]).encode(), HOMES)
    about = [(problem.row, problem.code) for problem in preview.problems if problem.column == "所在单位"]
    assert [row for row, problem in about if problem == "refused"] == [4]
    assert {row for row, problem in about if problem == "unit_not_built"} == {2, 3, 5}
    assert "没有“无此厂”" in said(preview, "refused")


def test_file_numbers_go_on_where_they_stood(ledger: Ledger) -> None:
    first = records.new(ledger, CASES)
    records.save(ledger, CASES, first)
    with ledger.store.writing() as session:
        numbers = records.next_numbers(session, CASES, "360111103", 2026, 2)
    assert numbers == ["360111103-2026-0002", "360111103-2026-0003"]


def test_a_ledger_that_changed_in_between_is_checked_again(ledger: Ledger) -> None:
    data = table(UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂", code(2)))
    early, late = dry(ledger, data), dry(ledger, table(UNIT_HEADER, unit("丙厂", code(3))))
    importing.apply(ledger, dry(ledger, table(UNIT_HEADER, unit("先到厂", code(2)))))
    with pytest.raises(ReportableError, match=r"第 3 行现在不能导入.*先到厂"):
        importing.apply(ledger, early)
    importing.apply(ledger, late)
    assert [one.unit_name for one in stored(ledger)] == ["先到厂", "丙厂"]
    with pytest.raises(ReportableError, match="第 2 行现在不能导入"):
        importing.apply(ledger, late)


def test_a_rule_about_empty_fields_speaks_of_every_row(ledger: Ledger) -> None:
    ruled = replace(
        UNITS, rules=(*UNITS.rules, required_if("union", ("union_name",), lambda _: True, "总是"))
    )
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂", code(2))), ruled)
    assert must(preview) == [(2, "工会名称", "union"), (3, "工会名称", "union")]


def test_noughts_and_noes_are_kept(ledger: Ledger) -> None:
    data = table(UNIT_HEADER + ",是否建立党组织", "甲厂,,国有企业,在业,0,筹备,,否")
    importing.apply(ledger, dry(ledger, data))
    [there] = stored(ledger)
    assert (there.employees, there.has_party) == (0, False)
    [entry] = changes_of(ledger, there.id)
    assert (entry.changes["employees"], entry.changes["has_party"]) == ([None, "0"], [None, "false"])


class Impatient:
    """Stops a job at its n-th step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self, done: int, total: int, what: Message) -> None:
        assert 0 <= done <= total
        assert str(what)
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_cancelled_import_leaves_nothing(ledger: Ledger, steps: int) -> None:
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", code(1)), unit("乙厂", code(2))))
    with pytest.raises(Cancelled):
        importing.apply(ledger, preview, Impatient(steps))
    assert stored(ledger) == []
    with ledger.store.reading() as session:
        assert history.head(session).number == 0
        assert session.scalar(select(func.count()).select_from(SearchEntry)) == 0
    importing.apply(ledger, preview)
    assert len(stored(ledger)) == 2


def test_json_has_the_shape_of_the_command_line(ledger: Ledger) -> None:
    preview = dry(ledger, table(UNIT_HEADER, unit("甲厂", code(1)[:-1] + "?")))
    found = importing.to_json(preview)
    assert (found["accepted"], found["rejected"]) == (1, 0)
    assert [sorted(problem) for problem in found["problems"]] == [["class", "column", "message", "row"]]
    problem = found["problems"][0]
    assert (problem["row"], problem["column"], problem["class"]) == (2, "统一社会信用代码", "核实")
    assert problem["message"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=4), tail=st.binary(max_size=40))
def test_whatever_stands_under_a_header_is_a_problem_not_a_crash(
    ledger: Ledger, rows: list[list[str]], tail: bytes
) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([UNIT_HEADER.split(","), *rows])
    data = written.getvalue().encode("utf-8", "surrogatepass") + tail
    try:
        preview = dry(ledger, data)
    except ReportableError as refused:
        assert str(refused)  # noqa: PT017 - to raise is one of two right outcomes
    else:
        assert all(isinstance(problem, RowProblem) and str(problem.message) for problem in preview.problems)
