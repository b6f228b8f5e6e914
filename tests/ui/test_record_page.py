"""A record on the screen: nothing typed is lost, problems are told and jumped to, the keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from db.messages import Message
from db.register import Arithmetic
from db.registers import all_registers
from desktop.services import records, searching
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.sample_records import clean_household
from tests.support.typing import press, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    made.go_to(None)
    editor = made.form.editors["hardship_class"]
    qtbot.waitUntil(lambda: editor.focusProxy().hasFocus())
    return made


def type_into(page: RecordPage, code: str, text: str) -> None:
    editor = page.form.editors[code]
    editor.setFocus()
    type_text(editor, text)


def stored(session: Session, page: RecordPage) -> Any:
    record = session.do(records.open_record, CASES, page.record.id)
    assert record is not None
    return record


def test_an_id_fills_sex_birth_and_county_while_it_is_typed(page: RecordPage) -> None:
    type_into(page, "id_no", "11010519491231002X")
    values = {code: page.form.editors[code].value() for code in ("sex", "birth", "household_area")}
    assert values == {"sex": "2", "birth": date(1949, 12, 31), "household_area": "110105"}
    age = page.findChild(QLabel, "age")
    assert age is not None
    assert "76" in age.text()


def test_a_sum_may_wrap_at_its_signs_and_a_date_may_not(page: RecordPage) -> None:
    page.form.show_computed({"notice_days": Arithmetic(7, Message("2026-10-20, 12-5=7, -3×2"))})
    shown = page.findChild(QLabel, "notice_days")
    assert shown is not None
    assert shown.text() == "2026-10-20, 12 - 5=7, -3 × 2"


def test_a_county_that_was_chosen_is_not_overwritten_by_the_id(page: RecordPage) -> None:
    page.form.editors["household_area"].setFocus()
    type_text(page.form.editors["household_area"], "青山湖区")
    type_into(page, "id_no", "11010519491231002X")
    assert page.form.editors["household_area"].value() == "360111"


def test_return_goes_to_the_next_field(page: RecordPage, qtbot: QtBot) -> None:
    editors = page.form.editors
    for before, after in (("hardship_class", "file_level"), ("file_level", "name"), ("name", "id_no")):
        press(editors[before], Qt.Key.Key_Return)
        qtbot.waitUntil(lambda after=after: editors[after].focusProxy().hasFocus())


def test_tab_reaches_every_field_that_takes_the_focus(page: RecordPage) -> None:
    reached = set()
    for _step in range(400):
        widget = page.focusWidget()
        assert widget is not None
        editor = next((one for one in page.form.editors.values() if one.isAncestorOf(widget)), None)
        if editor is not None:
            reached.add(editor.code)
        press(widget, Qt.Key.Key_Tab)
    assert reached == set(page.form.editors)


def test_tab_leaves_the_form_of_a_household_without_help(session: Session, page: RecordPage) -> None:
    page.show_record(session.do(records.save, CASES, clean_household(session.ledger)).record)
    editor = list(page.form.editors.values())[-1]
    editor.setFocus()
    last = page.focusWidget()
    assert last is not None
    press(last, Qt.Key.Key_Tab)
    assert page.focusWidget() is page.form.related["help_given"].add


def test_a_text_that_cannot_be_read_blocks_saving_and_stays(session: Session, page: RecordPage) -> None:
    type_into(page, "name", "熊国平")
    type_into(page, "filed_on", "前年")
    assert page.save() is False
    assert session.do(searching.record_ids, CASES) == []
    line = page.form.editors["filed_on"].findChild(QLineEdit)
    assert line is not None
    assert line.text() == "前年"
    assert page.focusWidget() is line


def test_an_unfinished_record_is_saved_as_a_draft(session: Session, page: RecordPage) -> None:
    type_into(page, "name", "熊国平")
    press(page.form.editors["name"], Qt.Key.Key_S, CTRL)
    record = stored(session, page)
    assert (record.name, record.state, record.file_no) == ("熊国平", "draft", "360111103-2026-0001")
    assert page.is_edited is False


def test_saving_twice_does_not_make_two_records(session: Session, page: RecordPage) -> None:
    type_into(page, "name", "熊国平")
    assert page.save()
    type_into(page, "address", "罗家镇罗家村1组")
    assert page.save()
    assert session.do(searching.record_ids, CASES) == [page.record.id]
    assert stored(session, page).address == "罗家镇罗家村1组"


def test_a_row_is_typed_in_its_cells(session: Session, page: RecordPage, qtbot: QtBot) -> None:
    type_into(page, "name", "熊国平")
    grid = page.form.grids["members"]
    grid.add_row()
    for text in ("熊小平", "子"):
        index = grid.view.currentIndex()
        editor = grid.view.indexWidget(index)
        assert editor is not None
        type_text(editor, text)
        press(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda index=index: grid.view.currentIndex() != index)
    assert page.save()
    members = stored(session, page).members
    assert [(one.name, one.relation is not None) for one in members] == [("熊小平", True)]


def test_a_cell_that_is_still_being_typed_is_saved(session: Session, page: RecordPage) -> None:
    grid = page.form.grids["members"]
    grid.add_row()
    editor = grid.view.indexWidget(grid.view.currentIndex())
    assert editor is not None
    type_text(editor, "熊小平")
    assert page.save()
    assert [one.name for one in stored(session, page).members] == ["熊小平"]


def test_empty_fields_are_not_held_against_a_new_form_until_the_check(page: RecordPage) -> None:
    pane = page.problems_pane
    type_into(page, "name", "熊国平")
    assert pane.problems == []
    page.check()
    fields = {problem.field for problem in pane.problems if problem.code == "required"}
    assert {"id_no", "address", "hardship_class"} <= fields
    assert "name" not in fields


def test_f8_jumps_from_problem_to_problem(page: RecordPage, qtbot: QtBot) -> None:
    type_into(page, "id_no", "110105194912310021")
    page.form.editors["name"].setFocus()
    problems = page.problems_pane.problems
    assert [problem.field for problem in problems] == ["id_no"]
    press(page, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.form.editors["id_no"].focusProxy().hasFocus())


def test_a_reason_is_kept_with_the_record(session: Session, page: RecordPage, qtbot: QtBot) -> None:
    type_into(page, "name", "熊国平")
    type_into(page, "mobile", "1381234567")
    page.form.commit()
    key = "mobile@mobile"
    assert key in {problem.key for problem in page.problems_pane.problems}
    line = page.problems_pane.findChild(QLineEdit, "reason")
    assert line is not None
    line.setFocus()
    type_text(line, "本人只有这个小灵通号码")
    press(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: key in page.record.reasons)
    assert page.save()
    assert stored(session, page).reasons == {key: "本人只有这个小灵通号码"}


def test_leaving_with_changes_asks_first(page: RecordPage, recorded: Any, qtbot: QtBot) -> None:
    type_into(page, "name", "熊国平")
    closed: list[bool] = []
    page.closed.connect(lambda: closed.append(True))
    page.leave()
    assert closed == []
    with qtbot.waitSignal(page.closed):
        recorded.answer("保存")
    assert page.record.name == "熊国平"
    assert page.record.version == 1


def test_a_submitted_record_is_locked_until_it_is_corrected(
    session: Session, page: RecordPage, show: Any
) -> None:
    type_into(page, "name", "熊国平")
    assert page.save()
    with session.ledger.store.writing() as store:
        store.execute(update(CASES.record).values(state="received"))
    record = stored(session, page)
    locked: RecordPage = show(RecordPage(session, CASES, record))
    line = locked.form.editors["name"].findChild(QLineEdit)
    assert line is not None
    assert line.isReadOnly()
    locked.correct()
    assert not line.isReadOnly()
    type_into(locked, "address", "罗家镇")
    assert locked.save()
    assert (locked.record.state, locked.record.revision) == ("correction", 2)
