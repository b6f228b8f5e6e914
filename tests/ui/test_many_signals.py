"""A day of signals and calls does not end the program: True, False and None outlive what PySide6 takes from them."""

from __future__ import annotations

import subprocess
import sys

_MANY_SIGNALS = """
from PySide6.QtCore import QObject, Signal
from desktop.ui import application

class Sender(QObject):
    sent = Signal()

application.keep_constants_alive()
sender = Sender()
for _ in range(20_000):
    sender.sent.emit()
    sender.setObjectName("a")
    sender.signalsBlocked()
"""


def test_many_signals_do_not_abort() -> None:
    done = subprocess.run([sys.executable, "-c", _MANY_SIGNALS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
