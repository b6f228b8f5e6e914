"""回执: the packages that were decided, their receipts, and writing one again byte for byte."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.store import received
from desktop.language import _, said
from desktop.services import issued_receipts
from desktop.services.issued_receipts import Issued
from desktop.ui import appearance
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("报送单位"), N_("号"), N_("报告期"), N_("处理结果"), N_("回执"), N_("写入时间"), N_("文件"))
_DECISIONS = {
    received.ACCEPTED: N_("全部收下"),
    received.PARTIALLY: N_("部分退回"),
    received.REJECTED: N_("整包退回"),
}


class IssuedPane(QWidget):
    """Several can be chosen: a stick that was lost had more than one on it."""

    again_wanted = Signal(list)  # identities of receipts
    back_wanted = Signal(str, str)  # code and name of an office

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = PlainTable(N_("出具的回执"), _HEADS, _cells, several=True)
        self.again = QPushButton(_("再写一次"))
        self.again.setToolTip(_("回执丢了，或者对方没有拿到：写出完全相同的文件。"))
        self.back = QPushButton(_("发回记录…"))
        self.back.setToolTip(
            _("这个单位恢复过旧备份，或者丢了台账：把本单位收下的它的全部记录写给它，由它取回。")
        )
        self.back.setVisible(session.do(issued_receipts.may_send_back))
        line = QHBoxLayout()
        line.addWidget(self.again)
        line.addWidget(self.back)
        line.addWidget(appearance.quiet(_("再写的回执和原来的逐字节相同，对方登记两次也只算一次。")), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        self.table.moved.connect(self._note_choice)
        self.again.clicked.connect(self._ask)
        self.back.clicked.connect(self._ask_back)
        self._note_choice()

    @property
    def waiting(self) -> int:
        """How many packages have a receipt that was never written to a stick, or none yet."""
        return sum(one.placed_at is None for one in self.table.items)

    def refresh(self) -> None:
        """Read the list again."""
        self.table.show_items(self._session.do(issued_receipts.listed))

    @Slot()
    def _note_choice(self) -> None:
        self.again.setEnabled(any(one.identity for one in self.table.chosen))
        self.back.setEnabled(len({one.office for one in self.table.chosen}) == 1)

    @Slot()
    def _ask(self) -> None:
        self.again_wanted.emit([one.identity for one in self.table.chosen if one.identity])

    @Slot()
    def _ask_back(self) -> None:
        one: Issued = self.table.chosen[0]
        self.back_wanted.emit(one.office, one.receiver)


def _cells(one: Issued) -> tuple[Cell, ...]:
    receipt = said(Message(N_("第 {n} 号"), {"n": one.sequence})) if one.identity else _("还没有出具")
    counts = {
        "decision": Message(_DECISIONS[one.decision]),
        "accepted": one.accepted,
        "returned": one.returned,
    }
    decision = said(Message(N_("{decision}（收 {accepted}，退 {returned}）"), counts))
    return (
        Cell(one.receiver),
        Cell(str(one.package)),
        Cell(one.period),
        Cell(decision, appearance.GOOD if one.decision == received.ACCEPTED else appearance.ACCENT),
        Cell(receipt, None if one.identity else appearance.ACCENT),
        Cell(moment(one.placed_at) or _("还没有写入"), None if one.placed_at else appearance.ACCENT),
        Cell(one.file_name),
    )


def moment(at: datetime | None) -> str:
    """Write day and time as lists do, "" for none."""
    if at is None:
        return ""
    local = at.astimezone()
    values = {"y": local.year, "m": local.month, "d": local.day, "h": local.strftime("%H:%M")}
    return said(Message(N_("{y}年{m}月{d}日 {h}"), values))
