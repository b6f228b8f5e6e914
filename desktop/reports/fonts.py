"""The bundled Chinese faces: every character is looked up before it is drawn, and none is dropped."""

from __future__ import annotations

import functools
import importlib.resources
import io
from itertools import groupby
from pathlib import Path
from typing import Literal

from reportlab.pdfbase import pdfmetrics

from desktop.reports import system_fonts
from desktop.reports.text_mapping import SearchableFont

Face = Literal["song", "song_bold", "hei", "kai", "fang"]
"""宋体 for text, bold Song (小标宋) for titles, 黑体 for headings, 楷体 for remarks, 仿宋 for letters and values."""

SONG = "NotoSerifSC-Regular.ttf"
RARE = "TaizhangRareSong-Regular.ttf"
KAI = "TaizhangKai-Regular.ttf"

FILES: dict[Face, tuple[str, ...]] = {
    "song": (SONG, RARE, KAI),
    "song_bold": ("NotoSerifSC-Bold.ttf", SONG, RARE, KAI),
    "hei": ("NotoSansSC-Regular.ttf", SONG, RARE, KAI),
    "kai": (KAI, SONG, RARE),
    "fang": (SONG, RARE, KAI),
}
"""The files in ``resources/fonts`` where a face looks for a character, in this order."""


_OF_THE_COMPUTER: dict[Face, tuple[str, ...]] = {"fang": system_fonts.FANG, "kai": system_fonts.KAI}


@functools.cache
def files(face: Face) -> tuple[str, ...]:
    """Name the files of a face: the computer's own before the bundled ones, where it has one."""
    own = system_fonts.embeddable(_OF_THE_COMPUTER[face]) if face in _OF_THE_COMPUTER else None
    return (str(own), *FILES[face]) if own else FILES[face]


def runs(text: str, face: Face) -> list[tuple[str, str]]:
    """Split text into (font name, text) by who has the characters; a missing one becomes 〔U+XXXXX〕."""
    first = files(face)[0]
    if font(first).has_all(text):
        return [(first, text)] if text else []
    placed = (_place(character, face) for character in _with_stand_ins(text))
    return [
        (name, "".join(part for _, part in parts))
        for name, parts in groupby(placed, key=lambda place: place[0])
    ]


def width(text: str, face: Face, size: float) -> float:
    """Measure text in points."""
    return _advance(text, face) * size / 1000


def missing(text: str) -> list[str]:
    """Name the characters that no bundled font has, each once, in the order of the text."""
    if font(SONG).has_all(text):
        return []
    return [character for character in dict.fromkeys(text) if _owner(character, "song") is None]


@functools.cache
def font(name: str) -> Font:
    """Load a font of ``resources/fonts``, or of the computer by its path, and register it with reportlab, once."""
    path = Path(name)
    file = path if path.is_absolute() else importlib.resources.files("resources") / "fonts" / name
    loaded = Font(path.name, io.BytesIO(file.read_bytes()))
    pdfmetrics.registerFont(loaded)
    return loaded


class Font(SearchableFont):
    """A font that answers quickly which characters it has and how wide they are."""

    def __init__(self, name: str, content: io.BytesIO) -> None:
        super().__init__(name, content)
        self.face.filename = name  # reportlab tells embedded files apart by this
        default = self.face.defaultWidth or 0
        widths: dict[int, float] = self.face.charWidths
        self._widths = {chr(code): widths.get(code, default) for code in self.face.charToGlyph}
        self._characters = frozenset(self._widths)

    def has_all(self, text: str) -> bool:
        """Whether the font can draw every character."""
        return self._characters.issuperset(text)

    def advance(self, text: str) -> float:
        """Sum the widths in thousandths of the size; the font has every character."""
        return float(sum(map(self._widths.__getitem__, text)))


def _with_stand_ins(text: str) -> str:
    """Replace the characters that no bundled font has."""
    absent = missing(text)
    return (
        text.translate({ord(character): f"〔U+{ord(character):04X}〕" for character in absent})
        if absent
        else text
    )


@functools.lru_cache(maxsize=16384)
def _advance(text: str, face: Face) -> float:
    return sum((font(name).advance(part) for name, part in runs(text, face)), 0.0)


def _owner(character: str, face: Face) -> str | None:
    return next((name for name in files(face) if font(name).has_all(character)), None)


def _place(character: str, face: Face) -> tuple[str, str]:
    owner = _owner(character, face)
    if owner is None:  # the faces differ in their first file only, and all end with the same ones
        raise ValueError(f"no font for U+{ord(character):04X}")
    return owner, character
