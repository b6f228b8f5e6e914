"""Aids beside a form: pins (固定), the value of the record before, and who else has the ID of the cursor."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from db.messages import N_, Message, Problem, Severity
from db.record import Record
from db.values import resident_id
from desktop.language import _
from desktop.services import records
from desktop.services.identity_holders import IdentityHolder, identity_holders
from desktop.settings import pinned_in
from desktop.ui.registers.problems_pane import ProblemsPane
from desktop.ui.registers.record_form import RecordForm
from desktop.ui.registers.record_pins import Pins
from desktop.ui.session import Destination, Session


class RecordAids(QObject):
    """Belongs to a record page; the pins outlive it: which they are is a setting, their values are those of a record."""

    def __init__(
        self, session: Session, pins: Pins, form: RecordForm, pane: ProblemsPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._form = form
        self._pane = pane
        self._pins = pins
        self._record_id = ""
        self._holders: dict[str, tuple[IdentityHolder, ...]] = {}  # by ID number, asked once for each record
        pinned = session.settings.get(pinned_in(pins.register.code))
        if pinned and not pins.know_one_before:
            self._recall(pinned)
        for code in filter(pins.can_be_pinned, form.editors):
            form.show_pinned(code, pinned=pins.is_pinned(code))
        form.help_wanted.connect(self._show_help)
        form.help_wanted.connect(self.show_holders)
        form.pin_wanted.connect(self.toggle_pin)
        pane.holder_chosen.connect(self._open_holder)

    def begin(self, record: Record) -> None:
        """Fill a new record with what is pinned, before it is shown."""
        self._record_id = record.id or ""
        self._holders.clear()
        if not record.id:
            self._pins.fill(record)

    def note_saved(self, record: Record) -> None:
        """Remember a record as the one before the next."""
        self._record_id = record.id
        self._pins.note(record)

    @Slot(str)
    def toggle_pin(self, code: str) -> None:
        """Pin a field with its value, or let it go."""
        self._pins.toggle(code, self._form.editors[code].value())
        pinned = self._pins.is_pinned(code)
        self._session.settings.put(pinned_in(self._pins.register.code), self._pins.codes)
        values = {"label": Message(self._pins.register.fields[code].label)}
        if not self._pins.can_be_pinned(code):
            self._session.say(Message(N_("“{label}”每条记录都不同，不能固定。"), values))
            return
        self._form.show_pinned(code, pinned=pinned)
        now = N_("已固定“{label}”：下一条新记录沿用它；再点一次标签或按 Ctrl+T 取消。")
        self._session.say(Message(now if pinned else N_("不再固定“{label}”。"), values))

    @Slot()
    def pin_here(self) -> None:
        """Pin the field of the cursor."""
        code = self._form.here().field
        if code in self._form.editors:
            self.toggle_pin(code)

    @Slot()
    def take_from_before(self) -> None:
        """Take the field of the cursor from the record that was saved last, or the cell from the row above."""
        place = self._form.here()
        if self._form.is_read_only:
            return
        if not place.rows and not self._pins.know_one_before:
            self._recall()
        if place.rows:
            self._form.grids[place.rows].take_from_above()
        elif (value := self._pins.before(place.field)) is not None:
            self._form.take(place.field, value)
        else:
            self._session.say(N_("没有可以沿用的上一条：您还没有保存过记录，或它的这一项是空的。"))

    def _recall(self, pinned: tuple[str, ...] = ()) -> None:
        """Go on from the record that the user made last in an earlier session."""
        newest = self._session.do(records.newest, self._pins.register, self._record_id)
        if newest is not None:
            self._pins.recall(newest, pinned)

    @Slot(str)
    def _show_help(self, words: str) -> None:
        """Say what belongs where the cursor is, and which keys fill it."""
        self._pane.show_help("\n".join(line for line in (words, self._keys()) if line))

    def _keys(self) -> str:
        place = self._form.here()
        if self._form.is_read_only:
            return ""
        if place.rows:
            return _("Ctrl+' 取上一行的值，Alt+Shift+↑↓ 移动这一行。")
        if place.field and self._pins.can_be_pinned(place.field):
            return _("Ctrl+T 固定给下一条，Ctrl+' 取上一条的值。")
        return ""

    @Slot()
    def show_holders(self) -> None:
        """Say beside the form where else the ID of the cursor's record or row stands."""
        number = self._form.identity_here()
        if number not in self._holders:
            is_whole = resident_id.facts(number) is not None
            self._holders[number] = (
                self._session.do(identity_holders, number, self._record_id) if is_whole else ()
            )
        self._pane.show_holders(self._holders[number], self._session.registers)

    @Slot()
    def open_holder(self) -> None:
        """Open the first record that has the ID of the cursor too."""
        if not self._pane.open_first_holder():
            self._session.say(N_("光标所在处没有别的记录也登记了的身份证号。"))

    @Slot(object)
    def _open_holder(self, holder: IdentityHolder) -> None:
        problem = Problem("", Severity.HINT, Message(""), holder.field, holder.rows, holder.row)
        self._session.record_wanted.emit(Destination(holder.register, holder.record_id, problem))
