"""A table to choose from: each item is a line of words; only what is on the screen is put into words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.language import _
from desktop.ui.tables.cell_style import give_room

LOOKED_AT = 15  # lines that tell how wide a column must be
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class Cell(NamedTuple):
    """What stands in a cell, and its colour when it is not the usual one."""

    text: str
    colour: QColor | None = None


class _Model(QAbstractTableModel):
    def __init__(
        self,
        heads: Sequence[str],
        cells: Callable[[Any], Sequence[Cell]],
        numbers: Collection[int],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.items: Sequence[Any] = ()
        self._heads = heads
        self._cells = cells
        self._numbers = numbers
        self._words: dict[int, Sequence[Cell]] = {}

    def show(self, items: Sequence[Any]) -> None:
        """Show other items."""
        self.beginResetModel()
        self.items = items
        self._words.clear()
        self.endResetModel()

    def say_anew(self) -> None:
        """Put the same items into words again."""
        self._words.clear()
        if self.items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.items) - 1, len(self._heads) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            return _(self._heads[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._numbers:
            return _RIGHT
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        }:
            return None
        row = index.row()
        if row not in self._words:
            self._words[row] = self._cells(self.items[row])
        cell = self._words[row][index.column()]
        return cell.colour if role == Qt.ItemDataRole.ForegroundRole else cell.text


class PlainTable(QTableView):
    """Lines are chosen whole; Return or a double click opens one. ``heads`` are source strings.

    ``numbers`` are the columns, from 0, whose cells are compared digit under digit.
    """

    moved = Signal()  # the current line or the choice is another one
    opened = Signal(object)  # the item

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        cells: Callable[[Any], Sequence[Cell]],
        *,
        several: bool = False,
        numbers: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        give_room(self)
        self._model = _Model(heads, cells, numbers, self)
        self.setModel(self._model)
        self.setAccessibleName(_(name))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(LOOKED_AT)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell)
        if several:
            self.selectionModel().selectionChanged.connect(self._tell)

    @property
    def items(self) -> Sequence[Any]:
        """What is listed."""
        return self._model.items

    def show_items(self, items: Sequence[Any], current: int = 0) -> None:
        """List items, with the cursor on one of them."""
        self._model.show(items)
        if items:
            self.choose(min(current, len(items) - 1))
        else:
            self.moved.emit()

    def say_anew(self) -> None:
        """Put what is listed into words again: something about it has changed."""
        self._model.say_anew()

    def choose(self, row: int) -> None:
        """Put the cursor on a line."""
        flags = QItemSelectionModel.SelectionFlag
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def choose_several(self, rows: Iterable[int]) -> None:
        """Choose lines, with the cursor on the first; the choice stays as it is when there are none."""
        flags = QItemSelectionModel.SelectionFlag
        for place, row in enumerate(rows):
            if not place:
                self.choose(row)
            self.selectionModel().select(self._model.index(row, 0), flags.Select | flags.Rows)

    @property
    def row(self) -> int:
        """The number of the current line, -1 for none."""
        return self.currentIndex().row()

    @property
    def current(self) -> Any:
        """The item under the cursor, None when there is none."""
        return self.items[self.row] if 0 <= self.row < len(self.items) else None

    @property
    def chosen(self) -> list[Any]:
        """The chosen items, in their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.items[row] for row in rows if row < len(self.items)]

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.items[index.row()])

    @Slot()
    def _tell(self) -> None:
        self.moved.emit()
