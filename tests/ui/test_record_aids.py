"""What the program fetches for the clerk: pinned values, the record before, and who else has an ID."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import press, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier
ID_NO = "11010519491231002X"


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    return made


def type_into(page: RecordPage, code: str, text: str) -> None:
    page.form.editors[code].setFocus()
    type_text(page.form.editors[code], text)


def test_a_pinned_field_stands_in_the_next_new_record(page: RecordPage, session: Session) -> None:
    type_into(page, "address", "罗家镇1组")
    press(page.form.editors["address"], Qt.Key.Key_T, CTRL)
    type_into(page, "address", "15号")  # what is saved counts, not what stood there when it was pinned
    type_into(page, "name", "熊国平")
    assert page.save()
    page.show_record(session.do(records.new, CASES))
    assert (page.record.address, page.form.editors["address"].value()) == ("罗家镇1组15号", "罗家镇1组15号")
    assert page.record.name is None
    assert page.is_edited is False
    page.form.editors["address"].setFocus()
    press(page.form.editors["address"], Qt.Key.Key_T, CTRL)
    page.show_record(session.do(records.new, CASES))
    assert page.record.address is None


def test_an_id_cannot_be_pinned(page: RecordPage, session: Session) -> None:
    type_into(page, "id_no", "1101")
    press(page.form.editors["id_no"], Qt.Key.Key_T, CTRL)
    page.show_record(session.do(records.new, CASES))
    assert page.record.id_no is None


def test_a_field_is_taken_from_the_record_before(page: RecordPage, session: Session) -> None:
    type_into(page, "address", "罗家镇1组")
    assert page.save()
    page.show_record(session.do(records.new, CASES))
    page.form.editors["address"].setFocus()
    press(page.form.editors["address"], Qt.Key.Key_Apostrophe, CTRL)
    assert page.record.address == "罗家镇1组"
    assert page.is_edited


def test_an_id_says_at_once_whose_it_is_and_opens_it(page: RecordPage, session: Session) -> None:
    other = session.do(records.new, CASES)
    other.name = "罗某"
    row = CASES.row_group("members").row()
    row.name, row.id_no = "罗秀英", ID_NO
    other.members.append(row)
    other = session.do(records.save, CASES, other).record
    wanted: list[Any] = []
    session.record_wanted.connect(wanted.append)
    type_into(page, "id_no", ID_NO)
    assert "罗某" in page.problems_pane._known.text()
    press(page, Qt.Key.Key_O, CTRL)
    (destination,) = wanted
    assert (destination.register, destination.record_id) == ("hardship_cases", other.id)
    assert (destination.problem.rows, destination.problem.row) == ("members", 0)
    page.form.editors["id_no"].show_value("")
    type_into(page, "id_no", "1101")
    page.form.commit()
    assert page.problems_pane._known_area.isHidden()


def test_a_name_cannot_write_into_the_links(page: RecordPage, session: Session) -> None:
    other = session.do(records.new, CASES)
    other.name, other.id_no = "<b>熊", ID_NO
    session.do(records.save, CASES, other)
    type_into(page, "id_no", ID_NO)
    assert "&lt;b&gt;熊" in page.problems_pane._known.text()
