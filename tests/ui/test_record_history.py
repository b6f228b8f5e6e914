"""历史 on the screen: field by field, rows named, and an earlier version brought back as a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records, searching, undoing
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.registers.record_history import RecordHistory
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import press, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    """Give a record of two versions: an address and a member's name were changed."""
    record = session.do(records.new, CASES)
    record.name, record.address = "熊国平", "罗家镇1组"
    row = CASES.row_group("members").row()
    row.name = "罗秀英"
    record.members.append(row)
    record = session.do(records.save, CASES, record).record
    made: RecordPage = show(RecordPage(session, CASES, record))
    made.resize(1180, 680)
    made.form.editors["address"].setFocus()
    line: Any = made.form.editors["address"].focusProxy()
    line.selectAll()
    type_text(line, "罗家镇2组")
    grid = made.form.grids["members"]
    grid.model.setData(grid.model.index(0, 0), "罗秀兰")
    assert made.save()
    return made


def history(page: RecordPage) -> RecordHistory:
    press(page, Qt.Key.Key_H, CTRL)
    found = page.findChild(RecordHistory)
    assert found is not None
    return found


def test_the_history_names_fields_and_rows(page: RecordPage) -> None:
    window = history(page)
    assert window.list.count() == 2
    table = window.table
    shown = [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]
    assert shown == [["家庭住址", "罗家镇1组", "罗家镇2组"], ["家庭成员第 1 行 姓名", "罗秀英", "罗秀兰"]]
    assert window.restore.isEnabled() is False  # it is the version of now
    window.reject()


def test_an_earlier_version_comes_back_as_a_new_one(page: RecordPage, session: Session) -> None:
    window = history(page)
    window.list.setCurrentRow(1)
    window.restore.click()
    assert page.record.address == "罗家镇1组"
    assert page.form.editors["address"].value() == "罗家镇1组"
    assert page.form.grids["members"].model.index(0, 0).data() == "罗秀英"
    assert page.record.version == 3
    stored = session.do(records.open_record, CASES, page.record.id)
    assert stored is not None
    assert stored.address == "罗家镇1组"


def test_a_form_with_changes_is_saved_before_its_history_is_shown(page: RecordPage) -> None:
    type_text(page.form.editors["mobile"], "138")
    press(page, Qt.Key.Key_H, CTRL)
    assert page.findChild(RecordHistory) is None


def test_a_withdrawn_record_leaves_the_list_and_undoing_brings_it_back(
    page: RecordPage, session: Session, recorded: Any, qtbot: Any
) -> None:
    told: list[Any] = []
    session.changes_made.connect(told.append)
    with qtbot.waitSignal(page.closed):
        page.withdraw()
        recorded.answer("删除")
    assert session.do(searching.record_ids, CASES) == []
    session.do(undoing.undo, told[-1].step)
    assert session.do(searching.record_ids, CASES) == [page.record.id]


def test_rows_are_as_high_as_their_texts_in_the_width_they_get(
    show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    table = ChangesTable("原来", "改为")
    table.show_lines([Line("家庭住址", "罗家镇罗家社区罗家小区111号403室，" * 4, "罗家镇新址")])
    narrow = table.rowHeight(0)
    table.resize(900, 300)
    show(table)
    qtbot.waitUntil(lambda: table.rowHeight(0) < narrow)
