"""A line of widgets that goes on below where it does not fit, as words do."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Hidden widgets take no room; every line is as high as its highest widget."""

    # Qt asks a layout for its items once more while it is deleted, when the collector may have taken its own attributes.
    _items: list[QLayoutItem] = []  # noqa: RUF012 - never changed: each layout makes its own

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = []
        self._needed = 0  # the height of the lines at the width there was last
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(6)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        beside = self.contentsMargins()
        inside = self._flow(QRect(0, 0, width - beside.left() - beside.right(), 0), move=False)
        return inside + beside.top() + beside.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        needed = self._flow(rect.marginsRemoved(self.contentsMargins()), move=True)
        if needed != self._needed:
            self._needed = needed
            self.update()

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        # A page that is scrolled gets no more than its minimum, which Qt asks without saying the width.
        return size.expandedTo(QSize(0, self._needed)).grownBy(self.contentsMargins())

    def _flow(self, rect: QRect, *, move: bool) -> int:
        """Place the items in a rectangle and give the height that they take."""
        left, top, height = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > rect.x() and left + size.width() > rect.right() + 1:
                left, top, height = rect.x(), top + height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(left, top, min(size.width(), rect.width()), size.height()))
            left += size.width() + self.spacing()
            height = max(height, size.height())
        return top + height - rect.y()
