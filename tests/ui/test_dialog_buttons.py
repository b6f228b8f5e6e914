"""The last row of a dialog: 取消 stands before what the dialog is for, and leaves without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QPushButton

from desktop.ui.dialog_buttons import button_row


def test_cancel_stands_first_and_leaves(show: Callable[[Any], Any]) -> None:
    dialog = QDialog()
    give = QPushButton("吊销")
    dialog.setLayout(button_row(dialog, give))
    shown = show(dialog)
    leave, last = shown.findChildren(QPushButton)
    assert (leave.text(), last) == ("取消", give)
    assert leave.x() < give.x()
    leave.click()
    assert (shown.isVisible(), shown.result()) == (False, QDialog.DialogCode.Rejected)
