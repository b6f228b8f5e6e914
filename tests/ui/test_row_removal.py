"""A row that was removed by mistake comes back by Ctrl+Z before it is saved; inside a text Ctrl+Del removes a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from db.registers import all_registers
from desktop.services import records
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.session import Destination, Session
from tests.support.sample_records import clean_household
from tests.support.typing import press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    record = clean_household(session.ledger, name="熊国平")
    record.members[0].name, record.members[1].name = "罗秀英", "熊小平"
    record = session.do(records.save, CASES, record).record
    made: MainWindow = show(MainWindow(session))
    made.open_record(Destination("hardship_cases", record.id))
    return made


@pytest.fixture
def page(window: MainWindow) -> RecordPage:
    assert window.record_page is not None
    return window.record_page


@pytest.fixture
def grid(page: RecordPage) -> RowGrid:
    return page.form.grids["members"]


def names(page: RecordPage) -> list[str]:
    return [row.name for row in page.record.members]


def remove(window: MainWindow, grid: RowGrid, row: int) -> None:
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(row, 0))
    shortcut(window, Qt.Key.Key_Delete, CTRL)


def test_ctrl_z_brings_a_removed_row_back_before_saving(
    window: MainWindow, page: RecordPage, grid: RowGrid
) -> None:
    birth = grid.model.column_of("birth")
    grid.model.setData(grid.model.index(0, birth), "昨儿")  # no date: it stays in its cell
    kept = [row.id for row in page.record.members]
    assert grid.buttons.bring_back.isHidden()
    remove(window, grid, 0)
    remove(window, grid, 0)
    assert names(page) == []
    assert window.status.message.text() == "已删除“家庭成员”第 1 行，按 Ctrl+Z 撤销。"
    assert not grid.buttons.bring_back.isHidden()
    shortcut(window, Qt.Key.Key_Z, CTRL)
    assert (names(page), grid.view.currentIndex().row()) == (["熊小平"], 0)
    assert window.status.message.text() == "已恢复“家庭成员”第 1 行。"
    shortcut(window, Qt.Key.Key_Z, CTRL)
    assert names(page) == ["罗秀英", "熊小平"]
    assert [row.id for row in page.record.members] == kept
    assert grid.model.index(0, birth).data() == "昨儿"
    assert [(one.field, one.row) for one in page.form.refusals()] == [("birth", 0)]
    assert grid.buttons.bring_back.isHidden()
    shortcut(window, Qt.Key.Key_Z, CTRL)
    assert "请先保存" in window.status.message.text()


def test_the_button_brings_back_the_last_row_to_its_place(
    window: MainWindow, page: RecordPage, grid: RowGrid
) -> None:
    remove(window, grid, 1)
    grid.buttons.bring_back.click()
    assert names(page) == ["罗秀英", "熊小平"]
    assert page.is_edited


def test_what_is_saved_is_undone_by_its_step(window: MainWindow, page: RecordPage, grid: RowGrid) -> None:
    remove(window, grid, 0)
    assert page.save()
    assert grid.buttons.bring_back.isHidden()
    assert page.form.bring_row_back() is False
    assert names(page) == ["熊小平"]


def test_an_empty_row_leaves_nothing_to_bring_back(
    window: MainWindow, page: RecordPage, grid: RowGrid
) -> None:
    grid.model.add_row()
    remove(window, grid, 2)
    assert names(page) == ["罗秀英", "熊小平"]
    assert grid.buttons.bring_back.isHidden()


def test_ctrl_del_in_an_open_cell_and_in_a_field_removes_a_word(
    window: MainWindow, page: RecordPage, grid: RowGrid
) -> None:
    grid.view.setFocus()
    index = grid.model.index(0, 0)
    grid.view.setCurrentIndex(index)
    grid.view.edit(index)
    cell: Any = grid.view.indexWidget(index)
    cell.setText("luo xiuying")
    grid._as_form.toggle()
    assert grid.form is not None
    for line in (cell, grid.form.editors["mobile"], page.form.editors["address"]):
        box: Any = line if isinstance(line, QLineEdit) else line.focusProxy()
        box.setFocus()
        box.selectAll()
        type_text(box, "luo xiuying")
        press(box, Qt.Key.Key_Home)
        shortcut(window, Qt.Key.Key_Delete, CTRL)
        assert box.text() == "xiuying"
    assert len(page.record.members) == 2


def test_a_locked_record_keeps_its_rows(window: MainWindow, page: RecordPage, grid: RowGrid) -> None:
    page.form.set_read_only(True)
    remove(window, grid, 0)
    assert names(page) == ["罗秀英", "熊小平"]
