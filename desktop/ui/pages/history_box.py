"""检查修改历史: walk the chain of changes and say whether it is whole."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QPushButton

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services import history_check
from desktop.ui import appearance, messages
from desktop.ui.session import Session


class HistoryBox(QGroupBox):
    """A button and what it found."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("修改历史"))
        self._session = session
        self.words = appearance.quiet(_("逐条核对谁在什么时候改了什么，看有没有被人改动或删除过。"))
        self.check = QPushButton(_("检查修改历史"))
        layout = QHBoxLayout(self)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.check)
        self.check.clicked.connect(self._check)

    @Slot()
    def _check(self) -> None:
        self.check.setEnabled(False)
        self._session.do_later(history_check.check, self._show, self._refuse)

    def _show(self, broken: Message | None) -> None:
        self.check.setEnabled(True)
        self.words.setText(
            said(
                broken
                or Message(
                    N_("修改历史完整：每一条都与前一条衔接。末尾有没有被截掉，处理上级的回执时会核对。")
                )
            )
        )
        appearance.colour(self.words, appearance.ACCENT if broken else appearance.GOOD)

    def _refuse(self, error: Exception) -> None:
        self.check.setEnabled(True)
        messages.show_error(self, error)
