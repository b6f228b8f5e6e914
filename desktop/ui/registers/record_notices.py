"""What the office above has said of the record, above its form: its period is closed, or why it came back (退回)."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.register import Register
from desktop.language import said
from desktop.services import field_places, lock_reminder, return_list
from desktop.services.return_list import Todo
from desktop.ui import appearance
from desktop.ui.session import Destination, Session

_WHY = N_("退回原因（{place}）：{text}")
_WHY_WITHDRAWN = N_("删除被退回（{place}）：{text}")
_SUGGESTED = N_("{why}（建议改为：{suggested}）")


class RecordNotices(QWidget):
    """Stays as long as what it says holds, whatever the status bar says meanwhile; F8 in the end goes on from here."""

    place_chosen = Signal(object)  # Problem: the field that is to be corrected

    def __init__(self, session: Session, register: Register) -> None:
        super().__init__()
        self._session = session
        self._register = register
        self._record_id = ""
        self.returned: Todo | None = None
        self.is_todo = False  # opened from 退回清单
        self.period_lock = appearance.loud()
        self.period_lock.setObjectName("period_lock")
        self.why = appearance.loud()
        self.why.setObjectName("why")
        self.why.setTextFormat(Qt.TextFormat.RichText)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.why.linkActivated.connect(self.go_there)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for label in (self.period_lock, self.why):
            layout.addWidget(label)

    def follow(self, record: Record) -> None:
        """Say what is to be said of a record as it is stored."""
        self._record_id = record.id or ""
        closed = self._session.do(lock_reminder.about, self._register, record)
        self.returned = self._session.do(return_list.about, self._register, record)
        _show(self.period_lock, said(closed) if closed else "")
        _show(self.why, _words(self._register, self.returned) if self.returned else "")
        self.setVisible(closed is not None or self.returned is not None)

    @Slot()
    def go_there(self) -> None:
        """Ask for the field that is to be corrected."""
        problem = problem_of(self.returned) if self.returned else None
        if problem is not None:
            self.place_chosen.emit(problem)

    def open_next(self) -> None:
        """Open the record of 退回清单 that comes next."""
        following = self._session.do(return_list.following, self._register.code, self._record_id)
        if following is None:
            self._session.say(N_("没有别的待更正的退回记录。"))
        else:
            self._session.record_wanted.emit(destination_of(following))


def problem_of(todo: Todo) -> Problem | None:
    """Give the field that is to be corrected as a problem to jump to, None for the whole record."""
    place = todo.place
    if not place.field and not place.rows:
        return None
    return Problem(todo.code, Severity.MUST, Message(todo.text), place.field, place.rows, place.row)


def destination_of(todo: Todo) -> Destination:
    """Give the way to a record that is to be corrected."""
    return Destination(todo.register, todo.record_id, problem_of(todo), is_todo=True)


def _show(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _words(register: Register, todo: Todo) -> str:
    """Put it into a line of HTML; the name of the field is a link that goes there."""
    place = escape(said(field_places.words(register, todo.place)))
    linked = f'<a href="place">{place}</a>' if problem_of(todo) else place
    values = {"place": linked, "text": escape(todo.text)}
    why = Message(_WHY_WITHDRAWN if todo.is_withdrawal else _WHY, values)
    suggested = {"why": why, "suggested": escape(todo.suggested)}
    return said(Message(_SUGGESTED, suggested) if todo.suggested else why)
