"""Ctrl and plus, minus, 0: the text of the window larger and smaller, remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from db.messages import N_, Message
from desktop.settings import TEXT_SIZE
from desktop.ui import appearance
from desktop.ui.session import Session

SIZES = (100, 110, 125, 150)  # percent


class TextSize(QObject):
    """Listens to the keys of one window."""

    changed = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        for keys, slot in (
            (("Ctrl++", "Ctrl+="), self.larger),
            (("Ctrl+-",), self.smaller),
            (("Ctrl+0",), self.usual),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), window).activated.connect(slot)
        # After the page that asks for it is done: it is made anew.
        session.text_size_wanted.connect(self._set, Qt.ConnectionType.QueuedConnection)
        appearance.set_text_size(self.percent)

    @property
    def percent(self) -> int:
        """The size that is chosen."""
        return self._session.settings.get(TEXT_SIZE)

    @Slot()
    def larger(self) -> None:
        """Take the next larger size."""
        self._set(next((size for size in SIZES if size > self.percent), SIZES[-1]))

    @Slot()
    def smaller(self) -> None:
        """Take the next smaller size."""
        self._set(next((size for size in reversed(SIZES) if size < self.percent), SIZES[0]))

    @Slot()
    def usual(self) -> None:
        """Take the size of the beginning."""
        self._set(SIZES[0])

    @Slot(int)
    def _set(self, percent: int) -> None:
        self._session.settings.put(TEXT_SIZE, percent)
        appearance.set_text_size(percent)
        self.changed.emit()
        self._session.say(Message(N_("文字大小 {n}%，Ctrl+0 恢复原来的大小。"), {"n": percent}))
