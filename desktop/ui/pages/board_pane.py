"""未报送: who has reported and who has not, the longest silent first, and the reminder on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message, Severity
from db.store.ledger import Ledger
from desktop.language import _, said
from desktop.services import reporting_board
from desktop.services.printables import Paper
from desktop.services.reporting_board import ASKED, LONG, Reporting
from desktop.ui import appearance, messages
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.issued_pane import moment
from desktop.ui.preview.preview import Preview
from desktop.ui.preview.questions import Questions
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_HEADS = (N_("单位"), N_("情况"), N_("最近一号"), N_("报告期"), N_("收到时间"), N_("单位代码"))


class BoardPane(QWidget):
    """Only offices that were enrolled: nobody else can report."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._answers: Mapping[str, str] = {}  # what was typed last
        self.table = PlainTable(N_("各单位的报送情况"), _HEADS, _cells, several=True)
        self.summary = appearance.quiet()
        self.choose_late = QPushButton(_("选中没有报的"))
        self.remind = QPushButton(_("打印催报通知单…"))
        buttons = FlowLayout()
        for button in (self.choose_late, self.remind):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 4)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.choose_late.clicked.connect(self._choose_late)
        self.remind.clicked.connect(self._ask)
        self.table.opened.connect(self._ask)
        self.table.moved.connect(self._show_state)
        self._show_state()

    def refresh(self) -> None:
        """Read the board again."""
        board = self._session.do(reporting_board.board)
        self.table.show_items(board)
        values = {
            "all": len(board),
            "never": sum(one.at is None for one in board),
            "late": sum(one.at is not None and one.is_late for one in board),
            "days": LONG,
        }
        sentence = N_("已入网 {all} 个单位：{never} 个从未报送，{late} 个超过 {days} 天没有报送。")
        empty = N_("还没有单位入网。为下级单位办理入网后，这里列出谁报了、谁没有报。")
        self.summary.setText(said(Message(sentence if board else empty, values)))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self.choose_late.setEnabled(any(one.is_late for one in self.table.items))
        self.remind.setEnabled(bool(self.table.chosen))

    @Slot()
    def _choose_late(self) -> None:
        self.table.choose_several(row for row, one in enumerate(self.table.items) if one.is_late)
        self.table.setFocus()

    @Slot()
    def _ask(self) -> None:
        """Ask for what the letter cannot know, then have one drawn for each office that is chosen."""
        before = {**self._session.do(reporting_board.usual_answers), **self._answers}
        questions = Questions(ASKED, before, self.window())
        questions.answered.connect(partial(self._print, [one.code for one in self.table.chosen]))
        questions.open()

    def _print(self, codes: list[str], answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.remind.setEnabled(False)
        self._session.do_later(_reminders, self._show_paper, self._fail, codes, answers)

    def _show_paper(self, paper: Paper) -> None:
        self._show_state()
        Preview(self._session, paper, _("催报通知单"), self.window()).open()

    def _fail(self, error: Exception) -> None:
        self._show_state()
        messages.show_error(self, error)


def _reminders(ledger: Ledger, codes: list[str], answers: Mapping[str, str]) -> Paper:
    from desktop.services import reminder_papers  # noqa: PLC0415 - drawing loads large libraries

    return reminder_papers.reminders(ledger, codes, answers)


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
    if one.is_late:
        words = said(Message(N_("? {days} 天没有报送"), values))
        return Cell(words, appearance.SEVERITY_TEXT[Severity.EXPLAIN])
    if one.days == 0:
        return Cell(_("✓ 今天收到"), appearance.GOOD)
    return Cell(said(Message(N_("✓ {days} 天前收到"), values)), appearance.GOOD)
