"""Nothing of a record is cut on a small screen: in large letters the fields stand one to a line, bars and titles wrap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton

from db.fields import DateField, Field, IdentityField, MoneyField, TextField, TextForm
from db.registers import all_registers
from desktop.language import choose
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.fields.field_grid import FieldGrid
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.field_label import FieldLabel
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.support.sample_records import full

SCREEN = (1366, 728)  # with a task bar


@pytest.fixture(params=[("zh", 100), ("zh", 150), ("en", 100), ("en", 150)], ids=str)
def dress(request: Any) -> Iterator[tuple[str, int]]:
    language, percent = request.param
    choose(language)
    yield language, percent
    choose("zh")
    appearance.set_text_size(100)


def opened(session: Session, show: Callable[[Any], Any], percent: int, code: str) -> RecordPage:
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(percent)
    window.navigation.show_count("hardship_cases", 1280, 30)  # takes its width from the record
    window.resize(*SCREEN)
    window.open_record(Destination(code))
    page = window.record_page
    assert page is not None
    page.show_record(full(session.ledger, page.register, {}))
    QApplication.sendPostedEvents()
    assert window.width() == SCREEN[0]
    return page


def longest(field: Field) -> str:
    """Give the longest text of a kind that must be read as a whole, "" where there is none."""
    match field:
        case IdentityField():
            return "360111197604120117"
        case TextField(form=TextForm.BANK_CARD):
            return "6222021001116245702"
        case DateField():
            return "2026年12月28日"
        case MoneyField():
            return "100,000,000.00"
    return ""


@pytest.mark.parametrize("code", all_registers())
def test_a_record_fits_a_small_screen(
    session: Session, show: Callable[[Any], Any], dress: tuple[str, int], code: str
) -> None:
    page = opened(session, show, dress[1], code)
    holder = page.parentWidget().parentWidget().parentWidget()
    assert page.width() <= holder.width()  # no scrolling sideways
    form = page.form
    assert form.widget().width() <= form.viewport().width()
    for editor in form.editors.values():
        for line in editor.findChildren(QLineEdit):
            wanted = line.fontMetrics().horizontalAdvance(longest(editor.field))
            assert line.width() >= wanted + 12, editor.code
    right = page.rect().right() + 1
    for button in page.findChildren(QPushButton):
        if button.isVisible() and not form.isAncestorOf(button):
            place = button.mapTo(page, button.rect().topRight()).x()
            assert (place < right, button.width() >= button.sizeHint().width()) == (True, True), button.text()


def test_fields_stand_two_to_a_line_where_two_fit(session: Session, show: Callable[[Any], Any]) -> None:
    page = opened(session, show, 100, "hardship_cases")
    grids = page.form.findChildren(FieldGrid)
    assert {grid.columns for grid in grids if grid.height()} == {2}
    name, number = page.form.editors["file_level"], page.form.editors["name"]
    assert name.y() == number.y()
    appearance.set_text_size(150)
    QApplication.sendPostedEvents()
    assert {grid.columns for grid in page.form.findChildren(FieldGrid)} == {1}
    assert name.y() < number.y()
    appearance.set_text_size(100)


def test_a_long_name_leaves_room_for_the_ways_beside_it(session: Session, show: Callable[[Any], Any]) -> None:
    cases = all_registers()["hardship_cases"]
    record = session.do(records.new, cases)
    record.name = "阿卜杜热依木·买买提吐尔逊𬱖䶮㛃熊" * 3
    page: RecordPage = show(RecordPage(session, cases, record))
    page.resize(900, 600)
    QApplication.sendPostedEvents()
    page.grab()
    assert page.minimumSizeHint().width() <= 900
    assert page.title.width() < page.title.sizeHint().width()
    assert record.name in page.title.toolTip()


def test_all_boxes_to_tick_are_in_sight(session: Session, show: Callable[[Any], Any]) -> None:
    page = opened(session, show, 150, "hardship_cases")
    box = page.form.editors["cause_secondary"].findChild(QListWidget)
    assert box is not None
    last = box.visualItemRect(box.item(box.count() - 1)).bottom()
    assert last <= box.viewport().height() <= last + 16
    appearance.set_text_size(100)


def test_a_field_alone_in_its_lines_is_as_wide_as_beside_another(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page = opened(session, show, 100, "inspections")
    alone, beside = page.form.editors["inspected_on"], page.form.editors["rectify_by"]
    assert alone.x() + alone.width() < beside.x() + beside.width() - 200


def test_a_long_label_goes_on_with_its_bracket(session: Session, show: Callable[[Any], Any]) -> None:
    page = opened(session, show, 100, "units")
    labels = [label.text() for label in page.form.findChildren(FieldLabel)]
    assert {"法定代表人\n（负责人）", "单位类别\n（经济类型）*", "统一社会信用代码"} <= set(labels)
