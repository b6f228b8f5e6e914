"""When the cursor has really left a field, and what Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def has_left(widget: QWidget, event: QFocusEvent) -> bool:
    """Tell whether the cursor goes elsewhere, or has gone there.

    A list that opens over a line, or closes, tells the line the same, though the cursor stays: as something from the window
    system (spontaneous), or with a reason of its own. A widget that is being destroyed is left by nobody.
    """
    if event.type() is QEvent.Type.FocusAboutToChange:
        return not event.spontaneous()
    return (
        event.lostFocus()
        and event.reason() is not Qt.FocusReason.PopupFocusReason
        and isValid(widget)
        and not widget.hasFocus()
    )


def takes_escape(event: QEvent) -> bool:
    """Take Esc for what lies over a page, if that is what an event asks: the page's own Esc would leave the page."""
    is_escape = (
        event.type() is QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Escape
    )
    if is_escape:
        event.accept()
    return is_escape
