"""A list is exported so that it can be imported again unchanged, and nothing in it is ever calculated."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frictionless import Resource, system
from openpyxl import load_workbook

from db import queries
from db.masking import Masking
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry
from desktop.exchange import list_csv, list_workbook, workbook_table
from desktop.exchange.list_workbook import AMOUNT, DATE, TEXT, WHOLE, Column
from desktop.services import exporting, importing, records
from desktop.services.exporting import Form
from desktop.services.progress import Cancelled
from tests.registers.test_hardship_cases import household
from tests.services.test_importing import Impatient
from tests.support.offices import LedgerMaker

CASES = all_registers()["hardship_cases"]
UNITS = all_registers()["units"]
SIGNS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
BODIES = [
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", '"3601"', "", " 1", "A1", "DDE()", "@x",
    "'", "=", "+86 138", "-5", "1E5", "IMPORTXML(1)", "_x0041_", "<b>", "&amp;", "x\ny",
]  # fmt: skip
PAYLOADS = [sign + body for sign in SIGNS for body in BODIES]


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def cases(ledger: Ledger) -> list[str]:
    case = household()
    case.office, case.state, case.reasons, case.revision = "360111103", "draft", {}, 1
    return [records.save(ledger, CASES, case).record.id]


def values(ledger: Ledger, register: Any, codes: list[str]) -> list[dict[str, Any]]:
    with ledger.store.reading() as session:
        return [{code: getattr(one, code) for code in codes} for one in queries.load_all(session, register)]


@pytest.mark.parametrize("form", list(Form))
def test_what_was_exported_is_imported_unchanged(
    ledger: Ledger, ledger_maker: LedgerMaker, tmp_path: Path, form: Form
) -> None:
    ids = cases(ledger)
    codes = list(CASES.fields)
    content = exporting.export(ledger, CASES, ids, codes, form)
    other = ledger_maker.make(tmp_path / "other")
    preview = importing.dry_run(other, CASES, content, "x")
    assert [one for one in preview.problems if one.code in {"refused", "lost_zeros", "made_a_date"}] == []
    assert (preview.accepted, preview.rejected) == (1, 0)
    importing.apply(other, preview)
    assert values(other, CASES, codes) == values(ledger, CASES, codes)
    other.close()


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize(
    "name", ["=1+1厂", "'甲厂'", '="甲厂"', "＝SUM(A1)", "-甲", "_x0041_厂", "  ", "0123", "3-5"]
)
def test_names_that_look_like_formulas_survive(
    ledger: Ledger, ledger_maker: LedgerMaker, tmp_path: Path, form: Form, name: str
) -> None:
    unit = records.new(ledger, UNITS)
    unit.unit_name, unit.unit_type, unit.unit_state, unit.employees, unit.built_state = (
        name,
        "110",
        "1",
        3,
        "1",
    )
    saved = records.save(ledger, UNITS, unit).record
    codes = ["unit_name", "unit_type", "unit_state", "employees", "built_state"]
    content = exporting.export(ledger, UNITS, [saved.id], codes, form)
    other = ledger_maker.make(tmp_path / "other")
    preview = importing.dry_run(other, UNITS, content, "x")
    importing.apply(other, preview)
    assert [one["unit_name"] for one in values(other, UNITS, codes)] == ([name] if name.strip() else [])
    other.close()


def test_cells_are_texts_dates_and_numbers() -> None:
    columns = [
        Column("号码", TEXT, 20),
        Column("日期", DATE, 12),
        Column("金额", AMOUNT, 12),
        Column("人数", WHOLE, 8),
    ]
    rows = [("360111199001011234", date(2026, 5, 8), Decimal("1234.50"), 120), ("", date(1899, 1, 1), "", "")]
    content = list_workbook.write("单位[台账]/表", columns, rows, 2, quiet)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.title == "单位台账表"
    assert (sheet["A2"].value, sheet["A2"].number_format) == ("360111199001011234", "@")
    assert (sheet["B2"].value.date(), sheet["B2"].is_date) == (date(2026, 5, 8), True)
    assert (sheet["C2"].value, sheet["C2"].number_format, sheet["D2"].value) == (1234.5, "#,##0.00", 120)
    assert (sheet["A3"].value, sheet["B3"].value) == (None, "1899-01-01")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.b) == ("A2", "A1:D3", True)


def test_no_payload_is_a_formula_in_a_workbook() -> None:
    content = list_workbook.write(
        "表", [Column("文", TEXT, 20)], [(text,) for text in PAYLOADS], len(PAYLOADS), quiet
    )
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert len(cells) == len(PAYLOADS) == 200
    found = workbook_table.parse(content, quiet).sheets[0].rows[1:]
    # XML turns a carriage return into a line feed; texts of the ledger have none.
    assert [row.cells[0] for row in found] == [text.replace("\r", "\n") for text in PAYLOADS if text.strip()]


@pytest.mark.parametrize("for_excel", [True, False])
def test_no_payload_is_calculated_from_a_csv(*, for_excel: bool) -> None:
    content = list_csv.write(
        ["文"], [(text,) for text in PAYLOADS], len(PAYLOADS), quiet, for_excel=for_excel
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [row[0] for row in rows] == [f"'{text}" for text in PAYLOADS]


def test_long_numbers_are_wrapped_only_for_excel() -> None:
    texts = ["360111199001011234", "01234", "3-5", "0791-88123456", "甲厂", "12345"]
    written = list_csv.write(["号"], [(text,) for text in texts], 6, quiet, for_excel=True).decode(
        "utf-8-sig"
    )
    rows = [row[0] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    assert rows == ['="360111199001011234"', '="01234"', '="3-5"', '="0791-88123456"', "甲厂", "12345"]
    plain = list_csv.write(["号"], [(text,) for text in texts], 6, quiet, for_excel=False).decode("utf-8-sig")
    assert plain.split("\r\n")[1:-1] == texts


def test_another_reader_finds_the_same_list(ledger: Ledger, tmp_path: Path) -> None:
    ids = cases(ledger)
    for form in (Form.WORKBOOK, Form.CSV):
        path = tmp_path / f"list{form.value}"
        path.write_bytes(exporting.export(ledger, CASES, ids, ["name", "id_no", "birth"], form))
        with system.use_context(trusted=True):
            resource = Resource(str(path))
            report = resource.validate()
            assert report.valid, report.flatten(["message"])
            [row] = Resource(str(path)).read_rows()
        assert str(row["身份证号"]) == values(ledger, CASES, ["id_no"])[0]["id_no"]


def test_masked_lists_hide_numbers_and_public_ones_more(ledger: Ledger) -> None:
    ids = cases(ledger)
    codes = ["name", "id_no", "mobile", "health", "address", "birth"]
    number = values(ledger, CASES, ["id_no"])[0]["id_no"]

    def cells(masking: Masking) -> list[str]:
        content = exporting.export(ledger, CASES, ids, codes, Form.CSV, masking)
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]

    full, listed, public = (cells(masking) for masking in (Masking.FULL, Masking.LISTED, Masking.PUBLIC))
    assert full[1] == number
    assert listed[1] == public[1] == f"{number[:4]}{'*' * 10}{number[-4:]}"
    assert (listed[3], listed[5]) == (full[3], full[5])
    assert public[2:] == ["***", "***", "***", "***"]


def test_the_history_says_who_took_what_without_values(ledger: Ledger) -> None:
    ids = cases(ledger)
    exporting.export(ledger, CASES, ids, ["name", "id_no"], Form.CSV)
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
        entry = session.get_one(HistoryEntry, history.head(session).number)
        assert (entry.action, entry.by, entry.register) == ("export", ledger.user, "hardship_cases")
        assert entry.changes == {
            "exported": [None, {"records": "1", "columns": "name;id_no", "masking": "full"}]
        }


def test_a_cancelled_export_is_not_noted(ledger: Ledger) -> None:
    ids = cases(ledger)
    with pytest.raises(Cancelled):
        exporting.export(ledger, CASES, ids, ["name"], progress=Impatient(1))
    with ledger.store.reading() as session:
        assert session.get_one(HistoryEntry, history.head(session).number).action != "export"
