"""What the program fetches for the clerk: pinned values, the record before, and who else has an ID."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from db.registers import all_registers
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.field_label import FieldLabel
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.picturing.album import settle
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


def label_of(page: RecordPage, code: str) -> FieldLabel:
    return page.form._page.labels[code]


def test_a_click_on_a_label_pins_and_says_so_until_the_next_click(page: RecordPage, session: Session) -> None:
    spoken: list[str] = []
    session.spoken.connect(spoken.append)
    type_into(page, "address", "罗家镇1组")
    label = label_of(page, "address")
    plain = label.text()
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert (label.pin, label.text()) == ("◆", plain)
    assert label.palette().windowText().color() == appearance.ACCENT
    assert spoken[-1] == "已固定“家庭住址”：下一条新记录沿用它；再点一次标签或按 Ctrl+T 取消。"
    assert "已固定" in label.toolTip()
    QTest.mouseClick(label, Qt.MouseButton.LeftButton)
    assert label.pin == "◇"  # the cursor is in its field: offered again
    assert label.palette().windowText().color() == appearance.TEXT
    assert spoken[-1] == "不再固定“家庭住址”。"
    page.show_record(session.do(records.new, CASES))
    assert page.record.address is None


def test_an_empty_pin_goes_with_the_cursor_and_moves_no_name(page: RecordPage) -> None:
    def offered() -> list[str]:
        return [code for code in page.form.editors if label_of(page, code).pin]

    page.form.editors["address"].setFocus()
    assert (offered(), label_of(page, "address").pin) == (["address"], "◇")
    label = label_of(page, "address")
    room = label.contentsRect().right()
    beside = QRect(room + 1, 0, label.width() - room, label.height())
    with_pin, name = label.grab(beside).toImage(), label.grab(label.contentsRect()).toImage()
    page.form.editors["id_no"].setFocus()  # each person's own: nothing to pin
    assert offered() == []
    assert label.grab(beside).toImage() != with_pin
    assert label.grab(label.contentsRect()).toImage() == name
    page.form.editors["mobile"].setFocus()
    page.form.grids["members"].add_row()
    assert offered() == []


def test_labels_and_help_name_the_keys(page: RecordPage) -> None:
    tips = {code: label_of(page, code).toolTip() for code in ("address", "id_no")}
    assert ["Ctrl+T" in tip for tip in tips.values()] == [True, False]
    hand = Qt.CursorShape.PointingHandCursor
    assert [label_of(page, code).cursor().shape() is hand for code in tips] == [True, False]
    shown = {}
    for code in ("address", "id_no", "file_no"):
        page.form.editors[code].setFocus()
        shown[code] = page.problems_pane._help.text().splitlines()[-1]
    assert shown["address"] == "Ctrl+T 固定给下一条，Ctrl+' 取上一条的值。"
    assert ["Ctrl" in shown[code] for code in ("id_no", "file_no")] == [False, False]
    grid = page.form.grids["members"]
    grid.add_row()
    assert page.problems_pane._help.text().endswith("Ctrl+' 取上一行的值，Alt+Shift+↑↓ 移动这一行。")
    page.form.set_read_only(True)
    page.form.editors["address"].setFocus()
    assert "Ctrl" not in page.problems_pane._help.text()


def test_pins_and_the_record_before_outlive_another_text_size(
    session: Session, show: Callable[[Any], Any]
) -> None:
    window: MainWindow = show(MainWindow(session))

    def begin() -> RecordPage:
        window.open_record(Destination("hardship_cases"))
        assert window.record_page is not None
        return window.record_page

    first = begin()
    type_into(first, "name", "熊国平")
    type_into(first, "address", "罗家镇1组")
    press(first.form.editors["address"], Qt.Key.Key_T, CTRL)
    assert first.save()
    first.leave()
    window._text_size.larger()
    try:
        again = begin()
        assert again is not first
        assert again.form.editors["address"].value() == "罗家镇1组"
        assert [code for code in again.form.editors if label_of(again, code).pin == "◆"] == ["address"]
        again.form.editors["name"].setFocus()
        press(again.form.editors["name"], Qt.Key.Key_Apostrophe, CTRL)
        assert again.record.name == "熊国平"
    finally:
        window._text_size.usual()


def test_a_cell_is_taken_from_the_row_above(page: RecordPage) -> None:
    grid = page.form.grids["members"]
    for _row in range(2):
        grid.model.add_row()
    relation = grid.model.column_of("relation")
    grid.model.setData(grid.model.index(0, relation), "配偶")
    above = page.record.members[0].relation
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(1, relation))
    press(grid.view, Qt.Key.Key_Apostrophe, CTRL)
    assert (page.record.members[1].relation, page.is_edited) == (above, True)
    mobile = grid.model.column_of("mobile")
    grid.model.setData(grid.model.index(0, mobile), "13870012345")
    index = grid.model.index(1, mobile)
    grid.view.setCurrentIndex(index)
    grid.view.edit(index)
    cell: Any = grid.view.indexWidget(index)
    type_text(cell, "1")  # what is typed gives way
    press(cell, Qt.Key.Key_Apostrophe, CTRL)
    assert (page.record.members[1].mobile, cell.text()) == ("13870012345", "13870012345")
    grid.view.setCurrentIndex(grid.model.index(0, mobile))
    press(grid.view, Qt.Key.Key_Apostrophe, CTRL)  # nothing stands above the first row
    assert page.record.members[0].mobile == "13870012345"


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


def test_an_id_of_who_fetches_help_opens_there(page: RecordPage, session: Session) -> None:
    assistance = session.registers["assistance"]
    given = session.do(records.new, assistance)
    given.proxy_name, given.proxy_id_no = "罗秀英", ID_NO  # type: ignore[attr-defined]
    given = session.do(records.save, assistance, given).record
    wanted: list[Destination] = []
    session.record_wanted.connect(wanted.append)
    type_into(page, "id_no", ID_NO)
    press(page, Qt.Key.Key_O, CTRL)
    (destination,) = wanted
    assert (destination.register, destination.record_id) == ("assistance", given.id)
    assert destination.problem is not None
    assert (destination.problem.field, destination.problem.rows) == ("proxy_id_no", "")


def test_a_name_cannot_write_into_the_links(page: RecordPage, session: Session) -> None:
    other = session.do(records.new, CASES)
    other.name, other.id_no = "<b>熊", ID_NO
    session.do(records.save, CASES, other)
    type_into(page, "id_no", ID_NO)
    assert "&lt;b&gt;熊" in page.problems_pane._known.text()


@pytest.fixture
def large_text() -> Iterator[None]:
    appearance.set_text_size(150)
    yield
    appearance.set_text_size(100)


@pytest.mark.usefixtures("large_text")
def test_the_facts_of_a_unit_take_three_lines_and_its_help_has_them_all(
    session: Session, show: Callable[[Any], Any]
) -> None:
    units, nominees = all_registers()["units"], all_registers()["nominees"]
    unit = session.do(records.new, units)
    unit.unit_name, unit.union_name = "江西昌东光电有限公司", "江西昌东光电有限公司工会委员会"
    unit.unit_type, unit.industry, unit.employees = "110", "C", 1286
    unit.has_contract, unit.contract_until = True, date(2027, 3, 31)
    unit.has_congress, unit.congress_on = True, date(2026, 1, 20)
    unit = session.do(records.save, units, unit).record
    nominee = session.do(records.new, nominees)
    nominee.unit = unit.id
    page: RecordPage = show(RecordPage(session, nominees, nominee))
    page.resize(1100, 680)
    editor = page.form.editors["unit"]
    editor.setFocus()
    settle(page)
    line = editor._note.fontMetrics().lineSpacing()
    assert editor._note.text().endswith(" · …")
    assert line <= editor._note.height() <= 3 * line + 4
    every = editor._note.toolTip().split("\n")
    assert len(every) >= 8
    assert every[-1] == "职代会最近召开日期：2026年1月20日"
    assert "\n".join(every) in page.problems_pane._help.text()
    page.resize(3000, 680)
    settle(page)
    assert editor._note.text() == " · ".join(every)
    assert editor._note.toolTip() == ""


def test_a_unit_that_is_picked_is_explained_at_once(session: Session, show: Callable[[Any], Any]) -> None:
    units, nominees = all_registers()["units"], all_registers()["nominees"]
    unit = session.do(records.new, units)
    unit.unit_name, unit.employees = "江西昌东光电有限公司", 1286
    unit = session.do(records.save, units, unit).record
    page: RecordPage = show(RecordPage(session, nominees, session.do(records.new, nominees)))
    editor = page.form.editors["unit"]
    editor.setFocus()
    assert "1286" not in page.problems_pane._help.text()
    editor._box.setText("江西昌东光电有限公司")
    editor._box.picked.emit(unit.id)
    assert page.record.unit == unit.id
    assert "职工人数：1286" in page.problems_pane._help.text()
