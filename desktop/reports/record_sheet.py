"""One record as a filled form: its sections, the clerk's written reasons, and the line for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from db.record import Record
from db.register import Context, Register
from db.values import dates
from desktop.reports.page import Paper
from desktop.reports.printed_values import NOTHING, form_name, is_personal
from desktop.reports.record_layout import LABEL_SIZE, TEXT_SIZE, Grid, Part, Row, form_columns, lay_out
from desktop.reports.table import Cell, Table

ROW_HEIGHT = 6.2 * mm  # filled in by the program, so less than for a hand
SIGNATURES = 12 * mm  # the line below the form; it never has a page to itself
KEPT_WHOLE = 90 * mm  # a last part up to this height goes overleaf together with the signatures
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Explanation:
    """A 核实 problem of a record, as a sentence, with the clerk's written reason."""

    register: str
    record_id: str
    record_label: str
    sentence: str
    reason: str


def draw_record_sheet(
    paper: Paper,
    register: Register,
    record: Record,
    context: Context,
    explanations: Sequence[Explanation] = (),
    *,
    level: int = 1,
) -> None:
    """Draw a record from the top of a new page; ``level`` is that of its bookmark (0 where no list stands before)."""
    paper.new_page(landscape=False, personal=is_personal(register.code))
    paper.bookmark(register.label_of(record), level=level)
    _draw_head(paper, register, record)
    parts = [lay_out(section, register, record, context, paper.room) for section in register.sections]
    if explanations:
        rows = tuple(_explained(explanation) for explanation in explanations)
        parts.append(Part("核实情况说明", (Grid(form_columns(paper.room), rows),)))
    table = Table(paper, form_columns(paper.room), row_height=ROW_HEIGHT)
    for number, part in enumerate(parts, start=1):
        below = SIGNATURES if number == len(parts) else 0
        table.change_columns(form_columns(paper.room))
        _add(table, f"{_numeral(number)}、{part.title}", part.grids, below)
    table.close()
    paper.y -= 8 * mm
    for place, words in enumerate(("单位负责人：", "审核人：", "填表人：", "填报日期：　　　年　　月　　日")):
        paper.text(paper.left + place * paper.room * 0.23, paper.y, words, size=TEXT_SIZE)


def _draw_head(paper: Paper, register: Register, record: Record) -> None:
    withdrawn = "（已撤销）" if record.deleted_at else ""
    paper.heading(f"{form_name(register)}登记表{withdrawn}")
    number = str(getattr(record, register.number_field) or NOTHING) if register.number_field else ""
    left = f"编号：{number}" if number else f"类别：{register.group}"
    right = f"第 {record.revision} 版　填写日期：{dates.written(record.written_on)}"
    paper.y -= 2 * mm
    paper.text(paper.left, paper.y, left, size=TEXT_SIZE)
    paper.text(paper.right, paper.y, right, size=TEXT_SIZE, align="right")
    paper.y -= 2 * mm


def _add(table: Table, heading: str, grids: Sequence[Grid], below: float) -> None:
    """Draw a part with its heading above what follows, and keep ``below`` points free under its last row."""
    keep = _height_below_heading(table, grids, below)
    table.add(Cell(heading, span=4, face="hei", size=10.5), keep=keep)
    for grid in grids:
        table.change_columns(grid.widths, grid.head)
        for row in grid.rows:
            is_last = grid is grids[-1] and row is grid.rows[-1]
            table.add(*row.cells, height=row.height, keep=below if is_last else 0)


def _height_below_heading(table: Table, grids: Sequence[Grid], below: float) -> float:
    """Measure what stays on the page of a heading: the whole last part, of another its first row."""
    if below:
        rows = [(row, grid.widths) for grid in grids for row in (*map(Row, grid.head), *grid.rows)]
        whole = below + sum(max(row.height, table.height_of(row.cells, widths)) for row, widths in rows)
        if whole <= KEPT_WHOLE:
            return whole
    if not grids:
        return 0
    widths, (first, *_), head = grids[0]
    begun = min(max(first.height, table.height_of(first.cells, widths)), table.whole_row)
    return begun + sum(table.height_of(row, widths) for row in head)


def _explained(explanation: Explanation) -> Row:
    label = Cell("需核实", align="center", size=LABEL_SIZE)
    sentences = f"{explanation.sentence}\n说明：{explanation.reason}"
    return Row((label, Cell(sentences, span=3, size=TEXT_SIZE)))


def _numeral(number: int) -> str:
    """Write 1–19 in Chinese."""
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]
