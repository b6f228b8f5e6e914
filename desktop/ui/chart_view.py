"""A chart in the window: the shapes that the paper has too, in the colours of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import _
from desktop.reports.charts import SIZE, Bar, Box, Tone, Words, height_of, shapes, width_of
from desktop.ui import appearance

_COLOURS: dict[Tone, QColor] = {
    "ink": appearance.TEXT,
    "quiet": appearance.QUIET,
    "strong": appearance.ACCENT,
    "soft": appearance.GOOD,
    "plain": QColor("#8C9AAB"),
    "pale": QColor("#E4E0DA"),
}
_NARROWEST = 360  # points at 100 %


class ChartView(QWidget):
    """Draws bars as wide as it is; everything grows with the text of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; each is read out by its words."""
        self._bars = tuple(bars)
        self.setAccessibleName(_("；").join(f"{bar.label} {bar.written} {bar.remark}" for bar in self._bars))
        self.updateGeometry()
        self.update()

    def wanted_width(self) -> int:
        """Give the width from which nothing is shortened."""
        return round(width_of(self._bars, self._measure) * self._scale)

    def sizeHint(self) -> QSize:
        return QSize(round(_NARROWEST * self._scale), round(height_of(self._bars) * self._scale))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._scale
        for shape in shapes(self._bars, self.width() / scale, self._measure):
            match shape:
                case Box(x=x, y=y, across=across, high=high, tone=tone):
                    painter.fillRect(
                        QRectF(x * scale, y * scale, across * scale, high * scale), _COLOURS[tone]
                    )
                case Words(x=x, y=y, text=text, size=size, tone=tone, align=align):
                    painter.setFont(self._font(size))
                    painter.setPen(_COLOURS[tone])
                    left = x - self._measure(text, size) if align == "right" else x
                    painter.drawText(QPointF(left * scale, y * scale), text)
        painter.end()

    @property
    def _scale(self) -> float:
        """How many pixels a point of the chart has: the chart's words are as large as those of the window."""
        return QFontMetricsF(self.font()).height() / 1.45 / SIZE

    def _font(self, size: float) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(round(size * self._scale), 1))
        return font

    def _measure(self, text: str, size: float) -> float:
        return QFontMetricsF(self._font(size)).horizontalAdvance(text) / self._scale
