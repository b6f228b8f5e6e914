"""Return alone goes through a whole form: a text of several lines is left where another line would be of no use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.fields import TextField
from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.sample_records import clean_household
from tests.support.typing import compose, press, type_text

REGISTERS = all_registers()
CASES = REGISTERS["hardship_cases"]
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focus(page: RecordPage) -> QWidget:
    found = page.focusWidget()
    assert found is not None
    return found


def here(page: RecordPage) -> str:
    return page.form.here().rows or page.form.here().field


def walk(page: RecordPage) -> list[str]:
    """Press Return from the first field on until the form is at its end."""
    page.go_to(None)
    way = [here(page)]
    while len(way) < 300:
        page.form._moved_on = 0.0
        before = focus(page)
        press(before, Qt.Key.Key_Return)
        if focus(page) is before or not page.form.isAncestorOf(focus(page)):
            return way
        way.append(here(page))
    return way


@pytest.mark.parametrize("code", list(REGISTERS))
def test_return_alone_reaches_every_field(session: Session, show: Callable[[Any], Any], code: str) -> None:
    register = REGISTERS[code]
    page: RecordPage = show(RecordPage(session, register, session.do(records.new, register)))
    page.resize(1180, 680)
    reached = walk(page)
    wanted = [one for one in page.form.editors if one != register.number_field]
    assert [one for one in reached if one in wanted] == wanted
    assert page.is_edited is False


def test_return_alone_goes_through_a_filled_record_and_changes_nothing(
    session: Session, show: Callable[[Any], Any]
) -> None:
    record = clean_household(session.ledger, name="熊国平", cause_text="因病致困。\n长期吃药。", memo="无")
    record = session.do(records.save, CASES, record).record
    page: RecordPage = show(RecordPage(session, CASES, record))
    page.resize(1180, 680)
    before = page.form.typed()
    reached = walk(page)
    texts = [one for one, field in CASES.fields.items() if isinstance(field, TextField) and field.multiline]
    assert [one for one in reached if one in texts] == texts
    after = page.form.typed()
    assert (after.fields, after.rows) == (before.fields, before.rows)
    assert after.fields["cause_text"] == "因病致困。\n长期吃药。"


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    return made


@pytest.fixture
def box(page: RecordPage) -> QPlainTextEdit:
    page.form.editors["cause_text"].setFocus()
    found = focus(page)
    assert isinstance(found, QPlainTextEdit)
    return found


def test_return_breaks_lines_and_on_an_empty_one_goes_on(page: RecordPage, box: QPlainTextEdit) -> None:
    type_text(box, "因病致困。")
    press(box, Qt.Key.Key_Return)
    type_text(box, "长期吃药。")
    press(box, Qt.Key.Key_Return)
    assert (box.toPlainText(), here(page)) == ("因病致困。\n长期吃药。\n", "cause_text")
    press(box, Qt.Key.Key_Return)
    assert here(page) != "cause_text"
    page.form.commit()
    assert page.record.cause_text == "因病致困。\n长期吃药。"


def test_return_breaks_a_line_in_the_middle_and_over_a_selection(
    page: RecordPage, box: QPlainTextEdit
) -> None:
    type_text(box, "因病致困。长期吃药。")
    cursor = box.textCursor()
    cursor.setPosition(5)
    box.setTextCursor(cursor)
    press(box, Qt.Key.Key_Enter)
    assert (box.toPlainText(), here(page)) == ("因病致困。\n长期吃药。", "cause_text")
    box.moveCursor(QTextCursor.MoveOperation.End)
    press(box, Qt.Key.Key_Return)
    box.selectAll()
    press(box, Qt.Key.Key_Return)
    assert (box.toPlainText(), here(page)) == ("\n", "cause_text")


def test_a_text_that_was_come_to_by_keys_is_passed_until_it_is_touched(
    page: RecordPage, box: QPlainTextEdit
) -> None:
    page.form.take("cause_text", "因病致困。")
    for key in (Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        press(focus(page), key)
    assert (focus(page), box.textCursor().atEnd()) == (box, True)
    type_text(box, "长期吃药。")  # goes on where the text ends
    assert box.toPlainText() == "因病致困。长期吃药。"
    press(box, Qt.Key.Key_Return)
    assert (box.toPlainText(), here(page)) == ("因病致困。长期吃药。\n", "cause_text")
    page.form.editors["memo"].setFocus()
    QTest.mouseClick(box.viewport(), Qt.MouseButton.LeftButton)
    box.moveCursor(QTextCursor.MoveOperation.Start)
    press(box, Qt.Key.Key_Return)
    assert (box.toPlainText(), here(page)) == ("\n因病致困。长期吃药。\n", "cause_text")


def test_shift_with_return_goes_back_and_composing_stays(page: RecordPage, box: QPlainTextEdit) -> None:
    compose(box, "yin'bing")
    press(box, Qt.Key.Key_Return)
    assert here(page) == "cause_text"
    compose(box, "")
    page.form.editors["memo"].setFocus()
    memo = focus(page)
    type_text(memo, "无")
    press(memo, Qt.Key.Key_Return, SHIFT)
    assert (here(page), page.record.memo) == ("cause_text", "无")


def test_the_field_says_how_it_is_left(page: RecordPage, box: QPlainTextEdit) -> None:
    words = "回车换行；在空行上再按回车，或按 Tab，到下一项。"
    assert box.placeholderText() == words
    assert words in page.problems_pane._help.text()
    page.form.set_read_only(True)
    assert box.placeholderText() == ""
    page.form.editors["memo"].setFocus()
    assert words not in page.problems_pane._help.text()
