"""未报送: who has reported and who has not, the longest silent first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.messages import N_, Message, Severity
from desktop.language import _, said
from desktop.services import reporting_board
from desktop.services.reporting_board import Reporting
from desktop.ui import appearance
from desktop.ui.pages.issued_pane import moment
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("单位"), N_("情况"), N_("最近一号"), N_("报告期"), N_("收到时间"), N_("单位代码"))
_LONG = 31  # days: a month without a package


class BoardPane(QWidget):
    """Only offices that were enrolled: nobody else can report."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.table = PlainTable(N_("各单位的报送情况"), _HEADS, _cells)
        self.summary = appearance.quiet()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read the board again."""
        board = self._session.do(reporting_board.board)
        self.table.show_items(board)
        values = {
            "all": len(board),
            "never": sum(one.at is None for one in board),
            "late": sum(one.at is not None and one.days > _LONG for one in board),
            "days": _LONG,
        }
        sentence = N_("已入网 {all} 个单位：{never} 个从未报送，{late} 个超过 {days} 天没有报送。")
        empty = N_("还没有单位入网。为下级单位办理入网后，这里列出谁报了、谁没有报。")
        self.summary.setText(said(Message(sentence if board else empty, values)))


def _cells(one: Reporting) -> tuple[Cell, ...]:
    return (
        Cell(one.name),
        _standing(one),
        Cell(str(one.sequence) if one.sequence else "—"),
        Cell(one.period or "—"),
        Cell(moment(one.at) or "—"),
        Cell(one.code),
    )


def _standing(one: Reporting) -> Cell:
    values = {"days": one.days}
    if one.at is None:
        return Cell(said(Message(N_("✖ 从未报送，入网 {days} 天"), values)), appearance.ACCENT)
    if one.days > _LONG:
        words = said(Message(N_("? {days} 天没有报送"), values))
        return Cell(words, appearance.SEVERITY_TEXT[Severity.EXPLAIN])
    if one.days == 0:
        return Cell(_("✓ 今天收到"), appearance.GOOD)
    return Cell(said(Message(N_("✓ {days} 天前收到"), values)), appearance.GOOD)
