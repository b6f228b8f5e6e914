"""A line whose prompt is never cut: it says as much as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStyle, QStyleOptionFrame, QWidget

_BESIDE = 6  # pixels that Qt leaves beside a text and its cursor, and one of rounding on each side


class PromptedLine(QLineEdit):
    """Asks for the room of its first prompt; ``prompts`` say the same in fewer and fewer words, in the language of the screen.

    While a shorter one is shown, or a text stands over it, the tip says the first.
    """

    def __init__(self, prompts: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(prompts[0])
        self._fit()

    def sizeHint(self) -> QSize:
        needed = self._width(self._prompts[0]) + self.width() - self._room()
        return QSize(needed, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()
            self._fit()

    def _fit(self) -> None:
        fitting = (words for words in self._prompts if self._width(words) <= self._room())
        self.setPlaceholderText(next(fitting, self._prompts[-1]))

    def _width(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words)

    def _room(self) -> int:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.marginsRemoved(self.textMargins()).width() - _BESIDE
