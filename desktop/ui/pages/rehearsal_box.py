"""演练恢复: what the chosen backup would bring back, register by register, beside what is there now."""

from __future__ import annotations

from PySide6.QtWidgets import QGroupBox, QPushButton, QVBoxLayout

from db.messages import N_, Message
from desktop.language import _, said
from desktop.services.backing_up import Rehearsal
from desktop.ui import appearance
from desktop.ui.backup_words import moment
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("台账"), N_("备份里"), N_("现在"))


class RehearsalBox(QGroupBox):
    """A button for the page, and what came of it."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("演练恢复"))
        self._session = session
        self.words = appearance.quiet()
        self.table = PlainTable(N_("演练恢复的结果"), _HEADS, self._cells, numbers=(1, 2))
        self.table.setMinimumHeight(appearance.scaled(80))
        self.rehearse = QPushButton(_("演练恢复"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.rehearse)
        self.clear()

    def clear(self) -> None:
        """Say what it is for."""
        self.words.setText(_("照真的恢复一遍，看选中的备份能不能用。台账不受影响。"))
        appearance.colour(self.words, appearance.QUIET)
        self.table.show_items(())

    def show_result(self, rehearsal: Rehearsal) -> None:
        """Say what the backup would bring back."""
        values = {"moment": moment(rehearsal.at, self._session.ledger.clock())}
        words = (
            N_("{moment} 的备份能用：每一页都完好，修改历史完整。")
            if rehearsal.chain_whole
            else N_("{moment} 的备份打得开，但其中的修改历史不完整。请选更早的备份再演练。")
        )
        self.words.setText(said(Message(words, values)))
        appearance.colour(self.words, appearance.GOOD if rehearsal.chain_whole else appearance.ACCENT)
        self.table.show_items(rehearsal.counts)

    def _cells(self, line: tuple[str, int, int]) -> tuple[Cell, ...]:
        register, before, now = line
        title = self._session.registers[register].title
        return Cell(_(title)), Cell(_count(before)), Cell(_count(now))


def _count(number: int) -> str:
    return said(Message(N_("{n} 条"), {"n": number}))
