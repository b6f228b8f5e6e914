"""The pages at reading size: zoom, fit to width or page, keyboard and wheel."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.language import _
from desktop.ui.preview.page_column import PageColumn
from desktop.ui.preview.strips import Strips

ZOOMS = (25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400)  # percent
_POINTS = 72  # in an inch


class Fit(enum.Enum):
    """What follows the size of the window."""

    WIDTH = "width"
    PAGE = "page"


class PageView(PageColumn):
    """100 % is the size of the paper, as far as the screen knows its own."""

    zoomed = Signal()

    def __init__(self, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(strips, parent)
        self.zoom: Fit | int = Fit.WIDTH
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("打印预览"))
        self.setMinimumSize(240, 160)
        # Both bars stay: a page that just fits would otherwise come and go with them.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    @property
    def percent(self) -> int:
        """The zoom of the current page in percent, fitted or not."""
        return round(self.scale_of(self.current) * _POINTS / self.logicalDpiX() * 100)

    def zoom_to(self, zoom: Fit | int) -> None:
        """Show a percentage or fit, keeping what lies in the middle."""
        middle = self.viewport().height() / 2
        number = self.page_at(round(middle))
        place = self.rectangle(number)
        part = (middle - place.top()) / max(place.height(), 1)
        self.zoom = zoom
        self.arrange()
        if part < 1:
            place = self.rectangle(number)
            moved = place.top() + part * place.height() - middle
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(moved))
        across = self.horizontalScrollBar()
        across.setValue(across.maximum() // 2)
        self.zoomed.emit()

    def zoom_in(self) -> None:
        """Go to the next larger percentage."""
        self.zoom_to(next((one for one in ZOOMS if one > self.percent), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Go to the next smaller percentage."""
        self.zoom_to(next((one for one in reversed(ZOOMS) if one < self.percent), ZOOMS[0]))

    def scale_of(self, number: int) -> float:
        """Fit each page by itself: one of A3 among those of A4 does not make them smaller."""
        if isinstance(self.zoom, int):
            return self.zoom / 100 * self.logicalDpiX() / _POINTS
        size, room = self.sizes[number], self.viewport().size()
        across = (room.width() - 2 * self.GAP) / size.width()
        if self.zoom is Fit.PAGE:
            across = min(across, (room.height() - 2 * self.GAP) / size.height())
        return max(across, 0.05)

    def resizeEvent(self, event: QResizeEvent) -> None:
        current = self.current
        super().resizeEvent(event)
        if isinstance(self.zoom, Fit):
            if self.zoom is Fit.PAGE:
                self.go_to(current)
            self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                self._turn(1)
            case Qt.Key.Key_PageUp:
                self._turn(-1)
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to(len(self.sizes) - 1)
            case _:
                super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        """Go on by a page where all of it is seen, else by what is seen."""
        if self.rectangle(self.current).height() <= self.viewport().height():
            self.go_to(self.current + step)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(step * bar.pageStep() * 0.9))
