"""How the window looks: one light palette, one accent, the bundled typefaces."""

from __future__ import annotations

import importlib.resources
import weakref
from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from db.messages import Severity

ACCENT = QColor("#A61B1B")
TEXT = QColor("#1F1F1F")
QUIET = QColor("#666666")
GOOD = QColor("#1B6B2F")
LOCKED = QColor("#F3F1EE")
SEVERITY_TEXT = {
    Severity.MUST: QColor("#A61B1B"),
    Severity.EXPLAIN: QColor("#8A5A00"),
    Severity.HINT: QColor("#3A5A8A"),
}
SEVERITY_BASE = {
    Severity.MUST: QColor("#FBE9E7"),
    Severity.EXPLAIN: QColor("#FFF6DD"),
    Severity.HINT: QColor("#EEF3FA"),
}
SEVERITY_SIGN = {Severity.MUST: "✖", Severity.EXPLAIN: "?", Severity.HINT: "·"}

POINT_SIZE = 10.5
_SMALL_SCREEN = QSize(1340, 690)  # 1366 × 768 without the frame of the window and a task bar

# The first has nearly all characters; the others draw the rare ones of names.
_FONT_FILES = ("NotoSansSC-Regular.ttf", "TaizhangRareSong-Regular.ttf", "TaizhangKai-Regular.ttf")


def palette() -> QPalette:
    """Give the light palette, whatever the desktop around us prefers."""
    found = QPalette(QColor("#F3F1EE"))
    role = QPalette.ColorRole
    for name, colour in (
        (role.WindowText, TEXT),
        (role.Text, TEXT),
        (role.ButtonText, TEXT),
        (role.Base, QColor("#FFFFFF")),
        (role.AlternateBase, QColor("#FAF8F6")),
        (role.Button, QColor("#F7F5F2")),
        (role.Highlight, ACCENT),
        (role.HighlightedText, QColor("#FFFFFF")),
        (role.Accent, ACCENT),
        (role.Link, ACCENT),
        (role.ToolTipBase, QColor("#FFFFFF")),
        (role.ToolTipText, TEXT),
        (role.PlaceholderText, QColor("#8C8C8C")),
    ):
        found.setColor(name, colour)
    disabled = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(disabled, name, QColor("#8C8C8C"))
    return found


def load_font() -> QFont:
    """Load the bundled typefaces and give the font of the window; Chinese shows on a machine that has none."""
    families: list[str] = []
    folder = importlib.resources.files("resources") / "fonts"
    for name in _FONT_FILES:
        # By its path: Qt maps the file and reads what it draws, instead of holding 18 MB that nobody looks at.
        with importlib.resources.as_file(folder / name) as file:
            number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number)
    font = QFont(families)
    font.setPointSizeF(POINT_SIZE)
    return font


def colour(widget: QWidget, colour: QColor) -> None:
    """Write a widget's text in a colour."""
    own = widget.palette()
    own.setColor(QPalette.ColorRole.WindowText, colour)
    widget.setPalette(own)


def colour_button(button: QWidget, colour: QColor) -> None:
    """Write a button's text in a colour."""
    own = button.palette()
    own.setColor(QPalette.ColorRole.ButtonText, colour)
    button.setPalette(own)


def set_text_size(percent: int) -> None:
    """Write everything larger or smaller; widgets that are open take it over."""
    _Scale.percent = percent
    font = QApplication.font()
    font.setPointSizeF(POINT_SIZE * percent / 100)
    QApplication.setFont(font)
    for one in _Scale.headings:
        if isValid(one):
            one.grow()


def scaled(pixels: int) -> int:
    """Give a width or height that holds at 100 % for the text size that is chosen."""
    return round(pixels * _Scale.percent / 100)


def for_screen(width: int, height: int) -> QSize:
    """Give a window's size at 100 % in the text size that is chosen, never larger than a small screen has room for."""
    return QSize(scaled(width), scaled(height)).boundedTo(_SMALL_SCREEN)


class _Scale:
    """The text size of the window: every widget shares it. Headings have a font of their own and are told."""

    percent = 100
    headings: ClassVar[weakref.WeakSet[Heading]] = weakref.WeakSet()


class Heading(QLabel):
    """A text some points larger than the others, at every text size."""

    def __init__(self, text: str, larger: int) -> None:
        super().__init__(text)
        self._larger = larger
        self.grow()
        _Scale.headings.add(self)

    def grow(self) -> None:
        """Follow the font of the window."""
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() + self._larger)
        font.setBold(True)
        self.setFont(font)


def heading(text: str, *, larger: int = 4) -> Heading:
    """Make a heading some points larger than the text."""
    return Heading(text, larger)


def quiet(text: str = "") -> QLabel:
    """Make a remark: grey, wrapped."""
    label = QLabel(text)
    label.setWordWrap(True)
    colour(label, QUIET)
    return label


def loud(text: str = "") -> QLabel:
    """Make a sentence that nobody shall overlook: in the accent colour, wrapped."""
    label = QLabel(text)
    label.setWordWrap(True)
    colour(label, ACCENT)
    return label
