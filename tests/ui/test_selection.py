"""What is done with selected records: checked, changed, shown in full, deleted and restored, exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.record import State
from db.registers import all_registers
from desktop import language
from desktop.services import checking, importing, records, undoing
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.support.noted_changes import changes_of

CASES = all_registers()["hardship_cases"]
PEOPLE = {"熊国平": "36012119680314123X", "万小红": "360111197604120115", "罗大成": "11010519491231002X"}


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for name, id_no in PEOPLE.items():
        record = session.do(records.new, CASES)
        record.name, record.id_no = name, id_no  # type: ignore[attr-defined]
        session.do(records.save, CASES, record)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    return made


def column(page: RegisterPage, code: str) -> list[str]:
    place = page.model.columns.index(code)
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def select(page: RegisterPage, *names: str) -> list[str]:
    listed = column(page, "name")
    ids = [page.model.record_id(listed.index(name)) for name in names]
    page.table.select_ids(set(ids))
    return ids


def offered(page: RegisterPage) -> list[str]:
    return [code for code, button in page.selection.buttons.items() if button.isVisibleTo(page)]


def test_commands_are_offered_for_what_is_selected(page: RegisterPage) -> None:
    assert offered(page) == ["export"]
    select(page, "万小红")
    assert offered(page) == ["check", "submit", "bulk", "unmask", "withdraw", "export"]


def test_a_selection_leads_to_reporting_its_register(
    page: RegisterPage, session: Session, qtbot: QtBot, show: Callable[[Any], Any]
) -> None:
    select(page, "万小红")
    button = page.selection.buttons["submit"]
    with qtbot.waitSignal(session.part_wanted) as wanted:
        button.click()
    assert wanted.args == ["submit", "hardship_cases"]
    assert "不能只报选中的几条" in button.toolTip()
    submit = show(SubmitPage(session))
    submit.show_part("hardship_cases")
    assert [code for code, box in submit.registers.items() if box.isChecked()] == ["hardship_cases"]


def test_all_of_the_list_is_selected_by_a_button_that_names_its_key(page: RegisterPage, qtbot: QtBot) -> None:
    button = page.selection.select_all
    assert button.text() == "全选 Ctrl+A"
    assert button.isVisibleTo(page)
    button.click()
    assert page.selection.count.text() == "选中 3 条中的 3 条"
    assert not button.isVisibleTo(page)
    assert page.table.hasFocus()
    select(page, "万小红")
    assert button.isVisibleTo(page)
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.table.selected_count == len(PEOPLE)


def test_only_the_selected_records_are_checked(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    select(page, "万小红", "罗大成")
    page.selection.buttons["check"].click()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["逻辑检查了 2 条：2 条有误，可点“逻辑有误”查看。"]
    assert len(session.standing.of(CASES.code)["standing"]) == 3  # all three were saved with problems
    assert session.standing.checked_at is None


def test_many_are_deleted_and_restored_as_one_step(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    select(page, "熊国平", "罗大成")
    page.selection.buttons["withdraw"].click()
    qtbot.waitUntil(lambda: column(page, "name") == ["万小红"])
    newest = session.do(undoing.steps, 1)[0]
    assert newest.count == 2
    page.show_list("withdrawn")
    assert column(page, "name") == ["熊国平", "罗大成"]
    select(page, "罗大成")
    assert offered(page) == ["restore"]
    page.selection.buttons["restore"].click()
    qtbot.waitUntil(lambda: column(page, "name") == ["熊国平"])
    page.show_list("")
    assert column(page, "name") == ["万小红", "罗大成"]


def test_a_deletion_is_undone_whole(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    select(page, "熊国平", "罗大成")
    page.selection.buttons["withdraw"].click()
    qtbot.waitUntil(lambda: column(page, "name") == ["万小红"])
    session.do(undoing.undo, session.do(undoing.steps, 1)[0].number)
    assert column(page, "name") == list(PEOPLE)


def test_a_locked_record_keeps_the_others_from_being_deleted(
    session: Session, page: RegisterPage, qtbot: QtBot, recorded: Any
) -> None:
    locked, _free = select(page, "熊国平", "罗大成")
    with session.ledger.store.writing() as store:
        checking.move(store, CASES, [locked], State.HANDED_OVER)
    page.selection.buttons["withdraw"].click()
    qtbot.waitUntil(lambda: bool(recorded.errors))
    assert column(page, "name") == list(PEOPLE)


def test_numbers_are_shown_for_the_selected_rows_only_and_noted(session: Session, page: RegisterPage) -> None:
    (one,) = select(page, "万小红")
    page.selection.buttons["unmask"].click()
    shown = dict(zip(column(page, "name"), column(page, "id_no"), strict=True))
    assert shown["万小红"] == PEOPLE["万小红"]
    assert "*" in shown["熊国平"]
    assert [entry.action for entry in session.do(changes_of, one)].count("unmask") >= 1
    page.selection.buttons["unmask"].click()
    assert PEOPLE["万小红"] not in column(page, "id_no")


def test_one_field_of_many_is_changed_after_a_preview(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    changed = select(page, "熊国平", "罗大成")
    page.selection.buttons["bulk"].click()
    dialog = page.findChild(BulkChange)
    assert dialog is not None
    dialog.field.setCurrentIndex(dialog.field.findData("ethnic"))
    dialog.value.setCurrentText("汉族")  # type: ignore[union-attr]
    assert not dialog.apply.isEnabled()
    dialog.preview.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    assert [line.becomes for line in dialog.table.items] == ["汉族", "汉族"]
    with qtbot.waitSignal(dialog.changed):
        dialog.apply.click()
    for one in changed:
        record = session.do(records.open_record, CASES, one)
        assert record is not None
        assert record.ethnic == "01"  # type: ignore[attr-defined]
    assert set(page.table.selected_ids()) == set(changed)


def test_a_choice_is_changed_by_its_english_words(
    session: Session, page: RegisterPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language._Spoken, "catalogue", language.load(language.ENGLISH))
    monkeypatch.setattr(language._Spoken, "language", language.ENGLISH)
    (changed, *_) = select(page, "熊国平", "罗大成")
    page.selection.buttons["bulk"].click()
    dialog = page.findChild(BulkChange)
    assert dialog is not None
    dialog.field.setCurrentIndex(dialog.field.findData("ethnic"))
    dialog.value.setCurrentText("Han")  # type: ignore[union-attr]
    dialog.preview.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    with qtbot.waitSignal(dialog.changed):
        dialog.apply.click()
    assert session.do(records.open_record, CASES, changed).ethnic == "01"  # type: ignore[union-attr]


def test_another_value_needs_another_preview(page: RegisterPage, qtbot: QtBot) -> None:
    select(page, "熊国平")
    page.selection.buttons["bulk"].click()
    dialog = page.findChild(BulkChange)
    assert dialog is not None
    dialog.field.setCurrentIndex(dialog.field.findData("address"))
    dialog.value.setText("罗家镇")  # type: ignore[union-attr]
    dialog.preview.click()
    qtbot.waitUntil(dialog.apply.isEnabled)
    dialog.value.setText("罗家镇街上")  # type: ignore[union-attr]
    assert not dialog.apply.isEnabled()


def test_the_list_is_exported_as_it_is_shown(page: RegisterPage, qtbot: QtBot, tmp_path: Path) -> None:
    select(page, "万小红")
    page.selection.buttons["export"].click()
    question = page.findChild(QFileDialog)
    assert question is not None
    assert question.nameFilters() == ["Excel 工作簿 (*.xlsx)", "CSV 表格 (*.csv)"]
    question.fileSelected.emit(str(tmp_path / "列表.xlsx"))
    question.reject()
    qtbot.waitUntil(lambda: (tmp_path / "列表.xlsx").exists() and not page.selection.job.isVisibleTo(page))
    rows = list(load_workbook(tmp_path / "列表.xlsx").worksheets[0].iter_rows(values_only=True))
    text = str(rows)
    assert "万小红" in text
    assert "熊国平" not in text
    assert page.model.headerData(0, Qt.Orientation.Horizontal) in text


def test_a_csv_of_the_list_keeps_ids_whole_in_excel_and_is_importable(
    session: Session, page: RegisterPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.model.show_columns(("name", "id_no"))
    select(page, "万小红")
    page.selection.export_to(str(tmp_path / "列表.csv"))
    qtbot.waitUntil(lambda: (tmp_path / "列表.csv").exists() and not page.selection.job.isVisibleTo(page))
    written = (tmp_path / "列表.csv").read_bytes()
    line = next(csv.reader(io.StringIO(written.decode("utf-8-sig").partition("\r\n")[2])))
    assert line == ["万小红", '="360111197604120115"']  # what LibreOffice makes of it: test_libreoffice.py
    preview = session.do(importing.dry_run, CASES, written, "列表.csv")
    assert "refused" not in [problem.code for problem in preview.problems]
    assert preview.skipped + preview.rejected == 1  # she is in the ledger: her number was read as it is
