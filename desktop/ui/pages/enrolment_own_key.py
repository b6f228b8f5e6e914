"""The key that receipts are signed with, on the screen: where it lies, and a new one in another place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.store.ledger import Ledger
from desktop.exchange.token_key import TokenPlace
from desktop.language import _, said
from desktop.services import own_key, root_keeping
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.job_dialog import JobDialog
from desktop.ui.pages.enrolment_key import KeyChoice
from desktop.ui.pages.enrolment_root import RootLine
from desktop.ui.session import Session


class OwnKeyBox(QGroupBox):
    """Says what receipts are signed with, and changes it."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(_("回执的签名密钥"))
        self._session = session
        self.dialog: OwnKeyDialog | None = None
        self.words = appearance.quiet()
        self.change = QPushButton(_("换用新密钥…"))
        layout = QHBoxLayout(self)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.change)
        self.change.clicked.connect(self._ask)

    def show_place(self) -> None:
        """Say where the key lies now."""
        place = self._session.do(own_key.place_of)
        words = (
            Message(N_("给下级的回执用台账里的密钥签名。"))
            if place is None
            else Message(N_("给下级的回执用密码钥匙“{label}”签名，出具时要插好它。"), {"label": place.label})
        )
        self.words.setText(said(words))

    @Slot()
    def _ask(self) -> None:
        self.dialog = OwnKeyDialog(self._session, self.window())
        self.dialog.accepted.connect(self.changed)
        self.dialog.open()


class OwnKeyDialog(JobDialog):
    """Accepted when the new key has its certificate from this office's own root."""

    done_words = N_("已换用新密钥，以后的回执用它签名。")

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("换用新密钥"), parent)
        self.setMinimumWidth(appearance.scaled(640))
        self.key = KeyChoice(session)
        self.key.show_place(session.do(own_key.place_of))
        self.root = RootLine()
        self.root.setVisible(not session.ledger.office().root_key)
        self.give = QPushButton(_("换用新密钥"))
        self.give.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(
            appearance.quiet(
                _("新密钥的证书由本单位的根密钥签发，下级不用重新入网。以前出具的回执仍然有效。")
            )
        )
        layout.addWidget(self.key)
        layout.addWidget(self.root)
        layout.addStretch(1)
        layout.addLayout(button_row(self, self.give))
        self.key.changed.connect(self._show_state)
        self.give.clicked.connect(self._change)
        self._show_state()

    @Slot()
    def _change(self) -> None:
        self.start(_change, self.key.place(), self.root.file, self.root.passphrase.text())

    @Slot()
    def _show_state(self) -> None:
        self.give.setEnabled(self.key.is_complete())
        self.resize(self.minimumWidth(), self.heightForWidth(self.minimumWidth()))  # wrapped texts need it


def _change(ledger: Ledger, on: TokenPlace | None, file: Path | None, passphrase: str) -> None:
    own_key.change(ledger, root_keeping.root_secrets(ledger, file, passphrase), on=on)
