"""From the password to the window and back: which of them is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from db.messages import ReportableError
from db.store.folder import exists
from desktop.settings import Settings
from desktop.ui import messages
from desktop.ui.background import Background
from desktop.ui.unlock import Unlock

if TYPE_CHECKING:
    from db.store.ledger import Clock, Ledger
    from desktop.ui.first_start import FirstStart
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
        self.background = Background(self)
        self.window: QWidget | None = None
        self._session: Session | None = None
        self._first_start: FirstStart | None = None

    def start(self) -> None:
        """Show the password, or the first start where there is no ledger yet."""
        try:
            window = self._door()
        except ReportableError as error:
            self._show(messages.last_word(error))
            return
        window.opened.connect(self._open)
        self._show(window)
        self.background.run(_load_store, _was_loaded, _raise)

    @Slot()
    def come_to_front(self) -> None:
        """Show the window above all others, because somebody started the program again."""
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()

    def close(self) -> None:
        """Wait for the running job and give the ledger back."""
        self.background.close()
        if self._first_start is not None:
            self._first_start.close_ledger()
        self._close_ledger()

    def _door(self) -> Unlock | FirstStart:
        if exists(self._folder):
            return Unlock(self._folder, self._clock, self.background)
        from desktop.ui.first_start import FirstStart  # noqa: PLC0415 - only an office without a ledger needs it

        self._first_start = FirstStart(self._folder, self._clock, self.background)
        return self._first_start

    @Slot(object)
    def _open(self, opened: Ledger) -> None:
        # Imported here: the password is asked for before the pages and the store are loaded.
        from desktop.ui.main_window import MainWindow  # noqa: PLC0415
        from desktop.ui.session import Session  # noqa: PLC0415

        self._first_start = None
        self._session = Session(opened, self.background, self, settings=self._settings)
        window = MainWindow(self._session)
        window.locked.connect(self._lock)
        self._show(window)

    @Slot()
    def _lock(self) -> None:
        before = self.window
        self._close_ledger()
        self.start()
        if before is not None:
            before.close()

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
