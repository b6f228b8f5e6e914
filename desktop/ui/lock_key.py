"""Ctrl+L in every window: the button in the main window has it too, but no dialog lets a key through to that."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from desktop.ui import application

_KEYS = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)


class LockKey(QObject):
    """Watches the window that has the keyboard, as ``Idle`` does; keys that a shortcut has taken never come here."""

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application.follow_focus(self._watch)
        self._watch(QGuiApplication.focusWindow())

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a filter that is there already only moves to the front

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        is_it = (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.keyCombination() == _KEYS
        )
        if is_it:
            self.pressed.emit()
        return is_it
