"""数据汇总 in the window: the table follows the choices, a number opens its records, the workbook is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QModelIndex, QPoint
from pytestqt.qtbot import QtBot

from db.filters import Comparison, Condition
from db.registers import all_registers
from desktop.services import records
from desktop.services.filtering import ListFilter
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.rollup_page import RollUpPage
from desktop.ui.preview.preview import Preview
from desktop.ui.registers.filter_condition import FilterCondition
from desktop.ui.registers.filter_dialog import FilterDialog
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Listing, Session
from tests.picturing.album import settle
from tests.support.sample_records import another_unit

UNITS = all_registers()["units"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> RollUpPage:
    for number, unit_type in ((1, "170"), (2, "170"), (3, "200")):
        changes = {"unit_type": unit_type, "employees": 10 * number}
        session.do(records.save, UNITS, another_unit(session.ledger, number, **changes))
    made: RollUpPage = show(RollUpPage(session))
    made.show_part("units")
    made.rows.setCurrentIndex(made.rows.findData("unit_type"))
    qtbot.waitUntil(lambda: made.table.rowCount() == 3)
    return made


def column(page: RollUpPage, place: int) -> list[str]:
    items = [page.table.item(row, place) for row in range(page.table.rowCount())]
    return [item.text() if item else "" for item in items]


def index(page: RollUpPage, row: int, place: int) -> QModelIndex:
    return page.table.model().index(row, place)


def test_the_two_days_of_a_span_stay_on_one_line(page: RollUpPage) -> None:
    for width in range(500, 1200, 50):
        page.resize(width, 600)
        settle(page)
        since, until = (day.mapTo(page, QPoint(0, 0)).y() for day in (page.since, page.until))
        assert since == until, width


def test_the_table_follows_what_is_chosen(page: RollUpPage, qtbot: QtBot) -> None:
    assert column(page, 1) == ["2", "1", "3"]
    page.measure.setCurrentIndex(page.measure.findData("employees"))
    qtbot.waitUntil(lambda: column(page, 1) == ["30", "30", "60"])
    page.columns.setCurrentIndex(page.columns.findData("office"))
    qtbot.waitUntil(lambda: page.table.columnCount() == 3)
    assert column(page, 2) == ["30", "30", "60"]
    page.until.show_value(date(2000, 1, 1))
    page.refresh()
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    assert column(page, 1) == ["0"]


def test_a_number_opens_the_list_of_its_records(page: RollUpPage, session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.list_wanted) as wanted:
        page.table.activated.emit(index(page, 1, 1))
    listing: Listing = wanted.args[0]
    assert listing.register == "units"
    assert listing.narrowed is not None
    assert listing.narrowed.conditions == (Condition("unit_type", Comparison.ONE_OF, ("200",)),)
    with qtbot.waitSignal(session.list_wanted) as wanted:
        page.table.activated.emit(index(page, 2, 1))
    assert wanted.args[0] == Listing("units")


def test_the_window_shows_the_records_behind_a_number(
    page: RollUpPage, session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    window: MainWindow = show(MainWindow(session))
    page.table.activated.emit(index(page, 0, 1))
    listed = window.page("units")
    assert isinstance(listed, RegisterPage)
    qtbot.waitUntil(lambda: listed.model.rowCount() == 2)
    assert listed.filter_line.isVisible()


def test_a_saved_record_counts_at_once(page: RollUpPage, session: Session, qtbot: QtBot) -> None:
    session.do(records.save, UNITS, another_unit(session.ledger, 4, unit_type="200"))
    qtbot.waitUntil(lambda: column(page, 1) == ["2", "2", "4"])


def test_the_table_is_written_as_a_workbook(
    page: RollUpPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.spoken):
        page.write(str(tmp_path / "t.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["合计", 2, 1, 3]


def test_the_preview_opens(page: RollUpPage, qtbot: QtBot) -> None:
    page.print.click()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(Preview)))
    page.window().findChildren(Preview)[0].close()


@pytest.mark.parametrize("place", ["360111103", "360111"])
def test_the_office_behind_a_number_can_be_changed_in_the_filter(
    session: Session, show: Callable[[Any], Any], place: str
) -> None:
    asked = Condition("office", Comparison.ONE_OF, (place,))
    dialog = show(FilterDialog(session, UNITS, ListFilter("units", (asked,)), []))
    (line,) = dialog.findChildren(FilterCondition)
    assert line.condition() == asked
