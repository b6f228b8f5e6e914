"""Presence: keys, the mouse and what an input method writes begin the wait anew; what the program does by itself does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.idle import Idle
from tests.support.typing import compose, type_text


@pytest.fixture
def lines(show: Callable[[Any], Any], qtbot: QtBot) -> list[QLineEdit]:
    """Give two lines of a window that has the keyboard."""
    window = QWidget()
    layout = QVBoxLayout(window)
    made = [QLineEdit(), QLineEdit()]
    for line in made:
        layout.addWidget(line)
    show(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


@pytest.fixture
def idle(lines: list[QLineEdit], qtbot: QtBot) -> Idle:
    """Wait, with the focus in the first line."""
    made = Idle(lines[0].window())
    lines[0].setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is lines[0])
    made.start(0.05)
    return made


def is_noticed(idle: Idle, touch: Callable[[], object]) -> bool:
    """Tell whether something that is done begins the three seconds anew."""
    QTest.qWait(700)
    before = idle.remaining()
    touch()
    return idle.remaining() > before + 350  # such a timer is 150 ms early or late


def test_a_key_is_noticed(idle: Idle, lines: list[QLineEdit]) -> None:
    assert is_noticed(idle, lambda: QTest.keyClick(lines[0].window().windowHandle(), Qt.Key.Key_Shift))


def test_what_an_input_method_writes_is_noticed(idle: Idle, lines: list[QLineEdit]) -> None:
    assert is_noticed(idle, lambda: type_text(lines[0], "罗家镇"))
    assert is_noticed(idle, lambda: compose(lines[0], "luo'jia"))


def test_the_line_that_has_the_focus_is_listened_to(idle: Idle, lines: list[QLineEdit]) -> None:
    lines[1].setFocus()
    assert is_noticed(idle, lambda: type_text(lines[1], "罗家镇"))
    assert not is_noticed(idle, lambda: type_text(lines[0], "罗家镇"))


def test_a_line_that_is_gone_does_no_harm(idle: Idle, lines: list[QLineEdit]) -> None:
    lines[0].deleteLater()
    QTest.qWait(10)
    lines[1].setFocus()
    assert is_noticed(idle, lambda: type_text(lines[1], "罗家镇"))


def test_a_text_that_the_program_writes_is_nobody(idle: Idle, lines: list[QLineEdit]) -> None:
    assert not is_noticed(idle, lambda: lines[0].setText("罗家镇"))
