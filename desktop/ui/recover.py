"""The ledger opened by the recovery code (用恢复码打开), for whoever forgot the password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import ReportableError
from desktop.language import _, said
from desktop.ui import appearance, messages
from desktop.ui.background import Background
from desktop.ui.new_password import NewPassword

if TYPE_CHECKING:
    from db.store.ledger import Ledger

Recovering = Callable[[str, str, str], "Ledger"]
"""Opens a ledger by recovery code, user and new password."""


class Recover(QWidget):
    """Asks for the code from the envelope and a new password."""

    opened = Signal(object)  # Ledger
    given_up = Signal()

    def __init__(
        self, users: Sequence[str], recover: Recovering, background: Background, parent: QWidget | None = None
    ) -> None:
        """Offer users, and ``recover`` with code, user and new password."""
        super().__init__(parent)
        self._recovering = recover
        self._background = background
        self.user = QComboBox()
        self.user.addItems(list(users))
        self.code = QLineEdit()
        self.code.setObjectName("code")
        self.code.setPlaceholderText(_("恢复单上的 8 组字符，“-”可以不输"))
        self.new = NewPassword(self._words, self)
        self.problem = appearance.loud()
        self.problem.setMinimumHeight(48)
        self.open = QPushButton(_("打开并改用新密码"))
        back = QPushButton(_("返回"))
        form = QFormLayout()
        form.addRow(_("使用人"), self.user)
        form.addRow(_("恢复码"), self.code)
        self.new.add_to(form, _("新密码"))
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(appearance.heading(_("用恢复码打开"), larger=8))
        layout.addWidget(
            appearance.quiet(_("打开后，这张恢复单就用过了：请马上更换恢复码，打印新的恢复单。"))
        )
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addLayout(buttons)
        back.clicked.connect(self.given_up)
        self.open.clicked.connect(self._recover)
        for line in (self.code, self.new.password, self.new.again):
            line.returnPressed.connect(self._recover)

    def _words(self) -> tuple[str, ...]:
        return (self.user.currentText(),)

    @Slot()
    def _recover(self) -> None:
        problem = self.new.problem() if self.code.text().strip() else _("请输入恢复单上的恢复码。")
        self.problem.setText(problem)
        if problem:
            return
        recovering = self._recovering
        code, user, password = self.code.text(), self.user.currentText(), self.new.text
        self.setEnabled(False)

        self._background.run(lambda: recovering(code, user, password), self._tell_opened, self._show_error)

    def _tell_opened(self, opened: Ledger) -> None:
        self.opened.emit(opened)

    def _show_error(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)
