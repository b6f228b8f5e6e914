"""The table of a repeating group by keyboard alone: Return goes right and on to the next row, Shift with it back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from db.fields import DateField, Field, IdentityField, TextField, TextForm
from db.wording import worded
from desktop.language import _
from desktop.ui import appearance
from desktop.ui.tables.cell_style import give_room
from desktop.ui.tables.row_clipboard import cells_of, text_of
from desktop.ui.tables.row_table_model import RowTableModel

_Hint = QAbstractItemDelegate.EndEditHint
_WIDTHS = (76, 200)  # of a column, as long as there is no more room
_WIDE_DAY = date(2028, 12, 28)
_EDGE = 12  # pixels beside a text
_BESIDE = 8  # pixels that a cell keeps free beside its text
_LINES = 4  # of a long text in a cell; the tip and F6 show all of it


class RowTableView(QTableView):
    """Tab leaves the table unless a cell is open; what lies before the first and after the last cell is asked for."""

    focused = Signal()
    left = Signal(bool)  # forward: the form goes on
    row_wanted = Signal()
    row_given_up = Signal(int)  # Return in the first cell of an empty row
    pasted = Signal(object)  # Pasted
    grown = Signal()  # the rows have other heights: long texts go on in a second line

    def __init__(self, model: RowTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._is_fitting = False
        give_room(self)
        self.setModel(model)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(60)
        header.sectionResized.connect(self._fit_rows)
        model.dataChanged.connect(self._fit_rows)

    def fit_columns(self) -> None:
        """Give each column what its texts need; long ones take the room that is left, and wrap where it is too little.

        What nobody needs goes to the column for the longest texts: numbers and days stay beside their words.
        """
        header = self.horizontalHeader()
        columns = range(self._rows.columnCount())
        narrowest, widest = (appearance.scaled(pixels) for pixels in _WIDTHS)
        needed = [
            max(self.sizeHintForColumn(column), header.sectionSizeHint(column), self._usual(column)) + _EDGE
            for column in columns
        ]
        widths = [min(max(width, narrowest), widest) for width in needed]
        left = self.viewport().width() - sum(widths)
        self._is_fitting = True
        for column in columns:
            more = min(max(needed[column] - widths[column], 0), max(left, 0))
            left -= more
            widths[column] += more
        widths[self._wordiest()] += max(left, 0)
        for column, width in enumerate(widths):
            header.resizeSection(column, width)
        self._is_fitting = False
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_columns()

    def _usual(self, column: int) -> int:
        """Give the width of what will be typed where that is known before: a new row must not cut its ID."""
        text = _fixed(self._rows.columns[column][1])
        return self.fontMetrics().horizontalAdvance(text) + _BESIDE if text else 0

    def _wordiest(self) -> int:
        """Give the column whose texts may be longest, the first where there are none."""
        longest = [field.max_length if isinstance(field, TextField) else 0 for _, field in self._rows.columns]
        return longest.index(max(longest))

    @Slot()
    def _fit_rows(self) -> None:
        if self._is_fitting:
            return
        lines = self.verticalHeader()
        before = lines.length()
        lines.setMaximumSectionSize(self.fontMetrics().lineSpacing() * _LINES + _EDGE)
        self.resizeRowsToContents()
        if lines.length() != before:
            self.grown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and index.isValid():
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if back or not self._is_editable(index):
                self._step(index, forward=not back)
            else:
                self.edit(index)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(text_of(self._selected()))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and not event.modifiers():
            for one in self.selectedIndexes():
                self._rows.setData(one, "")
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Close a cell, and open the next that is the clerk's to fill or the one before."""
        if hint not in {_Hint.EditNextItem, _Hint.EditPreviousItem}:
            super().closeEditor(editor, hint)
            return
        index = self.currentIndex()
        super().closeEditor(editor, _Hint.NoHint)
        self._step(index, forward=hint is _Hint.EditNextItem)

    def paste(self) -> None:
        """Write the cells of the clipboard from the cursor on."""
        index = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        if text and (not index.isValid() or self._is_editable(index)):
            pasted = self._rows.paste(max(index.row(), 0), max(index.column(), 0), cells_of(text))
            self.pasted.emit(pasted)

    def _step(self, index: QModelIndex, *, forward: bool) -> None:
        row, column = index.row(), index.column()
        if forward and column == 0 and self._is_editable(index) and self._rows.is_empty(row):
            self.row_given_up.emit(row)
            return
        while True:
            column += 1 if forward else -1
            if column in {-1, len(self._rows.columns)}:
                row, column = row + (1 if forward else -1), 0 if forward else len(self._rows.columns) - 1
            if row < 0 or (row >= self._rows.rowCount() and not self._is_editable(index)):
                self.left.emit(forward)
                return
            if row >= self._rows.rowCount():
                self.row_wanted.emit()
                return
            if not (forward and self._rows.is_filled(row, column)):
                break
        following = self._rows.index(row, column)
        self.setCurrentIndex(following)
        self.scrollTo(following)
        if self._is_editable(following):
            self.edit(following)

    def _is_editable(self, index: QModelIndex) -> bool:
        return bool(self._rows.flags(index) & Qt.ItemFlag.ItemIsEditable)

    def _selected(self) -> list[list[str]]:
        """Give the texts of the selected block of cells."""
        chosen = self.selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        return [
            [str(self._rows.index(row, column).data(Qt.ItemDataRole.EditRole)) for column in columns]
            for row in rows
        ]


def _fixed(field: Field) -> str:
    """Give the widest text of a kind whose texts all have one length, "" for the others."""
    match field:
        case IdentityField():
            return "8" * 18
        case TextField(form=TextForm.BANK_CARD):
            return "8" * 19
        case TextField(form=TextForm.MOBILE):
            return "8" * 11
        case DateField():
            return worded(field, _WIDE_DAY, _)
    return ""
