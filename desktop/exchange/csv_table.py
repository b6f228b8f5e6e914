"""A CSV file from someone else's spreadsheet as rows of cells, each with its number as the spreadsheet shows it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from db.messages import N_, ReportableError
from desktop.exchange import text_encoding

MOST_ROWS = 100_000
MOST_COLUMNS = 500

_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')
_LINES_LOOKED_AT = 20
_ROWS_BETWEEN_STEPS = 2000
_LONGEST_ROW = (
    1_000_000  # characters; the limit of the csv module is one for the whole program, and others move it
)


class TableError(ReportableError):
    """The file is no table that can be read; the sentence says where and what to do."""


class TableRow(NamedTuple):
    """One row that is not empty; ``number`` counts from 1 and includes empty rows, as a spreadsheet does."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a file, the header among them: which row that is depends on the register."""

    encoding: str
    separator: str
    rows: tuple[TableRow, ...]


def read_file(path: Path) -> bytes:
    """Read a file that is not larger than a table may be; raises ReportableError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(text_encoding.LARGEST + 1)  # one more than ``parse`` accepts
    except OSError as error:
        raise TableError(N_("打不开文件“{path}”，请检查它是否存在、是否正被占用。"), path=path) from error


def parse(data: bytes, step: Callable[[int, int], None] | None = None) -> Table:
    """Read the bytes of a CSV; raises NotTextError, TableError.

    ``step`` is told how many lines of how many are read; it may raise to stop. A comma, semicolon or tab separates; quoted cells may hold line ends; line ends may be mixed.
    """
    decoded = text_encoding.decode(data)
    separator = _separator(decoded.text)
    rows = tuple(_rows(decoded.text, separator, step or _nobody))
    if not rows:
        raise TableError(N_("文件里没有内容，请检查是否选错了文件。"))
    return Table(decoded.encoding, separator, rows)


def _separator(text: str) -> str:
    """Take the sign that stands most often outside quotes in the first lines."""
    start = text[: 2**16].splitlines()[:_LINES_LOOKED_AT]
    outside = _QUOTED.sub("", "\n".join(start))
    return max(_SEPARATORS, key=outside.count)


def _nobody(_done: int, _total: int) -> None:
    """Stand in for whoever watches."""


def _rows(text: str, separator: str, step: Callable[[int, int], None]) -> list[TableRow]:
    rows: list[TableRow] = []
    number = 0
    lines = text.count("\n")
    # ``strict`` finds a quote that is never closed: it would swallow all rows behind it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if number % _ROWS_BETWEEN_STEPS == 0:
                step(number, max(number, lines))
            text_of_row = "".join(cells)
            if len(text_of_row) > _LONGEST_ROW:
                raise _unreadable(number)
            if text_of_row.strip():
                rows.append(TableRow(number, tuple(cells)))
                if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                    raise _too_large(rows[-1], len(rows))
    except csv.Error as error:
        raise _unreadable(number + 1) from error
    return rows


def _unreadable(row: int) -> TableError:
    return TableError(
        N_("第 {row} 行读不下去：引号没有成对，或一格里的文字太长。请在表格软件里检查这一行。"), row=row
    )


def _too_large(row: TableRow, count: int) -> TableError:
    if count > MOST_ROWS:
        return TableError(N_("文件超过 {most} 行，请分成几个文件导入。"), most=MOST_ROWS)
    return TableError(
        N_("第 {row} 行有 {columns} 列，最多 {most} 列。请删去多余的空列再导入。"),
        row=row.number,
        columns=len(row.cells),
        most=MOST_COLUMNS,
    )
