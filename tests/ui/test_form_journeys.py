"""From the list and from a record to paper: select, preview, keep as a PDF; the packet; what a form asks; cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.services.printables import PACKET
from desktop.ui.job_line import JobLine
from desktop.ui.preview.preview import Preview
from desktop.ui.preview.questions import Questions
from desktop.ui.registers.print_button import PrintButton
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session

CASES = all_registers()["hardship_cases"]
NAMES = ("熊国平", "万小红", "罗大成", "熊𰻝", "胡春花")
ASKING = """\
code = "asking"
title = "困难职工公示"
register = "hardship_cases"
many = true
[ask]
phone = "监督电话"
[[block]]
kind = "title"
text = "公示（监督电话：{ask.phone}）"
"""


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for name in NAMES:
        record: Any = session.do(records.new, CASES)
        record.name = name
        session.do(records.save, CASES, record)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    return made


def row_of(page: RegisterPage, name: str) -> str:
    """Give the id of the record with a name."""
    column = page.model.columns.index("name")
    rows = range(page.model.rowCount())
    return page.model.record_id(next(row for row in rows if page.model.index(row, column).data() == name))


def opened(button: PrintButton, qtbot: QtBot) -> list[str]:
    """Open the menu and wait until the forms stand in it."""
    button.offer()
    qtbot.waitUntil(lambda: button._offered is not None, timeout=30_000)
    return [action.text() for action in button.entries.actions() if action.text()]


def chosen(button: PrintButton, code: str) -> None:
    """Choose an entry, and leave empty what it asks for."""
    next(one for one in button.entries.actions() if one.objectName() == code).trigger()
    for questions in button.window().findChildren(Questions):
        questions.answer()


def waited(job: JobLine, qtbot: QtBot, act: Callable[[], None]) -> None:
    with qtbot.waitSignal(job.busy, check_params_cb=lambda busy: not busy, timeout=30_000):
        act()


def test_three_records_are_selected_previewed_and_kept(
    page: RegisterPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.table.select_ids({row_of(page, name) for name in NAMES[:3]})
    button = page.selection.print
    entries = opened(button, qtbot)
    assert entries[:2] == ["列表：选中的 3 条", "登记表：选中的 3 条"]
    assert "困难职工档案表：选中的 3 条" in entries
    assert "整套材料：选中的 3 条" in entries
    waited(page.selection.job, qtbot, lambda: chosen(button, "hardship_file"))
    preview = page.findChild(Preview)
    assert preview is not None
    assert len(preview.view.sizes) == 6
    assert preview.bar.copies is not None
    assert preview.bar.copies.value() == 3
    assert preview.remarks is None
    preview.bar.save.click()
    dialog = preview.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "档案表.pdf"))
    dialog.reject()
    assert (tmp_path / "档案表.pdf").read_bytes() == preview._paper.pdf
    with pypdfium2.PdfDocument(tmp_path / "档案表.pdf") as kept:
        assert len(kept) == 6
    preview.reject()


def test_a_missing_character_is_named_before_printing(page: RegisterPage, qtbot: QtBot) -> None:
    page.table.select_ids({row_of(page, "熊𰻝")})
    opened(page.selection.print, qtbot)
    waited(page.selection.job, qtbot, lambda: chosen(page.selection.print, "hardship_file"))
    preview = page.findChild(Preview)
    assert preview is not None
    assert preview.remarks is not None
    assert "熊𰻝：“姓名”里的 𰻝（U+30EDD）" in preview.remarks.widget().text()
    preview.reject()


def test_a_form_that_asks_is_answered_first(page: RegisterPage, qtbot: QtBot, session: Session) -> None:
    folder = session.ledger.folder / "forms"
    folder.mkdir()
    (folder / "asking.toml").write_text(ASKING, "utf-8")
    button = page.selection.print
    assert "困难职工公示：列表中的 5 条" in opened(button, qtbot)
    next(one for one in button.entries.actions() if one.objectName() == "asking").trigger()
    (questions,) = page.findChildren(Questions)
    questions.lines["phone"].setText("0791-88100000")
    waited(page.selection.job, qtbot, questions.answer)
    preview = page.findChild(Preview)
    assert preview is not None
    with pypdfium2.PdfDocument(preview._paper.pdf) as made:
        assert "0791-88100000" in made[0].get_textpage().get_text_bounded()
    preview.reject()


def test_the_batch_stops_when_it_is_cancelled(page: RegisterPage, qtbot: QtBot, session: Session) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    opened(page.selection.print, qtbot)
    job = page.selection.job

    def begin_and_stop() -> None:
        chosen(page.selection.print, PACKET)
        job._stop.click()

    waited(job, qtbot, begin_and_stop)
    assert said[-1] == "已取消，没有改动任何数据。"
    assert page.findChild(Preview) is None


@pytest.fixture
def record_page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    record: Any = session.do(records.new, CASES)
    record.name = "熊国平"
    saved = session.do(records.save, CASES, record)
    made: RecordPage = show(RecordPage(session, CASES, saved.record))
    return made


def test_ctrl_p_previews_the_main_form_of_a_record(record_page: RecordPage, qtbot: QtBot) -> None:
    job = record_page.print._job
    waited(job, qtbot, lambda: QTest.keyClick(record_page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier))
    preview = record_page.findChild(Preview)
    assert preview is not None
    assert preview.windowTitle() == "打印预览 — 困难职工档案表"
    assert len(preview.view.sizes) == 2
    preview.reject()


def test_the_packet_of_a_record_has_its_list_first(record_page: RecordPage, qtbot: QtBot) -> None:
    entries = opened(record_page.print, qtbot)
    assert entries[0] == "登记表"
    assert "整套材料" in entries
    waited(record_page.print._job, qtbot, lambda: chosen(record_page.print, PACKET))
    preview = record_page.findChild(Preview)
    assert preview is not None
    assert preview.bar.note.text().startswith("份数按材料清单；")
    with pypdfium2.PdfDocument(preview._paper.pdf) as made:
        assert "材料清单" in made[0].get_textpage().get_text_bounded()
    preview.reject()


def test_what_is_not_saved_is_asked_about(record_page: RecordPage, recorded: Any, qtbot: QtBot) -> None:
    record_page.is_edited = True
    record_page.print.print_main()
    qtbot.waitUntil(lambda: bool(recorded.questions), timeout=30_000)
    assert str(recorded.questions[0][0]).startswith("纸上印的是保存过的内容。")
    waited(record_page.print._job, qtbot, lambda: recorded.answer("保存并打印"))
    assert not record_page.is_edited
    preview = record_page.findChild(Preview)
    assert preview is not None
    preview.reject()
