"""A heading that gives way when its line is short: its end becomes …, and its tip says it in full."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from desktop.ui.appearance import Heading

_FEWEST = 8  # Chinese characters that always stay


class ElidedHeading(Heading):
    """Takes the room of its text where there is some."""

    def __init__(self, *, larger: int) -> None:
        super().__init__("", larger)

    def minimumSizeHint(self) -> QSize:
        shown = self.fontMetrics().horizontalAdvance("国" * _FEWEST)
        return QSize(min(shown, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()
