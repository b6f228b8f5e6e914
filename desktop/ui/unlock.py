"""The password: who opens the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message, ReportableError
from db.store.folder import users
from desktop.language import _, said
from desktop.ui import appearance, messages
from desktop.ui.background import Background

if TYPE_CHECKING:
    from db.store.ledger import Clock, Ledger


class Unlock(QWidget):
    """Lists the users of a ledger and opens it by a password."""

    opened = Signal(object)  # Ledger

    def __init__(
        self, folder: Path, clock: Clock, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._background = background
        self.setWindowTitle(_("工会台账"))
        self.resize(460, 300)
        self.user = QComboBox()
        self.user.addItems(list(users(folder)))
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(48)
        appearance.colour(self.problem, appearance.ACCENT)
        self.open = QPushButton(_("打开台账"))
        form = QFormLayout()
        form.addRow(_("使用人"), self.user)
        form.addRow(_("密码"), self.password)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(12)
        layout.addWidget(appearance.heading(_("工会台账"), larger=8))
        layout.addWidget(appearance.quiet(said(Message(N_("台账位置：{folder}"), {"folder": folder}))))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addWidget(self.open)
        self.open.clicked.connect(self._unlock)
        self.password.returnPressed.connect(self._unlock)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _unlock(self) -> None:
        folder, clock = self._folder, self._clock
        user, password = self.user.currentText(), self.password.text()
        self.setEnabled(False)

        def unlock() -> Ledger:
            from db.store import ledger  # noqa: PLC0415 - the password is asked for before the store is loaded

            return ledger.unlock(folder, user, password, clock)

        self._background.run(unlock, self._tell_opened, self._show_error)

    def _tell_opened(self, opened: Ledger) -> None:
        self.opened.emit(opened)

    def _show_error(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)
        self.password.selectAll()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
