"""The last row of a dialog that asks for something, at the right: what it is for, then 取消.

One order everywhere: that of Windows, where the clerks are, which QDialogButtonBox and the boxes of questions give there.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from desktop.language import _


def button_row(dialog: QDialog, give: QPushButton) -> QHBoxLayout:
    """Lay out the row; 取消 rejects the dialog, what ``give`` does is its own affair."""
    leave = QPushButton(_("取消"))
    leave.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(give)
    row.addWidget(leave)
    return row
