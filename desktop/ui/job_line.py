"""The line of a long job: what it does, how far it is, how long it will still take, and the way to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget
from shiboken6 import isValid

from db.messages import N_, Message, ReportableError
from db.store.ledger import Ledger
from desktop.language import _, said
from desktop.services.progress import Cancelled, Progress
from desktop.ui import messages
from desktop.ui.background import WatchedProgress
from desktop.ui.session import Session

_FORETELLS_AFTER = 3  # seconds


class JobLine(QWidget):
    """Runs one job at a time; hidden while there is none. ``busy`` tells when one begins and ends.

    The keyboard comes back to the button that was pressed, which is locked meanwhile, unless somebody went elsewhere.
    """

    busy = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("进度"))
        self._what = QLabel()
        self._stop = QPushButton(_("取消"))
        self._stop.setAutoDefault(False)  # Return in a dialog must not mean 取消
        self._began = 0.0
        self._progress: WatchedProgress | None = None
        self._pressed: QWidget | None = None  # what had the focus before the job
        self._moved_to: QWidget | None = None  # what Qt gave it to
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._what)
        line.addWidget(self._bar, 1)
        line.addWidget(self._stop)
        self.hide()

    def run(
        self,
        use_case: Callable[..., Any],
        on_done: Callable[[Any], None],
        *args: Any,
        on_error: Callable[[Exception], None] | None = None,
        **named: Any,
    ) -> None:
        """Run ``use_case(ledger, …, progress=…)`` on the worker; without ``on_error`` errors are shown here."""
        progress = self._progress = WatchedProgress(self)
        progress.moved.connect(self._show)
        self._stop.clicked.connect(progress.stop)
        self._what.clear()
        self._stop.show()
        self._bar.setRange(0, 0)
        self._began = time.monotonic()
        self._pressed = self.window().focusWidget()
        self._set_busy(busy=True)
        self._moved_to = self.window().focusWidget()

        def done(result: Any) -> None:
            self._end()
            on_done(result)

        def failed(error: Exception) -> None:
            self._end()
            if isinstance(error, Cancelled):
                self._session.say(error.message)
            else:
                (on_error or self.show_error)(error)

        self._session.do_later(use_case, done, failed, *args, progress=progress, **named)

    def run_whole(
        self, use_case: Callable[..., Any], on_done: Callable[[Any], None], words: Message, *args: Any
    ) -> None:
        """Run ``use_case(ledger, …)``, which neither tells how far it is nor can be stopped."""

        def told(ledger: Ledger, *args: Any, progress: Progress) -> Any:
            progress.step(0, 0, words)
            return use_case(ledger, *args)

        self.run(told, on_done, *args)
        self._stop.hide()

    def show_error(self, error: Exception) -> None:
        """Say why a job ended without a result."""
        messages.show_error(self, error)
        if isinstance(error, ReportableError):
            self._session.say(error.message)

    def _end(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None
        is_waiting = self.window().focusWidget() is self._moved_to
        self._set_busy(busy=False)
        pressed = self._pressed if self._pressed is not None and isValid(self._pressed) else None
        if is_waiting and pressed is not None and pressed.isEnabled() and pressed.isVisible():
            pressed.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        self.setVisible(busy)
        self.busy.emit(busy)

    @Slot(int, int, object)
    def _show(self, done: int, total: int, what: Message) -> None:
        self._bar.setRange(0, total)  # 0: it only moves
        self._bar.setValue(done)
        passed = time.monotonic() - self._began
        words = what
        if done and done < total and passed > _FORETELLS_AFTER:
            left = round(passed / done * (total - done)) + 1
            words = Message(N_("{what}，还要约 {n} 秒"), {"what": what, "n": left})
        self._what.setText(said(words))
