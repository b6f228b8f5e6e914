"""The table of a list: whole rows, columns whose width is remembered, the first ones stay when the rest scrolls."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.tables.cell_style import give_room
from desktop.ui.tables.record_delegate import RecordDelegate
from desktop.ui.tables.record_table_model import RecordTableModel

_NARROWEST, _WIDEST = 90, 260  # pixels at 100 %, of a column whose width nobody chose
_ROW = 26
_MEASURED = 50  # rows that decide how wide a column must be: Qt's own 1000 take a second


class RecordTable(QTableView):
    """Return or a double click opens (``activated``); ``sort_wanted`` and ``arranged`` tell of header and widths."""

    sort_wanted = Signal(int)  # column
    arranged = Signal()
    selection_changed = Signal()

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records = model
        self._widths: Mapping[str, int] = {}
        self.setObjectName("records")
        self.setAccessibleName(_("记录"))
        _dress(self)
        self.setModel(model)
        self._delegate = RecordDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.horizontalHeader().setSectionsClickable(True)
        self.horizontalHeader().sectionClicked.connect(self.sort_wanted)
        self.horizontalHeader().sectionResized.connect(self._note_width)
        self.frozen = _FrozenColumns(self)
        self.frozen.horizontalHeader().sectionClicked.connect(self.sort_wanted)
        self.frozen.horizontalHeader().sectionResized.connect(self._take_width)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        model.modelReset.connect(self._place_frozen)
        self._fit_rows()

    def arrange(self, widths: Mapping[str, int], frozen: int) -> None:
        """Give columns the widths that were chosen for them (pixels at 100 %), the others what their content needs."""
        self._widths = widths
        self.resizeColumnsToContents()
        for column, code in enumerate(self.records.columns):
            needed = self.columnWidth(column) + appearance.scaled(16)
            usual = min(max(needed, appearance.scaled(_NARROWEST)), appearance.scaled(_WIDEST))
            chosen = widths.get(code)
            self.setColumnWidth(column, usual if chosen is None else appearance.scaled(chosen))
        self.frozen.count = frozen
        self._place_frozen()

    @property
    def widths(self) -> Mapping[str, int]:
        """The widths that somebody has chosen, in pixels at 100 %."""
        return self._widths

    def show_sorting(self, code: str, *, descending: bool) -> None:
        """Mark the column by which the list is sorted, none for ""."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        column = self.records.columns.index(code) if code in self.records.columns else -1
        for header in (self.horizontalHeader(), self.frozen.horizontalHeader()):
            header.setSortIndicatorShown(column >= 0)
            header.setSortIndicator(column, order)

    @property
    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(area.height() for area in self._areas())

    def selected_ids(self) -> list[str]:
        """Give the ids of the selected records in the order of the list."""
        ids, areas = self.records.ids, sorted(self._areas(), key=QItemSelectionRange.top)
        return [one for area in areas for one in ids[area.top() : area.bottom() + 1]]

    def chosen_ids(self) -> list[str]:
        """Give what a command is about: the selected records, all of the list when none is selected."""
        return self.selected_ids() or list(self.records.ids)

    def select_ids(self, ids: set[str]) -> None:
        """Select those of some records that are listed."""
        model, chosen = self.records, QItemSelection()
        rows = [row for row in range(model.rowCount()) if model.record_id(row) in ids] if ids else []
        for row in rows:
            chosen.select(model.index(row, 0), model.index(row, model.columnCount() - 1))
        flags = QItemSelectionModel.SelectionFlag
        if rows:
            self.selectionModel().setCurrentIndex(model.index(rows[0], 0), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Keep a cell that the cursor goes to from hiding behind the columns that stay."""
        index = super().moveCursor(action, modifiers)
        if index.column() >= self.frozen.count:
            hidden = self.frozen.width() - self.visualRect(index).left()
            bar = self.horizontalScrollBar()
            if hidden > 0 and action == QAbstractItemView.CursorAction.MoveLeft:
                bar.setValue(bar.value() - hidden)
        return index

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_frozen()

    def updateGeometries(self) -> None:
        """Move the columns that stay when the numbers of the rows have become shorter or longer."""
        super().updateGeometries()
        if hasattr(self, "frozen"):
            self._place_frozen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "frozen"):
            self._fit_rows()
            self.arrange(self._widths, self.frozen.count)

    def _areas(self) -> list[QItemSelectionRange]:
        areas = self.selectionModel().selection()
        found = [areas.at(number) for number in range(areas.count())]
        return [area for area in found if area.left() == 0]  # Qt may part a row into several areas

    def _fit_rows(self) -> None:
        self._delegate.write_in(self.font())
        for view in (self, self.frozen):
            view.verticalHeader().setDefaultSectionSize(appearance.scaled(_ROW))

    @Slot(int, int, int)
    def _note_width(self, column: int, _before: int, width: int) -> None:
        is_drawn = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton  # else Qt has fitted it
        if is_drawn and column < len(self.records.columns):
            at_usual_size = round(width / appearance.scaled(100) * 100)
            self._widths = {**self._widths, self.records.columns[column]: at_usual_size}
            self.arranged.emit()
        self._place_frozen()

    @Slot(int, int, int)
    def _take_width(self, column: int, _before: int, width: int) -> None:
        """Follow a width that was drawn in the columns that stay; Qt tells of those that are hidden or shown, too."""
        is_drawn = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if is_drawn and width and self.columnWidth(column) != width:
            self.setColumnWidth(column, width)

    @Slot()
    def _place_frozen(self) -> None:
        self.frozen.place()


class _FrozenColumns(QTableView):
    """The first columns once more, above the others; it has no life of its own."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self.count = 0
        self._table = table
        _dress(self)
        self.setModel(table.model())
        self.setItemDelegate(table.itemDelegate())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setFocusProxy(table)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("固定的列"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(table.activated)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.hide()

    def place(self) -> None:
        """Lie exactly over the first columns, as long as they leave room for others."""
        table = self._table
        columns = range(table.model().columnCount())
        count = min(self.count, len(columns) - 1)
        width = sum(table.columnWidth(column) for column in range(count))
        if count < 1 or not 0 < width < table.viewport().width() * 2 // 3:
            self.hide()
            return
        for column in columns:
            self.setColumnHidden(column, column >= count)
            if column < count and self.columnWidth(column) != table.columnWidth(column):
                self.setColumnWidth(column, table.columnWidth(column))
        header = table.horizontalHeader()
        self.horizontalHeader().setFixedHeight(header.height())
        left = table.verticalHeader().width() + table.frameWidth()
        height = table.viewport().height() + header.height()
        self.setGeometry(left, table.frameWidth(), width, height)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())
        self.show()
        self.raise_()


def _dress(view: QTableView) -> None:
    give_room(view)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.horizontalHeader().setHighlightSections(False)
    view.verticalHeader().setSectionResizeMode(view.verticalHeader().ResizeMode.Fixed)
