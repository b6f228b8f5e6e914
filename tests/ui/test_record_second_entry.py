"""IDs, cards and amounts keyed a second time without seeing them: the differing digit is lit, the clerk decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_second_entry import SecondEntry
from desktop.ui.session import Session
from tests.support.known_records import id_number
from tests.support.typing import compose, press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
ALT = Qt.KeyboardModifier.AltModifier
ID_NO = id_number("360111", "19760412", "011")
SON = id_number("360111", "20050601", "013")
OTHER = id_number("360111", "19760412", "013")
LIT = 'font-weight:bold">'


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    record = session.do(records.new, CASES)
    record.name, record.id_no, record.monthly_income_self = "熊国平", ID_NO, 180_000
    member = CASES.row_group("members").row()
    member.name, member.id_no = "熊小平", SON
    record.members.append(member)
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.save, CASES, record).record))
    made.resize(1180, 680)
    made.form.editors["name"].setFocus()
    return made


def opened(page: RecordPage, qtbot: QtBot) -> SecondEntry:
    shortcut(page, Qt.Key.Key_F9)
    (dialog,) = page.findChildren(SecondEntry)
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.lines[0].box.hasFocus)
    return dialog


def key(dialog: SecondEntry, text: str) -> None:
    """Type into the line of the cursor and press Return."""
    box = dialog.focusWidget()
    assert box is not None
    type_text(box, text)
    press(box, Qt.Key.Key_Return)


def ticked(page: RecordPage) -> set[str]:
    return {
        code for code, one in page.form.editors.items() if one._tick is not None and not one._tick.isHidden()
    }


def test_the_values_that_are_keyed_again_are_found_by_their_kind(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    assert [(line.keyed.rows, line.keyed.code) for line in dialog.lines] == [
        ("", "id_no"),
        ("members", "id_no"),
        ("", "monthly_income_self"),
    ]
    assert page.middle.isHidden()  # blind
    assert {line.box.text() for line in dialog.lines} == {""}


def test_what_differs_is_counted_until_it_is_decided(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    key(dialog, OTHER)
    assert dialog._summary.text() == "已核对 0 / 3 项，1 项不同待定。"
    shortcut(dialog, Qt.Key.Key_1, ALT)
    assert dialog._summary.text() == "已核对 1 / 3 项，0 项不同待定。"


def test_what_is_the_same_gets_a_tick_that_a_change_takes_away(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    key(dialog, ID_NO.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}))  # full width
    key(dialog, SON)
    key(dialog, "1800")
    assert [line.is_settled for line in dialog.lines] == [True, True, True]
    press(dialog, Qt.Key.Key_Escape)
    assert not page.middle.isHidden()
    assert page.focusWidget() is page.form.editors["name"].focusProxy()
    assert ticked(page) == {"id_no", "monthly_income_self"}
    members = page.form.grids["members"].model
    cell = members.index(0, members.column_of("id_no"))
    assert (cell.data(), cell.data(Qt.ItemDataRole.EditRole)) == (f"{SON} ✓", SON)
    assert page.is_edited is False
    page.form.editors["monthly_income_self"].setFocus()
    type_text(page.form.editors["monthly_income_self"], "9")
    page.form.commit()
    assert page.save()
    assert ticked(page) == {"id_no"}


def test_a_wrong_digit_is_lit_and_the_first_may_be_right(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    line = dialog.lines[0]
    key(dialog, ID_NO[:5] + "7" + ID_NO[6:])
    assert line.is_open
    assert line.box.hasFocus()
    assert f"{ID_NO[:5]}<span style" in line._first.text()
    assert [text.count(LIT) for text in (line._first.text(), line._second.text())] == [1, 1]
    shortcut(dialog, Qt.Key.Key_1, ALT)
    assert (line.is_settled, page.record.id_no, page.is_edited) == (True, ID_NO, False)
    assert dialog.lines[1].box.hasFocus()


def test_the_second_may_be_right_and_fills_as_if_it_had_been_typed(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    key(dialog, "")
    key(dialog, OTHER)
    shortcut(dialog, Qt.Key.Key_2, ALT)
    key(dialog, "1,900元")
    shortcut(dialog, Qt.Key.Key_2, ALT)
    assert page.record.members[0].id_no == OTHER
    assert (page.record.monthly_income_self, page.is_edited) == (190_000, True)
    press(dialog, Qt.Key.Key_Escape)
    assert ticked(page) == {"monthly_income_self"}


def test_who_cannot_decide_types_again_or_goes_on(page: RecordPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    amount = dialog.lines[2]
    amount.box.setFocus()
    key(dialog, "18oo")
    assert (amount.is_open, amount.second_button.isEnabled()) == (True, False)  # it is no amount
    line = dialog.lines[0]
    line.box.setFocus()
    key(dialog, "3601")
    press(line.box, Qt.Key.Key_Return)
    assert (line.is_open, dialog.lines[1].box.hasFocus()) == (True, True)
    line.box.setFocus()
    line.box.selectAll()
    compose(line.box, "3")
    press(line.box, Qt.Key.Key_Return)  # it belongs to the input method
    assert not line.is_settled
    compose(line.box, "")
    line.box.clear()
    key(dialog, ID_NO)
    assert (line.is_open, line.is_settled) == (False, True)


def test_a_locked_or_empty_record_has_nothing_to_key_again(session: Session, page: RecordPage) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    page.form.set_read_only(True)
    shortcut(page, Qt.Key.Key_F9)
    page.show_record(session.do(records.new, CASES))
    shortcut(page, Qt.Key.Key_F9)
    assert page.findChildren(SecondEntry) == []
    assert ["锁定" in said[-2], "没有要复录的" in said[-1]] == [True, True]
