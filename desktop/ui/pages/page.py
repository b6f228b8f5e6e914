"""What the pages share: a heading, a remark, a job that can be watched and stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from db.messages import Message, ReportableError
from desktop.language import _, said
from desktop.services.progress import Cancelled
from desktop.ui import appearance, messages
from desktop.ui.background import WatchedProgress
from desktop.ui.session import Session


class Page(QWidget):
    """A page with a title; ``start_job`` runs a long use case and shows how far it is."""

    def __init__(self, session: Session, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.setSpacing(8)
        self.column.addWidget(appearance.heading(_(title)))
        self.column.addWidget(appearance.quiet(_(words)))
        self._bar = QProgressBar()
        self._what = QLabel()
        self._stop = QPushButton(_("取消"))
        self._busy = QWidget()
        line = QHBoxLayout(self._busy)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._what)
        line.addWidget(self._bar, 1)
        line.addWidget(self._stop)
        self._busy.hide()
        self._progress: WatchedProgress | None = None

    def add_progress(self) -> None:
        """Put the line of the running job here; it is hidden while there is none."""
        self.column.addWidget(self._busy)

    def choose_register(self, code: str) -> None:
        """Prepare the page for one register; pages that serve all of them need not."""

    def start_job(
        self, use_case: Callable[..., Any], on_done: Callable[[Any], None], *args: Any, **named: Any
    ) -> None:
        """Run ``use_case(ledger, …, progress=…)`` on the worker; errors are shown here."""
        progress = WatchedProgress(self)
        self._progress = progress
        progress.moved.connect(self._show_progress)
        self._stop.clicked.connect(progress.stop)
        self._what.clear()
        self._bar.setRange(0, 0)
        self.set_busy(busy=True)

        def done(result: Any) -> None:
            self._end()
            on_done(result)

        self.session.do_later(use_case, done, self._fail, *args, progress=progress, **named)

    def set_busy(self, *, busy: bool) -> None:
        """Show the job's line; pages lock their buttons too."""
        self._busy.setVisible(busy)

    def _fail(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self.session.say(error.message)
        else:
            self.show_failure(error)

    def show_failure(self, error: Exception) -> None:
        """Say why the job ended without a result."""
        messages.show_error(self, error)
        if isinstance(error, ReportableError):
            self.session.say(error.message)

    def _end(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None
        self.set_busy(busy=False)

    @Slot(int, int, object)
    def _show_progress(self, done: int, total: int, what: Message) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._what.setText(said(what))
