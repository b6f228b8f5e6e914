"""The packages made so far: number, date, counts, state, writing one again, and the papers that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.store import received
from desktop.language import _, said
from desktop.services.sent_packages import SentPackage
from desktop.ui import appearance
from desktop.ui.tables.cell_style import give_room

_HEADER = (N_("号"), N_("时间"), N_("经办人"), N_("条数"), N_("状态"), N_("文件"))
_STATE = _HEADER.index(N_("状态"))
_COLOURS = {
    received.ACCEPTED: appearance.GOOD,
    received.PARTIALLY: appearance.ACCENT,
    received.REJECTED: appearance.ACCENT,
}


class PackageList(QWidget):
    """Writes the same bytes again when a stick was lost."""

    again_wanted = Signal(str)  # package id
    slip_wanted = Signal(str)
    letter_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(_HEADER))
        give_room(self.table)
        self.table.setTabKeyNavigation(False)
        self.table.setObjectName("packages")
        self.table.setAccessibleName(_("已打的报送包"))
        self.table.setHorizontalHeaderLabels([_(title) for title in _HEADER])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumHeight(76)
        self.again = QPushButton(_("再写一次"))
        self.slip = QPushButton(_("打印报送单"))
        self.letter = QPushButton(_("打印报送函"))
        self._buttons = {
            self.again: self.again_wanted,
            self.slip: self.slip_wanted,
            self.letter: self.letter_wanted,
        }
        for button in self._buttons:
            button.setEnabled(False)
            button.clicked.connect(self._ask)
        self.table.itemSelectionChanged.connect(self._note_selection)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        side = QVBoxLayout()
        for button in self._buttons:
            side.addWidget(button)
        side.addStretch(1)
        layout.addLayout(side)

    def show_packages(self, packages: Sequence[SentPackage], now: datetime) -> None:
        """List packages, newest first, and how far each one is at a moment."""
        self.table.setRowCount(len(packages))
        for row, sent in enumerate(packages):
            package = sent.package
            count = sum(package.counts["registers"].values())
            made = package.made_at.astimezone()
            moment = {"y": made.year, "m": made.month, "d": made.day, "h": made.strftime("%H:%M")}
            cells = (
                str(package.sequence),
                said(Message(N_("{y}年{m}月{d}日 {h}"), moment)),
                package.made_by,
                str(count),
                said(sent.words(now)),
                package.file_name,
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, package.id)
                item.setToolTip(text)
                if column == _STATE and sent.decision is not None:
                    item.setForeground(_COLOURS[sent.decision])
                self.table.setItem(row, column, item)
        self._note_selection()

    @Slot()
    def _note_selection(self) -> None:
        for button in self._buttons:
            button.setEnabled(bool(self.table.selectedItems()))

    @Slot()
    def _ask(self) -> None:
        chosen = self.table.selectedItems()
        wanted = next((signal for button, signal in self._buttons.items() if button is self.sender()), None)
        if chosen and wanted is not None:
            wanted.emit(str(chosen[0].data(Qt.ItemDataRole.UserRole)))
