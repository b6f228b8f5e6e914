"""我的密码: the password of whoever is at the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFormLayout, QGroupBox, QPushButton

from db.messages import N_, ReportableError
from desktop.language import _, said
from desktop.services import users
from desktop.ui import appearance, messages
from desktop.ui.new_password import NewPassword
from desktop.ui.password_line import PasswordLine
from desktop.ui.session import Session


class OwnPassword(QGroupBox):
    """The old password, the new one twice."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("我的密码"))
        self._session = session
        self.old = PasswordLine("old", _("现在的密码"))
        self.new = NewPassword(self._words, self)
        self.problem = appearance.loud()
        self.change = QPushButton(_("更改密码"))
        form = QFormLayout(self)
        form.addRow(_("现在的密码"), self.old)
        self.new.add_to(form, _("新密码"))
        form.addRow("", self.problem)
        form.addRow("", self.change)
        self.change.clicked.connect(self._change)
        self.new.again.returnPressed.connect(self._change)

    def _words(self) -> tuple[str, ...]:
        return (self._session.ledger.office().name, self._session.ledger.user)

    @Slot()
    def _change(self) -> None:
        problem = self.new.problem() if self.old.text() else _("请输入现在的密码。")
        self.problem.setText(problem)
        if not problem:
            self.setEnabled(False)
            self._session.do_later(
                users.change_password, self._changed, self._refuse, self.old.text(), self.new.text
            )

    def _changed(self, _nothing: None) -> None:
        self.setEnabled(True)
        self.old.clear()
        self.new.clear()
        self._session.say(N_("密码已更改，下次打开台账时用新密码。"))

    def _refuse(self, error: Exception) -> None:
        self.setEnabled(True)
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)
