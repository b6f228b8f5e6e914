"""All pages small, with their numbers, to go to one by a click."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.preview.page_column import PageColumn
from desktop.ui.preview.strips import Strips

_ACROSS = 110  # pixels at 100 %


class Thumbnails(PageColumn):
    """The page that is shown beside it has a thick frame."""

    chosen = Signal(int)

    def __init__(self, strips: Strips, parent: QWidget | None = None) -> None:
        super().__init__(strips, parent)
        self._shown = 0
        across = appearance.scaled(_ACROSS)
        self._across = across
        self.below = self.fontMetrics().height() + 2
        self.setFixedWidth(
            across + 2 * self.GAP + self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("各页缩略图"))

    def scale_of(self, number: int) -> float:
        """Make all pages equally wide."""
        return self._across / self.sizes[number].width()

    @Slot(int)
    def show_page(self, number: int) -> None:
        """Frame a page and bring it into sight."""
        self._shown = number
        place, room = self.rectangle(number), self.viewport().height()
        bar = self.verticalScrollBar()
        if place.top() < self.GAP:
            bar.setValue(bar.value() + place.top() - self.GAP)
        elif place.bottom() + self.below + self.GAP > room:
            bar.setValue(bar.value() + place.bottom() + self.below + self.GAP - room)
        self.viewport().update()

    def draw_around(self, painter: QPainter, number: int, place: QRect) -> None:
        """Frame the page that is shown, and write its number below."""
        if number == self._shown:
            painter.fillRect(place.adjusted(-4, -4, 4, 4), appearance.ACCENT)
        painter.setPen(QColor("white"))
        words = QRect(place.left(), place.bottom() + 5, place.width(), self.below)
        painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, str(number + 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.page_under(event.position().toPoint())
        if number is not None:
            self.chosen.emit(number)
