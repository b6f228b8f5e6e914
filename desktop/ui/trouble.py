"""Why the program cannot go on yet, in a window: what happened, what to do, and another try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.messages import ReportableError
from desktop.language import _, said
from desktop.ui import appearance


class Trouble(QWidget):
    """Stands where the password would be."""

    again_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, error: ReportableError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("工会台账"))
        self.resize(appearance.for_screen(520, 240))
        self.sentence = QLabel(said(error.message))
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = QPushButton(_("再试一次"))
        self.restore = QPushButton(_("从备份恢复…"))
        self.restore.setFlat(True)
        leave = QPushButton(_("关闭"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore)
        buttons.addStretch(1)
        buttons.addWidget(self.again)
        buttons.addWidget(leave)  # the way out last, as in every dialog
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(appearance.heading(_("台账现在打不开"), larger=6))
        layout.addWidget(self.sentence)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.again.clicked.connect(self.again_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        leave.clicked.connect(self.close)
