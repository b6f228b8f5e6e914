"""工作台: what waits is counted truly, and every sentence opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.registers.hardship_cases.rows import CaseAttachment
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.chart_view import ChartView
from desktop.ui.main_window import MainWindow
from desktop.ui.preview.preview import Preview
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.picturing.album import settle

CASES, UNITS = all_registers()["hardship_cases"], all_registers()["units"]


def add(session: Session, code: str, **values: Any) -> str:
    register = session.registers[code]
    record = session.do(records.new, register)
    for field, value in values.items():
        setattr(record, field, value)
    return str(session.do(records.save, register, record).record.id)


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def ways(window: MainWindow) -> dict[str, QPushButton]:
    """Give the buttons of the page that stand there now, by name."""
    page = window.page("workbench")
    return {one.objectName(): one for one in page.findChildren(QPushButton) if one.isVisibleTo(page)}


def test_an_empty_ledger_shows_how_to_begin(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "import" in ways(window))
    ways(window)["import"].click()
    assert window.stack.currentWidget() is window.page("import")


def test_a_sentence_opens_its_list(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    add(session, "units", unit_name="江西某某公司", term_from=date(2021, 7, 1), term_years=5)
    add(session, "units", unit_name="南昌某某公司")
    # Each save has the worker count again: the second count is the one that must come.
    qtbot.waitUntil(lambda: "draft.units" in ways(window) and "2" in ways(window)["draft.units"].text())
    assert ways(window)["draft.units"].text() == "单位台账 2 条"
    assert ways(window)["term_ends.units"].text() == "单位台账 1 条"
    ways(window)["term_ends.units"].click()
    page = window.page("units")
    assert isinstance(page, RegisterPage)
    assert window.stack.currentWidget() is page
    assert page.model.rowCount() == 1
    assert page.chips.code == "term_ends"


def test_what_a_save_leaves_wrong_is_counted(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    add(session, "hardship_cases", name="熊国平")
    qtbot.waitUntil(lambda: "standing.hardship_cases" in ways(window))
    assert ways(window)["standing.hardship_cases"].text() == "困难职工 1 条"


def test_households_that_lack_papers_are_a_list(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    lacking = add(session, "hardship_cases", name="熊国平")
    add(session, "units", unit_name="江西某某公司")
    qtbot.waitUntil(lambda: "papers_missing.hardship_cases" in ways(window))
    assert ways(window)["papers_missing.hardship_cases"].text() == "困难职工 1 条"
    assert "papers_missing.units" not in ways(window)
    ways(window)["papers_missing.hardship_cases"].click()
    page = window.page("hardship_cases")
    assert isinstance(page, RegisterPage)
    assert (page.chips.code, page.listing) == ("papers_missing", "papers_missing")
    assert list(page.model.ids) == [lacking]

    case = session.do(records.open_record, CASES, lacking)
    case.attachments = [CaseAttachment(kind=f"{kind:02}", copies=1) for kind in range(1, 19)]
    session.do(records.save, CASES, case)
    qtbot.waitUntil(lambda: "papers_missing.hardship_cases" not in ways(window))


def test_the_large_buttons_begin_a_record(window: MainWindow) -> None:
    ways(window)["add.nominees"].click()
    assert window.record_page is not None
    assert window.record_page.register.code == "nominees"


@pytest.mark.parametrize(
    ("width", "percent", "is_beside"), [(1366, 100, True), (1366, 150, False), (1000, 100, False)]
)
def test_the_bars_stand_beside_the_sentences_where_nothing_is_shortened(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, width: int, percent: int, is_beside: bool
) -> None:
    add(session, "units", unit_name="江西某某公司", legal_entity=True, unit_state="1", built_state="2")
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(percent)
    window.resize(width, 768)
    qtbot.waitUntil(lambda: "print_board" in ways(window))
    page = window.page("workbench")
    settle(window)
    sentence, bars = ways(window)["draft.units"], page.findChild(ChartView)
    tops = [one.mapTo(page, QPoint(0, 0)).y() for one in (sentence, bars)]
    lefts = [one.mapTo(page, QPoint(0, 0)).x() for one in (sentence, bars)]
    assert (abs(tops[0] - tops[1]) < 40, lefts[1] > lefts[0] + sentence.width()) == (is_beside, is_beside)
    appearance.set_text_size(100)


def test_the_indicators_are_printed_from_their_board(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    add(session, "units", unit_name="江西某某公司", legal_entity=True, unit_state="1", built_state="2")
    qtbot.waitUntil(lambda: "print_board" in ways(window))
    ways(window)["print_board"].click()
    qtbot.waitUntil(lambda: bool(window.findChildren(Preview)))
    (shown,) = window.findChildren(Preview)
    assert shown.windowTitle().endswith("指标完成情况表")
    assert "100.00%" in window.page("workbench").findChild(ChartView).accessibleName()
    shown.reject()
