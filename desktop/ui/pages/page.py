"""What the pages share: a heading, a remark, a job that can be watched and stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.job_line import JobLine
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
        self.job = JobLine(session, self)
        self.job.busy.connect(self._note_busy)

    def add_progress(self) -> None:
        """Put the line of the running job here; it is hidden while there is none."""
        self.column.addWidget(self.job)

    def show_part(self, part: str) -> None:
        """Show one part of the page: a register or a rule table by its code, what a record is about by its id.

        Pages that are one whole need not.
        """

    def start_job(
        self, use_case: Callable[..., Any], on_done: Callable[[Any], None], *args: Any, **named: Any
    ) -> None:
        """Run ``use_case(ledger, …, progress=…)`` on the worker; errors are shown here."""
        self.job.run(use_case, on_done, *args, on_error=self.show_failure, **named)

    def set_busy(self, *, busy: bool) -> None:
        """Lock the page's buttons while a job runs; pages say which."""

    def show_failure(self, error: Exception) -> None:
        """Say why the job ended without a result."""
        self.job.show_error(error)

    def minimumSizeHint(self) -> QSize:
        """Ask for the height that wrapped texts need at this width; the window scrolls where it has not that much."""
        least = super().minimumSizeHint()
        width = max(self.width(), least.width())
        return least.expandedTo(QSize(0, self.column.minimumHeightForWidth(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @Slot(bool)
    def _note_busy(self, busy: bool) -> None:
        self.set_busy(busy=busy)
