"""The window around the pages: a record that is being edited is never left without a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.support.typing import shortcut, type_text

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def edited_record(window: MainWindow) -> RecordPage:
    window.open_record(Destination("hardship_cases"))
    page = window.record_page
    assert page is not None
    page.form.editors["name"].setFocus()
    type_text(page.form.editors["name"], "熊国平")
    return page


def test_the_keys_1_to_9_go_to_the_pages_in_order(window: MainWindow, session: Session) -> None:
    for number, code in enumerate(["workbench", *session.registers], 1):
        shortcut(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert window.stack.currentWidget() is window.page(code)


def test_the_window_fits_a_small_screen(window: MainWindow) -> None:
    window.open_record(Destination("hardship_cases"))
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 720


def test_going_elsewhere_waits_for_the_answer(window: MainWindow, recorded: Any) -> None:
    page = edited_record(window)
    window.go_to("check")
    assert window.stack.currentWidget() is page
    recorded.answer("不保存")
    assert window.record_page is None
    assert window.stack.currentWidget() is window.page("check")


def test_who_goes_on_editing_is_not_sent_away_later(window: MainWindow, recorded: Any) -> None:
    page = edited_record(window)
    window.go_to("check")
    recorded.answer("继续编辑")
    assert page.save()
    page.leave()
    assert window.stack.currentWidget() is window.page("hardship_cases")


def test_the_window_does_not_close_over_changes(window: MainWindow, recorded: Any, qtbot: QtBot) -> None:
    edited_record(window)
    assert window.close() is False
    with qtbot.waitSignal(window.closed):
        recorded.answer("保存")


def test_what_cannot_be_saved_is_not_closed(window: MainWindow, recorded: Any) -> None:
    page = edited_record(window)
    page.form.editors["filed_on"].setFocus()
    type_text(page.form.editors["filed_on"], "前年")
    page.leave()
    recorded.answer("保存")
    assert window.record_page is page


def test_save_and_add_begins_the_next_record(window: MainWindow, qtbot: QtBot) -> None:
    before = edited_record(window)
    shortcut(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: before.form.editors["name"].value() is None)
    assert window.record_page is before
    assert not before.record.id
    qtbot.waitUntil(lambda: "1" in window.navigation._items["hardship_cases"].text(0))


def test_the_first_window_takes_all_of_a_small_screen_and_later_ones_what_was_left(
    session: Session, show: Callable[[Any], Any]
) -> None:
    first: MainWindow = show(MainWindow(session))
    assert first.isMaximized()
    first.showNormal()
    first.hide()
    later: MainWindow = show(MainWindow(session))
    assert not later.isMaximized()
