"""How a cell of a row is edited: choices filter while typing, everything else is a line of text."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db import areas
from db.fields import AreaField, ChoiceField, Field, YesNoField
from db.messages import N_, Message
from db.wording import NO, YES
from desktop.language import _, said
from desktop.ui.fields import composing
from desktop.ui.fields.choice_box import Choice, ChoiceBox, choices_of
from desktop.ui.fields.entry_line import EntryLine
from desktop.ui.fields.search_line import Offer, SearchLine
from desktop.ui.tables.row_clipboard import is_several
from desktop.ui.tables.row_table_model import RowTableModel

_Index = QModelIndex | QPersistentModelIndex
_GIVEN = "given"  # to an editor: the text before anything was typed


class RowDelegate(QStyledItemDelegate):
    """Hands the text of its editors to the model, which reads it."""

    paste_wanted = Signal()  # several cells lie on the clipboard
    typed = Signal()  # into the open cell

    def __init__(
        self, model: RowTableModel, today: date, written_on: date, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._columns = model.columns
        self._written_on = written_on

    def show_day(self, written_on: date) -> None:
        """Offer what a form of that day offers."""
        self._written_on = written_on

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:  # noqa: ARG002 - Qt's signature
        editor = self._editor(self._columns[index.column()][1], parent)
        values = {"label": Message(self._columns[index.column()][1].label), "n": index.row() + 1}
        editor.setAccessibleName(said(Message(N_("{label}，第 {n} 行"), values)))
        return editor

    def _editor(self, field: Field, parent: QWidget) -> QWidget:
        match field:
            case ChoiceField(codes=codes):
                return self._box(choices_of(codes, self._written_on), parent)
            case YesNoField():
                return self._box(
                    (Choice("", _(YES), "是 y shi s 1"), Choice("", _(NO), "否 n fou f 0")), parent
                )
            case AreaField(digits=digits):
                level = "county" if digits == 6 else "township"
                search = SearchLine(
                    lambda text: [
                        Offer(area.code, areas.full_name(area.code)) for area in areas.find(text, level)
                    ],
                    parent,
                )
                search.textEdited.connect(self.typed)
                return search
        line = EntryLine(field, self._today, parent)
        line.textEdited.connect(self.typed)
        line.full.connect(self._note_full)
        return line

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the text of a cell, unless somebody is typing: Qt asks for it whenever a check has marked a cell."""
        given = editor.property(_GIVEN)
        if given is None or (text_of(editor) == given and not composing.is_on(editor)):
            self.show_text(editor, index)

    def show_text(self, editor: QWidget, index: _Index) -> None:
        """Show the text of a cell in its editor, whatever stands there."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        editor.setProperty(_GIVEN, text)
        if isinstance(editor, ChoiceBox):
            editor.show_text(text)
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, ChoiceBox):
            editor.settle()
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            if isinstance(editor, SearchLine):
                editor.settle()
            model.setData(index, editor.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Paste):
                if is_several(QGuiApplication.clipboard().text()):
                    self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.RevertModelCache)
                    self.paste_wanted.emit()
                    return True
            elif event.type() is QEvent.Type.KeyPress and _is_return(event):
                self._finish(watched, back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
                return True
        return super().eventFilter(watched, event)

    def _box(self, choices: tuple[Choice, ...], parent: QWidget) -> ChoiceBox:
        box = ChoiceBox(choices, parent)
        box.fill()
        box.typed.connect(self.typed)
        box.completed.connect(self._take_choice, Qt.ConnectionType.QueuedConnection)
        return box

    @Slot()
    def _take_choice(self) -> None:
        """Go to the next cell: Return has both chosen and finished."""
        box = self.sender()
        if isinstance(box, ChoiceBox):
            self._finish(box)

    @Slot(bool)
    def _note_full(self, is_right: bool) -> None:
        line = self.sender()
        if is_right and isinstance(line, EntryLine):
            QTimer.singleShot(0, line, lambda: self._finish(line))

    def _finish(self, editor: QWidget, *, back: bool = False) -> None:
        hints = QStyledItemDelegate.EndEditHint
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hints.EditPreviousItem if back else hints.EditNextItem)


def _is_return(event: QKeyEvent) -> bool:
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not (
        event.modifiers() & Qt.KeyboardModifier.ControlModifier
    )


def text_of(editor: QWidget) -> str:
    """Give what stands in an editor of a cell."""
    if isinstance(editor, ChoiceBox):
        return editor.currentText()
    return editor.text() if isinstance(editor, QLineEdit) else ""
