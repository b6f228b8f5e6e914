"""A repeating group of a record: its rows as a grid with buttons to add and remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.messages import N_, Message, Problem
from db.record import Record
from db.register import RowGroup
from desktop.language import _
from desktop.services.drafts import Place
from desktop.ui import appearance
from desktop.ui.registers.row_buttons import RowButtons
from desktop.ui.session import Session
from desktop.ui.tables.row_capitals import RowCapitals
from desktop.ui.tables.row_delegate import RowDelegate, text_of
from desktop.ui.tables.row_form import RowForm
from desktop.ui.tables.row_sums import RowSums
from desktop.ui.tables.row_table_model import Pasted, Removed, RowTableModel
from desktop.ui.tables.row_view import RowTableView

_ROWS_SHOWN = (2, 8)  # the grid grows with its rows between these
_HIGHEST = 300  # pixels at 100 %, however long the texts in its rows are


class RowGrid(QWidget):
    """The rows of one group."""

    edited = Signal()
    typed = Signal()  # into a cell or the form of the row; it counts as edited when it is left
    cell_entered = Signal(str)  # the help of the field
    entered = Signal(object)  # self: the focus came
    left = Signal(bool)  # Return went past the last cell, or back past the first
    told = Signal(object)  # Message for the status bar

    def __init__(
        self, session: Session, group: RowGroup, written_on: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        today = session.today
        self._session = session
        self._written_on = written_on
        self.form: RowForm | None = None  # made when it is first wanted
        self.group = group
        self.setObjectName(group.code)
        self.model = RowTableModel(group, today, self)
        self.view = RowTableView(self.model)
        self.view.setAccessibleName(_(group.title))
        self._delegate = RowDelegate(self.model, today, written_on, self)
        self.view.setItemDelegate(self._delegate)
        self.sums = RowSums(self.model, self.view.horizontalHeader())
        self._capitals = RowCapitals(self.model, self.view, self._delegate, today)
        self._shown = ""  # the id of the record that was shown last
        self._removed: list[Removed] = []  # since the record was shown, the last one last
        self.buttons = RowButtons(group)
        self._as_form = self.buttons.as_form
        layout = self._parts = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.buttons)
        layout.addWidget(self.view)
        layout.addWidget(self._capitals)
        layout.addWidget(self.sums)
        self._listen()
        self.setFocusProxy(self.view)

    def _listen(self) -> None:
        buttons = self.buttons
        self._as_form.toggled.connect(self._show_form)
        for button, act in (
            (buttons.add, self.add_row),
            (buttons.remove, self.remove_row),
            (buttons.up, self._move_up),
            (buttons.down, self._move_down),
            (buttons.bring_back, self.bring_row_back),
        ):
            button.clicked.connect(act)
        self.model.edited.connect(self._note_edit)
        self.view.focused.connect(self._note_focus)
        self.view.grown.connect(self._fit)
        self.view.left.connect(self.left)
        self.view.row_wanted.connect(self.add_row)
        self.view.row_given_up.connect(self._give_up_row)
        self.view.pasted.connect(self._tell_pasted)
        self._delegate.paste_wanted.connect(self.view.paste)
        self._delegate.typed.connect(self.typed)
        self.view.horizontalScrollBar().valueChanged.connect(self.sums.update)
        for keys, slot in (
            ("Alt+Shift+Up", self._move_up),
            ("Alt+Shift+Down", self._move_down),
            ("F6", self._as_form.toggle),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        remove = QShortcut(QKeySequence("Ctrl+Delete"), self.view, self.remove_row)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)  # in an open cell it removes a word
        selection = self.view.selectionModel()
        selection.currentChanged.connect(self._tell_help)

    def show_record(self, record: Record) -> None:
        """Show the rows of a record and edit them from now on."""
        current = self.view.currentIndex() if record.id and record.id == self._shown else QModelIndex()
        row, column = current.row(), current.column()
        self._shown = record.id or ""
        self._written_on = record.written_on
        self._delegate.show_day(record.written_on)
        self.model.show_record(record)
        self._removed.clear()
        self.buttons.bring_back.hide()
        if 0 <= row < self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(row, column))
        self.view.fit_columns()
        self._fit()

    def show_confirmed(self, cells: AbstractSet[tuple[int, str]]) -> None:
        """Tick the cells, by row and field, whose values were keyed twice, and make room for the ticks."""
        self.model.show_confirmed(cells)
        header = self.view.horizontalHeader()
        for column in {self.model.column_of(code) for _row, code in cells}:
            wanted = self.view.sizeHintForColumn(column)
            header.resizeSection(column, max(header.sectionSize(column), wanted))

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the rows."""
        self.model.set_read_only(read_only)
        self.buttons.set_read_only(read_only)

    def go_to(self, problem: Problem) -> None:
        """Put the cursor on the cell of a problem."""
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(problem.row or 0, self.model.column_of(problem.field)))

    @Slot()
    def add_row(self) -> None:
        """Append a row and begin to type in it; an empty last row is taken first."""
        self.commit()
        row = self.model.rowCount() - 1
        if row < 0 or not self.model.is_empty(row):
            row = self.model.add_row()
        self._fit()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        index = self.model.index(row, 0)
        self.view.setCurrentIndex(index)
        self.view.edit(index)

    @Slot(int)
    def _give_up_row(self, row: int) -> None:
        """Take an empty last row back and go on in the form: Return in its first cell says that there are no more."""
        if row == self.model.rowCount() - 1:
            self.model.remove_row(row)
            self._fit()
        self.left.emit(True)

    @Slot(bool)
    def _show_form(self, wanted: bool) -> None:
        """Open the row of the cursor as a form below the grid, or close it."""
        self.commit()
        place = self.here()
        if wanted and self.form is None:
            self.form = RowForm(self._session, self.model, self._written_on)
            self.form.help_wanted.connect(self.cell_entered)
            self.form.typed.connect(self.typed)
            self._parts.addWidget(self.form)
        if self.form is None:
            return
        self.form.setVisible(wanted)
        if wanted:
            self.form.show_row(self.view.currentIndex().row(), self._written_on)
            if place.field:
                self.form.go_to(place.field)
        else:
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _refresh_form(self) -> None:
        if self.form is not None and self._as_form.isChecked():
            self.form.show_row(self.view.currentIndex().row(), self._written_on)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        self.commit()
        index = self.view.currentIndex()
        if index.isValid() and self.model.move_row(index.row(), step):
            self.view.setCurrentIndex(self.model.index(index.row() + step, index.column()))

    @Slot(object)
    def _tell_pasted(self, pasted: Pasted) -> None:
        self._fit()
        values = pasted._asdict()
        parts = [Message(N_("已粘贴 {rows} 行，{written} 格。"), values)]
        if pasted.refused:
            parts.append(Message(N_("{refused} 格没有读懂，原文留在格里并标红，请改正。"), values))
        if pasted.left_out:
            parts.append(Message(N_("{left_out} 格在最后一列之外，没有粘贴。"), values))
        self.told.emit(
            Message(
                "".join(f"{{part{n}}}" for n in range(len(parts))),
                {f"part{n}": one for n, one in enumerate(parts)},
            )
        )

    @Slot()
    def remove_row(self) -> None:
        """Take out the row of the cursor; until the record is saved it can be brought back."""
        index = self.view.currentIndex()
        if not index.isValid() or self.model.is_read_only:
            return
        self.commit()
        is_empty = self.model.is_empty(index.row())
        removed = self.model.remove_row(index.row())
        if not is_empty:
            self._removed.append(removed)
            self.buttons.bring_back.show()
            self._tell_row(N_("已删除“{title}”第 {n} 行，按 Ctrl+Z 撤销。"), removed.row)
        self._fit()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def bring_row_back(self) -> bool:
        """Put back the row that was removed last; False when there is none."""
        if not self._removed or self.model.is_read_only:
            return False
        self.commit()
        row = self.model.put_back(self._removed.pop())
        self.buttons.bring_back.setVisible(bool(self._removed))
        self._fit()
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.view.setCurrentIndex(self.model.index(row, 0))
        self._tell_row(N_("已恢复“{title}”第 {n} 行。"), row)
        return True

    def _tell_row(self, sentence: str, row: int) -> None:
        self.told.emit(Message(sentence, {"title": Message(self.group.title), "n": row + 1}))

    def here(self) -> Place:
        """Say in which cell the cursor is."""
        index = self.view.currentIndex()
        if not index.isValid():
            return Place(rows=self.group.code)
        return Place(self.model.columns[index.column()][0], self.group.code, index.row())

    def kept(self) -> list[dict[str, str]]:
        """Give the texts of the cells for a draft, with what is being typed into one or into the form of its row."""
        rows = self.model.kept()
        place = self.here()
        editor = self.view.indexWidget(self.view.currentIndex())
        if place.row is None:
            return rows
        if editor is not None:
            rows[place.row][place.field] = text_of(editor)
        if self.form is not None:
            rows[place.row].update(self.form.typing())
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
                self._delegate.show_text(editor, index)

    def drop_empty_end(self) -> None:
        """Take back the empty row that Return has begun after the last one."""
        last = self.model.rowCount() - 1
        if last >= 0 and self.model.is_empty(last) and not self.model.is_read_only:
            self.model.remove_row(last)
            self._fit()

    def commit(self) -> None:
        """Take the text of the cell, or of the form's field, that is being edited."""
        if self.form is not None and self.form.isVisible():
            self.form.commit()
        editor = self.view.indexWidget(self.view.currentIndex())
        if editor is not None:
            self.view.itemDelegate().commitData.emit(editor)

    @Slot()
    def _fit(self) -> None:
        lines = self.view.verticalHeader()
        shown = min(self.model.rowCount(), _ROWS_SHOWN[1])
        height = sum(lines.sectionSize(row) for row in range(shown))
        height += lines.defaultSectionSize() * max(_ROWS_SHOWN[0] - shown, 0)
        height = min(height, appearance.scaled(_HIGHEST))
        bars = (
            self.view.horizontalHeader().sizeHint().height()
            + self.view.horizontalScrollBar().sizeHint().height()
        )
        self.view.setFixedHeight(height + bars + 6)
        self.buttons.show_count(self.model.rowCount())

    @Slot()
    def _note_focus(self) -> None:
        self.entered.emit(self)

    @Slot()
    def _note_edit(self) -> None:
        self.buttons.show_count(self.model.rowCount())
        self.edited.emit()

    @Slot(QModelIndex, QModelIndex)
    def _tell_help(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._refresh_form()
        if current.isValid():
            self.cell_entered.emit(_(self.model.columns[current.column()][1].help))
