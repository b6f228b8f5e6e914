"""Choosing a file or a folder: what is shown, what is passed on, and that nothing stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import opening_file


@pytest.mark.parametrize(
    ("only", "filters"), [(False, ["报送包 (*.asice)", "所有文件 (*)"]), (True, ["报送包 (*.asice)"])]
)
def test_a_file_is_passed_on(
    show: Callable[[Any], Any], qtbot: QtBot, *, only: bool, filters: list[str]
) -> None:
    window = show(QWidget())
    given: list[str] = []
    opening_file.ask_which(window, "打开报送包", "报送包 (*.asice)", given.append, only=only)
    dialog = window.findChild(QFileDialog)
    assert (dialog.windowTitle(), dialog.nameFilters()) == ("打开报送包", filters)
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    dialog.fileSelected.emit("/stick/第 3 号.asice")
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is None)
    assert given == ["/stick/第 3 号.asice"]


def test_a_folder_is_passed_on(show: Callable[[Any], Any], qtbot: QtBot) -> None:
    window = show(QWidget())
    given: list[str] = []
    opening_file.ask_folder(window, "选择文件夹", given.append)
    dialog = window.findChild(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    assert dialog.testOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.emit("/stick")
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is None)
    assert given == ["/stick"]
