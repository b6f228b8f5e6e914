"""续签吊销名单: the revocation list issued anew before it runs out, with the root key from its file when it was exported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.messages import N_
from db.store.ledger import Ledger
from desktop.language import _
from desktop.services import issuing, root_keeping
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.job_dialog import JobDialog
from desktop.ui.pages.enrolment_root import RootLine
from desktop.ui.session import Session


class RenewDialog(JobDialog):
    """Accepted when the list is renewed; what the use case refuses is said over it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("续签吊销名单"), parent)
        self.setMinimumWidth(appearance.scaled(560))
        self.root = RootLine()
        self.root.setVisible(not session.ledger.office().root_key)
        self.give = QPushButton(_("续签吊销名单"))
        words = N_(
            "吊销名单写明哪些证书已经作废，签发后 13 个月有效。续签不改变名单的内容，新名单随下一份回执发给下级单位。"
        )
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(_(words)))
        layout.addWidget(self.root)
        layout.addLayout(button_row(self, self.give))
        self.give.clicked.connect(self._renew)

    @Slot()
    def _renew(self) -> None:
        self.start(_renew, self.root.file, self.root.passphrase.text())


def _renew(ledger: Ledger, file: Path | None, passphrase: str) -> None:
    issuing.renew_list(ledger, root_keeping.root_secrets(ledger, file, passphrase))
