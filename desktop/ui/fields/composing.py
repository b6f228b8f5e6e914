"""Whether an input method is composing in a widget: until it commits, nothing is searched, checked or completed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QWidget

_COMPOSING = "composing"


class _Watcher(QObject):
    """Notes on the widget itself what its input method is doing."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            watched.setProperty(_COMPOSING, bool(event.preeditString()))
        return False


def watch(widget: QWidget) -> None:
    """Follow the input method of a widget that takes the focus."""
    widget.installEventFilter(_Watcher(widget))


def is_on(widget: QWidget | None) -> bool:
    """Tell whether a text is just being composed in a watched widget."""
    return widget is not None and bool(widget.property(_COMPOSING))
