"""The last row of a dialog that asks for something: 取消, and at the right what it is for."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from desktop.language import _


def button_row(dialog: QDialog, give: QPushButton) -> QHBoxLayout:
    """Lay out the row; 取消 rejects the dialog, what ``give`` does is its own affair."""
    leave = QPushButton(_("取消"))
    leave.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(leave)
    row.addWidget(give)
    return row
