"""Labels and editors two to a line, and one to a line where the letters are too large or the place is too small for two."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui import appearance

_LABEL_WIDTH = 134  # nine characters and a star
_FIELD_WIDTH = 188  # an ID of 18 digits, a card of 19, 2026年12月28日, each with its unit or tick
_BESIDE = 7  # pixels on both sides of a label, at every text size; a pin stands there
_GAP = 1


class _Cell(NamedTuple):
    label: QWidget
    editor: QWidget
    is_wide: bool


class FieldGrid(QWidget):
    """Places its cells anew when its width or the text size changes; the order of Tab is that of ``add``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[_Cell] = []
        self._columns = 2
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(6)
        self._arrange()

    def add(self, label: QWidget, editor: QWidget, *, is_wide: bool) -> None:
        """Append a field; a wide one takes a whole line."""
        self._cells.append(_Cell(label, editor, is_wide))
        label.setContentsMargins(_BESIDE, 4, _BESIDE, 0)
        label.setFixedWidth(_label_width())
        line, half = self._places(self._columns)[-1]
        self._put(self._cells[-1], line, half)

    @property
    def columns(self) -> int:
        """How many fields stand in a line."""
        return self._columns

    def minimumSizeHint(self) -> QSize:
        return QSize(_needed(1), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            for cell in self._cells:
                cell.label.setFixedWidth(_label_width())
            self._arrange()
            self._fit()

    def _fit(self) -> None:
        columns = 2 if self.width() >= _needed(2) else 1
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell.label)
            self._grid.removeWidget(cell.editor)
        for column in range(4):
            is_used = column < self._columns * 2
            self._grid.setColumnStretch(column, int(is_used and column % 2))
            self._grid.setColumnMinimumWidth(column, _label_width() if is_used and not column % 2 else 0)
        for cell, (line, half) in zip(self._cells, self._places(self._columns), strict=True):
            self._put(cell, line, half)
        self.updateGeometry()

    def _put(self, cell: _Cell, line: int, half: int) -> None:
        self._grid.addWidget(cell.label, line, half * 2)
        span = 3 if cell.is_wide and self._columns > 1 else 1
        self._grid.addWidget(cell.editor, line, half * 2 + 1, 1, span)

    def _places(self, columns: int) -> list[tuple[int, int]]:
        """Give line and half of each cell, filled line by line."""
        places = []
        place = 0  # counted in halves
        for cell in self._cells:
            width = columns if cell.is_wide else 1
            if place % columns + width > columns:
                place += 1
            places.append(divmod(place, columns))
            place += width
        return places


def _label_width() -> int:
    return appearance.scaled(_LABEL_WIDTH) + 2 * _BESIDE


def _needed(columns: int) -> int:
    """Give the width in which nothing of so many fields to a line is cut."""
    return columns * (_label_width() + appearance.scaled(_FIELD_WIDTH) + _GAP) + (columns - 1) * _GAP
