"""The user's own workbook given back: wrong cells coloured, the reasons beside them, importable again as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from db.messages import Severity
from desktop.exchange import spreadsheet, workbook_saving, workbook_table
from desktop.exchange.spreadsheet import REASONS
from desktop.exchange.workbook_table import Sheet

_AUTHOR = "工会台账"
_COLOURS = {
    Severity.MUST: PatternFill("solid", fgColor="FFFFC7CE"),
    Severity.EXPLAIN: PatternFill("solid", fgColor="FFFFEB9C"),
    Severity.HINT: PatternFill("solid", fgColor="FFDDEBF7"),
}
_ORDER = list(Severity)
_MOST_IN_COMMENT = 1000


@dataclass(frozen=True)
class Mark:
    """What is wrong where: the ``row`` counts from 1, the ``place`` of the cell from 0 (None: no cell)."""

    sheet: str
    row: int
    place: int | None
    severity: Severity
    sentence: str


def mark(
    original: bytes, marks: Sequence[Mark], headers: Mapping[str, int], step: workbook_saving.Step
) -> bytes:
    """Colour the cells, put a note into each and the reasons into a last column of the sheets in ``headers``.

    ``headers`` maps a sheet to the row of its header. A CSV or an .xls comes back as an .xlsx with the same rows. What an
    earlier marking left is taken away first.
    """
    if original.startswith(workbook_table.ZIP):
        workbook = workbook_saving.load(original, step)
    else:
        workbook = _rewritten(spreadsheet.read(original, step).sheets)
    names = {sheet: sheet or workbook.sheetnames[0] for sheet in headers}
    for name, header in headers.items():
        sheet = workbook[names[name]]
        if isinstance(sheet, Worksheet):
            _mark_sheet(sheet, header, [one for one in marks if one.sheet == name])
    return workbook_saving.saved(workbook, step)


def _mark_sheet(sheet: Worksheet, header: int, marks: Sequence[Mark]) -> None:
    column = _reasons_column(sheet, header)
    _clear(sheet, column)
    head = sheet.cell(header, column, REASONS)
    head.font = Font(bold=True, color="FFC00000")
    sheet.column_dimensions[head.column_letter].width = 60
    for (row, place), of_cell in _by_cell(marks).items():
        cell = sheet.cell(row, place + 1)
        if isinstance(cell, Cell):  # else it is a part of a merged cell, which has no look of its own
            cell.fill = _COLOURS[min((one.severity for one in of_cell), key=_ORDER.index)]
            text = "\n".join(f"[{one.severity.value}] {one.sentence}" for one in of_cell)[:_MOST_IN_COMMENT]
            cell.comment = Comment(text, _AUTHOR, width=320, height=60 + 20 * (len(text) // 20))
    for row, of_row in _by_row(marks).items():
        cell = sheet.cell(row, column)
        if row == header or not isinstance(cell, Cell):
            continue
        _set_text(cell, "；".join(f"[{one.severity.value}] {one.sentence}" for one in of_row))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(color="FFC00000")


def _reasons_column(sheet: Worksheet, header: int) -> int:
    """Find the column of an earlier marking, else the first one that is free behind the last header."""
    last = 0
    for cell in sheet[header]:
        if cell.value == REASONS:
            return int(cell.column or 1)
        if cell.value not in (None, ""):
            last = int(cell.column or 1)
    used = max(
        (int(cell.column or 1) for row in sheet.iter_rows() for cell in row if cell.value is not None),
        default=0,
    )
    return max(last, used) + 1


def _clear(sheet: Worksheet, column: int) -> None:
    """Take our earlier reasons, notes and colours away."""
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, Cell):
                continue
            if cell.column == column:
                cell.value = None
            if (
                cell.comment is not None
                and cell.comment.author == _AUTHOR
                and cell.comment.text.startswith("[")
            ):
                cell.comment = None
                cell.fill = PatternFill()


def _by_cell(marks: Iterable[Mark]) -> dict[tuple[int, int], list[Mark]]:
    found: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for one in marks:
        if one.place is not None:
            found[one.row, one.place].append(one)
    return found


def _by_row(marks: Iterable[Mark]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for one in marks:
        found[one.row].append(one)
    return found


def _rewritten(sheets: Sequence[Sheet]) -> Workbook:
    """Write rows of text as a workbook, each in its old row."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        written: Any = workbook.create_sheet(sheet.name or "Sheet1")
        for row in sheet.rows:
            for place, text in enumerate(row.cells, 1):
                if text:
                    _set_text(written.cell(row.number, place), text)
    return workbook


def _set_text(cell: Any, text: str) -> None:
    """Write a text that no program takes for a formula or a number."""
    cell.value = "".join(char for char in text if char in "\t\n" or char.isprintable() or char == "\u3000")
    cell.data_type = "s"
    cell.number_format = "@"
