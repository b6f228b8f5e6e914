"""用户与角色: who may open the ledger, and what each is trusted with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGroupBox, QPushButton, QVBoxLayout

from db.messages import N_, Message
from desktop.language import _
from desktop.services import users
from desktop.services.roles import Action, Role
from desktop.ui import messages, permission
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.user_dialog import UserDialog
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell
from desktop.ui.tables.wrapping_table import WrappingTable

_HIGHEST = 150  # pixels of the table at 100 %: five users


class UserList(QGroupBox):
    """Only admins may change it; the use cases refuse everybody else too."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("用户与角色"))
        self._session = session
        self.table = WrappingTable(N_("用户与角色"), (N_("使用人"), N_("角色")), _cells, highest=_HIGHEST)
        self.table.setObjectName("users")
        self.add = QPushButton(_("添加用户…"))
        self.change = QPushButton(_("改角色…"))
        self.reset = QPushButton(_("重设密码…"))
        self.remove = QPushButton(_("删除用户…"))
        line = FlowLayout()
        for button, slot in (
            (self.add, self._add),
            (self.change, self._change),
            (self.reset, self._reset),
            (self.remove, self._remove),
        ):
            button.clicked.connect(slot)
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addLayout(line)
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        self.refresh()
        permission.grey_out(session, self, Action.USERS)

    def refresh(self) -> None:
        """Read the users again."""
        self.table.show_items(users.listed(self._session.ledger))
        self.table.selectionModel().clear()  # nobody is changed or removed by a first click
        self._show_state()

    @property
    def chosen(self) -> tuple[str, Role] | None:
        """The user that is selected, with the role."""
        return next(iter(self.table.chosen), None)

    @Slot()
    def _show_state(self) -> None:
        for button in (self.change, self.reset, self.remove):
            button.setEnabled(self.chosen is not None)

    @Slot()
    def _add(self) -> None:
        dialog = UserDialog(self._session, _("添加用户"), parent=self)

        def given() -> None:
            self._do(dialog, users.add_user, dialog.name.text().strip(), dialog.chosen_role, dialog.new.text)

        dialog.given.connect(given)
        dialog.open()

    @Slot()
    def _change(self) -> None:
        if self.chosen is None:
            return
        user, role = self.chosen
        dialog = UserDialog(self._session, _("改角色"), user, role, self)

        def given() -> None:
            self._do(dialog, users.change_role, user, dialog.chosen_role, dialog.new.text)

        dialog.given.connect(given)
        dialog.open()

    @Slot()
    def _reset(self) -> None:
        if self.chosen is None:
            return
        user, _role = self.chosen
        dialog = UserDialog(self._session, _("重设密码"), user, None, self)

        def given() -> None:
            self._do(dialog, users.reset_password, user, dialog.new.text)

        dialog.given.connect(given)
        dialog.open()

    @Slot()
    def _remove(self) -> None:
        if self.chosen is None:
            return
        user, _role = self.chosen
        words = N_("删除用户“{user}”？此后这个密码打不开台账；以前的录入和修改记录仍然保留。")

        def remove() -> None:
            self._session.do_later(users.remove_user, self._removed, self._refuse, user)

        messages.ask(self, Message(words, {"user": user}), {N_("删除用户"): remove, N_("取消"): None})

    def _removed(self, _nothing: None) -> None:
        self.refresh()
        self._session.say(N_("用户已删除。"))

    def _refuse(self, error: Exception) -> None:
        messages.show_error(self, error)

    def _do(self, dialog: UserDialog, use_case: Callable[..., Any], *given: object) -> None:
        """Run a use case beside the window (it derives a key); its refusal is said in the dialog."""

        def done(_result: object) -> None:
            dialog.accept()
            self.refresh()
            self._session.say(N_("用户已更新。"))

        self._session.do_later(use_case, done, dialog.refuse, *given)


def _cells(line: tuple[str, Role]) -> tuple[Cell, ...]:
    user, role = line
    return Cell(user), Cell(_(role.label))
