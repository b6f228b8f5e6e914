"""Type into widgets the way people do: ASCII by keys, Chinese as an input method commits it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type a text where the focus is inside ``widget``; keys cannot carry Chinese (they abort the process)."""
    target = _target(widget)
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(target, event)


def compose(widget: QWidget, preedit: str) -> None:
    """Show what an input method is still composing."""
    QApplication.sendEvent(_target(widget), QInputMethodEvent(preedit, []))


def press(
    widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press one key."""
    QTest.keyClick(_target(widget), key, modifiers)


def completions_ready() -> bool:
    """Tell whether a list of completions, if one is open, has its first line marked."""
    popup = QApplication.activePopupWidget()
    return not isinstance(popup, QAbstractItemView) or popup.currentIndex().isValid()


def shortcut(
    window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key wherever the focus of a window is, as the window system would tell it."""
    QTest.qWait(50)  # a page that was just shown takes part in the keyboard only after its events
    if QApplication.activeWindow() is None:
        # The offscreen platform forgets it when a list of completions closes.
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.windowHandle(), key, modifiers)


def _target(widget: QWidget) -> QWidget:
    """Follow the focus proxies to the widget that takes the keys."""
    inner = widget
    while inner.focusProxy() is not None:
        inner = inner.focusProxy()
    return inner
