"""Whatever has keys is found by its name with Ctrl+K as well: nobody remembers keys that are used once a month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Destination, Session
from tests.support.typing import press

CASES = all_registers()["hardship_cases"]

BY_OTHER_KEYS = {"Ctrl+=": "Ctrl++", "Ctrl+Shift+Z": "Ctrl+Y", "Ctrl+Return": "Ctrl+Enter"}
BY_ITS_BUTTON = {"Alt+Shift+Up": "上移", "Alt+Shift+Down": "下移"}  # too long to be written on it
LEFT_OUT = {"Ctrl+K", "Ctrl+H"}  # opens the box itself; a new record has no history, and the key says so


@pytest.fixture
def record_id(session: Session) -> str:
    record = session.do(records.new, CASES)
    record.name = "熊国平"  # type: ignore[attr-defined]
    return session.do(records.save, CASES, record).record.id


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any], record_id: str, qtbot: QtBot) -> MainWindow:  # noqa: ARG001 - the list has it
    made: MainWindow = show(MainWindow(session))
    made.resize(2400, 900)
    qtbot.waitUntil(lambda: session.counts.are_known)
    return made


def _is_seen(widget: object) -> bool:
    return isinstance(widget, QWidget) and widget.isVisible()


def keys_of(window: MainWindow) -> Iterator[str]:
    """Give the keys that do something just now."""
    for shortcut in window.findChildren(QShortcut):
        if _is_seen(shortcut.parent()):
            yield shortcut.key().toString()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            yield button.shortcut().toString()
    for action in window.findChildren(QAction):
        if _is_seen(action.parent()):
            yield action.shortcut().toString()


def not_found(window: MainWindow) -> set[str]:
    """Give the keys that no command of Ctrl+K shows, where the focus is."""
    wanted = {keys for keys in keys_of(window) if keys} - LEFT_OUT
    window.box.open()
    found = list(window.box._matching(""))
    window.box.close_box()
    shown = {
        QKeySequence(command.keys.replace("↑", "Up").replace("↓", "Down")).toString() for command in found
    }
    words = {command.words for command in found}
    assert "Ctrl+L" in wanted & shown
    return {
        keys
        for keys in wanted
        if BY_OTHER_KEYS.get(keys, keys) not in shown and BY_ITS_BUTTON.get(keys) not in words
    }


def take(window: MainWindow, words: str) -> None:
    """Find a command and press Return on it."""
    window.box.open()
    window.box.line.setText(words)
    window.box._search()
    assert window.box.list.count() == 1
    press(window.box.line, Qt.Key.Key_Return)


def test_the_keys_of_every_page(window: MainWindow) -> None:
    found = {}
    for entry in window._entries:
        window.go_to(entry.code)
        found[entry.code] = not_found(window)
    assert {code: keys for code, keys in found.items() if keys} == {}


@pytest.mark.parametrize("code", all_registers())
def test_the_keys_of_a_record(window: MainWindow, code: str) -> None:
    window.open_record(Destination(code))
    page: Any = window.record_page
    for grid in list(page.form.grids.values())[:1]:
        page.form.go_to_section(grid.group.section)
        grid.add_row()
        grid.view.setFocus()
    without_rows = set() if page.form.grids else {"Ctrl+M"}
    assert not_found(window) == without_rows


def test_what_is_found_acts_where_the_cursor_was(window: MainWindow, record_id: str) -> None:
    window.open_record(Destination("hardship_cases", record_id))
    page: Any = window.record_page
    page.form.editors["household_area"].setFocus()
    take(window, "固定光标")
    assert page._aids._pins.is_pinned("household_area")
    assert QApplication.focusWidget() is page.form.editors["household_area"].focusProxy()


def test_where_there_is_no_other_record_with_the_id_it_says_so(
    window: MainWindow, record_id: str, session: Session
) -> None:
    window.open_record(Destination("hardship_cases", record_id))
    said: list[str] = []
    session.spoken.connect(said.append)
    take(window, "另一条记录")
    assert said == ["光标所在处没有别的记录也登记了的身份证号。"]
