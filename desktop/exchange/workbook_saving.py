"""Load and save an openpyxl workbook in memory: openpyxl by itself leaves personal data in temporary files for a while."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

Step = Callable[[int, int], None]


def load(data: bytes, step: Step) -> Workbook:
    """Load a workbook with formats, formulas and macros; ``step`` is told how many bytes of how many are read."""
    return load_workbook(_Watched(data, step), keep_vba=b"vbaProject.bin" in data, keep_links=False)


def saved(workbook: Workbook, step: Step) -> bytes:
    """Give the file's bytes; ``step`` is told how many rows of how many are written."""
    out = io.BytesIO()
    workbook.properties.modified = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _Writer(workbook, archive, step).save()
    return out.getvalue()


class _Watched(io.BytesIO):
    """Bytes that say how far they have been read, so that a long loading can be stopped."""

    def __init__(self, data: bytes, step: Step) -> None:
        super().__init__(data)
        self._step, self._size = step, len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        self._step(min(self.tell(), self._size), self._size)
        return super().read(size)


class _Writer(ExcelWriter):
    """Writes each sheet into memory."""

    def __init__(self, workbook: Workbook, archive: zipfile.ZipFile, step: Step) -> None:
        super().__init__(workbook, archive)
        self._step = step

    def write_worksheet(self, ws: Any) -> None:
        """Do what openpyxl does, but for the temporary file."""
        ws._drawing = _drawing(ws)  # noqa: SLF001 - openpyxl's own way
        writer = _SheetWriter(ws, self._step)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined] # noqa: SLF001 - as above
        self._archive.writestr(ws.path[1:], writer.read())  # type: ignore[attr-defined]
        self.manifest.append(ws)


class _SheetWriter(WorksheetWriter):
    def __init__(self, ws: Any, step: Step) -> None:
        super().__init__(ws, io.BytesIO())
        self._step, self._total = step, ws.max_row

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        """Write one row and say so."""
        self._step(min(row_idx, self._total), self._total)
        super().write_row(xf, row, row_idx)


def _drawing(ws: Any) -> Any:
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing  # noqa: PLC0415 - pulls in all charts

    drawing = SpreadsheetDrawing()
    drawing.charts, drawing.images = ws._charts, ws._images  # noqa: SLF001 - openpyxl's own way
    return drawing
