"""The one record that may be open: its page is filled again for the next, and nobody leaves it without a question."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.messages import N_
from db.record import Record
from db.register import Register
from desktop.services import records, related_records
from desktop.services.changes import Changes
from desktop.services.drafts import Found
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_pins import Pins
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Destination, Session


class OpenRecord(QObject):
    """Keeps one page a register in the window's stack; ``page`` is None while no record is open."""

    asked = Signal(str)  # the register of the page that is asked whether it may be left
    closed = Signal(str)  # the register whose list is to be shown again

    def __init__(
        self, session: Session, stack: QStackedWidget, list_of: Callable[[str], QWidget], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stack = stack
        self._list_of = list_of  # gives the page of a register's list
        self._pages: dict[str, RecordPage] = {}
        self._pins: dict[str, Pins] = {}  # of each register: they outlive a page that is made anew
        self._after: Callable[[], object] | None = None
        self.page: RecordPage | None = None

    @property
    def is_edited(self) -> bool:
        """Whether a record is open and has changes that are not saved."""
        return self.page is not None and self.page.is_edited

    def read(self, destination: Destination) -> Record | None:
        """Give the record of a destination or a new one, None when it is gone; raises ReportableError."""
        register = self._session.registers[destination.register]
        if destination.names is not None:
            return self._session.do(related_records.begin, register, *destination.names)
        if destination.record_id is None:
            return self._session.do(records.begin, register)
        return self._session.do(records.open_record, register, destination.record_id)

    def show(self, destination: Destination, record: Record) -> None:
        """Show a record, with the cursor where the destination says."""
        register = self._session.registers[destination.register]
        page = self._pages.get(register.code)
        if page is None:
            page = self._pages[register.code] = self._make(register, record)
        else:
            page.show_record(record)
        self.page = page
        page.notices.is_todo = destination.is_todo
        self._stack.setCurrentWidget(page)
        page.go_to(destination.problem)

    def restore(self, found: Found) -> None:
        """Put what a draft has kept into the open record."""
        if self.page is not None:
            self.page.restore(found)

    def bring_row_back(self) -> bool:
        """Put back a row that was just removed from the open record; False when there is none."""
        return self.page is not None and self.page.form.bring_row_back()

    def leave(self, then: Callable[[], object]) -> bool:
        """Leave the record and go on with ``then`` only when it is really closed; False when none is open."""
        if self.page is None:
            return False
        self._after = then
        self.asked.emit(self.page.register.code)
        self.page.leave()
        return True

    @Slot(object)
    def show_undone(self, changes: Changes) -> None:
        """Show the record as it is now, and leave it when it was taken out of the ledger."""
        page = self.page
        if page is None or page.record.id not in changes.records.get(page.register.code, ()):
            return
        record = self.read(Destination(page.register.code, page.record.id))
        if record is None or record.deleted_at is not None:
            self._close()
        else:
            page.show_record(record)

    @Slot()
    def make_anew(self) -> None:
        """Make the forms again in the new text size, when they are next wanted; one that is open stays as it is."""
        for code, page in list(self._pages.items()):
            if page is not self.page:
                del self._pages[code]
                self._stack.removeWidget(page)
                page.deleteLater()

    def _make(self, register: Register, record: Record) -> RecordPage:
        pins = self._pins.setdefault(register.code, Pins(register))
        page = RecordPage(self._session, register, record, pins=pins)
        page.closed.connect(self._close)
        page.kept.connect(self._stay)
        page.another_wanted.connect(self._open_another)
        page.neighbour_wanted.connect(self._open_neighbour)
        self._stack.addWidget(page)
        return page

    @Slot()
    def _close(self) -> None:
        page, self.page = self.page, None
        if page is not None:
            self.closed.emit(page.register.code)
        then, self._after = self._after, None
        if then is not None:
            then()

    @Slot()
    def _stay(self) -> None:
        self._after = None

    @Slot()
    def _open_another(self) -> None:
        if self.page is not None:
            self._session.record_wanted.emit(Destination(self.page.register.code))

    @Slot(int)
    def _open_neighbour(self, step: int) -> None:
        """Open the record before (-1) or after (1) the open one in the order of its list."""
        listed = self._list_of(self.page.register.code) if self.page is not None else None
        if self.page is None or not isinstance(listed, RegisterPage):
            return
        row = listed.model.row_of(self.page.record.id) if self.page.record.id else None
        if row is not None and 0 <= row + step < listed.model.rowCount():
            following = Destination(self.page.register.code, listed.model.record_id(row + step))
            self._session.record_wanted.emit(following)
        else:
            self._session.say(N_("列表里没有下一条了。") if step > 0 else N_("列表里没有上一条了。"))
