"""A list that opens or closes takes no cursor away, though window systems tell the field below that the focus is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.command_box import CommandBox
from desktop.ui.fields import composing
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import completions_ready, compose, press, type_text

CASES = all_registers()["hardship_cases"]


def say_gone(widget: QWidget) -> None:
    """Send what X11 sends when a list opens over ``widget`` or closes: its cursor stays."""
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason))


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    return made


def test_a_choice_is_made_by_one_return(page: RecordPage, qtbot: QtBot) -> None:
    editor = page.form.editors["hardship_class"]
    editor.setFocus()
    type_text(editor, "s")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None and completions_ready())
    say_gone(editor.focusProxy())
    assert editor.kept() == "s"
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)  # the popup itself takes the key
    qtbot.waitUntil(lambda: page.form.here().field == "file_level")
    assert page.record.hardship_class == "31"


def test_escape_closes_the_list_and_does_not_leave_the_record(page: RecordPage, qtbot: QtBot) -> None:
    asked: list[str] = []
    page.closed.connect(lambda: asked.append("left"))
    editor = page.form.editors["hardship_class"]
    editor.setFocus()
    type_text(editor, "s")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None and completions_ready())
    QTest.keyClick(QApplication.activePopupWidget().windowHandle(), Qt.Key.Key_Escape)
    assert (QApplication.activePopupWidget(), QApplication.activeModalWidget(), asked) == (None, None, [])
    assert editor.kept() == "s"


def test_a_composition_goes_on_below_a_list_that_closes(page: RecordPage) -> None:
    editor = page.form.editors["hardship_class"]
    editor.setFocus()
    compose(editor, "shen")
    say_gone(editor.focusProxy())
    assert composing.is_on(editor.focusProxy())


def test_the_box_of_commands_stays_when_its_menu_closes(session: Session, show: Callable[[Any], Any]) -> None:
    window: MainWindow = show(MainWindow(session))
    press(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (box,) = window.findChildren(CommandBox)
    box.line.setFocus()
    say_gone(box.line)
    assert box.isVisible()
