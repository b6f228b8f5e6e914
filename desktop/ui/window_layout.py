"""Where the parts of the window stand: office and user above, navigation at the left, cards and pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.language import _
from desktop.ui import appearance
from desktop.ui.navigation import Entry
from desktop.ui.page_stack import PageArea, PageStack

NUMBERED = 9  # pages that have a key


def header(office: str, user: str, lock: Callable[[], object]) -> QHBoxLayout:
    """Name the office and the user, and give the button that locks the window."""
    button = QPushButton(_("锁定 Ctrl+L"))
    button.setShortcut(QKeySequence("Ctrl+L"))
    button.clicked.connect(lock)
    line = QHBoxLayout()
    line.setContentsMargins(12, 6, 12, 0)
    line.addWidget(appearance.heading(office, larger=1))
    line.addStretch(1)
    line.addWidget(QLabel(user))
    line.addWidget(button)
    return line


def body(above: QHBoxLayout, navigation: QWidget, recovery: QWidget, stack: PageStack) -> QWidget:
    """Put the parts together; the pages take all the room that is left."""
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(recovery)
    right.addWidget(PageArea(stack), 1)
    below = QHBoxLayout()
    below.setContentsMargins(0, 0, 0, 0)
    below.setSpacing(0)
    below.addWidget(navigation)
    below.addLayout(right, 1)
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addLayout(above)
    layout.addLayout(below, 1)
    return whole


def number_pages(window: QWidget, entries: Sequence[Entry], go_to: Callable[[], object]) -> None:
    """Let Ctrl+1 to Ctrl+9 go to the first pages; the shortcut that was pressed has the code as its name."""
    for number, entry in enumerate(entries[:NUMBERED], 1):
        shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), window)
        shortcut.setObjectName(entry.code)
        shortcut.activated.connect(go_to)
