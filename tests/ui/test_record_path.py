"""Through a form by keyboard: in the order of the paper, back along the way taken, on by itself when a text is full."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import press, type_text

CASES = all_registers()["hardship_cases"]
SHIFT = Qt.KeyboardModifier.ShiftModifier
ID_NO = "11010519491231002X"


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    made.go_to(None)
    qtbot.waitUntil(lambda: here(made) == "hardship_class")
    return made


def here(page: RecordPage) -> str:
    """Name the field or the group of the cursor."""
    places: list[QWidget] = [*page.form.editors.values(), *page.form.grids.values()]
    focus = page.focusWidget()
    return next((one.objectName() for one in places if focus and one.isAncestorOf(focus)), "")


def key(
    page: RecordPage, which: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> str:
    focus = page.focusWidget()
    assert focus is not None
    press(focus, which, modifiers)
    return here(page)


def test_tab_follows_the_paper_form(page: RecordPage) -> None:
    wanted: list[str] = []
    for section in CASES.sections:
        wanted += CASES.fields_in(section)
        wanted += [group.code for group in CASES.row_groups if group.section == section.code]
    wanted = wanted[wanted.index("hardship_class") :]
    way = [here(page), *(key(page, Qt.Key.Key_Tab) for _step in wanted[1:])]
    assert way == wanted


@pytest.mark.parametrize("back", [Qt.Key.Key_Return, Qt.Key.Key_Backtab])
def test_going_back_follows_the_way_that_was_taken(page: RecordPage, back: Qt.Key) -> None:
    assert [key(page, Qt.Key.Key_Return) for _ in range(2)] == ["file_level", "name"]
    page.form.editors["filed_on"].setFocus()  # a jump, as by F8 or the mouse
    page.form.editors["mobile"].setFocus()
    way = [key(page, back, SHIFT) for _ in range(4)]
    assert way == ["filed_on", "name", "file_level", "hardship_class"]


def test_the_way_goes_on_from_where_it_was_left(page: RecordPage) -> None:
    key(page, Qt.Key.Key_Return)
    assert key(page, Qt.Key.Key_Return, SHIFT) == "hardship_class"
    assert key(page, Qt.Key.Key_Return) == "file_level"


def test_a_full_id_moves_on_past_what_it_has_filled(page: RecordPage, qtbot: QtBot) -> None:
    page.form.editors["id_no"].setFocus()
    order = list(CASES.fields)
    following = order[order.index("id_no") + 1 :]
    wanted = next(code for code in following if code not in {"sex", "birth", "household_area"})
    type_text(page.focusWidget() or page, ID_NO)
    qtbot.waitUntil(lambda: here(page) == wanted)
    assert page.form.editors["sex"].value() == "2"
    assert key(page, Qt.Key.Key_Return) == wanted  # the Return out of habit
    assert key(page, Qt.Key.Key_Return, SHIFT) == "id_no"
    assert key(page, Qt.Key.Key_Tab) == following[0]


def test_a_full_but_wrong_id_stays_and_is_told_at_once(page: RecordPage) -> None:
    page.form.editors["id_no"].setFocus()
    type_text(page.focusWidget() or page, ID_NO[:-1] + "1")
    assert here(page) == "id_no"
    assert [problem.field for problem in page.problems_pane.problems] == ["id_no"]


def test_a_mobile_number_moves_on(page: RecordPage, qtbot: QtBot) -> None:
    page.form.editors["mobile"].setFocus()
    type_text(page.focusWidget() or page, "1387001234")
    assert here(page) == "mobile"
    type_text(page.focusWidget() or page, "5")
    qtbot.waitUntil(lambda: here(page) != "mobile")
    assert page.record.mobile == "13870012345"


def test_mending_a_digit_in_the_middle_does_not_move_on(page: RecordPage) -> None:
    editor = page.form.editors["mobile"]
    editor.show_value("13870012345")
    editor.setFocus()
    line: Any = page.focusWidget()
    line.setCursorPosition(4)
    press(line, Qt.Key.Key_Backspace)
    type_text(line, "7")
    assert here(page) == "mobile"
