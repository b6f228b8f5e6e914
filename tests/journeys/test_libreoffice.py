"""LibreOffice as a judge: what we write opens in it with every value whole, and comes back from it importable."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import exporting, importing, records, returning, templates
from desktop.services.exporting import Form
from tests.support.offices import LedgerMaker
from tests.support.sample_records import clean_household

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.skipif(
        SOFFICE is None, reason="LibreOffice (soffice) is not installed: libreoffice-calc-nogui"
    ),
    pytest.mark.xdist_group("libreoffice"),
]

CASES, UNITS = all_registers()["hardship_cases"], all_registers()["units"]
LONG = {"id_no": "360111197604120117", "card_no": "6222021001116245702", "postcode": "010010"}
FORMULAS = {"memo": "=1+1", "branch": "@SUM(A1)", "unit_text": "+86 13970012345", "cause_text": "-1"}
VALUES: Mapping[str, object] = {
    "name": "䶮㛃𬱖",
    **LONG,
    "birth": date(1976, 4, 12),
    "household_income_year": 21_600,
    "household_size": 3,
    **FORMULAS,
}
UNIT_HEADS = (
    "单位名称",
    "统一社会信用代码",
    "单位类别（经济类型）",
    "登记状态",
    "职工人数",
    "建会情况",
    "联系电话",
)
GOOD = ("䶮㛃𬱖制衣厂", "", "国有企业", "在业", 120, "筹备", "0791-88123456")
BAD = ("罗家针织厂", "", "国有企业", "在业", "一百二", "筹备", "0791-88123457")

_UTF8 = "44,34,76"  # comma, quotation mark, UTF-8: without it every Chinese character becomes a question mark
_EVERY_SHEET_AS_CSV = f"csv:Text - txt - csv (StarCalc):{_UTF8},1,,0,true,true,false,false,false,-1"
_OPENED = f"CSV:{_UTF8},1"  # as a double click opens it
_LONG_ONES_ARE_TEXT = f"CSV:{_UTF8},1,2/2/3/2/4/2"  # the columns that the person who opens it marks as text


class Judged(NamedTuple):
    """What LibreOffice made of our files."""

    saved: Path  # workbooks that it saved again
    tables: Path  # CSV of every sheet
    opened: Path  # CSV as it opens by itself
    told: Path  # CSV opened with the columns of long numbers as text


def convert(folder: Path, name: str, files: Sequence[Path], to: str, opening: str = "") -> Path:
    """Open files in LibreOffice and save them in another form, in one start of it."""
    into = folder / name
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    how = ["--headless", "--norestore", *([f"--infilter={opening}"] if opening else []), "--convert-to", to]
    done = subprocess.run(
        [str(SOFFICE), profile, *how, "--outdir", str(into), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(into.iterdir()), done.stdout + done.stderr
    return into


def own_workbook() -> bytes:
    """Make a workbook as somebody sends it, with one wrong number."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "单位"
    for row in (UNIT_HEADS, GOOD, BAD):
        sheet.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def ours(ledger_maker: LedgerMaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an exported list in every form, two templates and a workbook given back."""
    folder = tmp_path_factory.mktemp("ours")
    ledger = ledger_maker.make(folder / "ledger")
    money = {"household_income_year": 2_160_000}
    case = records.save(ledger, CASES, clean_household(ledger, **(VALUES | money))).record
    for form, name in (
        (Form.WORKBOOK, "list.xlsx"),
        (Form.CSV, "list.csv"),
        (Form.CSV_FOR_EXCEL, "excel.csv"),
    ):
        content = exporting.export(ledger, CASES, [case.id], list(VALUES), form)
        (folder / name).write_bytes(content)
    for register in (CASES, UNITS):
        (folder / f"{register.code}.xlsx").write_bytes(templates.write(register, date(2026, 6, 15)))
    book = own_workbook()
    preview = importing.dry_run(ledger, UNITS, book, "单位.xlsx")
    (folder / "back.xlsx").write_bytes(returning.marked(book, preview, str))
    ledger.close()
    return folder


@pytest.fixture(scope="module")
def judged(ours: Path) -> Judged:
    """Let LibreOffice open all of it; each start takes some seconds, so there are few."""
    books = sorted(ours.glob("*.xlsx"))
    return Judged(
        convert(ours, "saved", books, "xlsx"),
        convert(ours, "tables", books, _EVERY_SHEET_AS_CSV),
        convert(ours, "opened", [ours / "excel.csv"], "xlsx", _OPENED),
        convert(ours, "told", [ours / "list.csv"], "xlsx", _LONG_ONES_ARE_TEXT),
    )


def cells(file: Path, row: int = 2) -> dict[str, tuple[str, Any]]:
    """Give kind and value of each cell of a row of a list, under the codes of its columns."""
    sheet = load_workbook(file, data_only=True).worksheets[0]
    heads = {CASES.fields[code].label: code for code in VALUES}
    found: dict[str, tuple[str, Any]] = {}
    for head, cell in zip(sheet[1], sheet[row], strict=True):
        found[heads[str(head.value)]] = cell.data_type, cell.value
    return found


def test_a_list_keeps_every_value_and_its_kind(judged: Judged) -> None:
    found = cells(judged.saved / "list.xlsx")
    for code in ("name", *LONG, *FORMULAS):
        assert found[code] == ("s", VALUES[code])
    assert found["birth"] == ("d", datetime(1976, 4, 12))  # noqa: DTZ001 - a day of a spreadsheet has no zone
    assert (found["household_income_year"], found["household_size"]) == (("n", 21_600), ("n", 3))
    formulas = load_workbook(judged.saved / "list.xlsx").worksheets[0]
    assert not [cell.coordinate for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_list_reads_the_same_as_utf_8(judged: Judged) -> None:
    [file] = judged.tables.glob("list-*.csv")
    head, line = csv.reader(io.StringIO(file.read_text("utf-8")))
    assert head == [CASES.fields[code].label for code in VALUES]
    told = dict(zip(VALUES, line, strict=True))
    assert told == {code: str(value) for code, value in VALUES.items()}
    # A number would stand without quotation marks.
    for code in (*LONG, *FORMULAS):
        assert f'"{VALUES[code]}"' in file.read_text("utf-8")


def test_a_csv_for_a_double_click_keeps_long_numbers_zeros_and_signs(judged: Judged) -> None:
    found = cells(judged.opened / "excel.xlsx")
    assert found["name"] == ("s", "䶮㛃𬱖")
    assert {code: found[code] for code in LONG} == {code: ("s", value) for code, value in LONG.items()}
    assert {code: found[code] for code in FORMULAS} == {
        code: ("s", f"'{value}") for code, value in FORMULAS.items()
    }
    assert found["birth"][0] == "d"
    assert found["household_income_year"] == ("n", 21_600)


def test_a_csv_whose_long_columns_are_opened_as_text_keeps_them(judged: Judged) -> None:
    found = cells(judged.told / "list.xlsx")
    assert {code: found[code] for code in LONG} == {code: ("s", value) for code, value in LONG.items()}
    assert found["memo"] == ("s", "'=1+1")


def test_what_libreoffice_saved_is_imported_unchanged(judged: Judged, ledger: Ledger) -> None:
    saved = (judged.saved / "list.xlsx").read_bytes()
    preview = importing.dry_run(ledger, CASES, saved, "list.xlsx")
    damaged = {"refused", "lost_zeros", "made_a_date"}
    assert [str(one.message) for one in preview.problems if one.code in damaged] == []
    assert (preview.accepted, preview.rejected) == (1, 0)
    [record_id] = importing.apply(ledger, preview).records["hardship_cases"]
    back = records.open_record(ledger, CASES, record_id)
    wanted = VALUES | {"household_income_year": 2_160_000}
    assert {code: getattr(back, code) for code in VALUES} == wanted


@pytest.mark.parametrize("code", ["hardship_cases", "units"])
def test_a_template_keeps_its_sheets_heads_lists_and_text_columns(
    ours: Path, judged: Judged, code: str
) -> None:
    before, after = load_workbook(ours / f"{code}.xlsx"), load_workbook(judged.saved / f"{code}.xlsx")
    assert after.sheetnames == before.sheetnames
    was, now = before.worksheets[0], after.worksheets[0]
    assert [cell.value for cell in now[1]] == [cell.value for cell in was[1]]
    assert [cell.value for cell in now[2]] == [cell.value for cell in was[2]]
    ways = [
        sorted(str(one.sqref) for one in sheet.data_validations.dataValidation if one.type == "list")
        for sheet in (was, now)
    ]
    assert len(ways[0]) > 3
    assert len(ways[1]) == len(ways[0])
    heads = [str(cell.value).rstrip("*") for cell in was[1]]
    column = heads.index("身份证号" if code == "hardship_cases" else "统一社会信用代码") + 1
    assert now.column_dimensions[get_column_letter(column)].number_format == "@"


def test_a_template_filled_in_there_is_imported(judged: Judged, ledger: Ledger) -> None:
    book = load_workbook(judged.saved / "units.xlsx")
    sheet = book["单位台账"]
    plain = str.maketrans("（）", "()")
    places = {str(cell.value).rstrip("*").translate(plain): cell.column for cell in sheet[1]}
    for head, value in zip(UNIT_HEADS, GOOD, strict=True):
        sheet.cell(3, places[head.translate(plain)], value)
    written = io.BytesIO()
    book.save(written)
    preview = importing.dry_run(ledger, UNITS, written.getvalue(), "units.xlsx")
    assert (preview.accepted, preview.rejected) == (1, 0)


def test_a_workbook_given_back_keeps_colours_and_reasons_and_goes_in_again(
    ours: Path, judged: Judged, ledger: Ledger
) -> None:
    was, now = (load_workbook(folder / "back.xlsx").worksheets[0] for folder in (ours, judged.saved))
    assert [[cell.value for cell in row] for row in now] == [[cell.value for cell in row] for row in was]
    assert now["E3"].fill.fgColor.rgb == was["E3"].fill.fgColor.rgb != now["E2"].fill.fgColor.rgb
    assert "不是整数" in str(now["E3"].comment.text)
    again = importing.dry_run(ledger, UNITS, (judged.saved / "back.xlsx").read_bytes(), "back.xlsx")
    assert (again.accepted, again.rejected) == (1, 1)
