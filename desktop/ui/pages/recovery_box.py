"""更换恢复码: a new code, printed and proved; the paper with the old one is worth nothing from then on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _
from desktop.services import recovery, users
from desktop.services.roles import Action
from desktop.ui import appearance, messages, permission
from desktop.ui.recovery_card import RecoveryCard
from desktop.ui.session import Session


class NewCodeButton(QPushButton):
    """Asks, and opens the dialog with the new code; ``finished`` says that it was proved, or left without."""

    finished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(_("更换恢复码…"))
        self._session = session
        self.dialog: RecoveryDialog | None = None
        self.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        words = N_("现在更换恢复码？原来的恢复单立即作废，新的恢复单要马上打印。")
        messages.ask(self, Message(words), {N_("更换"): self._replace, N_("取消"): None})

    def _replace(self) -> None:
        self.setEnabled(False)
        self._session.do_later(users.new_recovery_code, self._show, self._refuse)

    def _show(self, code: str) -> None:
        self.setEnabled(True)
        self.dialog = RecoveryDialog(self._session, code, self)
        self.dialog.finished.connect(self._finish)
        self.dialog.open()

    @Slot(int)
    def _finish(self, result: int) -> None:
        self.dialog = None
        if result == QDialog.DialogCode.Accepted:
            self._session.say(N_("恢复码已更换。请销毁旧的恢复单。"))
        else:
            self._session.say(N_("新的恢复码没有核对过，旧的已作废：请再更换一次，打印并核对。"))
        self.finished.emit()

    def _refuse(self, error: Exception) -> None:
        self.setEnabled(True)
        messages.show_error(self, error)


class RecoveryBox(QGroupBox):
    """更换恢复码 among the settings, and when it is time for it."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("恢复码"))
        self.replace = NewCodeButton(session)
        layout = QHBoxLayout(self)
        layout.addWidget(appearance.quiet(_("恢复单用过、保管人变动或怀疑外泄时更换；旧单随即作废。")), 1)
        layout.addWidget(self.replace)
        permission.grey_out(session, self, Action.RECOVERY)


class UnprovedCode(QFrame):
    """Says on 工作台 that nobody has typed the recovery code from its paper, until somebody has."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("unproved_code")
        self.replace = NewCodeButton(session)
        words = N_(
            "恢复码还没有核对：没有人照着恢复单输过它。忘记密码时，只有纸上的恢复码能打开台账；请更换恢复码，打印新的恢复单并核对。"
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(appearance.loud(_(words)), 1)
        layout.addWidget(self.replace)
        self.replace.finished.connect(self.refresh)
        permission.grey_out(session, self.replace, Action.RECOVERY)

    @Slot()
    def refresh(self) -> None:
        """Show the sentence, or nothing."""
        self.setVisible(self._session.do(recovery.is_unproved))


class RecoveryDialog(QDialog):
    """Shows a new code; accepted when two of its groups were typed from the paper."""

    def __init__(self, session: Session, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.setWindowTitle(_("更换恢复码"))
        self.resize(appearance.for_screen(720, 400))
        self.card = RecoveryCard(session.background)
        self.done_button = QPushButton(_("完成"))
        self.done_button.setEnabled(False)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(
            appearance.quiet(
                _(
                    "忘记密码时，只有恢复码能打开台账；没有它，任何人都恢复不了数据。请现在打印或抄写，锁进柜子，不要存在这台电脑上。"
                )
            )
        )
        layout.addWidget(self.card, 1)
        layout.addLayout(bottom)
        self.card.proved.connect(self._prove)
        self.done_button.clicked.connect(self.accept)
        self.card.show_code(code, lambda: recovery.sheet(session.ledger, code))

    @Slot(bool)
    def _prove(self, is_proved: bool) -> None:
        self.done_button.setEnabled(is_proved)
        if is_proved:
            self._session.do(recovery.note_proof)
