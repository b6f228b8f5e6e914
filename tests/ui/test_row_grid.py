"""Rows by keyboard alone, cells from and to Excel or WPS, sums under the columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.registers.worker_homes.scores import HomeScore
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.session import Session
from desktop.ui.tables.row_clipboard import cells_of, text_of
from tests.picturing.album import settle
from tests.support.typing import completions_ready, press, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOVE = SHIFT | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    return made


@pytest.fixture
def grid(page: RecordPage) -> RowGrid:
    return page.form.grids["members"]


def focus(page: RecordPage) -> QWidget:
    found = page.focusWidget()
    assert found is not None
    return found


def place(grid: RowGrid) -> tuple[int, str]:
    index = grid.view.currentIndex()
    return index.row(), grid.model.columns[index.column()][0]


def names(page: RecordPage) -> list[str | None]:
    return [row.name for row in page.record.members]


def test_return_fills_a_row_and_begins_the_next(page: RecordPage, grid: RowGrid, qtbot: QtBot) -> None:
    grid.add_row()
    columns = [code for code, _field in grid.model.columns]
    way = []
    for _column in columns:
        way.append(place(grid))
        if place(grid)[1] == "name":
            type_text(focus(page), "罗秀英")
        qtbot.waitUntil(completions_ready)
        press(focus(page), Qt.Key.Key_Return)
    assert way == [(0, code) for code in columns]
    assert place(grid) == (1, "name")
    press(focus(page), Qt.Key.Key_Return, SHIFT)
    assert place(grid) == (0, columns[-1])


def test_return_in_an_empty_row_says_that_there_are_no_more(page: RecordPage, grid: RowGrid) -> None:
    grid.model.add_row()
    grid.model.setData(grid.model.index(0, 0), "罗秀英")
    grid.add_row()
    press(focus(page), Qt.Key.Key_Return)
    assert names(page) == ["罗秀英"]
    assert not grid.isAncestorOf(focus(page))


def test_what_an_id_has_filled_is_passed_by(page: RecordPage, grid: RowGrid, qtbot: QtBot) -> None:
    grid.add_row()
    grid.view.setCurrentIndex(grid.model.index(0, grid.model.column_of("id_no")))
    grid.view.edit(grid.view.currentIndex())
    type_text(focus(page), "11010519491231002X")  # full and right: moves on by itself
    following = [code for code, _field in grid.model.columns]
    following = following[following.index("id_no") + 1 :]
    wanted = next(code for code in following if code not in {"sex", "birth"})
    qtbot.waitUntil(lambda: place(grid) == (0, wanted))
    assert page.record.members[0].sex == "2"


def test_rows_are_added_moved_and_removed_by_keys(page: RecordPage, grid: RowGrid, qtbot: QtBot) -> None:
    for name in ("甲", "乙", "丙"):
        press(page, Qt.Key.Key_M, CTRL)
        qtbot.waitUntil(lambda: place(grid)[1] == "name")
        type_text(focus(page), name)
    press(focus(page), Qt.Key.Key_Escape)  # the third row stays empty and is taken next
    press(focus(page), Qt.Key.Key_M, CTRL)
    type_text(focus(page), "丁")
    press(focus(page), Qt.Key.Key_Up, MOVE)
    assert names(page) == ["甲", "丁", "乙"]
    assert place(grid)[0] == 1
    press(focus(page), Qt.Key.Key_Escape)  # in an open cell it removes a word
    press(focus(page), Qt.Key.Key_Delete, CTRL)
    assert names(page) == ["甲", "乙"]


def test_a_row_that_is_added_from_far_above_comes_into_sight(page: RecordPage, grid: RowGrid) -> None:
    page.form.editors["name"].setFocus()
    page.form.verticalScrollBar().setValue(0)
    assert grid.visibleRegion().isEmpty()
    press(page, Qt.Key.Key_M, CTRL)
    settle(page)
    assert grid.visibleRegion().boundingRect().height() == grid.height()


def test_an_empty_row_has_room_for_an_id_and_a_date(page: RecordPage, grid: RowGrid) -> None:
    grid.add_row()
    settle(page)
    for code, text in (
        ("id_no", "360122200603088622"),
        ("birth", "2026年12月28日"),
        ("mobile", "13870012345"),
    ):
        column = grid.model.column_of(code)
        empty = grid.view.columnWidth(column)
        grid.model.setData(grid.model.index(0, column), text)
        assert empty >= grid.view.sizeHintForColumn(column), code


def test_refused_texts_move_with_their_row(page: RecordPage, grid: RowGrid) -> None:
    for _row in range(2):
        grid.model.add_row()
    grid.model.setData(grid.model.index(0, grid.model.column_of("birth")), "昨儿")
    assert grid.model.move_row(0, 1)
    assert [(one.field, one.row) for one in page.form.refusals()] == [("birth", 1)]
    assert grid.model.move_row(1, 1) is False


def test_cells_from_excel_fill_rows_with_the_same_checks(
    page: RecordPage, grid: RowGrid, session: Session
) -> None:
    spoken: list[str] = []
    session.spoken.connect(spoken.append)
    head = [code for code, _field in grid.model.columns]
    lines = [
        {"name": "罗秀英", "relation": "配偶", "id_no": "11010519491231002X", "monthly_income": "1,800"},
        {"name": "熊小平", "relation": "子", "birth": "昨儿", "monthly_income": "２００"},
    ]
    cells = [[line.get(code, "") for code in head] for line in lines]
    cells[0].append("多出来的")
    QGuiApplication.clipboard().setText(text_of(cells).replace("\n", "\r\n"))
    grid.add_row()  # the cell is open: several cells are pasted over the grid all the same
    press(focus(page), Qt.Key.Key_V, CTRL)
    assert names(page) == ["罗秀英", "熊小平"]
    assert [row.monthly_income for row in page.record.members] == [180_000, 20_000]
    assert page.record.members[0].sex == "2"  # from the ID: the empty cell does not take it away again
    assert [(one.field, one.row) for one in page.form.refusals()] == [("birth", 1)]
    assert grid.model.index(1, grid.model.column_of("birth")).data() == "昨儿"
    assert "2 行" in spoken[-1]
    assert "1 格没有读懂" in spoken[-1]
    assert "1 格在最后一列之外" in spoken[-1]
    assert grid.sums.sums[grid.model.column_of("monthly_income")] == "2,000.00"


def test_selected_cells_are_copied_for_excel(grid: RowGrid) -> None:
    for number, name in enumerate(("罗秀英", "熊小平")):
        grid.model.add_row()
        grid.model.setData(grid.model.index(number, 0), name)
    grid.view.setFocus()
    grid.view.selectAll()
    press(grid.view, Qt.Key.Key_C, CTRL)
    lines = cells_of(QGuiApplication.clipboard().text())
    assert [line[0] for line in lines] == ["罗秀英", "熊小平"]


def test_a_cell_with_a_line_end_is_one_cell() -> None:
    assert cells_of('甲\t"乙\n丙 ""丁"""\r\n戊\t\r\n') == [["甲", '乙\n丙 "丁"'], ["戊", ""]]


def test_a_locked_grid_takes_no_paste(page: RecordPage, grid: RowGrid) -> None:
    grid.model.add_row()
    grid.set_read_only(True)
    QGuiApplication.clipboard().setText("甲\t乙")
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    press(grid.view, Qt.Key.Key_V, CTRL)
    assert names(page) == [None]


def test_a_row_is_filled_in_its_form_too(page: RecordPage, grid: RowGrid, qtbot: QtBot) -> None:
    grid.add_row()
    type_text(focus(page), "罗秀英")
    press(focus(page), Qt.Key.Key_F6)
    form = grid.form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    assert page.record.members[0].name == "罗秀英"
    assert form.editors["name"].value() == "罗秀英"
    assert set(form.editors) == {code for code, _field in grid.model.columns}
    for code, text in (("id_no", "11010519491231002X"), ("monthly_income", "1800"), ("birth", "昨儿")):
        form.editors[code].setFocus()
        type_text(focus(page), text)
    grid.commit()
    row = page.record.members[0]
    assert (row.sex, row.monthly_income) == ("2", 180_000)
    assert form.editors["sex"].value() == "2"
    assert grid.model.index(0, grid.model.column_of("birth")).data() == "昨儿1949年12月31日"
    assert [one.field for one in page.form.refusals()] == ["birth"]
    press(focus(page), Qt.Key.Key_F6)
    assert form.isHidden()


def test_the_form_follows_the_row_of_the_cursor(grid: RowGrid) -> None:
    for number, name in enumerate(("罗秀英", "熊小平")):
        grid.model.add_row()
        grid.model.setData(grid.model.index(number, 0), name)
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    grid._as_form.toggle()
    form = grid.form
    assert form is not None
    assert form.editors["name"].value() == "罗秀英"
    grid.view.setCurrentIndex(grid.model.index(1, 0))
    assert form.editors["name"].value() == "熊小平"
    assert [row.name for row in (grid.model._rows)] == ["罗秀英", "熊小平"]


def test_an_empty_row_at_the_end_is_not_saved(page: RecordPage, grid: RowGrid) -> None:
    grid.model.add_row()
    grid.model.setData(grid.model.index(0, 0), "罗秀英")
    grid.add_row()
    assert page.save()
    assert names(page) == ["罗秀英"]


def test_long_texts_take_the_room_that_is_left_and_wrap(session: Session, show: Callable[[Any], Any]) -> None:
    homes = all_registers()["worker_homes"]
    record = session.do(records.new, homes)
    record.scores += [HomeScore(item="105"), HomeScore(item="101", note="会议记录、选票和批复齐全，" * 6)]
    page = show(RecordPage(session, homes, record))
    page.resize(1180, 680)
    view = page.form.grids["scores"].view
    assert sum(view.columnWidth(column) for column in range(4)) == view.viewport().width()
    width = view.fontMetrics().horizontalAdvance(view.model().index(1, 0).data())
    assert view.columnWidth(0) * 2 > width > 200
    line = view.fontMetrics().height()
    assert view.rowHeight(0) < 2 * line < view.rowHeight(1)
    assert view.height() > view.rowHeight(0) + view.rowHeight(1) + view.horizontalHeader().height()


def test_the_longest_texts_leave_room_for_other_rows(session: Session, show: Callable[[Any], Any]) -> None:
    homes = all_registers()["worker_homes"]
    record = session.do(records.new, homes)
    record.scores += [
        HomeScore(item=str(item), note="会议记录、选票和批复齐全，" * 12) for item in range(101, 109)
    ]
    page = show(RecordPage(session, homes, record))
    page.resize(1180, 680)
    view = page.form.grids["scores"].view
    lines = view.fontMetrics().lineSpacing()
    assert [3 * lines < view.rowHeight(row) < 5 * lines for row in range(8)] == [True] * 8
    assert view.height() < 360
    assert view.model().index(0, 3).data(Qt.ItemDataRole.ToolTipRole) == "会议记录、选票和批复齐全，" * 12


def test_room_that_nobody_needs_goes_to_the_words(session: Session, show: Callable[[Any], Any]) -> None:
    cases = all_registers()["hardship_cases"]
    page = show(RecordPage(session, cases, session.do(records.new, cases)))
    page.resize(1180, 680)
    view = page.form.grids["attachments"].view
    _kind, name, copies = widths = [view.columnWidth(column) for column in range(3)]
    assert sum(widths) == view.viewport().width()
    assert copies < 100
    assert name > 300


def test_the_buttons_above_move_the_row_of_the_cursor(page: RecordPage, grid: RowGrid) -> None:
    for number, name in enumerate(("甲", "乙", "丙")):
        grid.model.add_row()
        grid.model.setData(grid.model.index(number, 0), name)
    grid.view.setCurrentIndex(grid.model.index(1, 0))
    grid.buttons.up.click()
    assert (names(page), place(grid)[0]) == (["乙", "甲", "丙"], 0)
    grid.buttons.up.click()  # it is the first
    assert names(page) == ["乙", "甲", "丙"]
    for _time in range(2):
        grid.buttons.down.click()
    assert (names(page), place(grid)[0]) == (["甲", "丙", "乙"], 2)
    tips = [button.toolTip() for button in (grid.buttons.up, grid.buttons.down)]
    assert ["Alt+Shift+↑" in tips[0], "Alt+Shift+↓" in tips[1]] == [True, True]
    grid.set_read_only(True)
    assert not grid.buttons.up.isEnabled()


def test_an_amount_in_a_cell_is_told_in_capitals_while_it_is_typed(page: RecordPage, grid: RowGrid) -> None:
    words = grid._capitals
    grid.model.add_row()
    place = grid.model.index(0, grid.model.column_of("monthly_income"))
    grid.view.setFocus()
    grid.view.setCurrentIndex(place)
    assert words.isHidden()
    grid.view.edit(place)
    type_text(focus(page), "1,234.5")
    assert words.text() == "月收入：人民币壹仟贰佰叁拾肆元伍角"
    assert words.isVisibleTo(page)
    type_text(focus(page), "x")  # no amount
    assert words.isHidden()
    press(focus(page), Qt.Key.Key_Backspace)
    assert words.isVisibleTo(page)
    press(focus(page), Qt.Key.Key_Escape)
    assert words.isHidden()
    grid.view.edit(place)
    type_text(focus(page), "1800")
    press(focus(page), Qt.Key.Key_Return)
    assert words.isHidden()  # the cursor is in the next cell
    grid.view.setCurrentIndex(place)
    assert words.text() == "月收入：人民币壹仟捌佰元整"
    grid.model.remove_row(0)
    assert words.isHidden()
