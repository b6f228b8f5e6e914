"""The frame around the pages: undo by its name, text size, place of the window; remembered for the next start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records
from desktop.settings import TEXT_SIZE, WINDOW, Settings
from desktop.ui import appearance
from desktop.ui.background import Background
from desktop.ui.command_box import CommandBox
from desktop.ui.main_window import MainWindow
from desktop.ui.page_stack import PageArea
from desktop.ui.session import Destination, Session
from tests.support.typing import press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(ledger: Ledger, background: Background, tmp_path: Path) -> Iterator[Session]:
    made = Session(ledger, background, settings=Settings(tmp_path / "settings.json"))
    yield made
    made.close()
    appearance.set_text_size(100)


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def add(session: Session, name: str) -> str:
    record = session.do(records.new, CASES)
    record.name = name  # type: ignore[attr-defined]
    return str(session.do(records.save, CASES, record).record.id)


def live(session: Session, record_id: str) -> bool:
    record = session.do(records.open_record, CASES, record_id)
    return record is not None and record.deleted_at is None


def test_steps_are_taken_back_one_by_one_with_their_names(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    first, second = add(session, "熊国平"), add(session, "万小红")
    assert "万小红" in window.status.button.text()
    shortcut(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: not live(session, second))
    qtbot.waitUntil(lambda: "熊国平" in window.status.button.text())
    assert "万小红" in window.status.message.text()
    window.status.button.click()
    qtbot.waitUntil(lambda: not live(session, first))
    qtbot.waitUntil(lambda: not window.status.button.isVisible())


def test_what_was_done_before_the_ledger_was_opened_is_not_offered(
    session: Session, show: Callable[[Any], Any]
) -> None:
    kept = add(session, "熊国平")
    window = show(MainWindow(session))
    assert not window.status.button.isVisible()
    window.undo()
    assert not session.background.is_busy
    assert live(session, kept)


def test_the_open_record_shows_what_undo_brought_back(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    record_id = add(session, "熊国平")
    record = session.do(records.open_record, CASES, record_id)
    assert record is not None
    record.name = "熊国萍"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    window.open_record(Destination(CASES.code, record_id))
    page = window.record_page
    assert page is not None
    window.undo()
    qtbot.waitUntil(lambda: page.form.editors["name"].value() == "熊国平")
    window.undo()
    qtbot.waitUntil(lambda: window.record_page is None)


def test_nothing_is_undone_behind_a_form_that_is_edited(window: MainWindow, session: Session) -> None:
    record_id = add(session, "熊国平")
    window.open_record(Destination(CASES.code))
    page = window.record_page
    assert page is not None
    page.form.editors["name"].setFocus()
    type_text(page.form.editors["name"], "万小红")
    window.undo()
    assert not session.background.is_busy
    assert live(session, record_id)


def test_the_text_grows_by_keys_and_stays_so(window: MainWindow, session: Session) -> None:
    usual = window.navigation.width(), window.font().pointSizeF()
    for _ in range(3):
        shortcut(window, Qt.Key.Key_Plus, CTRL)
    assert session.settings.get(TEXT_SIZE) == 150
    assert window.font().pointSizeF() == pytest.approx(appearance.POINT_SIZE * 1.5)
    assert window.navigation.width() > usual[0]
    assert window.minimumSizeHint().width() <= 1366
    shortcut(window, Qt.Key.Key_Minus, CTRL)
    assert session.settings.get(TEXT_SIZE) == 125
    shortcut(window, Qt.Key.Key_0, CTRL)
    assert (window.navigation.width(), QApplication.font().pointSizeF()) == usual


@pytest.mark.parametrize("code", list(all_registers()))
def test_a_form_in_the_largest_text_leaves_the_window_on_the_screen(
    window: MainWindow, code: str, qtbot: QtBot
) -> None:
    appearance.set_text_size(150)
    window.resize(1366, 720)
    window.open_record(Destination(code))
    window.go_to("submit")
    window.open_record(Destination(code))
    qtbot.waitUntil(lambda: window.minimumSizeHint().width() <= 1366)
    assert window.width() == 1366
    page = window.record_page
    assert page is not None
    assert page.width() >= page.minimumSizeHint().width()  # nothing is cut: what does not fit is scrolled


def test_a_page_that_fits_is_not_scrolled(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1366, 720)
    for entry in window._entries:
        window.go_to(entry.code)
        area = window.findChild(PageArea)
        assert area is not None
        page = window.stack.currentWidget()
        qtbot.waitUntil(lambda area=area, page=page: page.size() == area.size())


def test_headings_grow_with_the_text(window: MainWindow) -> None:
    heading = appearance.heading("工作台")
    heading.setParent(window)
    appearance.set_text_size(150)
    assert heading.font().pointSizeF() == pytest.approx(appearance.POINT_SIZE * 1.5 + 4)


def test_the_window_is_where_it_was(window: MainWindow, session: Session, show: Callable[[Any], Any]) -> None:
    window.showMaximized()
    window.close()
    assert session.settings.get(WINDOW)
    again = MainWindow(session)
    assert again.windowState() & Qt.WindowState.WindowMaximized
    show(again)


def open_box(window: MainWindow) -> CommandBox:
    shortcut(window, Qt.Key.Key_K, CTRL)
    assert window.box.line.hasFocus()
    return window.box


def found(box: CommandBox) -> list[str]:
    return [box.list.item(row).text() for row in range(box.list.count())]


@pytest.mark.parametrize("typed", ["xgp", "国平", "6803"])
def test_the_box_finds_a_record_in_any_register(
    window: MainWindow, session: Session, qtbot: QtBot, typed: str
) -> None:
    record = session.do(records.new, CASES)
    record.name, record.id_no = "熊国平", "36012119680314123X"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    box = open_box(window)
    type_text(box.line, typed)
    qtbot.waitUntil(lambda: any("熊国平" in words for words in found(box)))
    press(box.line, Qt.Key.Key_Return)
    assert not box.isVisible()
    page = window.record_page
    assert page is not None
    assert page.form.editors["name"].value() == "熊国平"


def test_the_box_finds_pages_by_initials_and_commands_by_words(window: MainWindow, qtbot: QtBot) -> None:
    box = open_box(window)
    type_text(box.line, "dcsb")
    press(box.line, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.page("submit")
    box = open_box(window)
    type_text(box.line, "放大")
    press(box.line, Qt.Key.Key_Return)
    assert window._text_size.percent == 110
    box = open_box(window)
    type_text(box.line, "添加新")
    press(box.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(found(box)) == len(all_registers()))
    press(box.line, Qt.Key.Key_Down)
    press(box.line, Qt.Key.Key_Return)
    assert window.record_page is not None
    assert window.record_page.register.code == list(all_registers())[1]


def test_the_box_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    window.go_to("units")
    page = window.page("units")
    qtbot.waitUntil(page.search.hasFocus)  # type: ignore[attr-defined]
    box = open_box(window)
    type_text(box.line, "nobody has this")
    qtbot.waitUntil(lambda: len(found(box)) == 1)
    press(box.line, Qt.Key.Key_Return)
    assert box.isVisible()
    press(box.line, Qt.Key.Key_Escape)
    assert page.search.hasFocus()  # type: ignore[attr-defined]
