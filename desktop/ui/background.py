"""One worker thread for long jobs; results and progress arrive on the thread of the window."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from db.messages import Message
from desktop.services.progress import Cancelled

T = TypeVar("T")

_BETWEEN_STEPS = 0.05  # seconds: more often than this nobody reads a progress bar


@dataclass(frozen=True)
class _Outcome:
    """What a job gave, and whom to tell."""

    result: Any
    error: Exception | None
    on_done: Callable[[Any], None]
    on_error: Callable[[Exception], None]
    waited_for: bool


class Background(QObject):
    """Runs one job after the other beside the window. The worker owns nothing of Qt."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="taizhang")
        self._running = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job that the window must wait for still runs or waits."""
        return self._running > 0

    def run(
        self,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        *,
        waited_for: bool = True,
    ) -> None:
        """Do a job beside the window; exactly one of the two callbacks is called afterwards.

        A job that only reads is not ``waited_for``: nothing is lost when the window closes before it ends.
        """
        self._running += waited_for
        self._executor.submit(self._work, job, on_done, on_error, waited_for)

    def close(self) -> None:
        """Wait for the job that runs; jobs that wait are dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _work(
        self,
        job: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        waited_for: bool,
    ) -> None:
        try:
            outcome = _Outcome(job(), None, on_done, on_error, waited_for)
        except Exception as error:  # noqa: BLE001 - every error of a job is carried to the window
            outcome = _Outcome(None, error, on_done, on_error, waited_for)
        self._finished.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._running -= outcome.waited_for
        if outcome.error is None:
            outcome.on_done(outcome.result)
        else:
            outcome.on_error(outcome.error)


class WatchedProgress(QObject):
    """A progress (``desktop.services.progress``) that a page shows and can stop."""

    moved = Signal(int, int, object)  # done, total, Message

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = False
        self._last = 0.0

    @Slot()
    def stop(self) -> None:
        """Make the job raise Cancelled at its next step."""
        self._stopped = True

    def step(self, done: int, total: int, what: Message) -> None:
        """Tell the window, from the worker's thread."""
        if self._stopped:
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._last >= _BETWEEN_STEPS:
            self._last = now
            self.moved.emit(done, total, what)
