"""Differences between two states of a record, field by field: 项目, what stood there, what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.tables.cell_style import give_room


class Line(NamedTuple):
    """One difference in words; "" is nothing."""

    place: str
    old: str
    new: str


class ChangesTable(QTableWidget):
    """Read-only, wrapped, copied by Ctrl+C cell by cell."""

    def __init__(self, old: str, new: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([_("项目"), old, new])
        self.verticalHeader().hide()
        give_room(self)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self._fit = QTimer(self)  # once the columns have their widths, texts have other heights
        self._fit.setSingleShot(True)
        self._fit.timeout.connect(self.resizeRowsToContents)
        header.sectionResized.connect(self._fit_later)

    @Slot()
    def _fit_later(self) -> None:
        self._fit.start(0)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show differences in their order."""
        self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                item = QTableWidgetItem(text or "—")
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                if not text:
                    item.setForeground(appearance.QUIET)
                self.setItem(row, column, item)
        self.resizeRowsToContents()
