"""Sentences about a package, a receipt or a record: each with its sign and colour, wrapped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from db.messages import Message, Severity
from desktop.exchange.finding import Finding
from desktop.language import _, said
from desktop.ui import appearance

Sentence = tuple[str, Message, QColor]  # sign, words, colour


class FindingList(QListWidget):
    """Read-only; what is wrong stands first."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_(name))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setMinimumHeight(appearance.scaled(60))

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        """Show sentences in their order."""
        self.clear()
        for sign, message, colour in sentences:
            item = QListWidgetItem(f"{sign} {said(message)}", self)
            item.setToolTip(said(message))
            item.setForeground(colour)


def of_findings(wrong: Sequence[Finding], every: Sequence[Finding]) -> list[Sentence]:
    """Give the sentences of findings: what is wrong, the gravest first, then what holds."""
    bad = [
        (appearance.SEVERITY_SIGN[one.severity], one.message, appearance.SEVERITY_TEXT[one.severity])
        for one in wrong
    ]
    return bad + [("✓", one.message, appearance.GOOD) for one in every if one.holds]


def bad(message: Message, severity: Severity = Severity.MUST) -> Sentence:
    """Make a sentence about something that is not as it should be."""
    return appearance.SEVERITY_SIGN[severity], message, appearance.SEVERITY_TEXT[severity]
