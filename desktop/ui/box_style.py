"""Check boxes and radio buttons that grow with the text: Fusion draws them in pixels."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from desktop.ui import appearance

_SIDE = 14  # pixels at 100 %, which is Fusion's
_Metric = QStyle.PixelMetric
_BOXES = (
    _Metric.PM_IndicatorWidth,
    _Metric.PM_IndicatorHeight,
    _Metric.PM_ExclusiveIndicatorWidth,
    _Metric.PM_ExclusiveIndicatorHeight,
)

Kind = TypeVar("Kind", bound=QWidget)


def grow_boxes(widget: Kind) -> Kind:
    """Let the boxes of a check box, a radio button or a list be as large as the text; gives the widget.

    A style of its own: as the style of the program it would be asked by every widget, in Python, and a style sheet
    keeps the font of the program from reaching what it dresses.
    """
    widget.setStyle(BoxStyle(widget))
    return widget


class BoxStyle(QProxyStyle):
    """Belongs to one widget and goes with it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__("Fusion")
        self.setParent(widget)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in _BOXES:
            return appearance.scaled(_SIDE)
        return super().pixelMetric(metric, option, widget)
