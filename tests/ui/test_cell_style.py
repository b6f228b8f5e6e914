"""Boxes to tick are as large as the text, and cells of every table have room beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QHeaderView,
    QListWidget,
    QRadioButton,
    QStyle,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QTreeView,
    QWidget,
)

from db.registers import all_registers
from desktop.ui import appearance, pages
from desktop.ui.box_style import grow_boxes
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.record_changes_table import ChangesTable, Line
from desktop.ui.session import Destination, Session
from desktop.ui.tables import cell_style
from desktop.ui.tables.plain_table import Cell, PlainTable

_Metric = QStyle.PixelMetric
BOXES = (_Metric.PM_IndicatorWidth, _Metric.PM_ExclusiveIndicatorWidth)


@pytest.fixture
def large() -> Iterator[None]:
    appearance.set_text_size(150)
    yield
    appearance.set_text_size(100)


def sides(widget: QWidget) -> list[int]:
    return [widget.style().pixelMetric(one, None, widget) for one in BOXES]


def wrong(top: QWidget) -> list[str]:
    """Name what a page has that stays small, or is cramped, at 150 %."""
    boxes = [*top.findChildren(QCheckBox), *top.findChildren(QRadioButton), *top.findChildren(QListWidget)]
    small = [
        f"small: {box.accessibleName() or box.objectName()}"
        for box in boxes
        if sides(box) != [21, 21] and (not isinstance(box, QListWidget) or has_boxes(box))
    ]
    tables: list[QTableView | QTreeView] = [*top.findChildren(QTableView), *top.findChildren(QTreeView)]
    cramped = [
        f"cramped: {table.accessibleName()}"
        for table in tables
        if table.model() is not None
        and table.model().columnCount() > 1
        and not is_popup(table)
        and table.style().pixelMetric(_Metric.PM_FocusFrameHMargin, None, table) + 1 != cell_style.beside()
    ]
    return small + cramped


def has_boxes(view: QListWidget) -> bool:
    return view.count() > 0 and view.item(0).data(Qt.ItemDataRole.CheckStateRole) is not None


def is_popup(view: QAbstractItemView) -> bool:
    return view.window() is not view and "QComboBox" in type(view.window()).__name__


@pytest.mark.usefixtures("large")
def test_no_page_has_small_boxes_or_cramped_cells(session: Session, show: Callable[[Any], Any]) -> None:
    found = {entry.code: wrong(show(pages.make(entry.code, session))) for entry in pages.ENTRIES}
    window = show(MainWindow(session))
    appearance.set_text_size(150)  # the window has set its own
    for code in all_registers():
        window.open_record(Destination(code))
        found[code] = wrong(window)
    bulk = BulkChange(session, all_registers()["units"], ["1"], window)
    found["bulk change"] = wrong(bulk)
    assert {code: words for code, words in found.items() if words} == {}


def test_a_box_grows_with_the_text(show: Callable[[Any], Any]) -> None:
    box = show(grow_boxes(QCheckBox("勾选")))
    small, letters = box.sizeHint(), box.fontMetrics().height()
    assert sides(box) == [14, 14]
    appearance.set_text_size(150)
    QApplication.sendPostedEvents()
    try:
        assert sides(box) == [21, 21]
        assert box.fontMetrics().height() == pytest.approx(1.5 * letters, abs=1)
        assert box.sizeHint().width() >= small.width() * 1.3
    finally:
        appearance.set_text_size(100)
    QApplication.sendPostedEvents()
    assert (sides(box), box.sizeHint()) == ([14, 14], small)


def test_numbers_keep_off_the_words_beside_them(show: Callable[[Any], Any]) -> None:
    table: PlainTable = show(PlainTable("表", ("人数", "姓名"), lambda one: (Cell(one), Cell(one))))
    table.show_items(["100", "2"])
    text = table.fontMetrics().horizontalAdvance("100")
    assert table.sizeHintForColumn(0) >= text + 2 * cell_style.beside()
    header = table.horizontalHeader()
    head = header.fontMetrics().horizontalAdvance("人数")
    assert header.sectionSizeHint(0) >= head + 2 * cell_style.beside() - 2


def ink(header: QHeaderView, section: int) -> tuple[int, int]:
    """Give how far the words of a head stand from the left and from the right edge of their column."""
    image = header.grab().toImage()
    left, width = header.sectionViewportPosition(section), header.sectionSize(section)
    columns = [
        x
        for x in range(3, width - 4)
        if any(image.pixelColor(left + x, y).lightness() < 110 for y in range(3, image.height() - 4))
    ]
    return columns[0], width - columns[-1]


def test_heads_stand_above_their_words_and_numbers(show: Callable[[Any], Any]) -> None:
    table = show(QTableWidget(1, 2))
    table.resize(500, 100)
    cell_style.give_room(table)
    table.setHorizontalHeaderLabels(["项目", "人数"])
    table.horizontalHeader().setDefaultSectionSize(200)
    table.setItem(0, 0, QTableWidgetItem("甲"))
    number = QTableWidgetItem("12")
    number.setTextAlignment(Qt.AlignmentFlag.AlignRight)
    table.setItem(0, 1, number)
    heads = table.horizontalHeader()
    assert ink(heads, 0)[0] == pytest.approx(cell_style.beside(), abs=3)
    assert ink(heads, 1)[1] == pytest.approx(cell_style.beside(), abs=3)
    changes = show(ChangesTable("原来", "改为"))
    changes.resize(500, 100)
    changes.show_lines([Line("姓名", "熊", "熊国平")])
    assert [ink(changes.horizontalHeader(), place)[0] for place in range(3)] == pytest.approx(
        [cell_style.beside()] * 3, abs=3
    )
