"""A line that offers what it finds while somebody types: places, or records of another register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desktop.ui.fields import composing
from desktop.ui.fields.completion import ReadyCompleter

_PAUSE = 80  # milliseconds after the last key


class Offer(NamedTuple):
    """One thing that was found: its value and its words."""

    value: Any
    words: str


class SearchLine(QLineEdit):
    """Asks ``find`` for offers after each pause in typing; text in an input method's preedit is not searched."""

    picked = Signal(object)  # the value of an offer
    completed = Signal()  # picked from the list that opens while typing

    def __init__(self, find: Callable[[str], Sequence[Offer]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._offers: list[Offer] = []
        self._words = QStringListModel(self)
        completer = ReadyCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(self._take)
        self._marked = completer
        self.setCompleter(completer)
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._offer)
        composing.watch(self, self.textEdited).settled.connect(self._pause.start)

    def settle(self) -> None:
        """Take what fits the words exactly, or the only offer."""
        self._pause.stop()
        text = self.text().strip()
        offers = list(self._find(text)) if text else []
        exact = [offer for offer in offers if text == offer.words]
        fitting = exact or offers
        if len(fitting) == 1:
            self._pick(fitting[0])

    @Slot()
    def _offer(self) -> None:
        text = self.text().strip()
        self._offers = list(self._find(text)) if text else []
        self._words.setStringList([offer.words for offer in self._offers])
        completer = self.completer()
        if self._offers and self.hasFocus() and completer is not None:
            completer.complete()
            self._marked.mark_first()

    @Slot(str)
    def _take(self, words: str) -> None:
        for offer in self._offers:
            if offer.words == words:
                self._pick(offer)
                self.completed.emit()
                return

    def _pick(self, offer: Offer) -> None:
        self.setText(offer.words)
        self.picked.emit(offer.value)
