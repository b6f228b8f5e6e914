"""Work a window as somebody without a mouse does: Tab from control to control, and keys where the focus is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.support.typing import completions_ready, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier
_MOST = 80  # controls of one window


class Keyboard:
    """Only keys: no control is clicked, focused or filled from outside."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    @property
    def focus(self) -> QWidget:
        """The control that takes the keys."""
        if QApplication.activeWindow() is None:
            self._give_back()
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def _give_back(self) -> None:
        """Activate the window below the one that closed, as window managers do; the offscreen platform does not."""
        below = QApplication.activeModalWidget() or next(
            one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()
        )
        below.activateWindow()
        self._qtbot.waitUntil(below.isActiveWindow)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, times: int = 1) -> None:
        """Press a key, as the window system tells the window that is active."""
        for _time in range(times):
            window = self.focus.window().windowHandle()
            QTest.keyClick(window, key, modifiers)
            self._qtbot.wait(1)  # what a key brings up takes part after its events

    def write(self, text: str) -> None:
        """Type a text where the focus is; a list of completions that opens has its first line marked afterwards."""
        type_text(self.focus, text)
        self._qtbot.waitUntil(completions_ready)

    def go_to(self, wanted: QWidget) -> None:
        """Press Tab until the control has the focus."""
        seen: list[str] = []
        for _step in range(_MOST):
            here = self.focus
            if here is wanted or wanted.isAncestorOf(here):
                return
            seen.append(f"{type(here).__name__} {here.objectName()}")
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {wanted.objectName() or wanted}; it goes {seen}")

    def use(self, button: QWidget) -> None:
        """Go to a button and press it with the space bar."""
        self.go_to(button)
        self.press(Qt.Key.Key_Space)
