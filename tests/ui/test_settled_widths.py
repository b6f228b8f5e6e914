"""Lines are fitted to the widths that the columns have in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.tables.settled_widths import when_widths_settle


def test_a_scroll_bar_that_comes_late_is_counted(show: Callable[[Any], Any], qtbot: QtBot) -> None:
    page, tree = QWidget(), QTreeWidget()
    QVBoxLayout(page).addWidget(tree)
    tree.setHeaderLabels(["结果", "说明"])
    tree.header().setStretchLastSection(False)
    tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    fitted: list[int] = []
    when_widths_settle(tree.header(), lambda: fitted.append(tree.columnWidth(1)))
    show(page)
    page.resize(600, 300)
    before = tree.columnWidth(1)
    for number in range(60):
        QTreeWidgetItem(tree, [str(number), "容器完好，共 30 个文件。"])
    tree.resizeColumnToContents(0)
    qtbot.waitUntil(lambda: tree.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: tree.columnWidth(1) != before and fitted[-1:] == [tree.columnWidth(1)])
    told = len(fitted)
    tree.header().resizeSection(0, 90)
    tree.header().resizeSection(0, 120)
    qtbot.waitUntil(lambda: len(fitted) > told)
    assert fitted[told:] == [tree.columnWidth(1)]
