"""Nobody who cannot see the window is left guessing: every control of every page has a name, and the keyboard reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.column_chooser import ColumnChooser
from desktop.ui.session import Destination, Session
from tests.support.offices import clock

CASES = all_registers()["hardship_cases"]
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)


def controls(top: QWidget) -> Iterator[QWidget]:
    """Give the controls that can be seen; not the parts that Qt makes inside of them."""
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or not widget.isVisibleTo(top) or isinstance(widget, QHeaderView):
            continue
        parent = widget.parentWidget()
        is_part = isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QAbstractItemView)
        is_corner = isinstance(widget, QAbstractButton) and isinstance(parent, QAbstractItemView)
        if not is_part and not is_corner:
            yield widget


def name_of(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):  # Qt takes what a nameless one shows just now for its name
        labels = widget.window().findChildren(QLabel)
        return widget.accessibleName() or next((one.text() for one in labels if one.buddy() is widget), "")
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def nameless(top: QWidget) -> list[str]:
    return [f"{type(one).__name__} {one.objectName()}" for one in controls(top) if not name_of(one)]


def beyond_the_keyboard(top: QWidget) -> list[str]:
    """Name the buttons that Tab never reaches and no key stands for."""
    buttons = (one for one in controls(top) if isinstance(one, QAbstractButton) and one.isEnabled())
    reached = Qt.FocusPolicy.TabFocus
    return [
        f"{one.objectName()} {one.text()}"
        for one in buttons
        if not one.focusPolicy() & reached and one.shortcut().isEmpty()
    ]


def traps(top: QWidget) -> list[str]:
    """Name the tables that Tab never leaves: it would go from cell to cell, and round again."""
    views = (one for one in controls(top) if isinstance(one, QAbstractItemView))
    return [
        one.objectName() or name_of(one)
        for one in views
        if one.tabKeyNavigation() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    record = session.do(records.new, CASES)
    record.name = "熊国平"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    made: MainWindow = show(MainWindow(session))
    return made


def test_every_control_of_every_page_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window._session.counts.are_known)
    found = {}
    for entry in window._entries:
        window.go_to(entry.code)
        found[entry.code] = nameless(window) + beyond_the_keyboard(window) + traps(window)
    assert {code: names for code, names in found.items() if names} == {}


@pytest.mark.parametrize("code", list(all_registers()))
def test_every_control_of_a_record_has_a_name(window: MainWindow, code: str) -> None:
    window.open_record(Destination(code))
    page = window.record_page
    assert page is not None
    found = {}
    for section in page.register.sections:
        page.form.go_to_section(section.code)
        found[section.code] = nameless(window) + traps(window)
    assert {section: names for section, names in found.items() if names} == {}


def test_the_dialogs_of_a_list_have_names(window: MainWindow) -> None:
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    page.table.select_ids({page.model.record_id(0)})
    assert nameless(page) + beyond_the_keyboard(page) == []
    page.choose_columns()
    page.selection.change_field()
    for kind in (ColumnChooser, BulkChange):
        dialog = page.findChild(kind)
        assert nameless(dialog) + beyond_the_keyboard(dialog) + traps(dialog) == []
        dialog.reject()
    window.box.open()
    assert nameless(window.box) == []


def test_the_wizard_of_the_first_start_has_names(
    tmp_path: Path, background: Background, show: Callable[[Any], Any]
) -> None:
    first = show(FirstStart(tmp_path / "ledger", clock, background))
    assert nameless(first) == []
    first.area._pick("360111103")  # the lists show something now
    assert nameless(first) == []
    assert [name_of(box) for box in first.area._lists] == [
        "省、自治区、直辖市",
        "市、州",
        "县、区",
        "乡镇、街道",
    ]
    first._steps.setCurrentIndex(1)
    first.card.show_code("YRAL-Z5TZ-9T4U-75A8-6P5C-BWWX-TVZ9-6Z8H", bytes)
    first.card.check_button.click()
    assert nameless(first) == []


@pytest.mark.parametrize("code", [code for code, register in all_registers().items() if register.row_groups])
def test_an_open_cell_says_its_column_and_row(window: MainWindow, code: str) -> None:
    window.open_record(Destination(code))
    page = window.record_page
    assert page is not None
    for grid in page.form.grids.values():
        for _row in range(2):
            grid.model.add_row()
        wanted, found = [], []
        for column, (_code, field) in enumerate(grid.model.columns):
            index = grid.model.index(1, column)
            grid.view.setCurrentIndex(index)
            grid.view.edit(index)
            wanted.append(f"{field.label}，第 2 行")
            found.append(name_of(grid.view.indexWidget(index)))
        assert found == wanted


def test_both_answers_to_a_question_say_what_is_asked(window: MainWindow) -> None:
    window.open_record(Destination("hardship_cases"))
    page = window.record_page
    assert page is not None
    buttons = page.form.editors["single_parent"].findChildren(QAbstractButton)
    assert [name_of(one) for one in buttons] == ["是否单亲：是", "是否单亲：否"]
