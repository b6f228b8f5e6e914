"""The table of contents follows a form that is scrolled by the wheel; the cursor stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session

CASES = all_registers()["hardship_cases"]


def wheel(page: RecordPage, notches: int) -> None:
    viewport = page.form.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(viewport.mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, -120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def to_top(page: RecordPage) -> None:
    while page.form.verticalScrollBar().value():
        wheel(page, -1)


def test_the_wheel_marks_the_section_in_view(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    page.resize(1180, 680)
    page.go_to(None)
    qtbot.waitUntil(lambda: page.focusWidget() is not None and page.sections.currentRow() == 0)
    field = page.focusWidget()
    bar = page.form.verticalScrollBar()
    codes = [part.code for part in CASES.parts]
    marked = []
    while bar.value() < bar.maximum():
        wheel(page, 1)
        marked.append(page.sections.currentRow())
        top = page.form.headings[codes[marked[-1]]].mapTo(page.form, QPoint(0, 0)).y()
        assert bar.value() == bar.maximum() or top <= page.form.viewport().height() // 3 + 1
    assert marked == sorted(marked)
    assert (set(marked), marked[-1]) >= ({0, 1, 2, 3}, len(codes) - 1)
    assert page.focusWidget() is field  # typing goes on there
    to_top(page)
    assert page.sections.currentRow() == 0


def test_the_cursor_leads_while_nobody_scrolls(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    page.resize(1180, 680)
    page.go_to(None)
    qtbot.waitUntil(lambda: page.sections.currentRow() == 0)
    last = CASES.sections[-1]
    page.form.go_to_section(last.code)
    assert page.sections.currentRow() == len(CASES.sections) - 1
    to_top(page)
    assert page.sections.currentRow() == 0
    page.form.editors[next(reversed(CASES.fields_in(last)))].setFocus()
    assert page.sections.currentRow() == len(CASES.sections) - 1
