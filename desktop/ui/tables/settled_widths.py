"""Lines that wrap have other heights once the columns have their widths."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHeaderView


def when_widths_settle(header: QHeaderView, fit: Callable[[], None]) -> None:
    """Call ``fit`` after columns were resized: once, and after the last, which Qt tells of while others are under way."""
    later = QTimer(header)
    later.setSingleShot(True)
    later.timeout.connect(fit)
    header.sectionResized.connect(lambda *_sizes: later.start(0))
