"""The whole way on the real widgets with the keyboard alone: first start, a household, lock, unlock, find, open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.program import Program
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.unlock import Unlock
from tests.support.keyboard import CTRL, Keyboard
from tests.support.known_records import id_number
from tests.support.offices import clock
from tests.support.typing import completions_ready

PASSWORD = "brass kettle 66"

ID_NO = id_number("360111", "19760412", "011")
HEAD = {
    "name": "熊𬱖",
    "id_no": ID_NO,
    "ethnic": "汉族",
    "address": "罗家镇罗家村1组15号",
    "mobile": "13870012345",
    "work_from": "1998.7.1",
    "household_size": "6",
    "monthly_income_self": "1800",
    "cause_text": "户主因病住院,自付医药费较多。",
    "filed_on": "2026.5.8",
}
VALUES = {
    "name": "熊𬱖",
    "id_no": ID_NO,
    "sex": "1",
    "birth": date(1976, 4, 12),
    "household_area": "360111",
    "ethnic": "01",
    "address": "罗家镇罗家村1组15号",
    "mobile": "13870012345",
    "work_from": date(1998, 7, 1),
    "household_size": 6,
    "monthly_income_self": 180_000,
    "cause_text": "户主因病住院,自付医药费较多。",
    "filed_on": date(2026, 5, 8),
}
MEMBERS = (("罗秀英", "配偶"), ("熊小平", "子"), ("熊小英", "女"), ("熊大国", "父母"), ("万菊香", "父母"))


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    made = Program(tmp_path / "ledger", clock)
    yield made
    if made.window is not None:
        made.window.close()
        qtbot.addWidget(made.window)
    made.close()


def window_of(program: Program, kind: type[Any], qtbot: QtBot) -> Any:
    """Wait for a window to be on the screen and active."""
    qtbot.waitUntil(lambda: isinstance(program.window, kind), timeout=60_000)
    window = program.window
    assert window is not None
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def cell_editor(grid: RowGrid) -> QWidget | None:
    """Give the editor that is open in a grid."""
    return grid.view.indexWidget(grid.view.currentIndex())


def set_up(program: Program, hands: Keyboard, qtbot: QtBot) -> MainWindow:
    """Go through the first start."""
    program.start()
    first: FirstStart = window_of(program, FirstStart, qtbot)
    hands.go_to(first.area.search)
    hands.write("qshljz")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.waitUntil(completions_ready)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.area.code() == "360111103")
    assert first.office.text() == "罗家镇总工会"
    for line, text in ((first.user, "张会计"), (first.new.password, PASSWORD), (first.new.again, PASSWORD)):
        hands.go_to(line)
        hands.write(text)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.step == 1, timeout=60_000)
    groups = first.card.code.split("-")
    assert len(groups) == 8
    hands.use(first.card.check_button)
    assert not first.begin.isEnabled()
    for number, line in zip(first.card.asked, first.card.answers, strict=True):
        hands.go_to(line)
        hands.write(groups[number - 1].lower())
    qtbot.waitUntil(first.begin.isEnabled)
    assert hands.focus is first.begin  # Return is all that is left
    hands.press(Qt.Key.Key_Return)
    window: MainWindow = window_of(program, MainWindow, qtbot)
    return window


def go_to_households(window: MainWindow, hands: Keyboard) -> RegisterPage:
    """Choose the page by its number."""
    number = list(all_registers()).index("hardship_cases") + 2  # the first is the workbench
    hands.press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
    page = window.stack.currentWidget()
    assert isinstance(page, RegisterPage)
    assert page.register.code == "hardship_cases"
    return page


def type_field(page: RecordPage, code: str, text: str, hands: Keyboard) -> None:
    """Go on by Return, in texts of several lines by Tab, until the field has the focus; type into it."""
    for _step in range(len(page.register.fields)):
        here = page.form.here().field
        if here == code:
            break
        takes_return = isinstance(hands.focus, QPlainTextEdit)
        hands.press(Qt.Key.Key_Tab if takes_return else Qt.Key.Key_Return)
    assert page.form.here().field == code
    hands.write(text)


def enter_household(window: MainWindow, hands: Keyboard, qtbot: QtBot) -> None:
    """Type a household with five members, save it and go back to the list."""
    go_to_households(window, hands)
    hands.press(Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: window.record_page is not None)
    page = window.record_page
    assert page is not None
    for code, text in HEAD.items():
        type_field(page, code, text, hands)
    grid = page.form.grids["members"]
    for number, (name, relation) in enumerate(MEMBERS, 1):
        hands.press(Qt.Key.Key_M, CTRL)
        qtbot.waitUntil(lambda number=number: grid.model.rowCount() == number)
        for text in (name, relation):
            qtbot.waitUntil(lambda: cell_editor(grid) is not None)
            editor = cell_editor(grid)
            hands.write(text)
            hands.press(Qt.Key.Key_Return)
            qtbot.waitUntil(lambda before=editor: cell_editor(grid) not in {None, before})
    hands.press(Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not page.is_edited)
    hands.press(Qt.Key.Key_Escape)  # out of the cell
    hands.press(Qt.Key.Key_Escape)  # out of the record
    qtbot.waitUntil(lambda: window.record_page is None)


def unlock(program: Program, hands: Keyboard, qtbot: QtBot) -> MainWindow:
    """Type a wrong password, then the right one."""
    door: Unlock = window_of(program, Unlock, qtbot)
    hands.write("wrong")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "密码不对" in door.problem.text(), timeout=60_000)
    hands.write(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    window: MainWindow = window_of(program, MainWindow, qtbot)
    return window


def test_a_household_from_the_first_start_to_its_reopening(program: Program, qtbot: QtBot) -> None:
    hands = Keyboard(qtbot)
    window = set_up(program, hands, qtbot)
    enter_household(window, hands, qtbot)
    hands.press(Qt.Key.Key_L, CTRL)
    window = unlock(program, hands, qtbot)
    page = go_to_households(window, hands)
    hands.press(Qt.Key.Key_F, CTRL)
    hands.write("lxy")  # a member of the household, by initials
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    hands.press(Qt.Key.Key_Return)  # into the list
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.record_page is not None)
    reopened = window.record_page
    assert reopened is not None
    assert {code: reopened.form.editors[code].value() for code in VALUES} == VALUES
    members = reopened.form.grids["members"].model
    shown = [[members.index(row, column).data() for column in (0, 1)] for row in range(members.rowCount())]
    assert shown == [list(member) for member in MEMBERS]
