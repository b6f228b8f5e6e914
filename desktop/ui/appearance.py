"""How the window looks: one light palette, one accent, the bundled typefaces."""

from __future__ import annotations

import importlib.resources

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QLabel, QWidget

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
        number = QFontDatabase.addApplicationFontFromData((folder / name).read_bytes())
        families += QFontDatabase.applicationFontFamilies(number)
    font = QFont(families)
    font.setPointSizeF(POINT_SIZE)
    return font


def colour(widget: QWidget, colour: QColor) -> None:
    """Write a widget's text in a colour."""
    own = widget.palette()
    own.setColor(QPalette.ColorRole.WindowText, colour)
    widget.setPalette(own)


def heading(text: str, *, larger: int = 4) -> QLabel:
    """Make a heading some points larger than the text."""
    label = QLabel(text)
    font = label.font()
    font.setPointSizeF(POINT_SIZE + larger)
    font.setBold(True)
    label.setFont(font)
    return label


def quiet(text: str = "") -> QLabel:
    """Make a remark: grey, wrapped."""
    label = QLabel(text)
    label.setWordWrap(True)
    colour(label, QUIET)
    return label
