"""From the password to the window and back: which of them is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from db.messages import N_, ReportableError
from db.store.folder import exists
from desktop.settings import IDLE, TEXT_SIZE, Settings
from desktop.ui import appearance, curtain, messages
from desktop.ui.background import Background
from desktop.ui.fields import composing
from desktop.ui.garbage import leave_out_what_stands
from desktop.ui.idle import Idle
from desktop.ui.lock_key import LockKey
from desktop.ui.trouble import Trouble
from desktop.ui.unlock import Unlock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from db.store.backup import Backup
    from db.store.ledger import Clock, Ledger
    from desktop.ui.first_start import FirstStart
    from desktop.ui.main_window import MainWindow
    from desktop.ui.session import Session


class Program(QObject):
    """Owns the one window that is on the screen, and the ledger while it is open."""

    def __init__(
        self, folder: Path, clock: Clock, settings: Settings | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self._settings = settings or Settings()
        appearance.set_text_size(self._settings.get(TEXT_SIZE))  # the password is asked for in it too
        self.background = Background(self)
        self.window: QWidget | None = None
        self._session: Session | None = None
        self._main: MainWindow | None = None
        self._covered: MainWindow | None = None
        self._dialogs: list[QDialog] = []  # of the window that is covered
        self._first_start: FirstStart | None = None
        self._idle = Idle(self)
        self._idle.passed.connect(self._lock_idle)
        # After the key was told to everybody: the dialog that it was pressed in is put away.
        LockKey(self).pressed.connect(self._lock_by_key, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def start(self) -> None:
        """Show the password, or the first start where there is no ledger yet."""
        try:
            window = self._door()
        except ReportableError as error:
            trouble = Trouble(error)
            trouble.again_wanted.connect(self.start)
            trouble.restore_wanted.connect(self._ask_to_restore)
            self._show(trouble)
            return
        window.opened.connect(self._open)
        window.restore_wanted.connect(self._ask_to_restore)
        if isinstance(window, Unlock):
            window.recovered.connect(self._open_recovered)
        self._show(window)
        self.background.run(_load_store, _was_loaded, _raise, waited_for=False)

    @Slot()
    def come_to_front(self) -> None:
        """Show the window above all others, because somebody started the program again."""
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def close(self) -> None:
        """Wait for the running job, give the ledger back and let the windows go."""
        self._idle.stop()
        if self._session is not None:
            self._session.close()
        self.background.close()
        if self._first_start is not None:
            self._first_start.close_ledger()
        self._close_ledger()
        for window in (self.window, self._main):
            if window is not None:
                window.hide()
                window.deleteLater()

    def _door(self) -> Unlock | FirstStart:
        if exists(self._folder):
            user = self._session.ledger.user if self._session else ""
            return Unlock(self._folder, self._clock, self.background, user)
        from desktop.ui.first_start import FirstStart  # noqa: PLC0415 - only an office without a ledger needs it

        self._first_start = FirstStart(self._folder, self._clock, self.background)
        return self._first_start

    @Slot(object)
    def _open(self, opened: Ledger) -> None:
        self._first_start = None
        covered, self._covered = self._covered, None
        if covered is not None and self._session is not None:
            if (self._session.ledger.user, self._session.ledger.role) == (opened.user, opened.role):
                self._session.go_on(opened)
                self._session.backups.start()
                self._show(covered)
                curtain.open_again(self._dialogs)
                self._wait_for_idle()
                return
            self._forget(covered)
        from desktop.ui.main_window import MainWindow  # noqa: PLC0415 - the password is asked for before all pages load
        from desktop.ui.opening_check import OpeningCheck  # noqa: PLC0415 - as above
        from desktop.ui.session import Session  # noqa: PLC0415 - as above

        self._session = Session(opened, self.background, self, settings=self._settings)
        self._session.arranged.connect(self._wait_for_idle)
        self._session.restore_wanted.connect(self._leave_for)
        self._session.backups.start()
        self._main = MainWindow(self._session)
        self._main.locked.connect(self._lock)
        self._show(self._main)
        OpeningCheck(self._session).start()
        leave_out_what_stands()
        self._wait_for_idle()

    @Slot(object)
    def _open_recovered(self, opened: Ledger) -> None:
        self._open(opened)
        if self._session is not None:
            self._session.say(
                N_("已用恢复码打开。这张恢复单已用过，请管理用户在“设置”中更换恢复码并打印新单。")
            )

    @Slot()
    def _lock(self) -> None:
        """Close the ledger and ask for the password; window and dialogs wait behind it with everything that is typed."""
        if self._session is None or self._main is None or self._covered is not None:
            return
        self._idle.stop()
        composing.end()
        self._session.lock()
        self._dialogs = curtain.draw(self._main)
        self._covered = self._main
        is_waiting = self._give_back(self._session)
        self.start()
        if is_waiting and isinstance(self.window, Unlock):
            self.window.wait_for_backup(self._session.backups.ended)

    def _give_back(self, session: Session) -> bool:
        """Close the ledger that is locked; True when a backup comes first, which the password then waits for.

        Behind the password and not before it: whoever locks goes away, and the screen must be empty at once.
        """
        from desktop.services import backing_up  # noqa: PLC0415 - see _open

        ledger, backups = session.ledger, session.backups
        if backups.is_running or not backing_up.is_due(ledger):
            ledger.close()
            return False

        def back_up() -> Backup:
            try:
                return backing_up.back_up(ledger)
            finally:
                ledger.close()

        self.background.run(back_up, backups.note_made, backups.note_failed, waited_for=False)
        return True

    @Slot()
    def _lock_idle(self) -> None:
        """Lock as by hand; while something is written, wait once more."""
        if self._main is not None:
            self._wait_for_idle()
            self._main.lock()

    @Slot()
    def _lock_by_key(self) -> None:
        """Lock from a dialog as the button does from the window."""
        if self._main is not None and self._covered is None:
            self._main.lock()

    @Slot()
    def _wait_for_idle(self) -> None:
        self._idle.start(self._settings.get(IDLE))

    @Slot()
    def _ask_to_restore(self) -> None:
        """Offer the backups in the place of what stands there; the ledger may be locked behind it."""
        self._show_restore(None)

    @Slot(object)
    def _leave_for(self, backup: Backup) -> None:
        """Close the ledger, so that a backup can take its place."""
        self._idle.stop()
        if self._session is not None:
            self._session.locking.emit()
            self._close_ledger()
        self._show_restore(backup)

    def _show_restore(self, backup: Backup | None) -> None:
        from desktop.ui.restore import Restore  # noqa: PLC0415 - few people ever see it

        window = Restore(self._folder, self._clock, self.background, backup)
        window.opened.connect(self._open_restored)
        window.given_up.connect(self.start)
        self._show(window)

    @Slot(object, object, bool)
    def _open_restored(self, opened: Ledger, backup: Backup, by_code: bool) -> None:
        """Show the ledger in a new window: one that was locked shows what is no longer so."""
        from desktop.ui.restored_words import restored  # noqa: PLC0415 - as above

        covered, self._covered = self._covered, None
        self._forget(covered)
        self._open(opened)
        if self._main is not None:
            messages.tell(self._main, restored(opened, backup, by_code=by_code))

    def _forget(self, covered: MainWindow | None) -> None:
        """Let a locked window go with its dialogs: what they ask may not be for the next user to answer."""
        if covered is not None:
            covered.deleteLater()
        self._close_ledger()

    def _close_ledger(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session.ledger.close()
            self._session.deleteLater()
            self._session = None

    def _show(self, window: QWidget) -> None:
        """Put a window in the place of the one before, never leaving the screen empty."""
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.hide()
            if before is not self._covered:
                before.deleteLater()


def _load_store() -> None:
    """Load what opening a ledger needs, while the password is typed."""
    from db.registers import all_registers  # noqa: PLC0415 - see Program._open
    from db.store import ledger  # noqa: F401, PLC0415 - loaded to be at hand

    all_registers()


def _was_loaded(_nothing: None) -> None:
    """Do nothing: it is only at hand now."""


def _raise(error: Exception) -> None:
    raise error
