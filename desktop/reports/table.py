"""Boxes with text in rows: grids of a form and tables of a list, over as many pages as they need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from reportlab.lib.units import mm

from desktop.reports.fonts import Face
from desktop.reports.line_breaking import fitted
from desktop.reports.page import HAIR, OUTLINE, Align, Paper, Stroke

PADDING = 1.2 * mm  # left and right of text
ABOVE = 0.8 * mm  # and below; a line has some air of its own
LEADING = 1.25  # times the size
ROW_HEIGHT = 8 * mm  # at least 8–9 mm for filling in by hand
CONTINUED = "（续）"
TORN = 5  # a row higher than this part of a page may go on overleaf; the box of an opinion stays whole


class Cell(NamedTuple):
    """One box; ``span`` counts the columns it covers, ``foot`` stands at its lower right (盖章, date)."""

    text: str
    span: int = 1
    align: Align = "left"
    face: Face = "song"
    size: float = 10
    foot: tuple[str, ...] = ()


class _Box(NamedTuple):
    """A cell with its text already broken into lines that fit; lengths in points."""

    cell: Cell
    lines: tuple[str, ...]
    size: float
    x: float
    across: float
    leading: float

    @property
    def height(self) -> float:
        return (len(self.lines) + len(self.cell.foot)) * self.leading + 2 * ABOVE


class Table:
    """Rows drawn downwards from the paper's ``y``; ``head`` is repeated on every page.

    ``widths`` are in points. Nothing is cut: a row grows with its text, and a row too high for a page goes on
    overleaf with its labels marked 续.
    """

    def __init__(
        self,
        paper: Paper,
        widths: Sequence[float],
        head: Sequence[Sequence[Cell]] = (),
        row_height: float = ROW_HEIGHT,
    ) -> None:
        self._paper = paper
        self._widths = tuple(widths)
        self._head = head
        self._row_height = row_height
        self._top: float | None = None
        self._strokes: list[Stroke] = []  # of this page, drawn together
        self._between: dict[float, float] = {}  # x of a line between columns: where it begins

    def add(self, *cells: Cell, height: float = 0, keep: float = 0) -> None:
        """Draw a row at least ``height`` points high.

        ``keep`` asks for that much room below it on the same page (a heading and its first row).
        """
        boxes = self._boxes(cells, self._widths)
        height = max(height, self._height(boxes))
        paper = self._paper
        if self._top is None:
            paper.ensure(min(self._head_height() + height + keep, (paper.top - paper.bottom) / 2))
            self._open()
        while paper.y - height < paper.bottom and height > self.whole_row:
            count = self._lines_that_fit(boxes)
            if count >= 3:
                self._draw([self._begun(box, count) for box in boxes], paper.y - paper.bottom)
                boxes = [self._rest(box, count) for box in boxes]
                height = self._height(boxes)
            self._turn_over()
        if paper.y - height - keep < paper.bottom:
            self._turn_over()
        self._draw(boxes, height)

    def height_of(self, cells: Sequence[Cell], widths: Sequence[float] | None = None) -> float:
        """Measure a row before it is drawn, in the present columns or in those that will follow."""
        return self._height(self._boxes(cells, self._widths if widths is None else widths))

    @property
    def whole_row(self) -> float:
        """How high a row may be before a page may end inside it."""
        return (self._paper.top - self._paper.bottom) / TORN

    def change_columns(self, widths: Sequence[float], head: Sequence[Sequence[Cell]] = ()) -> None:
        """Go on with other columns below the rows so far; the new head is drawn now."""
        self._widths = tuple(widths)
        self._head = ()
        for row in head:
            self.add(*row, keep=2 * self._row_height)
        self._head = head

    def close(self) -> None:
        """Draw the outline of what stands on this page."""
        if self._top is not None:
            self._end_columns(())
            self._paper.lines(self._strokes, HAIR)
            self._strokes = []
            self._paper.box(self._left, self._paper.y, sum(self._widths), self._top - self._paper.y, OUTLINE)
            self._top = None

    @property
    def _left(self) -> float:
        return self._paper.left

    def _open(self) -> None:
        self._top = self._paper.y
        for row in self._head:
            boxes = self._boxes(row, self._widths)
            self._draw(boxes, self._height(boxes))

    def _turn_over(self) -> None:
        self.close()
        self._paper.new_page()
        self._open()

    def _head_height(self) -> float:
        return sum(self.height_of(row) for row in self._head)

    def _boxes(self, cells: Sequence[Cell], widths: Sequence[float]) -> list[_Box]:
        boxes, column, x = [], 0, self._left
        for cell in cells:
            across = widths[column] if cell.span == 1 else sum(widths[column : column + cell.span])
            column += cell.span
            room = across - 2 * PADDING
            lines, size = fitted(cell.text, cell.face, cell.size, room, balanced=cell.align == "center")
            boxes.append(_Box(cell, lines, size, x, across, size * LEADING))
            x += across
        return boxes

    def _height(self, boxes: Sequence[_Box]) -> float:
        return max([self._row_height, *(box.height for box in boxes)])

    def _lines_that_fit(self, boxes: Sequence[_Box]) -> int:
        leading = max(box.leading for box in boxes)
        return int((self._paper.y - self._paper.bottom - 2 * ABOVE) / leading)

    @staticmethod
    def _begun(box: _Box, count: int) -> _Box:
        return box._replace(lines=box.lines[:count], cell=box.cell._replace(foot=()))

    @staticmethod
    def _rest(box: _Box, count: int) -> _Box:
        is_label = box.cell.align == "center"
        if is_label and len(box.lines) <= count:
            return box if CONTINUED in box.lines else box._replace(lines=(*box.lines, CONTINUED))
        return box._replace(lines=box.lines[count:])

    def _end_columns(self, edges: Collection[float]) -> None:
        """Draw the lines between columns down to here, but for those that go on at ``edges``."""
        for x in [x for x in self._between if x not in edges]:
            self._strokes.append((x, self._between.pop(x), x, self._paper.y))

    def _draw(self, boxes: Sequence[_Box], height: float) -> None:
        paper = self._paper
        top, bottom = paper.y, paper.y - height
        edges = [box.x for box in boxes[1:]]
        self._end_columns(edges)
        for x in edges:
            self._between.setdefault(x, top)
        self._strokes.append((self._left, bottom, boxes[-1].x + boxes[-1].across, bottom))
        for box in boxes:
            cell, leading = box.cell, box.leading
            if cell.align == "left":
                x = box.x + PADDING
            elif cell.align == "right":
                x = box.x + box.across - PADDING
            else:
                x = box.x + box.across / 2
            foot = len(cell.foot) * leading
            # The first baseline: text stands in the middle of what the foot leaves of its box.
            y = top - (height - foot - len(box.lines) * leading) / 2 - leading / 2 - box.size * 0.36
            for line in box.lines:
                paper.text(x, y, line, cell.face, box.size, cell.align)
                y -= leading
            y = bottom + ABOVE + foot - leading / 2 - box.size * 0.36
            for line in cell.foot:
                paper.text(box.x + box.across - 3 * PADDING, y, line, cell.face, box.size, "right")
                y -= leading
        paper.y = bottom
