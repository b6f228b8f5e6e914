"""The sentence under a page's list: what the last step came to, green when it went well."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from db.messages import Message
from desktop.language import said
from desktop.ui import appearance


class SummaryLine(QLabel):
    """Says one sentence, until the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)

    def say(self, message: Message, *, is_good: bool = False) -> None:
        """Say what the last step came to."""
        self.setText(said(message))
        appearance.colour(self, appearance.GOOD if is_good else appearance.TEXT)
