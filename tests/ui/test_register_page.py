"""A register's list: found by part of the name, pinyin initials and ID fragment; opened and filtered by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import checking, records
from desktop.ui.registers.column_chooser import ColumnChooser
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Destination, Session
from tests.support.typing import compose, press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
PEOPLE = {"熊国平": "36012119680314123X", "万小红": "360111197604120115", "熊𬱖": "11010519491231002X"}


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for name, id_no in PEOPLE.items():
        record = session.do(records.new, CASES)
        record.name, record.id_no = name, id_no
        session.do(records.save, CASES, record)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    return made


def names(page: RegisterPage) -> list[str]:
    titles = [page.model.headerData(n, Qt.Orientation.Horizontal) for n in range(page.model.columnCount())]
    return [page.model.index(row, titles.index("姓名")).data() for row in range(page.model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("国平", ["熊国平"]),
        ("xgp", ["熊国平"]),
        ("XGP", ["熊国平"]),
        ("wanxiaohong", ["万小红"]),
        ("19491231", ["熊𬱖"]),
        ("熊", ["熊国平", "熊𬱖"]),
        ("nobody", []),
    ],
)
def test_typing_finds(page: RegisterPage, qtbot: QtBot, typed: str, found: list[str]) -> None:
    page.focus_search()
    type_text(page.search, typed)
    qtbot.waitUntil(lambda: names(page) == found)
    assert page.selection.count.text() == f"共 {len(found)} 条"


def test_what_is_still_being_composed_is_not_searched(page: RegisterPage) -> None:
    page.focus_search()
    compose(page.search, "xiong'guo")
    assert page.search.text() == ""
    page.reload()
    assert len(names(page)) == len(PEOPLE)


def test_return_twice_opens_the_first_record_found(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    page.focus_search()
    type_text(page.search, "wxh")
    press(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.hasFocus)
    with qtbot.waitSignal(session.record_wanted) as wanted:
        press(page.table, Qt.Key.Key_Return)
    destination = wanted.args[0]
    assert isinstance(destination, Destination)
    record = session.do(records.open_record, CASES, destination.record_id or "")
    assert record is not None
    assert record.name == "万小红"  # type: ignore[attr-defined]


def offered(page: RegisterPage) -> list[str]:
    places = range(page.chips._line.count() - 1)  # the last is empty space
    return [page.chips._line.itemAt(place).widget().text() for place in places]  # type: ignore[attr-defined]


def test_lists_without_records_are_not_offered(page: RegisterPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: offered(page) == ["全部 3", "草稿 3", "逻辑有误 3", "材料不全 3", "未帮扶过 3"])


def test_withdrawn_records_are_a_list_apart(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    session.do(records.withdraw, CASES, page.model.record_id(0))
    assert names(page) == ["万小红", "熊𬱖"]
    qtbot.waitUntil(
        lambda: offered(page) == ["全部 2", "草稿 2", "逻辑有误 2", "材料不全 2", "未帮扶过 2", "已删除 1"]
    )
    page.chips._line.itemAt(5).widget().click()  # type: ignore[union-attr, attr-defined]
    assert names(page) == ["熊国平"]
    assert page.selection.count.text() == "共 1 条"


def test_what_a_check_found_is_a_list(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    session.do(checking.check_all, [CASES])
    qtbot.waitUntil(lambda: "逻辑有误 3" in offered(page))
    page.show_list("standing")
    assert len(names(page)) == 3


def test_a_saved_record_appears_at_once(session: Session, page: RegisterPage) -> None:
    record = session.do(records.new, CASES)
    record.name = "罗大成"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    assert "罗大成" in names(page)


def test_a_click_on_a_header_sorts_by_pinyin_and_back(page: RegisterPage, qtbot: QtBot) -> None:
    column = page.model.columns.index("name")
    header = page.table.horizontalHeader()
    header.sectionClicked.emit(column)
    qtbot.waitUntil(
        lambda: names(page) == ["万小红", "熊𬱖", "熊国平"] or names(page) == ["万小红", "熊国平", "熊𬱖"]
    )
    upwards = names(page)
    header.sectionClicked.emit(column)
    qtbot.waitUntil(lambda: names(page) == upwards[::-1])
    header.sectionClicked.emit(column)
    qtbot.waitUntil(lambda: names(page) == list(PEOPLE))


def test_a_key_sorts_by_the_column_of_the_cursor_and_stays_in_it(
    page: RegisterPage, session: Session, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    made = names(page)
    page.focus_search()
    press(page.search, Qt.Key.Key_Return)  # into the table
    column = page.model.columns.index("name")
    for _step in range(column):
        press(page.table, Qt.Key.Key_Right)
    assert page.table.currentIndex().column() == column > 0
    shown = []
    for _time in range(3):
        before = names(page)
        shortcut(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda before=before: names(page) != before)
        shown.append(names(page))
        assert page.table.currentIndex().column() == column
    assert shown == [shown[0], shown[0][::-1], made]
    assert shown[0][0] == "万小红"
    assert said == ["已按“姓名”升序排列。", "已按“姓名”降序排列。", "已恢复录入的先后次序。"]
    assert "Ctrl+Shift+S" in page.table.horizontalHeader().viewport().toolTip()


def test_a_saved_record_takes_its_place_in_the_sorted_list(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    page.table.horizontalHeader().sectionClicked.emit(page.model.columns.index("name"))
    qtbot.waitUntil(lambda: names(page)[0] == "万小红")
    record = session.do(records.new, CASES)
    record.name = "艾小平"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    qtbot.waitUntil(lambda: names(page)[0] == "艾小平")


def test_the_selection_says_what_it_means(page: RegisterPage) -> None:
    page.table.setFocus()
    press(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.selection.count.text() == "选中 3 条中的 3 条"
    page.table.select_ids({page.model.record_id(1)})
    assert page.selection.count.text() == "选中 3 条中的 1 条"
    kept = page.table.selected_ids()
    page.reload()
    assert page.table.selected_ids() == kept


def test_columns_are_chosen_and_remembered(
    session: Session, page: RegisterPage, show: Callable[[Any], Any]
) -> None:
    page.choose_columns()
    chooser = page.findChild(ColumnChooser)
    assert chooser is not None
    chooser.list.setCurrentRow(page.model.columns.index("name"))
    for _ in range(page.model.columns.index("name")):
        chooser.up.click()
    chooser.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    chooser.frozen.setValue(2)
    chooser.take.click()
    assert page.model.columns[0] == "name"
    header = page.table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(2) + header.sectionSize(2) - 2, header.height() // 2)
    before = header.sectionSize(2)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(40, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert page.table.columnWidth(2) == before + 40
    again = show(RegisterPage(session, CASES))
    assert again.model.columns == page.model.columns
    assert again.table.columnWidth(2) == before + 40
    assert again.table.frozen.count == 2


def test_no_column_is_narrower_than_its_title(page: RegisterPage) -> None:
    page._show_columns((*list(CASES.fields)[:12], "state"), 2)
    page.reload()
    page._show_columns((*list(CASES.fields)[:14], "state"), 1)
    widths = [page.table.columnWidth(column) for column in range(page.model.columnCount())]
    assert min(widths) >= 90
    assert page.table.widths == {}


def test_the_first_columns_stay_when_the_others_are_scrolled(page: RegisterPage) -> None:
    page._show_columns((*list(CASES.fields)[:12], "state"), 1)
    page.table.horizontalScrollBar().setValue(page.table.horizontalScrollBar().maximum())
    frozen = page.table.frozen
    assert frozen.isVisible()
    assert frozen.width() == page.table.columnWidth(0)
    assert frozen.columnAt(5) == 0
    assert [frozen.isColumnHidden(column) for column in range(3)] == [False, True, True]
    page._show_columns((*list(CASES.fields)[:12], "state"), 2)
    widths = [page.table.columnWidth(column) for column in range(2)]
    assert [frozen.columnWidth(column) for column in range(2)] == widths
    assert frozen.width() == sum(widths)


def test_columns_that_stay_follow_the_numbers_of_the_rows(page: RegisterPage) -> None:
    table, ids = page.table, page.model.ids[:1]
    page._show_columns((*list(CASES.fields)[:12], "state"), 1)  # too many for the place: none is stretched
    page.model.show_ids(list(ids) * 100_000)
    QApplication.sendPostedEvents()
    wide = table.frozen.x()
    page.model.show_ids(ids)
    QApplication.sendPostedEvents()
    page.grab()
    assert table.frozen.x() == table.verticalHeader().width() + table.frameWidth() < wide
