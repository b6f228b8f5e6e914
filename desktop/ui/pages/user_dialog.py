"""A user's name, role and password, as far as they are asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.messages import ReportableError
from desktop.language import _, said
from desktop.services.roles import Role
from desktop.ui import appearance, messages
from desktop.ui.dialog_buttons import button_row
from desktop.ui.new_password import NewPassword
from desktop.ui.session import Session

_LONGEST_NAME = 20


class UserDialog(QDialog):
    """Asks for a new user, or for the role or the password of ``user``; ``given`` when everything is there.

    It stays open until ``accept``: what the use case refuses is said in it.
    """

    given = Signal()

    def __init__(
        self,
        session: Session,
        title: str,
        user: str = "",
        role: Role | None = Role.ENTRY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(appearance.scaled(620))
        self._office = session.ledger.office().name
        self.name = QLineEdit(user)
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setObjectName("name")
        self.name.setReadOnly(bool(user))
        self.role = QComboBox()
        for one in Role:
            self.role.addItem(_(one.label), one.value)
        self.role.setCurrentIndex(self.role.findData((role or Role.ENTRY).value))
        self.new = NewPassword(self._words, self)
        self.problem = appearance.loud()
        self.give = QPushButton(title)
        self.give.setDefault(True)
        form = QFormLayout()
        form.addRow(_("使用人"), self.name)
        if role is not None:
            form.addRow(_("角色"), self.role)
            form.addRow(
                "",
                appearance.quiet(_("录入：填写、导入、检查；审核：还可导出上报；管理：还可管理用户和设置。")),
            )
        if user and role is not None:
            form.addRow("", appearance.quiet(_("角色由密码封存：请本人输入现在的密码，或另设新密码。")))
        self.new.add_to(form)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.give))
        self.give.clicked.connect(self._give)
        self.resize(self.minimumWidth(), self.heightForWidth(self.minimumWidth()))  # wrapped texts need it
        (self.new.password if user else self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen_role(self) -> Role:
        """The role that is chosen."""
        return Role(self.role.currentData())

    def refuse(self, error: Exception) -> None:
        """Say why it was not done, and go on asking."""
        self.setEnabled(True)
        if isinstance(error, ReportableError):
            self.problem.setText(said(error.message))
        else:
            messages.show_error(self, error)

    def _words(self) -> tuple[str, ...]:
        return (self._office, self.name.text().strip())

    @Slot()
    def _give(self) -> None:
        problem = "" if self.name.text().strip() else _("请填写使用人的姓名。")
        if not problem and self.new.text != self.new.again.text():
            problem = _("两次输入的密码不一样，请重新输入。")
        self.problem.setText(problem)
        if not problem:
            self.setEnabled(False)
            self.given.emit()
