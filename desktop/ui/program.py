"""From the password to the window and back: which of them is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from db.store import ledger
from db.store.ledger import Clock, Ledger
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Session
from desktop.ui.unlock import Unlock


class Program(QObject):
    """Owns the one window that is on the screen, and the ledger while it is open."""

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._clock = clock
        self.background = Background(self)
        self.window: QWidget | None = None
        self._session: Session | None = None

    def start(self) -> None:
        """Show the password, or the first start where there is no ledger yet."""
        door = Unlock if ledger.exists(self._folder) else FirstStart
        window = door(self._folder, self._clock, self.background)
        window.opened.connect(self._open)
        self._show(window)

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
        if isinstance(self.window, FirstStart):
            self.window.close_ledger()
        self._close_ledger()

    @Slot(object)
    def _open(self, opened: Ledger) -> None:
        self._session = Session(opened, self.background, self)
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
