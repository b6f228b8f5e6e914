"""Message boxes that do not block: buttons are verbs, Escape is the last of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from db.messages import Message
from db.store.vault import FILE_NAME
from desktop.ui import messages
from desktop.ui.program import Program
from tests.support.offices import clock
from tests.support.typing import shortcut

ask = messages.ask  # before the tests' stand-in takes its place


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


def test_a_damaged_vault_is_said_instead_of_a_window(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / FILE_NAME).write_text("{", "utf-8")
    program = Program(tmp_path, clock)
    program.start()
    assert isinstance(program.window, QMessageBox)
    qtbot.addWidget(program.window)
    assert program.window.text()
    program.close()
