"""锁定期: until when the offices below are closed and why, and the dated exceptions for single records."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton

from db.messages import N_, Message, listed_names
from db.values import dates
from desktop.language import _, said
from desktop.services import lock_board, period_locks
from desktop.services.lock_board import LetThrough, Noted, OfficeLock
from desktop.services.roles import Action
from desktop.ui import appearance, messages, permission
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.pages.exception_dialog import ExceptionDialog
from desktop.ui.pages.issued_pane import moment
from desktop.ui.pages.lock_dialog import LockDialog
from desktop.ui.pages.page import Page
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell
from desktop.ui.tables.wrapping_table import WrappingTable

_OFFICES = (
    N_("单位"),
    N_("锁定到"),
    N_("原因"),
    N_("例外"),
    N_("对方是否知道"),
    N_("设置人"),
    N_("设置时间"),
    N_("单位代码"),
)
_EXCEPTIONS = (
    N_("单位"),
    N_("台账"),
    N_("记录"),
    N_("填写日期"),
    N_("有效到"),
    N_("原因"),
    N_("对方是否知道"),
    N_("批准人"),
)
_NAMED = 3  # offices that a question names one by one


class LocksPage(Page):
    """Every change acts at once here, and at the other side with the next receipt."""

    def __init__(self, session: Session) -> None:
        words = N_(
            "锁定以后，填写日期在那一天及以前的记录不能再改再报，确实要改的逐条批准例外。"
            "锁定、解除和例外都由下一份回执带给下级，对方处理回执以后才起作用。"
        )
        super().__init__(session, N_("锁定期"), words)
        self.locks = WrappingTable(N_("各单位的锁定期"), _OFFICES, _lock_cells, several=True)
        self.all = QPushButton(_("全选单位"))
        self.close_period = QPushButton(_("锁定…"))
        self.reopen = QPushButton(_("解除锁定…"))
        self.summary = appearance.quiet()
        self.exceptions = WrappingTable(N_("例外"), _EXCEPTIONS, self._exception_cells)
        self.grant = QPushButton(_("批准例外…"))
        self.withdraw = QPushButton(_("撤销例外…"))
        self.exceptions_words = appearance.heading("", larger=1)
        self._build()
        self.all.clicked.connect(self.locks.selectAll)
        self.close_period.clicked.connect(self._ask_to_close)
        self.reopen.clicked.connect(self._ask_to_reopen)
        self.grant.clicked.connect(self._ask_to_grant)
        self.withdraw.clicked.connect(self._ask_to_withdraw)
        self.locks.moved.connect(self._show_state)
        self.locks.opened.connect(self._ask_to_close)
        self.exceptions.moved.connect(self._show_state)
        self.refresh()
        permission.grey_out(session, self, Action.RECEIVE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the locks and the exceptions again; the choice of offices stays."""
        found = self.session.do(lock_board.board)
        chosen = {one.code for one in self.locks.chosen}
        self.locks.show_items(found.locks, max(self.locks.row, 0))
        self.locks.choose_several(row for row, one in enumerate(found.locks) if one.code in chosen)
        self.exceptions.show_items(found.exceptions, max(self.exceptions.row, 0))
        locked = sum(one.until_on is not None for one in found.locks)
        waiting = sum(one.noted is not None and not one.noted.receipt for one in found.locks)
        values = {"all": len(found.locks), "locked": locked, "waiting": waiting}
        sentence = N_("{all} 个单位里锁定了 {locked} 个；{waiting} 个单位的变动还在等下一份回执。")
        empty = N_("还没有单位入网。为下级单位办理入网后，才能锁定它的记录。")
        self.summary.setText(said(Message(sentence if found.locks else empty, values)))
        heading = Message(N_("例外（{n} 条）"), {"n": len(found.exceptions)})
        self.exceptions_words.setText(said(heading))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        chosen: list[OfficeLock] = self.locks.chosen
        self.all.setEnabled(bool(self.locks.items))
        self.close_period.setEnabled(bool(chosen))
        self.reopen.setEnabled(any(one.until_on for one in chosen))
        self.grant.setEnabled(len(chosen) == 1 and chosen[0].until_on is not None)
        self.withdraw.setEnabled(self.exceptions.current is not None)

    @Slot()
    def _ask_to_close(self) -> None:
        dialog = LockDialog(self.session, self.locks.chosen, self.window())
        dialog.accepted.connect(self._note_closed)
        dialog.open()

    @Slot()
    def _note_closed(self) -> None:
        self.refresh()
        self.session.say(N_("已锁定，由下一份回执告知对方。"))

    @Slot()
    def _ask_to_reopen(self) -> None:
        chosen = [one for one in self.locks.chosen if one.until_on is not None]
        values = {
            "names": listed_names(
                [*(one.name for one in chosen[:_NAMED]), *(["…"] if len(chosen) > _NAMED else [])]
            ),
            "n": len(chosen),
            "exceptions": sum(one.exceptions for one in chosen),
        }
        question = N_(
            "解除 {n} 个单位的锁定（{names}）？例外一并取消（{exceptions} 条）。"
            "对方处理下一份回执后，以前的记录又可以改、可以报。"
        )
        codes = [one.code for one in chosen]
        answers = {N_("解除锁定"): lambda: self._reopen(codes), N_("不解除"): None}
        messages.ask(self, Message(question, values), answers)

    def _reopen(self, codes: list[str]) -> None:
        self.session.do(period_locks.reopen, codes)
        self.refresh()
        self.session.say(N_("已解除锁定，由下一份回执告知对方。"))

    @Slot()
    def _ask_to_grant(self) -> None:
        (lock,) = self.locks.chosen
        dialog = ExceptionDialog(self.session, lock, self.window())
        dialog.accepted.connect(self._note_granted)
        dialog.open()

    @Slot()
    def _note_granted(self) -> None:
        self.refresh()
        self.session.say(N_("已批准例外，由下一份回执告知对方。"))

    @Slot()
    def _ask_to_withdraw(self) -> None:
        one: LetThrough = self.exceptions.current
        values = {"label": one.label, "name": one.office_name}
        question = N_("撤销“{label}”的例外？{name}处理下一份回执后，这条记录又不能报。")
        answers = {N_("撤销例外"): lambda: self._withdraw(one), N_("留着"): None}
        messages.ask(self, Message(question, values), answers)

    def _withdraw(self, one: LetThrough) -> None:
        self.session.do(period_locks.withdraw, one.office, one.register, one.record_id)
        self.refresh()
        self.session.say(N_("已撤销例外，由下一份回执告知对方。"))

    def _exception_cells(self, one: LetThrough) -> tuple[Cell, ...]:
        register = self.session.registers.get(one.register)
        day = dates.in_sentence(one.until_on)
        until = said(Message(N_("{day}（已到期）"), {"day": day}) if one.is_over else day)
        return (
            Cell(one.office_name),
            Cell(_(register.title) if register else one.register),
            Cell(one.label),
            Cell(said(dates.in_sentence(one.written_on)) if one.written_on else "—"),
            Cell(until, appearance.QUIET if one.is_over else None),
            Cell(one.reason),
            _told(one.noted),
            Cell(one.noted.by if one.noted else "—"),
        )

    def _build(self) -> None:
        above, below = FlowLayout(), FlowLayout()
        for button in (self.close_period, self.reopen, self.all):
            above.addWidget(button)
        for button in (self.grant, self.withdraw):
            below.addWidget(button)
        self.column.addWidget(self.locks, 3)
        self.column.addWidget(self.summary)
        self.column.addLayout(above)
        self.column.addWidget(self.exceptions_words)
        self.column.addWidget(self.exceptions, 2)
        self.column.addLayout(below)
        for table in (self.locks, self.exceptions):
            table.setMinimumHeight(appearance.scaled(90))


def _lock_cells(one: OfficeLock) -> tuple[Cell, ...]:
    until = (
        Cell(said(dates.in_sentence(one.until_on)), appearance.ACCENT)
        if one.until_on
        else Cell(_("没有锁定"))
    )
    exceptions = said(Message(N_("{n} 条"), {"n": one.exceptions})) if one.exceptions else "—"
    return (
        Cell(one.name),
        until,
        Cell(one.reason or "—"),
        Cell(exceptions),
        _told(one.noted),
        Cell(one.noted.by if one.noted else "—"),
        Cell(moment(one.noted.at) if one.noted else "—"),
        Cell(one.code),
    )


def _told(noted: Noted | None) -> Cell:
    if noted is None:
        return Cell("—")
    if noted.receipt:
        words = Message(N_("✓ 第 {n} 号回执已带去"), {"n": noted.receipt})
        return Cell(said(words), appearance.GOOD)
    return Cell(_("… 等下一份回执"), appearance.ACCENT)


PAGE = LocksPage
