"""The table models: windows over the store, and rows that are edited in their cells."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from db.register import Register
from db.registers import all_registers
from desktop.services import records, searching
from desktop.ui.session import Session
from desktop.ui.tables import record_table_model
from desktop.ui.tables.record_table_model import RecordTableModel
from desktop.ui.tables.row_table_model import RowTableModel

CASES = all_registers()["hardship_cases"]
MEMBERS = CASES.row_group("members")


def add(session: Session, register: Register, **values: Any) -> str:
    record = session.do(records.new, register)
    for code, value in values.items():
        setattr(record, code, value)
    return session.do(records.save, register, record).record.id


def shown(model: RecordTableModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_list_masks_ids_and_phones(session: Session, qtmodeltester: ModelTester) -> None:
    record_id = add(session, CASES, name="熊国平", id_no="11010519491231002X", mobile="13812345678")
    model = RecordTableModel(session, CASES)
    model.show_ids([record_id])
    line = shown(model, 0)
    assert "熊国平" in line
    assert "1101**********002X" in line
    assert "138****5678" in line
    assert line[-1] == "草稿"
    qtmodeltester.check(model)


def test_the_head_of_numbers_stands_above_them(session: Session) -> None:
    model = RecordTableModel(session, CASES)
    model.show_columns(["name", "household_size"])
    sides = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        for column in (0, 1)
    ]
    middle = Qt.AlignmentFlag.AlignVCenter
    assert sides == [Qt.AlignmentFlag.AlignLeft | middle, Qt.AlignmentFlag.AlignRight | middle]


def test_the_list_reads_only_what_is_looked_at_and_what_comes_next(
    session: Session, monkeypatch: Any
) -> None:
    ids = [add(session, CASES, name=f"职工{number}") for number in range(9)]
    asked: list[list[str]] = []
    read = searching.lines

    def counted(ledger: Any, register: Register, wanted: list[str], codes: list[str]) -> Any:
        asked.append(list(wanted))
        return read(ledger, register, wanted, codes)

    monkeypatch.setattr(record_table_model, "PAGE", 4)
    monkeypatch.setattr(searching, "lines", counted)
    model = RecordTableModel(session, CASES)
    model.show_ids(ids)
    name = next(
        column
        for column in range(model.columnCount())
        if model.headerData(column, Qt.Orientation.Horizontal) == "姓名"
    )
    looked_at = (8, 8, 6, 0, 4, 3)
    assert [model.index(row, name).data() for row in looked_at] == [f"职工{row}" for row in looked_at]
    assert asked == [ids[6:], ids[:4], ids[4:6]]


def test_a_record_that_is_gone_leaves_its_row_empty_and_is_not_asked_for_again(
    session: Session, monkeypatch: Any
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(
        searching, "lines", lambda _ledger, _register, wanted, _codes: asked.append(wanted) or []
    )
    model = RecordTableModel(session, CASES)
    model.show_ids(["gone"])
    assert [model.index(0, 0).data(), model.index(0, 1).data()] == ["", ""]
    assert asked == [["gone"]]


def test_not_everything_that_was_looked_at_is_kept(session: Session, monkeypatch: Any) -> None:
    asked: list[str] = []
    monkeypatch.setattr(record_table_model, "PAGE", 1)
    monkeypatch.setattr(record_table_model, "_KEPT", 2)
    monkeypatch.setattr(
        searching, "lines", lambda _ledger, _register, wanted, _codes: asked.extend(wanted) or []
    )
    model = RecordTableModel(session, CASES)
    model.show_ids(["0", "1", "2", "3"])
    for row in (0, 1, 2, 3, 3, 0):
        model.index(row, 0).data()
    assert asked == ["0", "1", "2", "3", "0"]


def member_model(qtmodeltester: ModelTester) -> tuple[RowTableModel, Any]:
    record = CASES.record(members=[])
    model = RowTableModel(MEMBERS, date(2026, 5, 8))
    model.show_record(record)
    model.add_row()
    qtmodeltester.check(model)
    return model, record


def put(model: RowTableModel, code: str, text: str) -> None:
    assert model.setData(model.index(0, model.column_of(code)), text)


def test_cells_are_read_like_fields(qtmodeltester: ModelTester) -> None:
    model, record = member_model(qtmodeltester)
    put(model, "name", "熊小平")
    put(model, "monthly_income", "1,800")
    put(model, "ethnic", "汉族")
    row = record.members[0]
    assert (row.name, row.monthly_income, row.ethnic) == ("熊小平", 180000, "01")


def test_an_id_fills_sex_and_birth_and_a_new_one_fills_again(qtmodeltester: ModelTester) -> None:
    model, record = member_model(qtmodeltester)
    put(model, "id_no", "11010519491231002X")
    row = record.members[0]
    assert (row.sex, row.birth) == ("2", date(1949, 12, 31))
    put(model, "id_no", "440524188001010014")
    assert (row.sex, row.birth) == ("1", date(1880, 1, 1))


def test_an_id_does_not_overwrite_what_was_typed(qtmodeltester: ModelTester) -> None:
    model, record = member_model(qtmodeltester)
    put(model, "sex", "男")
    put(model, "id_no", "11010519491231002X")
    assert record.members[0].sex == "1"


def test_a_cell_keeps_what_cannot_be_read(qtmodeltester: ModelTester) -> None:
    model, record = member_model(qtmodeltester)
    put(model, "birth", "昨儿")
    index = model.index(0, model.column_of("birth"))
    assert index.data() == "昨儿"
    assert record.members[0].birth is None
    assert [(problem.field, problem.row) for problem in model.refusals()] == [("birth", 0)]
    put(model, "birth", "1999.1.2")
    assert model.refusals() == []
    assert record.members[0].birth == date(1999, 1, 2)


def test_removing_a_row_takes_its_refused_text_along(qtmodeltester: ModelTester) -> None:
    model, record = member_model(qtmodeltester)
    put(model, "birth", "昨儿")
    model.remove_row(0)
    assert record.members == []
    assert model.refusals() == []
