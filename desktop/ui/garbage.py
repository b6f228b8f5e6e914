"""Collect Python's cyclic garbage on the thread of the window only.

Otherwise a collection that happens to start on the worker's thread destroys widgets there, which crashes Qt.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_PAUSE = 1000  # milliseconds


def leave_out_what_stands() -> None:
    """Go through nothing of what stands now in any later collection; call it when the window has come up.

    It is modules and classes nearly all, which stay anyway, and going through them holds the window for 150 ms each
    time. Only once: cycles among what is left out are never freed, so that nothing that comes and goes may be in it.
    """
    if not gc.get_freeze_count():
        gc.freeze()


class GarbageCollection(QObject):
    """Stands in for the automatic collection as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    @Slot()
    def _collect(self) -> None:
        """Collect the generations that would be due by Python's own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
