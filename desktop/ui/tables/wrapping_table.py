"""A table whose long words wrap: nothing is scrolled sideways, and one of few lines is as high as they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.ui import appearance
from desktop.ui.tables.cell_style import beside
from desktop.ui.tables.plain_table import LOOKED_AT, Cell, PlainTable
from desktop.ui.tables.settled_widths import when_widths_settle

_WORD = re.compile("[!-~]+")


class WrappingTable(PlainTable):
    """``highest`` is in pixels at 100 %: with more lines it is scrolled. None takes the height that it is given."""

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        cells: Callable[[Any], Sequence[Cell]],
        *,
        highest: int | None = None,
        several: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, heads, cells, several=several, parent=parent)
        self._highest = highest
        self.setWordWrap(True)
        self.setVerticalScrollMode(
            QAbstractItemView.ScrollMode.ScrollPerPixel
        )  # one line may be half the table
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(False)
        when_widths_settle(header, self._fit_lines)

    def show_items(self, items: Sequence[Any], current: int = 0) -> None:
        super().show_items(items, current)
        self._share_width()
        self._fit_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._share_width()
            self._fit_lines()

    def _share_width(self) -> None:
        header = self.horizontalHeader()
        columns = range(header.count())
        least = [max(header.sectionSizeHint(one), self._longest_word(one)) for one in columns]
        needed = [max(self.sizeHintForColumn(one), least[one]) for one in columns]
        for column, width in enumerate(shares(needed, least, self.viewport().width())):
            self.setColumnWidth(column, width)

    def _longest_word(self, column: int) -> int:
        """Give the room of the longest word that cannot be broken: Chinese can, anywhere."""
        model = self.model()
        texts = (str(model.index(row, column).data()) for row in range(min(model.rowCount(), LOOKED_AT)))
        words = (word for text in texts for word in _WORD.findall(text))
        longest = max(map(self.fontMetrics().horizontalAdvance, words), default=0)
        return longest + 2 * beside() + 1  # the line between columns

    @Slot()
    def _fit_lines(self) -> None:
        self.resizeRowsToContents()
        if self._highest is None:
            return
        needed = self.horizontalHeader().height() + self.verticalHeader().length() + 2 * self.frameWidth()
        self.setFixedHeight(min(needed, appearance.scaled(self._highest)))


def shares(needed: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Share the room: each column has its least, and evenly of the rest, until it has what it needs.

    What nobody needs stands at the end.
    """
    given = list(least)
    rest = max(room - sum(least), 0)
    wanting = sorted(range(len(given)), key=lambda one: needed[one] - least[one])
    for place, column in enumerate(wanting):
        more = min(needed[column] - least[column], rest // (len(wanting) - place))
        given[column] += more
        rest -= more
    given[-1] += rest
    return given
