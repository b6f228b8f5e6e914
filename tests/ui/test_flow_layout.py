"""A line that goes on below: within its margins, as high as its lines are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.flow_layout import FlowLayout


def test_widgets_stay_within_the_margins(show: Callable[[Any], Any]) -> None:
    box = QWidget()
    flow = FlowLayout(box)
    flow.setContentsMargins(10, 4, 10, 6)
    buttons = [QPushButton("导出上报") for _ in range(3)]
    for button in buttons:
        button.setFixedSize(80, 20)
        flow.addWidget(button)
    assert flow.sizeHint().width() == 3 * 80 + 2 * 6 + 2 * 10
    assert flow.heightForWidth(3 * 80 + 2 * 6 + 2 * 10) == 20 + 4 + 6
    assert flow.heightForWidth(3 * 80 + 2 * 6 + 2 * 10 - 1) == 20 + 6 + 20 + 4 + 6
    show(box)
    box.resize(200, 100)
    assert [(one.x(), one.y()) for one in buttons] == [(10, 4), (96, 4), (10, 30)]


def test_a_layout_without_its_attributes_has_no_items(show: Callable[[Any], Any]) -> None:
    """The collector clears an object before it deletes it, and Qt asks the layout once more then."""
    box = QWidget()
    flow = FlowLayout(box)
    flow.addWidget(QPushButton("导出上报", box))
    show(box)
    kept = dict(vars(flow))
    vars(flow).clear()
    assert (flow.count(), flow.itemAt(0), flow.takeAt(0)) == (0, None, None)
    vars(flow).update(kept)
    assert flow.count() == 1
