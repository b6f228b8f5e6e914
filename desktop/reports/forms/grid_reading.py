"""Read a grid: columns in millimetres, rows of boxes with spans, placed and checked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm

from db.fields import PictureField
from db.messages import N_
from desktop.reports.forms.description import PHOTO, SEAL, Cell, CellKind, Grid, Style
from desktop.reports.forms.mistakes import Table
from desktop.reports.forms.positions import Path
from desktop.reports.forms.templates import Template

if TYPE_CHECKING:
    from desktop.reports.forms.block_reading import BlockReader

_OPINION_WIDTH = 76 * mm  # the seal and beside it ten characters of text
_TALLER = 0.5 * mm


class _CellTable(Table):
    """A box: its mistakes stand on the line of its words."""

    def mistake(self, key: str, reason: str, containing: str = "", /, **values: object) -> None:
        texts = [str(one) for one in self._values.values() if isinstance(one, str)]
        self.reading.mistake(self.path, reason, containing or (texts[0] if texts else key), **values)


def grid_of(reader: BlockReader, table: Table) -> Grid:
    """Read the columns and the rows of a grid."""
    widths = reader.widths(table, "columns", table.items("columns"), reader.room)
    rows = [one if isinstance(one, dict) else {} for one in table.items("row")]
    if not rows:
        table.mistake("row", N_("这个表格没有行，请写 [[block.row]]。"))
    default = table.number("row_height", reader.row_height / mm) * mm
    style = reader.style_of(table, reader.style)
    heights, placed = [], _Placed(len(widths))
    for number, values in enumerate(rows):
        path = (*table.path, "row", number)
        row = Table(table.reading, path, values)
        heights.append(row.number("height", default / mm) * mm)
        label = ""
        for given in row.items("cells"):
            cell = _cell(reader, row, given, style, label)
            label = "" if cell.template.slots or cell.kind != "text" else _plain(cell.template)
            placed.put(cell, number, row)
        placed.check_full(number, row)
        row.close()
    grid = Grid(widths, tuple(heights), tuple(placed.cells))
    _check_sizes(grid, table, reader.high)
    return grid


def _plain(template: Template) -> str:
    return (
        "".join(part for part in template.parts if isinstance(part, str)).replace("　", "").replace("\n", "")
    )


def _cell(reader: BlockReader, row: Table, given: Any, style: Style, label: str) -> Cell:
    """Read one box, "姓名", "{name}" or { text = …, cols = 2 }; it is placed later."""
    values = {"text": given} if isinstance(given, str) else given if isinstance(given, dict) else {}
    path: Path = (*row.path, "cells")
    table = _CellTable(row.reading, path, values)
    kinds: list[CellKind] = [kind for kind in ("opinion", "photo", "qr") if kind in values]
    kind: CellKind = kinds[0] if kinds else "text"
    text = table.text(kind)
    template = reader.template(row, "cells", text)
    own = style if template.slots or kind == "opinion" else replace(style, align=style.align or "center")
    is_opinion = kind == "opinion"
    dated = table.text("date") if is_opinion else ""
    cell = Cell(
        template=template,
        column=0,
        row=0,
        cols=max(table.whole("cols", 1), 1),
        rows=max(table.whole("rows", 1), 1),
        kind=kind,
        style=reader.style_of(table, own),
        label=table.text("label", label),
        picture=_picture(reader, table) if kind == "photo" else "",
        vertical=table.yes("vertical"),
        top=table.yes("top"),
        empty=table.text("empty", reader.empty if template.slots and not is_opinion else ""),
        sign=table.texts("sign") if is_opinion else (),
        seal=table.yes("seal", default=True) if is_opinion else False,
        dated=reader.template(row, "cells", dated or "　　　年　　月　　日") if is_opinion else None,
    )
    table.close()
    return cell


def _picture(reader: BlockReader, table: Table) -> str:
    """Read which field holds the photograph."""
    code = table.text("picture")
    if code and not (reader.register and isinstance(reader.register.fields.get(code), PictureField)):
        table.mistake("picture", N_("“{code}”不是这个台账的照片项目。"), code, code=code)
        return ""
    return code


class _Placed:
    """Boxes put one after another into the free places of the grid, as in a table of a web page."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._taken: set[tuple[int, int]] = set()
        self.cells: list[Cell] = []

    def put(self, cell: Cell, number: int, row: Table) -> None:
        start = next((one for one in range(self._columns) if (number, one) not in self._taken), None)
        words = _words(cell)
        if start is None or start + cell.cols > self._columns:
            sentence = N_("“{words}”放不下：这一行各格的列数加起来超过了 {columns} 列。")
            row.mistake("cells", sentence, words, words=words, columns=self._columns)
            return
        places = set(_places(number, start, cell))
        if places & self._taken:
            row.mistake(
                "cells", N_("“{words}”与上面跨行的格子重叠，请检查 cols 和 rows。"), words, words=words
            )
            return
        self._taken |= places
        self.cells.append(replace(cell, row=number, column=start))

    def check_full(self, number: int, row: Table) -> None:
        missing = sum((number, one) not in self._taken for one in range(self._columns))
        if missing:
            sentence = N_("这一行还空着 {missing} 列，请补上格子，或用 cols 加宽。")
            row.mistake("cells", sentence, missing=missing)


def _places(number: int, start: int, cell: Cell) -> Iterator[tuple[int, int]]:
    for row in range(number, number + cell.rows):
        for column in range(start, start + cell.cols):
            yield row, column


def _words(cell: Cell) -> str:
    texts: Sequence[str] = [part for part in cell.template.parts if isinstance(part, str)]
    return next(iter([*texts, cell.label, *(slot.label for slot in cell.template.slots), *cell.sign]), "")


def _check_sizes(grid: Grid, table: Table, high: float) -> None:
    for cell in grid.cells:
        path = (*table.path, "row", cell.row)
        words = _words(cell)
        across = sum(grid.columns[cell.column : cell.column + cell.cols])
        tall = sum(grid.heights[cell.row : cell.row + cell.rows])
        if cell.row + cell.rows > len(grid.heights):
            table.reading.mistake(path, N_("“{words}”跨的行超出了表格，请减小 rows。"), words, words=words)
        if tall > high:
            sentence = N_("“{words}”高 {height} 毫米，一页放不下，请减小 height。")
            table.reading.mistake(path, sentence, words, words=words, height=f"{tall / mm:g}")
        if cell.seal and (tall < SEAL + 2 * _TALLER or across < _OPINION_WIDTH):
            sentence = N_("“{words}”这一格要留 46×46 毫米盖章，至少高 47 毫米、宽 76 毫米。")
            table.reading.mistake(path, sentence, words, words=words)
        if cell.kind == "photo" and (across < PHOTO[0] or tall < PHOTO[1]):
            table.reading.mistake(path, N_("照片格至少宽 35 毫米、高 49 毫米。"), words)
