"""吊销: from which package number on a certificate counts no longer, and why."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message
from db.store.ledger import Ledger
from db.store.trust_tables import KnownOffice
from desktop.language import _, said
from desktop.services import issuing, root_keeping
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.job_dialog import JobDialog
from desktop.ui.pages.enrolment_root import RootLine
from desktop.ui.session import Session


class RevokeDialog(JobDialog):
    """Accepted when the certificate is revoked; what the use case refuses is said over it."""

    def __init__(self, session: Session, line: KnownOffice, parent: QWidget | None = None) -> None:
        super().__init__(session, _("吊销证书"), parent)
        self.setMinimumWidth(appearance.scaled(560))
        self._serial = line.serial
        self.number = QSpinBox()
        self.number.setRange(line.valid_from_sequence, 999_999)
        self.why = QLineEdit()
        self.why.setObjectName("why")
        self.why.setMaxLength(200)
        self.root = RootLine()
        self.root.setVisible(not session.ledger.office().root_key)
        self.give = QPushButton(_("吊销证书"))
        form = QFormLayout()
        form.addRow(_("从第几号报送包起"), self.number)
        form.addRow(_("原因"), self.why)
        words = N_(
            "“{name}”的证书吊销后不能恢复，只能重新入网。填最后一份可信的报送包的号数加一；在它之前的仍然有效。"
        )
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(said(Message(words, {"name": line.name}))))
        layout.addLayout(form)
        layout.addWidget(self.root)
        layout.addLayout(button_row(self, self.give))
        self.give.clicked.connect(self._revoke)

    @Slot()
    def _revoke(self) -> None:
        self.start(
            _revoke,
            self._serial,
            self.number.value(),
            self.why.text(),
            self.root.file,
            self.root.passphrase.text(),
        )


def _revoke(ledger: Ledger, serial: str, number: int, why: str, file: Path | None, passphrase: str) -> None:
    issuing.revoke(ledger, serial, number, why, root_keeping.root_secrets(ledger, file, passphrase))
