"""What a list on the screen stands on while it is measured: one application, and a session of the big ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from desktop.ui.background import Background
from desktop.ui.session import Session
from tests.benchmarks.stage import Stage


@contextmanager
def session(stage: Stage) -> Iterator[Session]:
    """Open the big ledger as a window does; nothing of it is left for the next measurement."""
    application = QApplication.instance() or QApplication(["benchmark", "-platform", "offscreen"])
    background = Background()
    with stage.ledger() as ledger:
        made = Session(ledger, background)
        try:
            yield made
        finally:
            made.close()
            background.close()
    application.processEvents()
