"""Room beside the text of cells, so that a column of numbers and the words at its right do not read as one."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionHeader,
    QTableView,
    QTreeView,
    QWidget,
)

from desktop.ui import appearance
from desktop.ui.box_style import BoxStyle

_BESIDE = 7  # pixels at 100 %; Fusion has 3
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_IN_CELLS = QStyle.PixelMetric.PM_FocusFrameHMargin  # Qt adds 1 to it


def beside() -> int:
    """Give the pixels between the text of a cell and its edge."""
    return appearance.scaled(_BESIDE)


def give_room(view: QTableView | QTreeView) -> None:
    """Leave room in the cells of a table and in its head; call it in every table and tree with columns.

    A head stands above its words: at the left, above numbers at the right.

    Each has a style of its own: as the style of the program it would be asked by every widget, in Python.
    """
    header = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    header.setDefaultAlignment(_LEFT)
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
            if isinstance(option, QStyleOptionHeader) and isinstance(widget, QHeaderView):
                option.textAlignment = _alignment(widget, option.section)
        super().drawControl(element, option, painter, widget)

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        found = super().sizeFromContents(kind, option, size, cast("QWidget", widget))  # its stub forgets None
        return found + QSize(2 * _more(), 0) if kind is QStyle.ContentsType.CT_HeaderSection else found


def _alignment(header: QHeaderView, section: int) -> Qt.AlignmentFlag:
    """Align a head as the cells below it."""
    model = header.model()
    found = model.index(0, section).data(Qt.ItemDataRole.TextAlignmentRole) if model.rowCount() else None
    is_right = found is not None and bool(Qt.AlignmentFlag(found) & Qt.AlignmentFlag.AlignRight)
    return _RIGHT if is_right else _LEFT


def _more() -> int:
    return beside() - 3
