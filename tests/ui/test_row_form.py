"""The row of the cursor as a form: what is typed into it is in the draft at once and survives a check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.row_grid import RowGrid
from desktop.ui.session import Session
from desktop.ui.tables.row_delegate import text_of
from desktop.ui.tables.row_form import RowForm
from tests.support.typing import press, type_text

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    grid = made.form.grids["members"]
    grid.model.add_row()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    grid._as_form.toggle()
    return made


@pytest.fixture
def grid(page: RecordPage) -> RowGrid:
    return page.form.grids["members"]


@pytest.fixture
def form(grid: RowGrid) -> RowForm:
    assert grid.form is not None
    return grid.form


def type_into(form: RowForm, code: str, text: str) -> None:
    form.go_to(code)
    type_text(form.editors[code], text)


def texts(grid: RowGrid) -> list[dict[str, str]]:
    return [{code: text for code, text in row.items() if text and code != "id"} for row in grid.kept()]


def test_what_is_being_typed_is_in_the_draft(page: RecordPage, grid: RowGrid, form: RowForm) -> None:
    page._drafts._timer.stop()
    type_into(form, "name", "罗秀英")
    assert page._drafts.is_waiting  # a draft is kept soon, though the field was not left
    assert page.is_edited
    assert texts(grid) == [{"name": "罗秀英"}]
    assert page._typed().rows["members"] == grid.kept()
    type_into(form, "relation", "配")
    assert texts(grid) == [{"name": "罗秀英", "relation": "配"}]
    type_text(form.editors["relation"], "偶")
    form.go_to("name")
    assert (texts(grid), form.typing()) == ([{"name": "罗秀英", "relation": "配偶"}], {})
    box: Any = form.editors["name"].focusProxy()
    box.selectAll()
    press(box, Qt.Key.Key_Delete)
    assert texts(grid) == [{"relation": "配偶"}]


def test_a_check_leaves_what_is_being_typed_alone(page: RecordPage, form: RowForm) -> None:
    type_into(form, "name", "罗秀英")
    type_into(form, "mobile", "1387")
    line: Any = form.editors["mobile"].findChild(QLineEdit)
    page.checks.run()  # as it runs in passing, soon after the name was left
    assert (line.text(), line.cursorPosition()) == ("1387", 4)
    type_text(line, "0012345")
    assert page.record.members[0].mobile == "13870012345"


def test_a_cell_that_is_being_typed_starts_the_draft(page: RecordPage, grid: RowGrid, form: RowForm) -> None:
    form.commit()
    page._drafts._timer.stop()
    page.is_edited = False
    for code in ("name", "relation"):
        index = grid.model.index(0, grid.model.column_of(code))
        grid.view.setCurrentIndex(index)
        grid.view.edit(index)
        editor = grid.view.indexWidget(index)
        assert editor is not None
        type_text(editor, "罗")
        assert page._drafts.is_waiting
        assert page.is_edited
        assert texts(grid)[0][code] == "罗"
        press(editor, Qt.Key.Key_Escape)
        page._drafts._timer.stop()
        page.is_edited = False


def test_a_check_leaves_an_open_cell_alone(page: RecordPage, grid: RowGrid) -> None:
    for code, text in (("name", "罗秀英"), ("relation", "配"), ("mobile", "1387")):
        index = grid.model.index(0, grid.model.column_of(code))
        grid.view.setCurrentIndex(index)
        grid.view.edit(index)
        cell: Any = grid.view.indexWidget(index)
        type_text(cell, text)
        page.checks.run()
        assert text_of(cell) == text
        page.form.grids["members"].show_confirmed({(0, code)})
        assert text_of(cell) == text
        press(cell, Qt.Key.Key_Escape)
