"""What a test of the window can leave behind: windows, running timers, threads."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


def standing() -> dict[object, str]:
    """Give the windows that are not deleted, the timers and the threads that run, each with words for a report."""
    found: dict[object, str] = {widget: f"window {widget!r}" for widget in QApplication.topLevelWidgets()}
    # What was frozen at the start of the run is not among these objects: the search stays short.
    for one in gc.get_objects():
        if isinstance(one, QTimer) and isValid(one) and one.isActive():
            found[one] = f"timer {one!r} of {one.parent()!r}"
        elif isinstance(one, QThread) and isValid(one) and one.isRunning():
            found[one] = f"thread {one!r}"
    for thread in threading.enumerate():
        if not thread.daemon:
            found[thread] = f"thread {thread!r}"
    return found


def left_behind(before: Iterable[object]) -> list[str]:
    """Say what stands that did not stand ``before``, after everything that may go has gone."""
    known = {id(one) for one in before}

    def new() -> list[str]:
        return [words for one, words in standing().items() if id(one) not in known]

    if not new():
        return []
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return new()
