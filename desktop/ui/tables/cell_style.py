"""Room beside the text of cells, so that a column of numbers and the words at its right do not read as one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QTableView,
    QTreeView,
    QWidget,
)

from desktop.ui import appearance
from desktop.ui.box_style import BoxStyle

_BESIDE = 7  # pixels at 100 %; Fusion has 3
_IN_CELLS = QStyle.PixelMetric.PM_FocusFrameHMargin  # Qt adds 1 to it


def beside() -> int:
    """Give the pixels between the text of a cell and its edge."""
    return appearance.scaled(_BESIDE)


def give_room(view: QTableView | QTreeView) -> None:
    """Leave room in the cells of a table and in its head; call it in every table and tree with columns.

    Each has a style of its own: as the style of the program it would be asked by every widget, in Python.
    """
    header = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    view.setStyle(_CellStyle(view))
    header.setStyle(_HeadStyle(header))


class _CellStyle(BoxStyle):
    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        return beside() - 1 if metric is _IN_CELLS else super().pixelMetric(metric, option, widget)


class _HeadStyle(QProxyStyle):
    """A margin of Fusion would make the head higher, too."""

    def __init__(self, header: QHeaderView) -> None:
        super().__init__("Fusion")
        self.setParent(header)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element is QStyle.ControlElement.CE_HeaderLabel:
            option.rect = option.rect.adjusted(_more(), 0, -_more(), 0)
        super().drawControl(element, option, painter, widget)

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        found = super().sizeFromContents(kind, option, size, cast("QWidget", widget))  # its stub forgets None
        return found + QSize(2 * _more(), 0) if kind is QStyle.ContentsType.CT_HeaderSection else found


def _more() -> int:
    return beside() - 3
