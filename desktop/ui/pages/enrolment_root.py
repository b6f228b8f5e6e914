"""The root key on the screen: exported to two places under a passphrase, and given back for one act."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import root_keeping
from desktop.ui import appearance, opening_file
from desktop.ui.dialog_buttons import button_row
from desktop.ui.job_dialog import JobDialog
from desktop.ui.pages.place_line import PlaceLine
from desktop.ui.password_line import PasswordLine
from desktop.ui.session import Session


class RootBox(QGroupBox):
    """Says that the root key still lies in the ledger, and exports it."""

    exported = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(_("根密钥"))
        self._session = session
        self.dialog: RootExport | None = None
        self.words = appearance.quiet()
        self.export = QPushButton(_("导出根密钥…"))
        layout = QHBoxLayout(self)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.export)
        self.export.clicked.connect(self._ask)

    def show_reminder(self, reminder: Message | None) -> None:
        """Say what is to be done, or that the key is kept apart."""
        done = Message(N_("根密钥已经导出，台账里没有了。签发和吊销时要用根密钥文件和口令。"))
        self.words.setText(said(reminder or done))
        self.export.setVisible(reminder is not None)

    @Slot()
    def _ask(self) -> None:
        self.dialog = RootExport(self._session, self.window())
        self.dialog.accepted.connect(self.exported)
        self.dialog.open()


class RootExport(JobDialog):
    """Two places and a passphrase typed twice; accepted when both copies were read back."""

    done_words = N_("根密钥已写入两份并读回核对，台账里已经移除。")

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("导出根密钥"), parent)
        self.setMinimumWidth(appearance.scaled(640))
        self.places = [PlaceLine(N_("第一份")), PlaceLine(N_("第二份"))]
        self.halves = [
            PasswordLine("half", _("口令")),
            PasswordLine("again", _("再输一次口令")),
        ]
        self.problem = appearance.loud()
        self.give = QPushButton(_("写入两份，从台账中移除"))
        self.give.setDefault(True)
        form = QFormLayout()
        for place in self.places:
            form.addRow(place)
        form.addRow(_("口令（可由两人各输一半）"), self.halves[0])
        form.addRow(_("再输一次口令"), self.halves[1])
        layout = QVBoxLayout(self)
        layout.addWidget(
            appearance.quiet(
                _(
                    "根密钥签发所有下级单位的证书。写入两个 U 盘，分两处锁好；口令不要和 U 盘放在一起。以前的备份里还有根密钥，也要锁好或删除；随后马上做一次新备份：根密钥文件不能代替备份，台账和备份都丢了，下级单位就不能再报送。"
                )
            )
        )
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.give))
        self.give.clicked.connect(self._export)

    @Slot()
    def _export(self) -> None:
        folders = [place.folder() for place in self.places]
        chosen = [folder for folder in folders if folder is not None]
        passphrase, again = (line.text() for line in self.halves)
        if passphrase != again:
            self.problem.setText(_("两次输入的口令不同，请重新输入。"))
            return
        self.problem.clear()
        self.start(root_keeping.root_export, passphrase, chosen)


class RootLine(QWidget):
    """Where the root key comes from when it is no longer in the ledger: its file and passphrase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Path | None = None
        self.choose = QPushButton(_("选择根密钥文件…"))
        self.passphrase = PasswordLine("passphrase", _("根密钥口令"))
        self.passphrase.setPlaceholderText(_("根密钥口令"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choose)
        layout.addWidget(self.passphrase, 1)
        self.choose.clicked.connect(self._choose)

    @Slot(str)
    def take(self, path: str) -> None:
        """Use this file."""
        self.file = Path(path)
        self.choose.setText(self.file.name)

    @Slot()
    def _choose(self) -> None:
        opening_file.ask_which(self, _("选择根密钥文件"), _("根密钥文件 (*.root)"), self.take)
