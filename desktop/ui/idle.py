"""Notices that nobody has touched keyboard and mouse for some minutes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

from desktop.ui import application

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class Idle(QObject):
    """Watches the window and the widget that have the focus: a filter on the application would slow scrolling.

    The window is told of keys and the mouse. What an input method writes, keys and all, is told to the widget alone.
    """

    passed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.passed)
        self._typed_into: QObject | None = None
        application.follow_focus(self._watch, self._watch_typing)
        self._watch(QGuiApplication.focusWindow())
        self._watch_typing(QGuiApplication.focusObject())

    def start(self, minutes: float) -> None:
        """Wait for so many minutes without a touch; 0 never passes."""
        self._timer.setInterval(round(minutes * 60_000))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    @property
    def is_waiting(self) -> bool:
        """Whether ``passed`` will come."""
        return self._timer.isActive()

    def remaining(self) -> int:
        """Give the milliseconds until ``passed``."""
        return self._timer.remainingTime()

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a filter that is there already only moves to the front

    @Slot(QObject)
    def _watch_typing(self, widget: QObject | None) -> None:
        if self._typed_into is not None and isValid(self._typed_into):
            self._typed_into.removeEventFilter(self)
        self._typed_into = widget
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False
