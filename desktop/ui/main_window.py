"""The window: navigation, one page at a time, status bar. It owns no behaviour of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from db.messages import N_, Message, ReportableError
from desktop.language import _, said
from desktop.services.drafts import Found
from desktop.settings import WINDOW
from desktop.ui import messages, pages, window_layout
from desktop.ui.closing import BackupBeforeClosing
from desktop.ui.command_box import CommandBox
from desktop.ui.commands import Command
from desktop.ui.counts import WAITING
from desktop.ui.navigation import Entry, Navigation
from desktop.ui.page_stack import PageStack
from desktop.ui.pages.page import Page
from desktop.ui.preview.calibration import Calibration
from desktop.ui.registers.open_record import OpenRecord
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_recovery import RecoveryCards
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Destination, Listing, PinWanted, Session
from desktop.ui.status_line import StatusLine
from desktop.ui.step_history import StepHistory
from desktop.ui.text_size import TextSize

SIZE = (1280, 720)  # on a large screen
_LARGE_SCREEN = 1440  # pixels of width that leave something beside the window


class MainWindow(QMainWindow):
    """Shows the pages of one session; ``locked`` asks to close the ledger and go back to the password."""

    locked = Signal()
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._pages: dict[str, QWidget] = {}
        self._entries = [
            pages.WORKBENCH,
            *(
                Entry(register.code, register.title, register.group)
                for register in session.registers.values()
            ),
            *pages.entries_for(session.ledger.office().area),
        ]
        office = session.ledger.office()
        self.setWindowTitle(said(Message(N_("工会台账 — {office}"), {"office": office.name})))
        self.resize(*SIZE)
        if not self.restoreGeometry(QByteArray.fromHex(session.settings.get(WINDOW).encode())):
            self._fill_small_screen()
        self._text_size = TextSize(session, self)
        self._backup = BackupBeforeClosing(session, self)
        self.navigation = Navigation(self._entries)
        self.stack = PageStack()
        self._record = OpenRecord(session, self.stack, self.page, self)
        self.recovery = RecoveryCards(session)
        self.recovery.recover_wanted.connect(self._recover)
        self.status = StatusLine(session)
        above = window_layout.header(office.name, session.ledger.user, self.lock)
        self.setCentralWidget(window_layout.body(above, self.navigation, self.recovery, self.stack))
        self.setStatusBar(self.status)
        window_layout.number_pages(self, self._entries, self._go_by_shortcut)
        self.box = CommandBox(session, list(self._commands()), self)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.box.open)
        self.navigation.page_chosen.connect(self.go_to)
        self.status.button.clicked.connect(self._undo_step)
        self.status.redo_button.clicked.connect(self.redo)
        self.status.steps.clicked.connect(self.show_steps)
        self.status.undone.connect(self._record.show_undone)
        for keys, slot in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        self._text_size.changed.connect(self._record.make_anew)
        self._record.asked.connect(self._keep_mark)
        self._record.closed.connect(self._show_list_again)
        session.record_wanted.connect(self.open_record)
        session.list_wanted.connect(self.show_list)
        session.page_wanted.connect(self.go_to)
        session.part_wanted.connect(self.show_part)
        session.pin_wanted.connect(self._ask_pin)
        session.counts.counted.connect(self._show_count)
        for code in session.registers:
            session.counts.refresh(code)
        self.go_to(self._entries[0].code)

    @Slot(str)
    def go_to(self, code: str) -> None:
        """Show a page, made when it is first wanted; an open record is left first."""
        if self._record.leave(lambda: self.go_to(code)):
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
        if self._record.leave(lambda: self.show_list(listing)):
            return
        self.go_to(listing.register)
        page = self._pages[listing.register]
        if isinstance(page, RegisterPage):
            page.show_list(listing.code, listing.narrowed, listing.needle)

    @Slot(str, str)
    def show_part(self, code: str, part: str) -> None:
        """Show a page with one of its parts chosen: a register, a rule table."""
        if self._record.leave(lambda: self.show_part(code, part)):
            return
        self.go_to(code)
        page = self._pages[code]
        if isinstance(page, Page):
            page.show_part(part)

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
        if self._record.leave(lambda: self.open_record(destination)):
            return
        try:
            record = self._record.read(destination)
        except ReportableError as error:
            messages.show_error(self, error)
            return
        if record is None:
            self._session.say(N_("这条记录已不存在，请刷新列表。"))
            return
        self.go_to(destination.register)
        self.recovery.hide()
        self._record.show(destination, record)

    @Slot()
    def undo(self) -> None:
        """Bring back a row that was just removed from the open record, or take the newest step back."""
        if not self._record.bring_row_back():
            self._undo_step()

    @Slot()
    def _undo_step(self) -> None:
        """Take the newest step back, unless a record is being edited: it would be changed behind the form."""
        self._when_free(self.status.undo)

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last, unless a record is being edited."""
        self._when_free(self.status.redo)

    @Slot()
    def show_steps(self) -> None:
        """List the steps of the ledger, to take one back."""
        dialog = StepHistory(self._session, self._obstacle(), self)
        dialog.undone.connect(self._record.show_undone)
        dialog.open()

    def _when_free(self, turn: Callable[[], None]) -> None:
        obstacle = self._obstacle()
        if obstacle:
            self._say(obstacle)
        else:
            turn()

    def _obstacle(self) -> str:
        """Say why nothing can be undone just now, "" when it can."""
        if self._session.background.is_busy:
            return _("正在写入，请等它完成后再撤销或重做。")
        if self._record.is_edited:
            return _("这条记录有改动还没有保存，请先保存，再撤销或重做。")
        return ""

    @property
    def record_page(self) -> RecordPage | None:
        """The record that is open."""
        return self._record.page

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._session.background.is_busy:
            self._say(_("正在写入，请等它完成后再关闭。"))
            event.ignore()
        elif self._record.is_edited:
            event.ignore()
            self._record.leave(self.close)
        elif self._backup.holds():
            event.ignore()
        else:
            event.accept()
            self.closed.emit()

    def _fill_small_screen(self) -> None:
        """Take all of a small screen at first: two fields stand to a line there, and nothing lies beside the window."""
        if self.screen().availableGeometry().width() < _LARGE_SCREEN:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember place and size: the window goes for good, or behind the password, where the program may be closed."""
        self._session.settings.put(WINDOW, bytes(self.saveGeometry().toHex().data()).decode())
        super().hideEvent(event)

    def _make(self, code: str) -> QWidget:
        if code in self._session.registers:
            return RegisterPage(self._session, self._session.registers[code])
        return pages.make(code, self._session)

    @Slot(object)
    def _recover(self, found: Found) -> None:
        """Open the record of a draft with what was typed into it."""
        draft = found.draft
        self.open_record(Destination(draft.register, None if draft.is_new else draft.record_id))
        self._record.restore(found)

    @Slot(str)
    def _keep_mark(self, code: str) -> None:
        """Leave the mark at the list of the record while the clerk is asked."""
        self.navigation.blockSignals(True)
        self.navigation.show_page(code)
        self.navigation.blockSignals(False)

    @Slot(str)
    def _show_list_again(self, code: str) -> None:
        self.recovery.refresh()
        self.stack.setCurrentWidget(self.page(code))
        self.navigation.show_page(code)

    @Slot()
    def _go_by_shortcut(self) -> None:
        self.go_to(self.sender().objectName())

    @Slot(object)
    def _ask_pin(self, wanted: PinWanted) -> None:
        from desktop.ui.pin_dialog import PinDialog  # noqa: PLC0415 - few offices sign with a token

        PinDialog(self._session, wanted, self).open()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.status.say(text)

    @Slot(str)
    def _show_count(self, code: str) -> None:
        counts = self._session.counts
        self.navigation.show_count(code, counts.of(code)[""], counts.of(code)[WAITING])
        if pages.RECEIPTS in self._entries:
            self.navigation.show_count(pages.RECEIPTS.code, None, counts.corrections)

    def _commands(self) -> Iterator[Command]:
        """Give the pages, what stands on them, and the commands without a button that Ctrl+K finds on every page."""
        for number, entry in enumerate(self._entries, 1):
            keys = f"Ctrl+{number}" if number <= window_layout.NUMBERED else ""
            yield Command(_(entry.title), partial(self.go_to, entry.code), keys)
            for part, title in entry.parts:
                values = {"page": Message(entry.title), "part": Message(title)}
                words = said(Message(N_("{page}：{part}"), values))
                yield Command(words, partial(self.show_part, entry.code, part))
        for register in self._session.registers.values():
            words = said(Message(N_("添加新记录：{title}"), {"title": Message(register.title)}))
            yield Command(words, partial(self._session.record_wanted.emit, Destination(register.code)))
        yield Command(_("撤销上一步"), self.undo, "Ctrl+Z")
        yield Command(_("重做上一步"), self.redo, "Ctrl+Y")
        yield Command(_("打印校准"), lambda: Calibration(self._session, self).open())
        yield Command(_("文字放大"), self._text_size.larger, "Ctrl++")
        yield Command(_("文字缩小"), self._text_size.smaller, "Ctrl+-")
        yield Command(_("文字恢复原来的大小"), self._text_size.usual, "Ctrl+0")

    @Slot()
    def lock(self) -> None:
        """Ask for the password again; the open record stays behind it with all that is typed."""
        if self._session.background.is_busy:
            self._say(_("正在写入，请等它完成后再锁定。"))
        else:
            self.locked.emit()
