"""A list of choices that is filtered by any part of a word or its pinyin initials while typing."""

from __future__ import annotations

import functools
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from db.code_lists import CodeList, code_list
from db.values import pinyin
from desktop import language
from desktop.language import _
from desktop.ui import appearance
from desktop.ui.fields import composing
from desktop.ui.fields.completion import ReadyCompleter

_KEYS = Qt.ItemDataRole.UserRole + 1
_EDGE = 8  # pixels beside the words of a list
_WIDEST = 420  # pixels at 100 % of a list; longer words are cut


class Choice(NamedTuple):
    """One choice: its code, its words, and the text in which a search looks."""

    code: str
    label: str
    keys: str


def choices_of(codes: str, day: date) -> tuple[Choice, ...]:
    """Give the choices that a form of that day offers, in the language that is spoken."""
    return _choices(code_list(codes), day, language.spoken())


@functools.lru_cache(maxsize=512)
def _choices(listed: CodeList, day: date, _language: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            item.code, _(item.label), f"{_(item.label).lower()} {pinyin.search_keys(item.label)} {item.code}"
        )
        for item in listed.valid_on(day)
    )


class _ByAnyPart(ReadyCompleter):
    """Looks into the search keys and completes to the words."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class ChoiceBox(QComboBox):
    """An editable box; what is typed and is no choice stays in it until somebody reads it."""

    typed = Signal()
    chosen = Signal()
    completed = Signal()  # chosen from the list that opens while typing

    def __init__(self, choices: tuple[Choice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._filled = False
        self._read_only = False
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.activated.connect(self._tell_chosen)
        composing.watch(self)
        line = self.lineEdit()
        if line is not None:
            line.textEdited.connect(self._tell_typed)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:  # what does not fit is told in full
            line = self.lineEdit()
            is_cut = line is not None and self.fontMetrics().horizontalAdvance(line.text()) > line.width()
            self.setToolTip(self.currentText() if is_cut else "")
        return super().event(event)

    def fill(self) -> None:
        """Make the list; done when the box is first used, because a form has dozens of boxes."""
        if self._filled:
            return
        self._filled = True
        text = self.currentText()
        model = QStandardItemModel(self)
        _list(self._choices, model)
        self.setModel(model)
        completer = _ByAnyPart(model, self)
        completer.setCompletionRole(_KEYS)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        self.typed.connect(completer.mark_first)
        completer.activated.connect(self._tell_completed)
        self._widen_lists()
        self.show_text(text)

    def offer(self, choices: tuple[Choice, ...]) -> None:
        """Offer other choices, as a form of another day does."""
        if choices == self._choices:
            return
        self._choices = choices
        model = self.model()
        if self._filled and isinstance(model, QStandardItemModel):
            text = self.currentText()
            model.clear()
            _list(choices, model)
            self._widen_lists()
            self.show_text(text)  # a box chooses its first line by itself when its list is filled

    def _widen_lists(self) -> None:
        """Let both lists show their words in full, in a narrow cell too."""
        whole = self.view()
        needed = whole.sizeHintForColumn(0) + whole.verticalScrollBar().sizeHint().width() + _EDGE
        completer = self.completer()
        for one in (whole, completer.popup() if completer is not None else None):
            if one is not None:
                one.setMinimumWidth(min(needed, appearance.scaled(_WIDEST)))

    def show_text(self, text: str) -> None:
        """Show words, also such as are no longer among the choices."""
        self.setCurrentIndex(self.findText(text) if text else -1)
        self.setEditText(text)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)  # of a long text the beginning is seen

    def settle(self) -> None:
        """Take the only choice that fits what was typed, if there is just one."""
        text = self.currentText().strip().lower()
        fitting = [choice for choice in self._choices if text in choice.keys] if text else []
        exact = [choice for choice in fitting if text in {choice.label.lower(), choice.code.lower()}]
        if exact or len(fitting) == 1:
            self.show_text((exact or fitting)[0].label)

    def set_read_only(self, read_only: bool) -> None:
        """Lock the answer; its words can still be selected and copied."""
        self._read_only = read_only
        line = self.lineEdit()
        if line is not None:
            line.setReadOnly(read_only)

    def showPopup(self) -> None:
        if self._read_only:
            return
        self.fill()
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the form must not change an answer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._read_only and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _tell_completed(self) -> None:
        self.completed.emit()

    @Slot(int)
    def _tell_chosen(self, _index: int) -> None:
        self.chosen.emit()

    @Slot(str)
    def _tell_typed(self, _text: str) -> None:
        self.typed.emit()


def _list(choices: tuple[Choice, ...], model: QStandardItemModel) -> None:
    """Write choices into the list of a box, with the keys that are searched."""
    for choice in choices:
        item = QStandardItem(choice.label)
        item.setData(choice.keys, _KEYS)
        model.appendRow(item)
