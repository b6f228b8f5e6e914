"""The window: navigation, one page at a time, status bar. It owns no behaviour of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.messages import N_, Message, ReportableError
from db.record import Record
from db.register import Register
from desktop.language import _, said
from desktop.services import records
from desktop.services.changes import Changes
from desktop.services.drafts import Found
from desktop.settings import WINDOW
from desktop.ui import appearance, messages, pages
from desktop.ui.command_box import Command, CommandBox
from desktop.ui.navigation import Entry, Navigation
from desktop.ui.page_stack import PageArea, PageStack
from desktop.ui.pages.page import Page
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_recovery import RecoveryCards
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Destination, Listing, Session
from desktop.ui.status_line import StatusLine
from desktop.ui.text_size import TextSize

SIZE = (1280, 720)  # fits 1366 × 768 with a task bar


class MainWindow(QMainWindow):
    """Shows the pages of one session; ``locked`` asks to close the ledger and go back to the password."""

    locked = Signal()
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pages: dict[str, QWidget] = {}
        self._record_pages: dict[str, RecordPage] = {}  # one a register, filled again
        self._record_page: RecordPage | None = None
        self._after_leaving: Callable[[], None] | None = None
        self._entries = [
            pages.WORKBENCH,
            *(
                Entry(register.code, register.title, register.group)
                for register in session.registers.values()
            ),
            *pages.ENTRIES,
        ]
        office = session.ledger.office()
        self.setWindowTitle(said(Message(N_("工会台账 — {office}"), {"office": office.name})))
        self.resize(*SIZE)
        self.restoreGeometry(QByteArray.fromHex(session.settings.get(WINDOW).encode()))
        self._text_size = TextSize(session, self)
        self._text_size.changed.connect(self._make_anew)
        self.navigation = Navigation(self._entries)
        self.stack = PageStack()
        self.recovery = RecoveryCards(session)
        self.recovery.recover_wanted.connect(self._recover)
        self.status = StatusLine(session)
        self._build(office.name)
        for number, entry in enumerate(self._entries[:9], 1):
            shortcut = QShortcut(
                QKeySequence(Qt.KeyboardModifier.ControlModifier | Qt.Key(Qt.Key.Key_0 + number)), self
            )
            shortcut.setObjectName(entry.code)
            shortcut.activated.connect(self._go_by_shortcut)
        self.box = CommandBox(session, list(self._commands()), self)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.box.open)
        self.navigation.page_chosen.connect(self.go_to)
        self.status.button.clicked.connect(self.undo)
        self.status.undone.connect(self._show_undone)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self.undo)
        session.record_wanted.connect(self.open_record)
        session.list_wanted.connect(self.show_list)
        session.page_wanted.connect(self.go_to)
        session.counts.counted.connect(self._show_count)
        for code in session.registers:
            session.counts.refresh(code)
        self.go_to(self._entries[0].code)

    @Slot(str)
    def go_to(self, code: str) -> None:
        """Show a page, made when it is first wanted; an open record is left first."""
        if self._record_page is not None:
            self._leave_for(lambda: self.go_to(code))
            return
        self._say("")
        self.stack.setCurrentWidget(self.page(code))
        self.navigation.show_page(code)
        page = self._pages[code]
        if isinstance(page, RegisterPage):
            page.focus_search()

    @Slot(object)
    def show_list(self, listing: Listing) -> None:
        """Show the list of a register with one of its smart lists chosen."""
        if self._record_page is not None:
            self._leave_for(lambda: self.show_list(listing))
            return
        self.go_to(listing.register)
        page = self._pages[listing.register]
        if isinstance(page, RegisterPage):
            page.show_list(listing.code)

    def page(self, code: str) -> QWidget:
        """Give a page."""
        if code not in self._pages:
            page = self._make(code)
            self._pages[code] = page
            self.stack.addWidget(page)
        return self._pages[code]

    @Slot(object)
    def open_record(self, destination: Destination) -> None:
        """Open a record, or a new one."""
        if self._record_page is not None:
            self._leave_for(lambda: self.open_record(destination))
            return
        register = self._session.registers[destination.register]
        try:
            record = self._read(register, destination.record_id)
        except ReportableError as error:
            messages.show_error(self, error)
            return
        if record is None:
            self._session.say(N_("这条记录已不存在，请刷新列表。"))
            return
        self.go_to(register.code)
        self._record_page = self._page_for(register, record)
        self.recovery.hide()
        self.stack.setCurrentWidget(self._record_page)
        self._record_page.go_to(destination.problem)

    @Slot()
    def undo(self) -> None:
        """Take the newest step back, unless a record is being edited: it would be changed behind the form."""
        if self._session.background.is_busy:
            self._say(_("正在写入，请等它完成后再撤销。"))
        elif self._record_page is not None and self._record_page.is_edited:
            self._say(_("这条记录有改动还没有保存，请先保存，再撤销上一步。"))
        else:
            self.status.undo()

    @Slot(object)
    def _show_undone(self, changes: Changes) -> None:
        """Show the open record as it is now, and leave it when it was taken out of the ledger."""
        page = self._record_page
        if page is None or page.record.id not in changes.records.get(page.register.code, ()):
            return
        record = self._read(page.register, page.record.id)
        if record is None or record.deleted_at is not None:
            self._close_record()
        else:
            page.show_record(record)

    @Slot()
    def _make_anew(self) -> None:
        """Make the forms again in the new text size, when they are next wanted; one that is open stays as it is."""
        for code, page in list(self._record_pages.items()):
            if page is not self._record_page:
                del self._record_pages[code]
                self.stack.removeWidget(page)
                page.deleteLater()

    @property
    def record_page(self) -> RecordPage | None:
        """The record that is open."""
        return self._record_page

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._session.background.is_busy:
            self._say(_("正在写入，请等它完成后再关闭。"))
            event.ignore()
        elif self._record_page is not None and self._record_page.is_edited:
            event.ignore()
            self._leave_for(self._close_window)
        else:
            event.accept()
            self._session.settings.put(WINDOW, bytes(self.saveGeometry().toHex().data()).decode())
            self.closed.emit()

    def _make(self, code: str) -> QWidget:
        if code in self._session.registers:
            page = RegisterPage(self._session, self._session.registers[code])
            page.import_wanted.connect(self._import)
            return page
        return pages.make(code, self._session)

    def _page_for(self, register: Register, record: Record) -> RecordPage:
        """Give the page of a register's records, showing one of them."""
        page = self._record_pages.get(register.code)
        if page is not None:
            page.show_record(record)
            return page
        page = RecordPage(self._session, register, record)
        page.closed.connect(self._close_record)
        page.kept.connect(self._forget_leaving)
        page.another_wanted.connect(self._open_another)
        page.neighbour_wanted.connect(self._open_neighbour)
        self._record_pages[register.code] = page
        self.stack.addWidget(page)
        return page

    def _read(self, register: Register, record_id: str | None) -> Record | None:
        if record_id is None:
            return self._session.do(records.new, register)
        return self._session.do(records.open_record, register, record_id)

    def _leave_for(self, then: Callable[[], None]) -> None:
        """Leave the open record, and go on only when it is really closed."""
        self._after_leaving = then
        page = self._record_page
        if page is not None:
            self.navigation.blockSignals(True)
            self.navigation.show_page(page.register.code)
            self.navigation.blockSignals(False)
            page.leave()

    @Slot(object)
    def _recover(self, found: Found) -> None:
        """Open the record of a draft with what was typed into it."""
        draft = found.draft
        self.open_record(Destination(draft.register, None if draft.is_new else draft.record_id))
        if self._record_page is not None:
            self._record_page.restore(found)

    @Slot()
    def _close_record(self) -> None:
        page, self._record_page = self._record_page, None
        if page is not None:
            self.recovery.refresh()
            self.stack.setCurrentWidget(self.page(page.register.code))
            self.navigation.show_page(page.register.code)
        then, self._after_leaving = self._after_leaving, None
        if then is not None:
            then()

    @Slot()
    def _forget_leaving(self) -> None:
        self._after_leaving = None

    @Slot()
    def _open_another(self) -> None:
        page = self._record_page
        if page is not None:
            self.open_record(Destination(page.register.code))

    @Slot(int)
    def _open_neighbour(self, step: int) -> None:
        """Open the record before (-1) or after (1) the open one in the order of its list."""
        page = self._record_page
        listed = self.page(page.register.code) if page is not None else None
        if page is None or not isinstance(listed, RegisterPage):
            return
        row = listed.model.row_of(page.record.id) if page.record.id else None
        if row is not None and 0 <= row + step < listed.model.rowCount():
            self.open_record(Destination(page.register.code, listed.model.record_id(row + step)))
        else:
            self._session.say(N_("列表里没有下一条了。") if step > 0 else N_("列表里没有上一条了。"))

    @Slot(str)
    def _import(self, code: str) -> None:
        self.go_to(pages.IMPORT.code)
        page = self._pages[pages.IMPORT.code]
        if isinstance(page, Page):
            page.choose_register(code)

    @Slot()
    def _go_by_shortcut(self) -> None:
        self.go_to(self.sender().objectName())

    @Slot(str)
    def _say(self, text: str) -> None:
        self.status.say(text)

    @Slot(str)
    def _show_count(self, code: str) -> None:
        self.navigation.show_count(code, self._session.counts.of(code)[""])

    def _commands(self) -> Iterator[Command]:
        """Give the pages and commands that Ctrl+K finds."""
        for entry in self._entries:
            yield Command(_(entry.title), partial(self.go_to, entry.code))
        for register in self._session.registers.values():
            words = said(Message(N_("添加新记录：{title}"), {"title": Message(register.title)}))
            yield Command(words, partial(self._session.record_wanted.emit, Destination(register.code)))
        yield Command(_("撤销上一步"), self.undo)
        yield Command(_("文字放大"), self._text_size.larger)
        yield Command(_("文字缩小"), self._text_size.smaller)
        yield Command(_("锁定"), self.lock)

    def _close_window(self) -> None:
        self.close()

    @Slot()
    def lock(self) -> None:
        """Ask for the password again; the open record stays behind it with all that is typed."""
        if self._session.background.is_busy:
            self._say(_("正在写入，请等它完成后再锁定。"))
        else:
            self.locked.emit()

    def _build(self, office: str) -> None:
        name = appearance.heading(office, larger=1)
        user = QLabel(self._session.ledger.user)
        lock = QPushButton(_("锁定 Ctrl+L"))
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.clicked.connect(self.lock)
        top = QHBoxLayout()
        top.setContentsMargins(12, 6, 12, 0)
        top.addWidget(name)
        top.addStretch(1)
        top.addWidget(user)
        top.addWidget(lock)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.recovery)
        right.addWidget(PageArea(self.stack), 1)
        middle.addLayout(right, 1)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)
