"""Paints the cells of a list as the style would, in half the time: a frame of a scrolled list is mostly cells."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui.tables.cell_style import beside
from desktop.ui.tables.record_table_model import RecordTableModel

_MEASURED = 2000  # texts whose width is remembered: those of some screens

_Index = QModelIndex | QPersistentModelIndex

# Whole numbers: a question to Qt's own flags takes as long as all the rest of a cell but its text.
_ENABLED, _ACTIVE, _SELECTED, _FOCUSED = (
    flag.value
    for flag in (
        QStyle.StateFlag.State_Enabled,
        QStyle.StateFlag.State_Active,
        QStyle.StateFlag.State_Selected,
        QStyle.StateFlag.State_HasFocus,
    )
)


class RecordDelegate(QStyledItemDelegate):
    """Writes one line of text onto what the table has painted below it; the current cell is left to the style.

    The style asks the model seven times for each cell, and lays its text out three times.
    """

    def __init__(self, model: RecordTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._pens: dict[int, QColor] = {}

    def write_in(self, font: QFont) -> None:
        """Measure in the font of the table; call it whenever it has another one."""
        self._metrics = QFontMetricsF(font)
        self._width = lru_cache(_MEASURED)(self._metrics.horizontalAdvance)
        # As Qt rounds: a line is whole pixels high and begins on a whole one, its foot need not stand on one.
        self._foot = self._metrics.ascent() - math.ceil(self._metrics.height()) // 2

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        column, state = index.column(), option.state.value
        text, colour = self._model.cell(index.row(), column)
        if state & _FOCUSED or not text.isprintable():  # a frame around it, or several lines
            super().paint(painter, option, index)
            return
        rect, room = option.rect, beside()
        left: float = rect.x() + room
        wide = rect.width() - 2 * room
        needed = self._width(text)
        if needed > wide:
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            needed = self._width(text)
        if self._model.is_number(column):
            left += wide - needed
        painter.setPen(colour if colour and not state & _SELECTED else self._pen(option, state))
        painter.drawText(QPointF(left, rect.y() + rect.height() // 2 + self._foot), text)

    def _pen(self, option: QStyleOptionViewItem, state: int) -> QColor:
        """Ask the palette once for each state: it is the same for every cell of the program."""
        looks = state & (_ENABLED | _ACTIVE | _SELECTED)
        if looks not in self._pens:
            groups, roles = QPalette.ColorGroup, QPalette.ColorRole
            usual = groups.Active if state & _ACTIVE else groups.Inactive
            self._pens[looks] = option.palette.color(
                usual if state & _ENABLED else groups.Disabled,
                roles.HighlightedText if state & _SELECTED else roles.Text,
            )
        return self._pens[looks]
