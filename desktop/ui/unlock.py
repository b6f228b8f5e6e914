"""The password: who opens the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, ReportableError
from db.store.folder import users
from desktop.language import _, said
from desktop.ui import appearance, messages
from desktop.ui.background import Background
from desktop.ui.password_line import PasswordLine

if TYPE_CHECKING:
    from db.store.ledger import Clock, Ledger


class Unlock(QWidget):
    """Lists the users of a ledger and opens it by a password, or by the recovery code; ``user`` is offered first."""

    opened = Signal(object)  # Ledger
    recovered = Signal(object)  # Ledger, opened by the recovery code
    restore_wanted = Signal()

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        background: Background,
        user: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._background = background
        self.setWindowTitle(_("工会台账"))
        self.resize(appearance.for_screen(520, 320))
        self.user = QComboBox()
        self.user.addItems(list(users(folder)))
        self.user.setCurrentText(user)
        self.password = PasswordLine("password", _("密码"))
        self.capitals = appearance.quiet(_("大写锁定（Caps Lock）好像开着。"))
        self.capitals.hide()
        self.problem = appearance.loud()
        self.problem.setObjectName("problem")
        self.problem.setMinimumHeight(48)
        self.open = QPushButton(_("打开台账"))
        self.forgotten = QPushButton(_("用恢复码打开…"))
        self.forgotten.setFlat(True)
        self.restore = QPushButton(_("从备份恢复…"))
        self.restore.setFlat(True)
        self.remark = appearance.quiet()
        self._sides = QStackedWidget()
        self._sides.addWidget(self._password_side())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.addWidget(self._sides)
        self.open.clicked.connect(self._unlock)
        self.forgotten.clicked.connect(self.ask_for_code)
        self.restore.clicked.connect(self.restore_wanted)
        self.password.returnPressed.connect(self._unlock)
        self.password.capitals_locked.connect(self.capitals.setVisible)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def ask_for_code(self) -> None:
        """Ask for the recovery code in the place of the password."""
        from desktop.ui.recover import Recover  # noqa: PLC0415 - few people ever see it

        folder, clock = self._folder, self._clock

        def open_by_code(code: str, user: str, password: str) -> Ledger:
            from desktop.services.users import recover  # noqa: PLC0415 - loads the store

            return recover(folder, code, user, password, clock)

        side = Recover(users(folder), open_by_code, self._background)
        side.opened.connect(self.recovered)
        side.given_up.connect(self._ask_for_password)
        self._sides.addWidget(side)
        self._sides.setCurrentWidget(side)
        self.resize(self.size().expandedTo(appearance.for_screen(640, 500)))
        side.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def wait_for_backup(self, ended: SignalInstance) -> None:
        """Say that the ledger is backed up before it can be opened, until that has ended."""
        self.remark.setText(_("正在备份，完成后才能打开台账。"))
        ended.connect(self.remark.clear)

    @Slot()
    def _ask_for_password(self) -> None:
        side = self._sides.currentWidget()
        if side is not None:
            self._sides.removeWidget(side)
            side.deleteLater()
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

    def _password_side(self) -> QWidget:
        form = QFormLayout()
        form.addRow(_("使用人"), self.user)
        form.addRow(_("密码"), self.password)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(appearance.heading(_("工会台账"), larger=8))
        layout.addWidget(appearance.quiet(said(Message(N_("台账位置：{folder}"), {"folder": self._folder}))))
        layout.addLayout(form)
        layout.addWidget(self.capitals)
        layout.addWidget(self.problem)
        layout.addWidget(self.remark)
        layout.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.forgotten)
        buttons.addWidget(self.restore)
        buttons.addStretch(1)
        buttons.addWidget(self.open)
        layout.addLayout(buttons)
        return side
