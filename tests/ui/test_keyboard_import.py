"""A damaged workbook through the import page with the keyboard alone, from Ctrl+K to Ctrl+Z; only file dialogs are stood in for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import opening_file, saving_file
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.session import Session
from tests.support.keyboard import CTRL, Keyboard
from tests.support.known_records import id_number
from tests.ui.test_import_page import RENAMED, damaged, found, names

__all__ = ["damaged"]


@pytest.fixture(autouse=True)
def recorded() -> None:
    """Let the real questions come onto the screen."""


@pytest.fixture
def hands(qtbot: QtBot) -> Keyboard:
    return Keyboard(qtbot)


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


class Files:
    """Stands in for the file dialogs of the desktop: what is to be chosen next, and what was offered."""

    def __init__(self) -> None:
        self.next = Path()
        self.offered: list[Path] = []

    def ask_which(
        self, _parent: QWidget, _title: str, _kind: str, on_chosen: Callable[[str], None], **_named: Any
    ) -> None:
        on_chosen(str(self.next))

    def ask_where(
        self, _parent: QWidget, _title: str, offered: Path, on_chosen: Callable[[str], None], *_kinds: Any
    ) -> None:
        self.offered.append(offered)
        on_chosen(str(self.next))


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    made = Files()
    monkeypatch.setattr(opening_file, "ask_which", made.ask_which)
    monkeypatch.setattr(saving_file, "ask_where", made.ask_where)
    return made


def wait(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.background.is_busy, timeout=20_000)


def agree(hands: Keyboard, qtbot: QtBot) -> None:
    """Answer the question on the screen with its first answer."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QMessageBox))
    hands.press(Qt.Key.Key_Return)


def import_page(window: MainWindow, hands: Keyboard) -> ImportPage:
    """Come to the page by Ctrl+K, and choose the nominees in its list."""
    hands.press(Qt.Key.Key_K, CTRL)
    hands.write("导入表格")
    hands.press(Qt.Key.Key_Return)
    page = window.stack.currentWidget()
    assert isinstance(page, ImportPage)
    hands.go_to(page.registers)
    hands.press(Qt.Key.Key_Home)
    for _step in range(page.registers.count()):
        if page.register.code != "nominees":
            hands.press(Qt.Key.Key_Down)
    assert page.register.code == "nominees"
    return page


def test_a_damaged_workbook_is_imported_corrected_and_taken_back(
    window: MainWindow,
    session: Session,
    hands: Keyboard,
    damaged: Path,
    files: Files,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    page = import_page(window, hands)
    files.next = damaged
    hands.use(page.choose)
    wait(session, qtbot)
    hands.go_to(page.questions.boxes[RENAMED])
    hands.press(Qt.Key.Key_Down)  # the field that is suggested
    assert page.questions.boxes[RENAMED].currentText() == "工作单位"
    hands.use(page.again)
    wait(session, qtbot)
    assert page.questions.confirmed == {RENAMED: "work_unit"}
    assert [row for row, column in found(page) if column == "身份证号"] == ["4", "5"]
    hands.use(page.apply)
    agree(hands, qtbot)
    wait(session, qtbot)
    assert names(session) == ["张三"]

    files.next = tmp_path / "标错.xlsx"
    hands.use(page.give_back)
    wait(session, qtbot)
    assert files.offered == [damaged.with_name("推荐人选（标错）.xlsx")]
    book = load_workbook(files.next)
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 5).fill.fgColor.rgb for row in (4, 5)] == ["FFFFC7CE", "FFFFC7CE"]
    for row, serial in ((4, "013"), (5, "015")):
        sheet.cell(row, 5).value = id_number("360111", "19760412", serial)
    book.save(files.next)

    hands.use(page.choose)
    wait(session, qtbot)
    hands.use(page.apply)
    agree(hands, qtbot)
    wait(session, qtbot)
    assert names(session) == ["张三", "李四", "王五"]

    hands.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: names(session) == ["张三"], timeout=20_000)
