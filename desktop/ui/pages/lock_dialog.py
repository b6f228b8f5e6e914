"""锁定…: up to which day the records of some offices are closed, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.fields import DateField
from db.messages import N_, Message, ReportableError, listed_names
from db.values import dates
from desktop.exchange.updates import LONGEST_TEXT
from desktop.language import _, said
from desktop.services import lock_board, period_locks
from desktop.services.lock_board import OfficeLock
from desktop.ui import appearance
from desktop.ui.dialog_buttons import button_row
from desktop.ui.fields.text import DateEditor
from desktop.ui.session import Session

_NAMED = 6  # offices that are named one by one


class LockDialog(QDialog):
    """Accepted when the offices are locked; what the use case refuses is said in it."""

    def __init__(self, session: Session, locks: Sequence[OfficeLock], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(said(Message(N_("锁定 {n} 个单位"), {"n": len(locks)})))
        self.setMinimumWidth(appearance.scaled(560))
        self._session, self._locks = session, locks
        self.usual = QComboBox()
        self.usual.setAccessibleName(_("常用的日子"))
        for label, day in lock_board.usual_ends(session.today).items():
            words = Message(N_("{label}：{day}"), {"label": Message(label), "day": dates.in_sentence(day)})
            self.usual.addItem(said(words), day.isoformat())
        self.usual.addItem(_("另选一天"), "")
        self.until = DateEditor("until_on", DateField(N_("锁定到（含当天）")), session.today)
        self.reason = QLineEdit()
        self.reason.setObjectName("reason")
        self.reason.setMaxLength(LONGEST_TEXT)
        self.reason.setPlaceholderText(_("如：上半年数据已汇总上报"))
        self.problem = appearance.loud()
        self.give = QPushButton(_("锁定"))
        self.give.setDefault(True)
        self._build()
        self.usual.currentIndexChanged.connect(self._take_usual)
        self.until.edited.connect(self._note_own_day)
        self.give.clicked.connect(self._lock)
        self._take_usual()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take_usual(self) -> None:
        """Put the day that is chosen into the line below."""
        index = self.usual.currentIndex()
        day = list(lock_board.usual_ends(self._session.today).values())[index : index + 1]
        if day:
            self.until.show_value(day[0])
        else:
            self.until.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _note_own_day(self) -> None:
        self.usual.blockSignals(True)
        self.usual.setCurrentIndex(self.usual.count() - 1)
        self.usual.blockSignals(False)

    @Slot()
    def _lock(self) -> None:
        refused, day = self.until.refused(), self.until.value()
        if refused is not None or day is None:
            self.problem.setText(said(refused or Message(N_("请填锁定到哪一天。"))))
            self.until.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        codes = [one.code for one in self._locks]
        try:
            self._session.do(period_locks.close, codes, day, self.reason.text())
        except ReportableError as error:
            self.problem.setText(said(error.message))
            return
        self.accept()

    def _build(self) -> None:
        names = listed_names(one.name for one in self._locks[:_NAMED])
        values = {"names": names, "n": len(self._locks)}
        some, many = N_("给{names}锁定。"), N_("给{names}等 {n} 个单位锁定。")
        words = [said(Message(many if len(self._locks) > _NAMED else some, values))]
        replaced = sum(one.until_on is not None for one in self._locks)
        if replaced:
            sentence = Message(N_("其中 {n} 个单位已经锁定，会改成这里的日子和原因。"), {"n": replaced})
            words.append(said(sentence))
        form = QFormLayout()
        form.addRow(_("常用的日子"), self.usual)
        form.addRow(_("锁定到（含当天）"), self.until)
        form.addRow(_("原因（对方看得到）"), self.reason)
        layout = QVBoxLayout(self)
        layout.addWidget(appearance.quiet("\n".join(words)))
        layout.addLayout(form)
        layout.addWidget(
            appearance.quiet(
                _("本单位接收时马上按它提示；对方要等下一份回执带到、处理以后才起作用。例外照旧有效。")
            )
        )
        layout.addWidget(self.problem)
        layout.addLayout(button_row(self, self.give))
