"""An Excel workbook (.xlsx, .xlsm, old .xls) as sheets of text cells, in the shape of ``csv_table``.

Cells become the text that a person would have typed: a whole number has no ``.0``, a date is ``2026-05-08 00:00:00``, and a
number of more than 15 digits, whose end Excel has lost, is written ``3.60111199001011E+17``, as it is shown there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from db.messages import N_, Message
from desktop.exchange import workbook_parts
from desktop.exchange.csv_table import MOST_COLUMNS, MOST_ROWS, TableError, TableRow
from desktop.exchange.text_encoding import LARGEST
from desktop.exchange.workbook_parts import SheetMarks

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_EXACT = 10**15  # Excel keeps fifteen digits
_ROWS_BETWEEN_STEPS = 500

Step = Callable[[int, int], None]
"""Told how many rows of how many are read; may raise to stop."""


@dataclass(frozen=True)
class Sheet:
    """One sheet; ``merged`` are the rows from which cells that span several rows were filled downwards."""

    name: str
    rows: tuple[TableRow, ...]
    is_visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[int, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """``kind`` is xlsx or xls; ``remarks`` say what of the file was left aside."""

    kind: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[Message, ...]


def is_workbook(data: bytes) -> bool:
    """Whether the content, whatever the file is called, is a workbook."""
    return data.startswith((ZIP, OLE))


def parse(data: bytes, step: Step) -> Workbook:
    """Read all sheets that hold anything; raises TableError with what to do."""
    if len(data) > LARGEST:
        raise TableError(
            N_("文件超过 {most} MB，不像是台账的表格。请检查是否选错了文件，或分成几个文件导入。"),
            most=LARGEST // 2**20,
        )
    remarks: list[Message] = []
    marks: dict[str, SheetMarks] = {}
    kind = "xls"
    if data.startswith(ZIP):
        kind, parts = "xlsx", workbook_parts.unpack(data, step)
        data, marks = parts.packed, dict(parts.marks)
        if parts.has_macros:
            remarks.append(Message(N_("工作簿里有宏，宏没有运行，也没有读入；只读了单元格里的值。")))
        if parts.has_links:
            remarks.append(Message(N_("工作簿引用了别的文件，没有去打开；只读了单元格里存着的值，请核对。")))
    elif _ENCRYPTED in data:
        raise _locked()
    sheets = [sheet for sheet in _sheets(data, marks, step) if sheet.rows]
    if not sheets:
        raise TableError(N_("文件里没有内容，请检查是否选错了文件。"))
    return Workbook(kind, tuple(sheets), tuple(remarks))


def _locked() -> TableError:
    return TableError(
        N_("这个工作簿设了打开密码。请用表格软件打开，在“文件—信息—保护工作簿”里去掉密码，另存后再导入。")
    )


def _sheets(data: bytes, marks: dict[str, SheetMarks], step: Step) -> Iterator[Sheet]:
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(data))
        for place, about in enumerate(workbook.sheets_metadata):
            marked = marks.get(about.name, SheetMarks())
            sheet = workbook.get_sheet_by_index(place)
            merged = list(_merged(sheet))
            yield Sheet(
                about.name,
                tuple(_rows(sheet, marked, merged, step)),
                about.visible == SheetVisibleEnum.Visible,
                marked.hidden_rows,
                marked.hidden_columns,
                tuple(sorted({top for top, _, bottom, _ in merged if bottom > top})),
            )
    except PasswordError as error:
        raise _locked() from error
    except CalamineError as error:
        raise workbook_parts.damaged() from error


def _merged(sheet: CalamineSheet) -> Iterator[tuple[int, int, int, int]]:
    """Give the merged ranges as rows and columns from 1: top, left, bottom, right."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom - top < MOST_ROWS and right - left < MOST_COLUMNS:
            yield top + 1, left + 1, bottom + 1, right + 1


def _rows(
    sheet: CalamineSheet, marks: SheetMarks, merged: Sequence[tuple[int, int, int, int]], step: Step
) -> Iterator[TableRow]:
    """Give the rows that are not empty; a merged range has its value in each of its cells, as it looks."""
    if sheet.start is None and not marks.errors:
        return
    margin = [""] * (sheet.start[1] if sheet.start else 0)
    starting = {top: [one for one in merged if one[0] == top] for top in {one[0] for one in merged}}
    errors: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in marks.errors.items():
        errors.setdefault(row, []).append((column, text))
    open_ranges: list[tuple[int, int, int, str]] = []  # bottom, left, right, text
    count = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        if number % _ROWS_BETWEEN_STEPS == 0:
            step(number, sheet.total_height)
        cells = margin + [value if type(value) is str else _text(value) for value in values]
        if number in errors:
            _set_errors(cells, errors[number])
        for _, left, bottom, right in starting.get(number, ()):
            if left <= len(cells):
                open_ranges.append((bottom, left, right, cells[left - 1]))
        for _, left, right, text in open_ranges:
            cells[left - 1 : right] = [text] * (min(right, len(cells)) - left + 1)
        open_ranges = [one for one in open_ranges if one[0] > number]
        if "".join(cells).strip():
            count += 1
            if count > MOST_ROWS:
                raise TableError(N_("文件超过 {most} 行，请分成几个文件导入。"), most=MOST_ROWS)
            if len(cells) > MOST_COLUMNS:
                raise TableError(
                    N_("第 {row} 行有 {columns} 列，最多 {most} 列。请删去多余的空列再导入。"),
                    row=number,
                    columns=len(cells),
                    most=MOST_COLUMNS,
                )
            yield TableRow(number, tuple(cells))


def _set_errors(cells: list[str], errors: Sequence[tuple[int, str]]) -> None:
    """Put the error values in, which the reader gives as empty cells."""
    for column, text in errors:
        if column <= MOST_COLUMNS:
            cells += [""] * (column - len(cells))
            cells[column - 1] = text


def _text(value: float | str | date | time | timedelta) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return f"{value.isoformat()} 00:00:00"
        case timedelta():
            return str(value)
    return value.isoformat()


def _number(value: float) -> str:
    """Write a number with the fifteen digits that Excel keeps; one that needs more is past saving."""
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    return f"{value:.15g}" if abs(value) >= 1e-4 else f"{value:.17f}".rstrip("0")
