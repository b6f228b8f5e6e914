"""The last row of a dialog: 取消 stands after what the dialog is for, and leaves without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from desktop.ui.dialog_buttons import button_row
from tests.support.misfits import misfits


def test_cancel_stands_last_and_leaves(show: Callable[[Any], Any]) -> None:
    dialog = QDialog()
    give = QPushButton("吊销")
    dialog.setLayout(button_row(dialog, give))
    shown = show(dialog)
    leave = next(one for one in shown.findChildren(QPushButton) if one is not give)
    assert leave.text() == "取消"
    assert give.x() < leave.x()
    leave.click()
    assert (shown.isVisible(), shown.result()) == (False, QDialog.DialogCode.Rejected)


def test_a_way_out_that_is_not_last_is_found(show: Callable[[Any], Any]) -> None:
    dialog = QDialog()
    row = QHBoxLayout(dialog)
    for words in ("不改", "修改"):
        row.addWidget(QPushButton(words))
    shown = show(dialog)
    assert misfits(shown) == ["button '不改' stands before '修改'"]
    dialog.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row.activate()
    assert misfits(shown) == []
