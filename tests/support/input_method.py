"""An input method that can be asked to hand over what it composes; the offscreen platform has none."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication


class InputMethod:
    """Hands over as ``commit`` does on Linux, or as ``reset`` does on Windows; None takes the text back."""

    def __init__(self, text: str | None, *, by: str) -> None:
        self._text = text
        self._by = by
        self.asked: list[str] = []

    def inputMethod(self) -> InputMethod:
        return self

    def commit(self) -> None:
        self._answer("commit")

    def reset(self) -> None:
        self._answer("reset")

    def _answer(self, asked: str) -> None:
        self.asked.append(asked)
        if asked == self._by:
            event = QInputMethodEvent()
            event.setCommitString(self._text or "")
            QApplication.sendEvent(QApplication.focusWidget(), event)
