"""Message boxes that do not block: buttons are verbs, Escape is the last of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from db.messages import Message
from desktop.ui import messages
from tests.support.typing import shortcut

ask, ask_before_loss = messages.ask, messages.ask_before_loss  # before the tests' stand-ins take their places


@pytest.mark.parametrize(("key", "chosen"), [(Qt.Key.Key_Return, ["save"]), (Qt.Key.Key_Escape, ["stay"])])
def test_return_is_the_first_answer_and_escape_the_last(
    show: Callable[[Any], Any], qtbot: QtBot, key: Qt.Key, chosen: list[str]
) -> None:
    window: QWidget = show(QWidget())
    answers: list[str] = []
    ask(
        window,
        Message("这条记录有改动还没有保存。"),
        {
            "保存": lambda: answers.append("save"),
            "不保存": lambda: answers.append("drop"),
            "继续编辑": lambda: answers.append("stay"),
        },
    )
    box = window.findChild(QMessageBox)
    assert box is not None
    qtbot.waitUntil(box.isActiveWindow)
    shortcut(box, key)
    qtbot.waitUntil(lambda: answers == chosen)


def test_return_alone_loses_nothing(show: Callable[[Any], Any], qtbot: QtBot) -> None:
    window: QWidget = show(QWidget())
    answers: list[str] = []
    ask_before_loss(
        window,
        Message("丢弃后，这些没有保存的录入不能再找回。"),
        {"丢弃": lambda: answers.append("lost"), "留着": lambda: answers.append("kept")},
    )
    box = window.findChild(QMessageBox)
    assert box is not None
    qtbot.waitUntil(box.isActiveWindow)
    shortcut(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: answers == ["kept"])
