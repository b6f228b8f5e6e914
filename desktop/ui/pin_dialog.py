"""The PIN of a token (密码钥匙), asked for when something is to be signed; what was begun goes on afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message, ReportableError
from desktop.language import _, said
from desktop.services import signing_keys
from desktop.ui import appearance, messages
from desktop.ui.dialog_buttons import button_row
from desktop.ui.password_line import PasswordLine
from desktop.ui.session import PinWanted, Session


class PinDialog(QDialog):
    """Stays open while the PIN is wrong or the token is missing; 取消 gives up what was begun."""

    def __init__(self, session: Session, wanted: PinWanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("密码钥匙的 PIN 码"))
        self.setMinimumWidth(appearance.scaled(480))
        self._session, self._wanted = session, wanted
        words = N_(
            "要用密码钥匙“{label}”签名。请插好密码钥匙，输入它的 PIN 码。锁定或关闭台账以前只问这一次，PIN 码不保存。"
        )
        self.pin = PasswordLine("pin", _("PIN 码"))
        self.problem = appearance.loud()
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.give = QPushButton(_("登录密码钥匙"))
        self.give.setDefault(True)
        self.give.setEnabled(False)
        form = QFormLayout()
        form.addRow(_("PIN 码"), self.pin)
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(said(Message(words, {"label": wanted.place.label}))))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addStretch(1)
        layout.addLayout(button_row(self, self.give))
        self.pin.textChanged.connect(self._show_state)
        self.give.clicked.connect(self._log_in)
        self.accepted.connect(wanted.go_on)
        self.rejected.connect(wanted.give_up)
        session.locking.connect(self.reject)
        self._make_room()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room(self) -> None:
        self.resize(self.minimumWidth(), self.heightForWidth(self.minimumWidth()))  # wrapped texts need it

    @Slot()
    def _log_in(self) -> None:
        self.setEnabled(False)
        pin = self.pin.text()
        self.pin.clear()
        self._session.do_later(signing_keys.log_in, self._done, self._refuse, self._wanted.place, pin)

    def _done(self, _nothing: None) -> None:
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
            self.problem.show()
            self._make_room()
        else:
            messages.show_error(self, error)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_state(self) -> None:
        self.give.setEnabled(bool(self.pin.text()))
