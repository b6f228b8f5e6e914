"""A repeating group of a record: its rows as a grid with buttons to add and remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, Problem
from db.record import Record
from db.register import RowGroup
from desktop.language import _, said
from desktop.services.drafts import Place
from desktop.ui import appearance
from desktop.ui.tables.row_delegate import RowDelegate, text_of
from desktop.ui.tables.row_table_model import RowTableModel

_ROWS_SHOWN = (2, 8)  # the grid grows with its rows between these
_WIDEST = 200


class RowTableView(QTableView):
    """Return edits the cell; Tab leaves the table."""

    focused = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.edit(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class RowGrid(QWidget):
    """The rows of one group."""

    edited = Signal()
    cell_entered = Signal(str)  # the help of the field
    entered = Signal(object)  # self: the focus came

    def __init__(self, group: RowGroup, today: date, written_on: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.setObjectName(group.code)
        self.model = RowTableModel(group, today, self)
        self.view = RowTableView()
        self.view.setModel(self.model)
        self._delegate = RowDelegate(self.model, written_on, self)
        self.view.setItemDelegate(self._delegate)
        self._shown = ""  # the id of the record that was shown last
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.view.setTabKeyNavigation(False)
        self.view.setAlternatingRowColors(True)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)
        header.setStretchLastSection(True)
        self._count = QLabel()
        self._add = QPushButton(_("添加一行 Ctrl+M"))
        self._remove = QPushButton(_("删除这一行 Ctrl+Delete"))
        self._remove.setShortcut(QKeySequence())
        self._add.clicked.connect(self.add_row)
        self._remove.clicked.connect(self.remove_row)
        top = QHBoxLayout()
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._add)
        top.addWidget(self._remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.view)
        for button in (self._add, self._remove):
            button.setFocusPolicy(
                Qt.FocusPolicy.NoFocus
            )  # Ctrl+M and Ctrl+Delete; Return goes through the fields
        self.model.edited.connect(self._note_edit)
        self.view.focused.connect(self._note_focus)
        selection = self.view.selectionModel()
        selection.currentChanged.connect(self._tell_help)
        self.setFocusProxy(self.view)

    def show_record(self, record: Record) -> None:
        """Show the rows of a record and edit them from now on."""
        current = self.view.currentIndex() if record.id and record.id == self._shown else QModelIndex()
        row, column = current.row(), current.column()
        self._shown = record.id or ""
        self._delegate.show_day(record.written_on)
        self.model.show_record(record)
        if 0 <= row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, column))
        self.view.resizeColumnsToContents()
        header = self.view.horizontalHeader()
        for column in range(self.model.columnCount()):
            header.resizeSection(column, min(max(header.sectionSize(column) + 12, 76), _WIDEST))
        self._fit()

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the rows."""
        self.model.set_read_only(read_only)
        self._add.setEnabled(not read_only)
        self._remove.setEnabled(not read_only)

    def go_to(self, problem: Problem) -> None:
        """Put the cursor on the cell of a problem."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(problem.row or 0, self.model.column_of(problem.field)))

    @Slot()
    def add_row(self) -> None:
        """Append a row and begin to type in it."""
        row = self.model.add_row()
        self._fit()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        index = self.model.index(row, 0)
        self.view.setCurrentIndex(index)
        self.view.edit(index)

    @Slot()
    def remove_row(self) -> None:
        """Take out the row of the cursor."""
        index = self.view.currentIndex()
        if index.isValid():
            self.model.remove_row(index.row())
            self._fit()

    def here(self) -> Place:
        """Say in which cell the cursor is."""
        index = self.view.currentIndex()
        if not index.isValid():
            return Place(rows=self.group.code)
        return Place(self.model.columns[index.column()][0], self.group.code, index.row())

    def kept(self) -> list[dict[str, str]]:
        """Give the texts of the cells for a draft, that of the open cell too."""
        rows = self.model.kept()
        place = self.here()
        editor = self.view.indexWidget(self.view.currentIndex())
        if editor is not None and place.row is not None:
            rows[place.row][place.field] = text_of(editor)
        return rows

    def restore(self, kept: Sequence[Mapping[str, str]]) -> None:
        """Put back the rows of a draft."""
        if list(kept) != self.kept():
            self.model.restore(kept)
            self._fit()

    def take_from_above(self) -> None:
        """Write the cell of the row above into the cell of the cursor."""
        index = self.view.currentIndex()
        if index.isValid() and index.row():
            above = index.siblingAtRow(index.row() - 1).data(Qt.ItemDataRole.EditRole)
            editor = self.view.indexWidget(index)
            self.model.setData(index, above)
            if editor is not None:
                self._delegate.setEditorData(editor, index)

    def commit(self) -> None:
        """Take the text of the cell that is being edited."""
        editor = self.view.indexWidget(self.view.currentIndex())
        if editor is not None:
            self.view.itemDelegate().commitData.emit(editor)

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), _ROWS_SHOWN[0]), _ROWS_SHOWN[1])
        height = self.view.verticalHeader().defaultSectionSize() * rows
        bars = (
            self.view.horizontalHeader().sizeHint().height()
            + self.view.horizontalScrollBar().sizeHint().height()
        )
        self.view.setFixedHeight(height + bars + 6)
        self._tell_count()

    def _tell_count(self) -> None:
        values = {"title": Message(self.group.title), "n": self.model.rowCount()}
        self._count.setText(said(Message(N_("{title}：{n} 行"), values)))
        appearance.colour(self._count, appearance.QUIET)

    @Slot()
    def _note_focus(self) -> None:
        self.entered.emit(self)

    @Slot()
    def _note_edit(self) -> None:
        self._tell_count()
        self.edited.emit()

    @Slot(QModelIndex, QModelIndex)
    def _tell_help(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.cell_entered.emit(self.model.columns[current.column()][1].help)
