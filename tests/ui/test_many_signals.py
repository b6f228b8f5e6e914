"""A day of signals does not end the program: True outlives what ``emit`` takes from it."""

from __future__ import annotations

import subprocess
import sys

_MANY_SIGNALS = """
from PySide6.QtCore import QObject, Signal
from desktop.ui import application

class Sender(QObject):
    sent = Signal()

application.keep_true_alive()
sender = Sender()
for _ in range(20_000):
    sender.sent.emit()
"""


def test_many_signals_do_not_abort() -> None:
    done = subprocess.run([sys.executable, "-c", _MANY_SIGNALS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
