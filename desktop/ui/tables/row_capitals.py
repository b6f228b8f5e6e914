"""An amount of the rows in capitals (大写), as it stands in the cell of the cursor or is just typed into it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QTableView

from db.entry import enter
from db.fields import MoneyField
from db.messages import N_, Message
from db.values import money
from desktop.language import said
from desktop.ui import appearance
from desktop.ui.tables.row_delegate import RowDelegate, text_of
from desktop.ui.tables.row_table_model import RowTableModel


class RowCapitals(QLabel):
    """Stands below the rows, as it does below an amount of the form; hidden while there is nothing to say."""

    def __init__(self, rows: RowTableModel, view: QTableView, delegate: RowDelegate, today: date) -> None:
        super().__init__()
        self._view = view
        self._rows = rows
        self._today = today
        self.setWordWrap(True)
        appearance.colour(self, appearance.QUIET)
        self.hide()
        delegate.typed.connect(self.refresh)
        delegate.closeEditor.connect(self.refresh)
        view.selectionModel().currentChanged.connect(self.refresh)
        self._rows.edited.connect(self.refresh)
        self._rows.modelReset.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Follow the cell of the cursor."""
        index = self._view.currentIndex()
        field = self._rows.columns[index.column()][1] if index.isValid() else None
        words = ""
        if isinstance(field, MoneyField):
            editor = self._view.indexWidget(index)
            text = str(index.data(Qt.ItemDataRole.EditRole)) if editor is None else text_of(editor)
            amount = enter(field, text, self._today).value
            words = money.capitals(amount) if amount else ""
        values = {"label": Message(field.label if field else ""), "value": words}
        self.setText(said(Message(N_("{label}：{value}"), values)) if words else "")
        self.setVisible(bool(words))
