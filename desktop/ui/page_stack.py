"""One page at a time; a page that needs more room than the window has, as with large text, is scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Asks for the room of the page that is shown, not of the largest one that was ever opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._ask_for_room)

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    @Slot()
    def _ask_for_room(self) -> None:
        self.updateGeometry()


class PageArea(QScrollArea):
    """Keeps the window as small as its screen."""

    def __init__(self, stack: PageStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(stack)
        self.viewport().setAutoFillBackground(False)
        stack.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(480, 360)
