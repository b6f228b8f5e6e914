"""When the cursor has really left a field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
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
