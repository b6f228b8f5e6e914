"""Reasons (核实): kept from their first character like any field, and written without losing the place by a check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from db.messages import Severity
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import drafts, records
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_drafts import changed_count
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_recovery import draft_lines
from desktop.ui.registers.record_second_entry import SecondEntry
from desktop.ui.session import Destination, Session
from tests.support.sample_records import clean_household
from tests.support.typing import compose, press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
REASON = "本人已核实无误"
SIZE, ORDER = "size_differs@household_size", "request_order@filed_on"


@pytest.fixture
def ids(ledger: Ledger, session: Session) -> list[str]:
    """Save a household with two things to be explained, and one that was just begun."""
    first = clean_household(ledger, household_size=9, requested_on=date(2026, 6, 1))
    second = session.do(records.new, CASES)
    second.name = "熊乙"
    return [session.do(records.save, CASES, one).record.id for one in (first, second)]


@pytest.fixture
def window(ids: list[str], session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    made.open_record(Destination("hardship_cases", ids[0]))
    return made


@pytest.fixture
def page(window: MainWindow) -> RecordPage:
    assert window.record_page is not None
    assert [one.key for one in window.record_page.problems_pane.problems] == [SIZE, ORDER]
    QTest.qWait(50)  # a page that was just shown takes part in the keyboard only after its events
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window.record_page


def reasons(page: RecordPage) -> list[QLineEdit]:
    lines = page.problems_pane.findChildren(QLineEdit, "reason")
    return sorted((one for one in lines if one.isVisible()), key=lambda one: one.mapTo(page, one.pos()).y())


def write(line: QLineEdit, text: str = REASON) -> None:
    line.setFocus()
    type_text(line, text)


def stored(session: Session, record_id: str) -> dict[str, str]:
    record = session.do(records.open_record, CASES, record_id)
    assert record is not None
    return dict(record.reasons or {})


def change_size(page: RecordPage, text: str) -> None:
    """Type another household size and leave the cursor in it."""
    editor = page.form.editors["household_size"]
    editor.setFocus()
    line: Any = editor.focusProxy()
    line.selectAll()
    type_text(editor, text)


def test_a_reason_is_an_edit_from_its_first_character(page: RecordPage) -> None:
    write(reasons(page)[0], "本")
    assert page.is_edited
    assert page.record.reasons == {SIZE: "本"}
    assert page._drafts.is_waiting


def test_a_reason_that_is_taken_out_again_is_none(page: RecordPage) -> None:
    line = reasons(page)[0]
    write(line, "x")
    press(line, Qt.Key.Key_Backspace)
    assert page.record.reasons == {}


def test_ctrl_s_stores_the_reason_that_is_being_typed(
    page: RecordPage, window: MainWindow, session: Session
) -> None:
    line = reasons(page)[1]
    write(line)
    shortcut(window, Qt.Key.Key_S, CTRL)
    assert stored(session, page.record.id) == {ORDER: REASON}
    assert page.is_edited is False
    assert reasons(page)[1] is line
    assert line.hasFocus()
    type_text(line, "，见原件")  # who goes on typing goes on in the record that was saved
    assert page.record.reasons == {ORDER: REASON + "，见原件"}
    assert page.is_edited


def test_ctrl_enter_stores_the_reason_and_leaves_none_in_the_new_record(
    page: RecordPage, window: MainWindow, session: Session, ids: list[str], qtbot: QtBot
) -> None:
    write(reasons(page)[0])
    shortcut(window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.record.id != ids[0])
    assert stored(session, ids[0]) == {SIZE: REASON}
    assert not page.record.reasons
    assert page.is_edited is False


def test_esc_asks_about_a_reason(
    page: RecordPage, window: MainWindow, session: Session, recorded: Any
) -> None:
    write(reasons(page)[0])
    shortcut(window, Qt.Key.Key_Escape)
    assert len(recorded.questions) == 1
    recorded.answer("保存")
    assert window.record_page is None
    assert stored(session, page.record.id) == {SIZE: REASON}


def test_the_next_record_is_asked_about_and_does_not_get_the_reason(
    page: RecordPage, window: MainWindow, session: Session, ids: list[str], recorded: Any, qtbot: QtBot
) -> None:
    write(reasons(page)[0])
    shortcut(window, Qt.Key.Key_Down, ALT)
    assert len(recorded.questions) == 1
    assert page.record.id == ids[0]
    recorded.answer("保存")
    qtbot.waitUntil(lambda: page.record.id == ids[1])
    assert stored(session, ids[0]) == {SIZE: REASON}
    qtbot.waitUntil(lambda: {line.text() for line in reasons(page)} <= {""})
    assert (page.record.reasons, page.is_edited) == ({}, False)


@pytest.mark.parametrize("way", ["tab", "return", "click"])
def test_the_second_reason_is_written_after_the_first(page: RecordPage, way: str) -> None:
    first, second = reasons(page)
    write(first)
    match way:
        case "tab":
            press(first, Qt.Key.Key_Tab)
        case "return":
            press(first, Qt.Key.Key_Return)
        case _:
            QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    QTest.qWait(50)
    assert QApplication.focusWidget() is second
    type_text(second, REASON)
    assert page.record.reasons == {SIZE: REASON, ORDER: REASON}


def test_tab_goes_from_the_fields_over_the_reasons_to_the_buttons(page: RecordPage) -> None:
    first, second = reasons(page)
    second.setFocus()
    reached = []
    for _step in range(4):
        widget = page.window().focusWidget()
        assert widget is not None
        press(widget, Qt.Key.Key_Tab)
        reached.append(page.window().focusWidget())
    assert page._save in reached
    first.setFocus()
    press(first, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.problems_pane.isAncestorOf(page.window().focusWidget() or page)


def place(page: RecordPage) -> str:
    """Name the field with the cursor, "" when the cursor is not in the form."""
    focus = QApplication.focusWidget()
    return page.form.here().field if focus is not None and page.form.isAncestorOf(focus) else ""


def mend_size(page: RecordPage) -> None:
    """Make the number of people right behind the form."""
    page.record.household_size = len(page.record.members) + 1


def test_a_check_leaves_the_line_with_its_text_and_cursor(page: RecordPage) -> None:
    first, second = reasons(page)
    write(second, "abcdef")
    second.setCursorPosition(3)
    page.checks.run()
    assert reasons(page) == [first, second]
    assert (second.text(), second.cursorPosition(), second.hasFocus()) == ("abcdef", 3, True)
    page.record.mobile = "8812"  # another problem comes before both
    page.checks.run()
    QTest.qWait(1)
    assert [one.key for one in page.problems_pane.problems] == ["mobile@mobile", SIZE, ORDER]
    assert reasons(page)[1:] == [first, second]
    assert (second.text(), second.cursorPosition(), second.hasFocus()) == ("abcdef", 3, True)


def test_lines_stand_in_the_order_of_their_problems(page: RecordPage) -> None:
    mend_size(page)
    page.record.mobile = "8812"  # one goes, one comes
    page.checks.run()
    QTest.qWait(1)
    shown = page.problems_pane.problems
    assert [one.key for one in shown] == ["mobile@mobile", ORDER]
    assert [line.accessibleName() for line in reasons(page)] == [f"核实原因：{one.message}" for one in shown]
    assert page.problems_pane._list.lines[0].problem == shown[0]


def test_a_sentence_that_changes_is_told_in_the_same_line(page: RecordPage) -> None:
    line = reasons(page)[0]
    assert "9" in line.accessibleName()
    page.record.household_size = 8
    page.checks.run()
    assert reasons(page)[0] is line
    assert line.accessibleName() == f"核实原因：{page.problems_pane.problems[0].message}"
    assert "9" not in line.accessibleName()


def test_a_click_into_a_reason_right_after_an_edit_stays_there(page: RecordPage) -> None:
    change_size(page, "8")
    first = reasons(page)[0]
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    QTest.qWait(50)
    assert QApplication.focusWidget() is first
    type_text(first, REASON)
    assert page.record.reasons == {SIZE: REASON}


def test_when_the_problem_of_the_cursor_goes_the_next_reason_has_it(page: RecordPage) -> None:
    first, second = reasons(page)
    write(first)
    mend_size(page)
    page.checks.run()
    QTest.qWait(1)
    assert reasons(page) == [second]
    assert second.hasFocus()


def test_when_the_last_reason_goes_the_field_has_the_cursor(page: RecordPage) -> None:
    page.form.editors["address"].setFocus()
    write(reasons(page)[1])
    page.record.requested_on = None
    page.checks.run()
    QTest.qWait(1)
    assert page.form.isAncestorOf(QApplication.focusWidget() or page)
    assert page.form.here().field == "address"


def test_a_click_on_the_reason_of_a_problem_that_was_just_mended_goes_to_the_next(page: RecordPage) -> None:
    first, second = reasons(page)
    change_size(page, str(len(page.record.members) + 1))
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    QTest.qWait(50)
    assert reasons(page) == [second]
    assert QApplication.focusWidget() is second


def test_a_click_on_a_sentence_that_was_just_mended_stays_in_the_form(page: RecordPage, qtbot: QtBot) -> None:
    line = page.problems_pane._list.lines[0]
    change_size(page, str(len(page.record.members) + 1))
    QTest.mouseClick(line._sentence, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.problems_pane._list.lines) == 1)
    assert place(page) == "household_size"


def test_a_word_that_comes_late_does_not_get_into_the_next_record(
    page: RecordPage, window: MainWindow, session: Session, ids: list[str]
) -> None:
    following = session.do(records.open_record, CASES, ids[1])
    assert following is not None
    following.reasons = {SIZE: REASON}
    session.do(records.save, CASES, following)
    line = reasons(page)[0]
    write(line)
    assert page.save()
    line.selectAll()
    compose(line, "wu'wu")
    window.open_record(Destination("hardship_cases", ids[1]))  # what the input method began is given up
    QTest.qWait(50)
    assert page.record.id == ids[1]
    assert (page.record.reasons, page.is_edited) == ({SIZE: REASON}, False)


def test_the_second_entry_ends_well_when_the_reason_with_the_cursor_goes(page: RecordPage) -> None:
    write(reasons(page)[0])
    page._rekeyed.open()
    (dialog,) = page.findChildren(SecondEntry)
    mend_size(page)
    page.checks.run()
    QTest.qWait(20)
    dialog.reject()
    QTest.qWait(1)
    focus = page.window().focusWidget()
    assert focus is not None
    assert page.form.isAncestorOf(focus)


def test_a_reason_says_how_long_it_must_be_while_it_is_typed(page: RecordPage) -> None:
    def note() -> str:
        shown = page.problems_pane._list.lines[0].note
        assert shown is not None
        return shown.text() if shown.isVisible() else ""

    line = reasons(page)[0]
    assert note() == "无误的话，写明原因（至少 6 个字）"
    write(line, "已核实")
    assert note() == "原因太短，至少 6 个字。"
    type_text(line, "无误了")
    assert note() == ""


def test_a_reason_is_in_the_draft_and_comes_back_from_its_card(
    page: RecordPage, session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    write(reasons(page)[1])
    with qtbot.waitSignal(page._drafts.kept):
        page._drafts._timer.start(1)  # three seconds are over
    (found,) = session.do(drafts.found)
    assert found.draft.typed.reasons == {ORDER: REASON}
    assert found.draft.changed_count == 1
    (line,) = draft_lines(session, CASES, found)
    assert (line.place, line.old, line.new) == ("建档日期的核实理由", "", REASON)
    again: MainWindow = show(MainWindow(session))  # as after a crash
    (card,) = again.recovery.cards
    card.recover.click()
    restored = again.record_page
    assert restored is not None
    assert [one.text() for one in reasons(restored)] == ["", REASON]
    assert restored.is_edited
    assert restored.save()
    assert stored(session, page.record.id) == {ORDER: REASON}


def test_a_changed_and_a_removed_reason_are_counted() -> None:
    before = drafts.Typed({}, {}, {"a@a": "甲", "b@b": "乙", "c@c": "丙"})
    after = drafts.Typed({}, {}, {"a@a": "甲", "b@b": "丁", "d@d": "戊"})
    assert changed_count(before, after) == 3


def test_the_lock_keeps_a_reason(page: RecordPage, session: Session) -> None:
    write(reasons(page)[0])
    session.locking.emit()
    (found,) = session.do(drafts.found)
    assert found.draft.typed.reasons == {SIZE: REASON}
    assert page.is_edited


def test_nothing_is_checked_or_kept_while_a_reason_is_composed(
    page: RecordPage, session: Session, qtbot: QtBot
) -> None:
    line = reasons(page)[0]
    write(line, "已核实")
    line.selectAll()
    compose(line, "wu'wu")  # which takes what was marked off the screen
    checks: list[bool] = []
    page.checks.checked.connect(lambda: checks.append(True))
    with qtbot.waitSignal(page.checks.pause.timeout):
        page.checks.pause.start(1)
    QTest.qWait(30)
    assert checks == []
    assert page.checks.pause.isActive()
    assert page.record.reasons == {SIZE: "已核实"}
    session.locking.emit()
    (found,) = session.do(drafts.found)
    assert found.draft.typed.reasons == {SIZE: "已核实"}
    page.checks.pause.start(1)
    event = QInputMethodEvent()  # the input method gives up; what was marked is gone on the screen
    QApplication.sendEvent(line, event)
    qtbot.waitUntil(lambda: page.record.reasons == {})
    qtbot.waitUntil(lambda: bool(checks))


def test_keys_lead_from_problem_to_reason_and_on(page: RecordPage, window: MainWindow) -> None:
    first, second = reasons(page)
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "household_size"
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is first
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "filed_on"
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is second
    shortcut(window, Qt.Key.Key_R, CTRL)  # and back, to look at the value again
    assert place(page) == "filed_on"


def test_f8_goes_on_from_the_reason_of_the_cursor(page: RecordPage, window: MainWindow) -> None:
    first, second = reasons(page)
    second.setFocus()
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "household_size"  # from the last on to the first
    shortcut(window, Qt.Key.Key_F8)
    first.setFocus()
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "filed_on"


def test_f8_passes_no_problem_by_when_the_one_before_is_mended(page: RecordPage, window: MainWindow) -> None:
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "household_size"
    page.record.mobile = "8812"
    page.checks.run()
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "filed_on"  # not the size once more: it has only moved down
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "mobile"
    page.record.mobile = "13970012345"
    page.checks.run()
    shortcut(window, Qt.Key.Key_F8)
    assert place(page) == "household_size"


def test_the_key_goes_to_the_reason_of_the_field_with_the_cursor(
    page: RecordPage, window: MainWindow
) -> None:
    page.form.editors["filed_on"].setFocus()
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is reasons(page)[1]


def test_the_key_goes_to_the_first_that_waits_when_the_field_has_none(
    page: RecordPage, window: MainWindow
) -> None:
    write(reasons(page)[0])
    page.form.editors["address"].setFocus()
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is reasons(page)[1]


def test_the_key_goes_to_the_reason_of_the_row_with_the_cursor(page: RecordPage, window: MainWindow) -> None:
    grid = page.form.grids["members"]
    for row in (0, 1):
        grid.model.setData(grid.model.index(row, grid.model.column_of("relation")), "父")
    page.checks.run()
    keys = [one.key for one in page.problems_pane.problems if one.severity is Severity.EXPLAIN]
    wanted = next(one for one in page.problems_pane.problems if one.rows and one.row == 1)
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(1, 0))
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert QApplication.focusWidget() is reasons(page)[keys.index(wanted.key)]


def test_the_key_says_when_there_is_nothing_to_explain(page: RecordPage, window: MainWindow) -> None:
    mend_size(page)
    page.record.requested_on = None
    page.checks.run()
    focus = QApplication.focusWidget()
    shortcut(window, Qt.Key.Key_R, CTRL)
    assert window.status.message.text() == "没有要写原因的问题。"
    assert QApplication.focusWidget() is focus


def test_the_pane_says_the_keys(page: RecordPage) -> None:
    assert page.problems_pane._summary.text() == "强制 0 · 核实 2 · 提示 0（F8 下一个，Ctrl+R 原因）"


def test_a_reason_has_a_name_for_those_who_cannot_see(page: RecordPage) -> None:
    for line, problem in zip(reasons(page), page.problems_pane.problems, strict=True):
        told = QAccessible.queryAccessibleInterface(line).text(QAccessible.Text.Name)
        assert told == f"核实原因：{problem.message}"


def test_the_reason_of_a_locked_record_can_be_read_but_not_changed(
    page: RecordPage, window: MainWindow, session: Session, ids: list[str]
) -> None:
    write(reasons(page)[0])
    assert page.save()
    with session.ledger.store.writing() as store:
        store.execute(update(CASES.record).values(state="received"))
    window.open_record(Destination("hardship_cases", ids[0]))
    line = reasons(page)[0]
    assert (line.text(), line.isReadOnly()) == (REASON, True)
    page.correct()
    assert line.isReadOnly() is False
