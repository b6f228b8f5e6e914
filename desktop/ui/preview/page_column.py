"""Pages of a PDF below each other, of which only those are drawn that can be seen, and their neighbours."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.ui.preview.strips import HEIGHT, Strip, Strips

GROUND = QColor("#8A8784")
EDGE = QColor("#5A5754")


class PageColumn(QAbstractScrollArea):
    """Pages count from 0."""

    GAP = 12  # pixels between pages and around them

    current_changed = Signal(int)

    def __init__(self, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strips = strips
        self.sizes = strips.pages.sizes
        self.current = 0
        self._tops: list[int] = []
        self._high = self._wide = 0
        self.below = 0  # pixels below each page for words
        self.verticalScrollBar().valueChanged.connect(self._follow)
        strips.drawn.connect(self._show_drawn)

    def scale_of(self, number: int) -> float:  # noqa: ARG002 - the subclasses look at the page
        """Give how large a page is shown, in pixels (of the window's own measure) a point."""
        return 1.0

    def rectangle(self, number: int) -> QRect:
        """Give the place of a page in the viewport."""
        size = self.sizes[number] * self.scale_of(number)
        across, high = round(size.width()), round(size.height())
        room = max(self.viewport().width(), self._wide)
        x = (room - across) // 2 - self.horizontalScrollBar().value()
        return QRect(x, self._tops[number] - self.verticalScrollBar().value(), across, high)

    def page_at(self, y: int) -> int:
        """Give the page at a height of the viewport, or the one above it."""
        return max(bisect_right(self._tops, y + self.verticalScrollBar().value()) - 1, 0)

    def go_to(self, number: int) -> None:
        """Put the upper edge of a page to the top."""
        number = min(max(number, 0), len(self.sizes) - 1)
        self.verticalScrollBar().setValue(self._tops[number] - self.GAP)
        self._set_current(number)

    def arrange(self) -> None:
        """Place all pages at their scale."""
        self._tops = []
        y = self.GAP
        widest = 0
        for number, size in enumerate(self.sizes):
            scale = self.scale_of(number)
            self._tops.append(y)
            y += round(size.height() * scale) + self.below + self.GAP
            widest = max(widest, round(size.width() * scale))
        self._high = y
        self._wide = widest + 2 * self.GAP
        room = self.viewport().size()
        bars = self.verticalScrollBar(), self.horizontalScrollBar()
        for bar, whole, seen in zip(
            bars, (self._high, self._wide), (room.height(), room.width()), strict=True
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(max(seen // 12, 20))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - every paint begins anew
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        painter.fillRect(room, GROUND)
        for number in self._pages(0, room.height()):
            place = self.rectangle(number)
            self.draw_around(painter, number, place)
            painter.fillRect(place, QColor("white"))
            for strip, where in self._strips_of(number, 0, room.height()):
                image = self.strips.get(strip)
                if image is not None:
                    painter.drawImage(where, image)
            painter.setPen(EDGE)
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        self.strips.want(self, self._wants())

    def draw_around(self, painter: QPainter, number: int, place: QRect) -> None:
        """Draw what stands around a page."""

    def _pages(self, upper: int, lower: int) -> Iterator[int]:
        """Give the pages between two heights of the viewport."""
        number = self.page_at(upper)
        while number < len(self.sizes) and self.rectangle(number).top() <= lower:
            yield number
            number += 1

    def _strips_of(self, number: int, upper: int, lower: int) -> Iterator[tuple[Strip, QRectF]]:
        """Give the strips of a page between two heights, each with its place."""
        place, ratio = self.rectangle(number), self.devicePixelRatioF()
        scale = self.scale_of(number) * ratio
        whole = self.strips.pages.height(number, scale)
        stretch = place.height() / whole  # about 1 / ratio, so that the last strip ends with the page
        for top in range(0, whole, HEIGHT):
            high = min(HEIGHT, whole - top)
            where = QRectF(place.x(), place.y() + top * stretch, place.width(), high * stretch)
            if where.bottom() >= upper and where.top() <= lower:
                yield Strip(number, scale, top), where

    def _wants(self) -> Iterator[Strip]:
        """Give what is seen, then the screens below and above."""
        high = self.viewport().height()
        for upper, lower in ((0, high), (high, 2 * high), (-high, 0)):
            for number in self._pages(upper, lower):
                yield from (strip for strip, _where in self._strips_of(number, upper, lower))

    @Slot(object)
    def _show_drawn(self, strip: Strip) -> None:
        if strip.scale == self.scale_of(strip.page) * self.devicePixelRatioF():
            self.viewport().update(self.rectangle(strip.page))

    @Slot()
    def _follow(self) -> None:
        """Call the page current that lies in the middle."""
        if self._tops:
            self._set_current(self.page_at(self.viewport().height() // 2))

    def _set_current(self, number: int) -> None:
        if number != self.current:
            self.current = number
            self.current_changed.emit(number)

    def page_under(self, point: QPoint) -> int | None:
        """Give the page that lies under a point of the viewport."""
        number = self.page_at(point.y())
        grown = self.rectangle(number).adjusted(-self.GAP, 0, self.GAP, self.below)
        return number if grown.contains(point) else None
