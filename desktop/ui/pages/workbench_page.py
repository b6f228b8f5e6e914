"""工作台: what waits today, as sentences with a count that open the list behind them; the way to a new record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, SignalInstance, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.messages import N_, Message
from db.wording import as_of
from desktop.language import _, said
from desktop.services import indicators, lock_reminder, printables, root_reminder, smart_lists
from desktop.services.indicators import Board
from desktop.services.printables import Paper
from desktop.ui import appearance, messages, pages
from desktop.ui.chart_view import ChartView
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.only_here import OnlyHere
from desktop.ui.pages.recovery_box import UnprovedCode
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Destination, Listing, Session
from desktop.ui.standing import CHECKED_LISTS

_ADDING = (
    ("hardship_cases", N_("添加困难职工")),
    ("units", N_("添加单位")),
    ("nominees", N_("添加推荐对象")),
)
_STEPS = (
    (N_("一、先录入单位，或者导入原来的表格。"), N_("导入表格"), pages.IMPORT.code),
    (N_("二、添加困难职工和推荐对象，做一次逻辑检查。"), N_("逻辑检查"), pages.CHECK.code),
    (N_("三、检查没有问题，就可以导出上报。"), N_("导出上报"), pages.SUBMIT.code),
)
_SENTENCES = 540  # pixels at 100 % for a sentence with three buttons; the bars want theirs beside it


class WorkbenchPage(QWidget):
    """Three large buttons, and below them what waits, or how to begin; beside it, or below, the indicators and their targets."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._counts = session.counts
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(14)
        column.addWidget(appearance.heading(_(pages.WORKBENCH.title)))
        self.recovery = QVBoxLayout()
        column.addLayout(self.recovery)
        line = QHBoxLayout()
        line.setSpacing(12)
        for code, label in _ADDING:
            if code in session.registers:
                line.addWidget(self._adding(code, label))
        column.addLayout(line)
        self.unproved_code = UnprovedCode(session)
        column.addWidget(self.unproved_code)
        self.only_here = OnlyHere(session)
        column.addWidget(self.only_here)
        self.root_key, self.period_lock = _warning("root_key"), _warning("period_lock")
        self.revocation_list = _warning("revocation_list")
        for warning in (self.root_key, self.revocation_list, self.period_lock):
            column.addWidget(warning)
        self._waiting = QWidget()
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._parts.setSpacing(20)
        self._parts.addWidget(self._waiting, 1, Qt.AlignmentFlag.AlignTop)
        self._parts.addWidget(self._measured(), 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._parts)
        column.addStretch(1)
        session.counts.counted.connect(self._show)
        self._show()

    def _measured(self) -> QWidget:
        """Make the place of the indicators, hidden while there is nothing to say."""
        self.measured = QWidget()
        column = QVBoxLayout(self.measured)
        column.setContentsMargins(0, 0, 0, 0)
        self.board_title = appearance.heading("", larger=1)
        self.board = ChartView()
        self.print_board = QPushButton(_("打印指标表…"))
        self.print_board.setObjectName("print_board")
        self.print_board.clicked.connect(self._print_board)
        line = QHBoxLayout()
        line.addWidget(self.board_title)
        line.addWidget(self.print_board)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.board)
        self.measured.hide()
        return self.measured

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the bars beside the sentences where nothing of either is shortened, else below."""
        is_wide = self.width() >= appearance.scaled(_SENTENCES) + self.board.wanted_width()
        ways = QBoxLayout.Direction
        self._parts.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._warn()

    def _warn(self) -> None:
        """Say what the recovery code, the root key and the office above make of this ledger."""
        self.unproved_code.refresh()
        self.only_here.refresh()
        for label, words in (
            (self.root_key, self._session.do(root_reminder.reminder)),
            (self.revocation_list, self._session.do(root_reminder.list_reminder)),
        ):
            label.setText(said(words) if words else "")
            label.setVisible(words is not None)
        closed = self._session.do(lock_reminder.reminder)
        self.period_lock.setText("\n".join(said(one) for one in closed))
        self.period_lock.setVisible(bool(closed))

    @Slot()
    def _show(self) -> None:
        """Write the sentences anew."""
        self._warn()
        waiting = QWidget()
        grid = QGridLayout(waiting)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(2, 1)
        if self._counts.is_empty:
            self._show_steps(grid)
        elif self._counts.are_known:
            self._show_sentences(grid)
            self._session.look(indicators.board, self._show_board)
        self._parts.replaceWidget(self._waiting, waiting)
        waiting.show()  # at once: a layout would show it in the next turn, and the page would jump
        self._waiting.hide()
        self._waiting.deleteLater()
        self._waiting = waiting

    def _show_board(self, board: Board) -> None:
        """Show what can be said: an indicator without a denominator stays away."""
        bars = [bar for bar in indicators.bars(board, said) if bar.value is not None]
        words = Message(N_("指标（{day}）"), {"day": as_of(board.on)})
        self.board_title.setText(said(words))
        self.board.show_bars(bars)
        self.measured.setVisible(bool(bars))
        self._arrange()

    @Slot()
    def _print_board(self) -> None:
        self.print_board.setEnabled(False)
        self._session.do_later(printables.indicator_sheet, self._preview_board, self._fail)

    def _preview_board(self, paper: Paper) -> None:
        self.print_board.setEnabled(True)
        Preview(self._session, paper, _("指标完成情况表"), self.window()).open()

    def _fail(self, error: Exception) -> None:
        self.print_board.setEnabled(True)
        messages.show_error(self, error)

    def _show_steps(self, grid: QGridLayout) -> None:
        grid.addWidget(appearance.heading(_("这个台账还是空的，三步开始："), larger=1), 0, 0, 1, 3)
        for row, (sentence, label, page) in enumerate(_STEPS, 1):
            button = QPushButton(_(label))
            button.setObjectName(page)
            button.clicked.connect(partial(_emit, self._session.page_wanted, page))
            grid.addWidget(QLabel(_(sentence)), row, 0)
            grid.addWidget(button, row, 1)

    def _show_sentences(self, grid: QGridLayout) -> None:
        sentences = [(label, code, lists) for label, code, lists in self._sentences() if lists]
        heading = _("今天要处理的") if sentences else _("没有等着处理的事。")
        grid.addWidget(appearance.heading(heading, larger=1), 0, 0, 1, 4)
        for row, (label, code, lists) in enumerate(sentences, 1):
            total = appearance.heading(str(sum(count for _register, count in lists)), larger=2)
            total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(total, row, 0)
            grid.addWidget(QLabel(label), row, 1)
            grid.addLayout(self._ways(code, label, lists), row, 2)
        row = len(sentences) + 1
        if self._session.standing.checked_at is None:
            button = QPushButton(_("现在检查"))
            button.setObjectName("check_now")
            button.clicked.connect(partial(_emit, self._session.page_wanted, pages.CHECK.code))
            grid.addWidget(QLabel(_("打开台账以后还没有做逻辑检查。")), row, 1)
            grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignLeft)

    def _sentences(self) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
        """Give each sentence, the code of its list, and the registers that have something in it."""
        checked_at = self._session.standing.checked_at
        for one in smart_lists.SMART_LISTS:
            if one.waits:
                yield _(one.waits), one.code, self._having(one.code)
            if one is smart_lists.SMART_LISTS[0]:
                for checked in CHECKED_LISTS:
                    words = Message(checked.label)
                    if checked_at is not None:
                        values = {"what": words, "time": f"{checked_at:%H:%M}"}
                        words = Message(N_("{what}（{time} 检查）"), values)
                    yield said(words), checked.code, self._having(checked.code)

    def _having(self, code: str) -> list[tuple[str, int]]:
        counted = ((register, self._counts.of(register).get(code, 0)) for register in self._session.registers)
        return [(register, count) for register, count in counted if count]

    def _ways(self, code: str, label: str, lists: Sequence[tuple[str, int]]) -> FlowLayout:
        line = FlowLayout()
        for register, count in lists:
            title = Message(self._session.registers[register].title)
            button = QPushButton(said(Message(N_("{title} {n} 条"), {"title": title, "n": count})))
            button.setObjectName(f"{code}.{register}")
            button.setAccessibleName(
                said(
                    Message(N_("{question}：{title} {n} 条"), {"question": label, "title": title, "n": count})
                )
            )
            button.clicked.connect(partial(_emit, self._session.list_wanted, Listing(register, code)))
            line.addWidget(button)
        return line

    def _adding(self, code: str, label: str) -> QPushButton:
        button = QPushButton(_(label))
        button.setObjectName(f"add.{code}")
        button.setMinimumHeight(appearance.scaled(64))
        button.clicked.connect(partial(_emit, self._session.record_wanted, Destination(code)))
        return button


def _warning(name: str) -> QLabel:
    label = appearance.loud()
    label.setObjectName(name)
    return label


def _emit(signal: SignalInstance, value: Any, _is_checked: bool = False) -> None:
    signal.emit(value)


PAGE = WorkbenchPage
