"""The titles of the sections beside a form are read whole at every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from db.registers import all_registers
from desktop.language import ENGLISH, choose
from desktop.services import records
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session
from tests.picturing.album import settle

UNITS = all_registers()["units"]


def test_a_title_that_just_does_not_fit_has_its_second_line(
    session: Session, show: Callable[[Any], Any]
) -> None:
    choose(ENGLISH)
    titles = SectionList(UNITS)
    titles.show_state(session.do(records.new, UNITS), (), ())
    titles.resize(200, 200)
    show(titles)
    last = titles.indexFromItem(titles.item(titles.count() - 1))
    margin = titles.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, titles) + 1
    beside = titles.width() - titles.viewport().width() + 2 * margin
    titles.resize(titles.fontMetrics().horizontalAdvance(last.data()) + beside + 2, 200)
    settle(titles)
    option = QStyleOptionViewItem()
    titles.initViewItemOption(option)
    heights = []
    for spacing in (0, 2):  # Qt asks in both ways
        option.rect = titles.viewport().rect().adjusted(spacing, 0, -spacing, 0)
        heights.append(titles.itemDelegate().sizeHint(option, last).height())
    assert heights[0] == heights[1] > 1.8 * titles.fontMetrics().height()
