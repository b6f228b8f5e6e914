"""A list of completions whose first line is taken by Return, so that choosing is one key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCompleter

from desktop.ui.fields.leaving import takes_escape


class ReadyCompleter(QCompleter):
    """Marks its first line as soon as the list opens, without writing it into the line that is being typed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent) and event.preeditString():
            QTimer.singleShot(0, self, self._hide)  # a commit that came with it has opened the list again
        if QApplication.activePopupWidget() is not None and takes_escape(event):
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def mark_first(self) -> None:
        """Mark the first line after the list was filled for what was typed."""
        QTimer.singleShot(0, self, self._mark)

    @Slot()
    def _hide(self) -> None:
        """Offer nothing for a text that is not there yet."""
        popup = self.popup() if QApplication.activePopupWidget() is not None else None
        if popup is not None:
            popup.hide()

    @Slot()
    def _mark(self) -> None:
        popup = self.popup()
        if popup is not None and popup.isVisible() and not popup.currentIndex().isValid():
            self.blockSignals(True)
            popup.setCurrentIndex(self.completionModel().index(0, 0))
            self.blockSignals(False)
