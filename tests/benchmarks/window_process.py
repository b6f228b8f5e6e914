"""A window in a process of its own: says when it is usable, and how much memory it holds (MB).

``window_process.py bare`` shows an empty Qt window, ``password FOLDER`` ours up to the password, ``window FOLDER`` up
to the start page, ``list FOLDER`` up to the first list. Usable means painted, and a key that is pressed stands in the
line that has the cursor; the start page, which has none, answers Ctrl+K.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget


class _Painted(QObject):
    """Notices the first frame of any window."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.windows: set[QWidget] = set()
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.windows.add(watched.window())
        return False


def _bare() -> None:
    application = QApplication([])
    painted = _Painted(application)
    window = QMainWindow()
    line = QLineEdit()
    window.setCentralWidget(line)
    window.show()
    _until(lambda: window in painted.windows)
    _press_key(line)


def _ours(folder: Path, goal: str) -> None:
    from desktop.language import CHINESE, choose
    from desktop.ui import application
    from desktop.ui.program import Program
    from tests.benchmarks.password import PASSWORD, clock

    choose(CHINESE)
    painted = _Painted(application.start(CHINESE))
    program = Program(folder, clock)
    program.start()
    door = program.window
    _until(lambda: door in painted.windows)
    line = door.findChild(QLineEdit, "password")
    if goal != "password":
        line.setText(PASSWORD)
        line.returnPressed.emit()
        _until(lambda: program.window is not door and program.window in painted.windows)
        if goal == "list":
            program.window.go_to("hardship_cases")
            line = program.window.page("hardship_cases").search
        else:
            program.window.box.open()
            line = program.window.box.findChild(QLineEdit)
    _press_key(line)


def _until(is_so: Callable[[], bool]) -> None:
    """Run the event loop until something is so; calling processEvents very often crashes Python 3.11 in PySide6 6.12."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: is_so() and loop.quit())
    timer.start(1)
    loop.exec()


def _press_key(line: QLineEdit) -> None:
    QApplication.sendEvent(
        line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    )
    if line.text() != "a":
        raise SystemExit("the key was not accepted")
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    print(pages * resource.getpagesize() / 2**20, flush=True)  # noqa: T201 - read by the benchmark
    os._exit(0)  # taking everything down is not measured


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if sys.argv[1] == "bare":
        _bare()
    else:
        _ours(Path(sys.argv[2]), sys.argv[1])
