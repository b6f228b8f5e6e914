"""What is done with open dialogs while the ledger is locked: out of sight, and back with everything typed in them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtPrintSupport import QAbstractPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QToolTip, QWidget
from shiboken6 import isValid


def draw(window: QWidget) -> list[QDialog]:
    """Take away all that stands on the screen before a window; gives the dialogs that ``open_again`` brings back.

    ``QDialog.hide`` neither answers a dialog nor ends its modality. The system's own dialogs, for files and printers,
    hold nothing that was typed into the ledger and cannot all be hidden: they are rejected.
    """
    while (popup := QApplication.activePopupWidget()) is not None and popup.close():
        pass  # a menu, or a list with names that hangs open
    QToolTip.hideText()
    hidden = []
    for dialog in window.findChildren(QDialog):  # one that was opened from another comes after it
        if isinstance(dialog, QFileDialog | QAbstractPrintDialog):
            dialog.reject()
        elif dialog.isVisible():
            dialog.hide()
            hidden.append(dialog)
    return hidden


def open_again(dialogs: Sequence[QDialog]) -> None:
    """Show dialogs where they were, the cursor where it was; those that are gone meanwhile stay away."""
    left = [dialog for dialog in dialogs if isValid(dialog)]
    for dialog in left:
        focus, deaf = dialog.focusWidget() or dialog, _Deaf(dialog)
        focus.installEventFilter(deaf)
        dialog.show()
        focus.removeEventFilter(deaf)
        deaf.deleteLater()
    if left:
        left[-1].activateWindow()


class _Deaf(QObject):
    """Keeps from a line that its dialog is shown: as if reached by Tab, it would mark all of its text to be replaced."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        return event.type() is QEvent.Type.FocusIn
