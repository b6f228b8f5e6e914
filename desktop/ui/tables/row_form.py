"""The row of the cursor as a form, for groups whose grid is wider than the screen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from db.messages import N_, Message, Problem, Severity
from desktop.language import said
from desktop.ui.fields.editor import Editor
from desktop.ui.fields.editors import editor_for
from desktop.ui.fields.field_grid import FieldGrid
from desktop.ui.session import Session
from desktop.ui.tables.row_table_model import RowTableModel


class RowForm(QFrame):
    """Edits the same row as the grid, through its model: a text that is no value stays in the cell."""

    help_wanted = Signal(str)
    typed = Signal()  # something that is not in the row yet

    def __init__(
        self, session: Session, model: RowTableModel, written_on: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._model = model
        self._row = -1
        self._writing = False
        self.editors: dict[str, Editor] = {}
        grid = FieldGrid()
        layout = QVBoxLayout(self)
        layout.addWidget(grid)
        for code, field in model.columns:
            editor = self.editors[code] = editor_for(session, code, field, written_on)
            label = QLabel(
                said(
                    Message(
                        N_("{label}{star}"), {"label": Message(field.label), "star": "*" * field.required}
                    )
                )
            )
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.add(label, editor, is_wide=editor.is_wide)
            editor.edited.connect(self.typed)
            editor.settled.connect(self._write)
            editor.entered.connect(self._tell_help)
            editor.finished.connect(self._go_on)
        model.dataChanged.connect(self._refresh)

    def show_row(self, row: int, written_on: date) -> None:
        """Show a row, or nothing when there is none."""
        self.commit()
        self._row = row
        self.setEnabled(0 <= row < self._model.rowCount())
        for editor in self.editors.values():
            editor.show_day(written_on)
        self._refresh()

    def commit(self) -> None:
        """Take what is being typed right now into the row."""
        for editor in self.editors.values():
            editor.finish()

    def typing(self) -> dict[str, str]:
        """Give the texts that are being typed right now, by field: the row has them when their field is left."""
        return {code: editor.kept() for code, editor in self.editors.items() if editor.is_unsettled}

    def go_to(self, code: str) -> None:
        """Put the cursor into a field."""
        self.editors[code].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _refresh(self) -> None:
        if self._writing or not 0 <= self._row < self._model.rowCount():
            return
        wrong = self._model.problems_in(self._row)
        for code, editor in self.editors.items():
            if editor.is_unsettled:
                continue  # a check in passing must not wipe out what is being typed
            editor.show_value(self._model.value(self._row, code))
            refused = self._model.refused_text(self._row, code)
            if refused is not None:
                editor.put_back(refused)
                editor.refresh_note()
            editor.mark(Severity.MUST if refused is not None else _severity(wrong.get(code)))

    @Slot(object)
    def _write(self, editor: Editor) -> None:
        if 0 <= self._row < self._model.rowCount():
            self._writing = True
            if editor.refused() is None:
                self._model.set_value(self._row, editor.code, editor.value())
            else:
                self._model.setData(
                    self._model.index(self._row, self._model.column_of(editor.code)), editor.kept()
                )
            self._writing = False
            self._refresh()

    @Slot(object)
    def _tell_help(self, editor: Editor) -> None:
        self.help_wanted.emit(editor.help())

    @Slot(object)
    def _go_on(self, editor: Editor) -> None:
        if editor.isAncestorOf(self.focusWidget() or self):
            self.focusNextPrevChild(True)


def _severity(problem: Problem | None) -> Severity | None:
    return problem.severity if problem is not None else None
