"""Cells on the clipboard, as Excel and WPS write them: lines of cells with tabs between, quoted where a cell needs it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def cells_of(text: str) -> list[list[str]]:
    """Read the cells of a clipboard; the line end after the last row is no row."""
    text = text.replace("\r\n", "\n").removesuffix("\n")
    return [line or [""] for line in csv.reader(io.StringIO(text), delimiter="\t")]


def text_of(cells: Sequence[Sequence[str]]) -> str:
    """Write cells for a clipboard."""
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(cells)
    return written.getvalue()


def is_several(text: str) -> bool:
    """Tell whether a clipboard holds more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")
