"""Notices a stick that is plugged in, while somebody looks at the page that waits for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.exchange import transport

_EVERY = 3_000  # milliseconds
Roots = Callable[[], list[Path]]


class StickWatch(QObject):
    """``arrived`` names the stick on which something new lies; asks nothing of the disks unless it was started."""

    arrived = Signal(object)  # Path

    def __init__(self, roots: Roots, parent: QObject) -> None:
        super().__init__(parent)
        self._roots = roots
        self._seen: dict[Path, int] = {}
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and then every few seconds."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Tell of the first stick whose folder for what comes down is new or has changed."""
        now = {root: moment for root in self._roots() if (moment := _changed(root))}
        fresh = [root for root, moment in now.items() if self._seen.get(root) != moment]
        self._seen = now
        if fresh:
            self.arrived.emit(fresh[0])


def _changed(root: Path) -> int:
    """Give when the folder for receipts was changed, 0 when there is none."""
    try:
        return (root / transport.IN).stat().st_mtime_ns
    except OSError:
        return 0
