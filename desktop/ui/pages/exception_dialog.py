"""批准例外…: which record of a closed period may still be changed and sent, until which day, and why."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.fields import DateField
from db.messages import N_, Message, ReportableError
from db.values import dates
from desktop.exchange.updates import LONGEST_TEXT
from desktop.language import _, said
from desktop.services import lock_board, period_locks
from desktop.services.lock_board import Closed, OfficeLock
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.fields import composing
from desktop.ui.fields.text import DateEditor
from desktop.ui.session import Session
from desktop.ui.tables.plain_table import Cell, PlainTable

_PAUSE = 250  # milliseconds without a key before the ledger is searched
_USUAL = timedelta(days=14)
_HEADS = (N_("记录"), N_("台账"), N_("编号"), N_("填写日期"))


class ExceptionDialog(QDialog):
    """Accepted when the exception is granted; what the use case refuses is said in it."""

    def __init__(self, session: Session, lock: OfficeLock, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("给{name}批准例外"), {"name": lock.name})))
        self.resize(appearance.for_screen(760, 500))
        self._session, self._lock = session, lock
        self.search = QLineEdit()
        self.search.setAccessibleName(_("查找"))
        self.search.setPlaceholderText(_("姓名、名称、拼音首字母、编号或证件号"))
        self.table = PlainTable(N_("锁定期里的记录"), _HEADS, self._cells)
        self.nothing = appearance.quiet()
        self.until = DateEditor("until_on", DateField(N_("有效到（含当天）"), future=True), session.today)
        self.until.show_value(session.today + _USUAL)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setMaxLength(LONGEST_TEXT)
        self.reason.setPlaceholderText(_("如：职工人数报错，同意更正"))
        self.problem = appearance.loud()
        self.give = QPushButton(_("批准例外"))
        self.give.setDefault(True)
        self._build()
        self._pause = composing.Pause(_PAUSE, self)
        self._pause.over.connect(self._look)
        composing.watch(self.search, self.search.textEdited).settled.connect(self._pause.start)
        self.table.moved.connect(self._note_choice)
        self.give.clicked.connect(self._grant)
        self._note_choice()
        self._look()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _look(self) -> None:
        needle = self.search.text()
        self._session.look(lock_board.closed_records, self._show, self._lock.code, needle)

    def _show(self, found: tuple[Closed, ...]) -> None:
        self.table.show_items(found)
        more = Message(N_("只列出前 {n} 条。请在上面输入姓名或编号查找。"), {"n": lock_board.MOST})
        if len(found) == lock_board.MOST:
            self.nothing.setText(said(more))
        elif found:
            self.nothing.clear()
        elif self.search.text().strip():
            self.nothing.setText(_("没有找到。请换个词再查。"))
        else:
            self.nothing.setText(_("这个单位没有收下过锁定期里的记录。"))

    @Slot()
    def _note_choice(self) -> None:
        self.give.setEnabled(self.table.current is not None)

    @Slot()
    def _grant(self) -> None:
        chosen: Closed | None = self.table.current
        refused, day = self.until.refused(), self.until.value()
        if refused is not None or day is None:
            self.problem.setText(said(refused or Message(N_("请填例外有效到哪一天。"))))
            self.until.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if chosen is None:
            return
        key = (self._lock.code, chosen.register, chosen.record_id)
        try:
            self._session.do(period_locks.grant, *key, day, self.reason.text())
        except ReportableError as error:
            self.problem.setText(said(error.message))
            return
        self.accept()

    def _cells(self, one: Closed) -> tuple[Cell, ...]:
        title = self._session.registers[one.register].title
        return (
            Cell(one.label),
            Cell(_(title)),
            Cell(one.number or "—"),
            Cell(said(dates.in_sentence(one.written_on))),
        )

    def _build(self) -> None:
        words = N_(
            "{name}已锁定到 {day}。选一条收下过的记录，让对方可以更正后再报；对方处理下一份回执后起作用。"
        )
        day = dates.in_sentence(self._lock.until_on) if self._lock.until_on else ""
        form = QFormLayout()
        form.addRow(_("有效到（含当天）"), self.until)
        form.addRow(_("原因（对方看得到）"), self.reason)
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet(said(Message(words, {"name": self._lock.name, "day": day}))))
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.nothing)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.give))
