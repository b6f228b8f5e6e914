"""打印 from a list: the menu counts exactly, a job makes the paper, and it is printed or kept as a PDF; sums beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.services.progress import Cancelled
from desktop.ui import printing
from desktop.ui.preview.preview import Preview
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session

CASES = all_registers()["hardship_cases"]
PEOPLE = {"熊国平": 60_000, "万小红": 70_050, "罗大成": None}


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for name, income in PEOPLE.items():
        record: Any = session.do(records.new, CASES)
        record.name, record.id_no, record.monthly_income_self = name, "36012119680314123X", income
        session.do(records.save, CASES, record)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    made.model.show_columns(("name", "id_no", "monthly_income_self"))
    return made


def entries(page: RegisterPage) -> list[str]:
    page.selection.print.offer()
    return [action.text() for action in page.selection.print.entries.actions()][:2]


def choose(page: RegisterPage, code: str) -> None:
    menu = page.selection.print.entries
    next(action for action in menu.actions() if action.objectName() == code).trigger()


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
    return done.stdout.decode()


def test_the_menu_says_how_many_are_printed(page: RegisterPage) -> None:
    assert entries(page) == ["列表：列表中的 3 条", "登记表：列表中的 3 条"]
    page.table.select_ids({page.model.record_id(1)})
    assert entries(page) == ["列表：选中的 1 条", "登记表：选中的 1 条"]


def previewed(page: RegisterPage, qtbot: QtBot, code: str) -> Preview:
    """Choose an entry of the menu and wait for what it makes."""
    job = page.selection.job
    with qtbot.waitSignal(job.busy, check_params_cb=lambda busy: not busy, timeout=30_000):
        choose(page, code)
    found = page.findChild(Preview)
    assert found is not None
    return found


def saved(preview: Preview, path: Path) -> Path:
    """Keep the PDF as a person does who names a file in the system's dialog."""
    preview.save()
    dialog = preview.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    preview.reject()
    return path


def test_the_selected_records_are_kept_as_a_pdf(
    page: RegisterPage, qtbot: QtBot, tmp_path: Path, session: Session
) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    page.table.select_ids({page.model.record_id(1)})
    preview = previewed(page, qtbot, "list")
    assert preview.windowTitle() == "打印预览 — 困难职工列表"
    text = text_of(saved(preview, tmp_path / "列表.pdf"))
    assert "万小红" in text
    assert "熊国平" not in text
    assert "36012119680314123X" not in text
    assert said[-1].startswith("已存为")


def test_what_was_shown_in_full_is_printed_in_full(page: RegisterPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.table.select_ids({page.model.record_id(1)})
    page.selection.unmask()
    assert "36012119680314123X" in text_of(saved(previewed(page, qtbot, "list"), tmp_path / "列表.pdf"))


def test_the_sheets_go_to_the_printer(
    page: RegisterPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[bytes, str]] = []

    def take(_parent: Any, pdf: bytes, title: str, done: Callable[[], None], _plan: Any) -> None:
        printed.append((pdf, title))
        done()

    monkeypatch.setattr(printing, "choose_printer", take)
    preview = previewed(page, qtbot, "sheets")
    preview.bar.print.click()
    preview.reject()
    ((pdf, title),) = printed
    assert title == "困难职工登记表"
    assert pdf.startswith(b"%PDF")


def test_a_print_can_be_cancelled(page: RegisterPage, qtbot: QtBot, session: Session) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    choose(page, "sheets")
    page.selection.job._stop.click()
    qtbot.waitUntil(lambda: bool(said))
    assert said == [str(Cancelled().message)]
    assert page.findChild(Preview) is None


def test_the_amount_of_the_list_or_of_the_selection_is_added_up(page: RegisterPage, qtbot: QtBot) -> None:
    total = page.selection.total
    qtbot.waitUntil(lambda: total.text() == "本人月平均收入：合计 1,300.50 元，平均 650.25 元")
    page.table.select_ids({page.model.record_id(0)})
    assert total.text() == ""
    qtbot.waitUntil(lambda: total.text() == "本人月平均收入：合计 600.00 元，平均 600.00 元")
    page.table.select_ids({page.model.record_id(2)})
    page.selection._sum_up()
    assert total.text() == ""


def test_all_of_the_list_is_selected_not_a_page(page: RegisterPage) -> None:
    ids = [f"{number:036}" for number in range(100_000)]
    page.model.show_ids(ids)
    page.table.selectAll()
    assert page.selection.count.text() == "选中 100000 条中的 100000 条"
    assert page.table.selected_ids() == ids
    assert entries(page)[0] == "列表：选中的 100000 条"


def test_a_menu_above_its_button_grows_upwards(page: RegisterPage, qtbot: QtBot) -> None:
    button = page.selection.print
    menu = button.entries
    menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
    low = menu.height()
    qtbot.waitUntil(lambda: menu.height() > low)
    assert menu.y() + menu.height() == button.mapToGlobal(QPoint(0, 0)).y()
    menu.close()
