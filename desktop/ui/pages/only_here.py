"""One sentence on 工作台 when the ledger was not copied to another disk for a month: this computer may be lost."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from db.messages import N_, Message
from desktop.language import _, said
from desktop.settings import outside_copy_of
from desktop.ui import pages
from desktop.ui.backup_words import day
from desktop.ui.session import Session

_AFTER = timedelta(days=30)


class OnlyHere(QFrame):
    """The sentence and the way to 备份; nothing while the ledger is empty."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("only_here")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.go = QPushButton(_("另存备份…"))
        self.go.setObjectName("backup")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.go)
        self.go.clicked.connect(self._go)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the sentence, or nothing."""
        last, today = (
            self._session.settings.get(outside_copy_of(self._session.ledger.office().area)),
            self._session.today,
        )
        if last is None:
            words = Message(N_("备份只在这台电脑上，还没有存到过 U 盘。"))
        else:
            words = Message(N_("备份只在这台电脑上，上次存到 U 盘是 {day}。"), {"day": day(last, today)})
        self.words.setText(said(words))
        is_long_ago = last is None or today - last >= _AFTER
        counts = self._session.counts
        self.setVisible(is_long_ago and counts.are_known and not counts.is_empty)

    @Slot()
    def _go(self) -> None:
        self._session.part_wanted.emit(pages.BACKUP.code, "elsewhere")
