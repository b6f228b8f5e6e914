"""The bundled typefaces of the window: loaded, and not held in memory."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QRawFont

from desktop.ui import appearance

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_window_is_written_in_the_bundled_typefaces() -> None:
    font = appearance.load_font()
    assert QFontInfo(font).family() == "Noto Sans SC"
    assert QRawFont.fromFont(QFont("Noto Sans SC")).supportsCharacter("工")


def test_typefaces_are_opened_by_their_path(monkeypatch: Any) -> None:
    def held(_content: bytes) -> int:
        raise AssertionError("a typeface is held in memory")

    monkeypatch.setattr(QFontDatabase, "addApplicationFontFromData", held)
    assert len(appearance.load_font().families()) == 3
