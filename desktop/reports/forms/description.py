"""What a form is once its TOML has been read and checked: paper, margins and blocks in order; lengths in points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from reportlab.lib.units import mm

from desktop.reports.fonts import Face
from desktop.reports.forms.conditions import Condition
from desktop.reports.forms.templates import Occasion, Subject, Template
from desktop.reports.page import Align

SEAL = 46 * mm  # the largest seal with its margin: a square that stays free at each 盖章处
PHOTO = (35 * mm, 49 * mm)  # a two-inch photograph
SMALLEST = 6.0  # points: text shrinks to this before it goes on on a 续页

Rectangle = tuple[float, float, float, float]
"""x and y of the lower left corner, width and height, in points."""

CellKind = Literal["text", "opinion", "photo", "qr"]
Duplex = Literal["", "long", "short"]
Foot = Literal["form", "letter"]


@dataclass(frozen=True)
class Style:
    """How text stands in its place; ``leading`` is the distance of lines in times of the size."""

    face: Face = "song"
    size: float = 10.5
    smallest: float = SMALLEST
    align: Align | None = None  # None: one line in the middle, several to the left
    leading: float = 1.3
    chars: int = 0  # of full width on a line, 0: as they come


@dataclass(frozen=True)
class Cell:
    """One box of a grid, in columns and rows counted from 0.

    An opinion has its words above, ``sign`` lines, a free square for the seal and a date.
    """

    template: Template
    column: int
    row: int
    cols: int = 1
    rows: int = 1
    kind: CellKind = "text"
    style: Style = Style()
    label: str = ""  # the words of the label beside it: the heading of what goes on on a 续页
    picture: str = ""  # of a photo: the code of the field that holds it
    vertical: bool = False
    top: bool = False
    empty: str = ""
    sign: tuple[str, ...] = ()
    seal: bool = False
    dated: Template | None = None

    @cached_property
    def is_label(self) -> bool:
        """Whether the box says the same on every form."""
        return self.kind == "text" and self.template.is_fixed


@dataclass(frozen=True)
class Title:
    """The name of the form across the middle; one that is too long takes up to ``lines`` lines before it shrinks."""

    template: Template
    style: Style
    lines: int = 1


@dataclass(frozen=True)
class Line:
    """Words side by side: ``ends`` puts the first to the left and the last to the right, else equal shares."""

    parts: tuple[Template, ...]
    style: Style
    ends: bool = True
    height: float = 7 * mm


class Band(NamedTuple):
    """Rows of a grid that stay on one page: the first of them, their height, and the boxes with their places."""

    first: int
    height: float
    places: tuple[tuple[Cell, Rectangle], ...]


@dataclass(frozen=True)
class Grid:
    """Boxes in columns and rows; the rows have fixed heights, so that every record has the same form."""

    columns: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """Group the rows so that those which a box spans stay together."""
        found, first = [], 0
        while first < len(self.heights):
            last, reached = first, first + 1
            while last < reached:
                last = reached
                reached = max((cell.row + cell.rows for cell in self._cells(first, last)), default=last)
            places = tuple((cell, self._place(cell, first)) for cell in self._cells(first, last))
            found.append(Band(first, sum(self.heights[first:last]), places))
            first = last
        return tuple(found)

    def _cells(self, first: int, last: int) -> list[Cell]:
        return [cell for cell in self.cells if first <= cell.row < last]

    def _place(self, cell: Cell, first: int) -> Rectangle:
        """Measure from the upper left corner of the band, so that y is negative."""
        x = sum(self.columns[: cell.column])
        low = -sum(self.heights[first : cell.row + cell.rows])
        across = sum(self.columns[cell.column : cell.column + cell.cols])
        return x, low, across, sum(self.heights[cell.row : cell.row + cell.rows])


@dataclass(frozen=True)
class Column:
    """One column of a table: its head, what stands below, whether it is added up (``sum``: the field's code)."""

    head: str
    template: Template
    width: float
    style: Style
    empty: str = ""
    sum: str = ""


@dataclass(frozen=True)
class Rows:
    """The rows of a group as a table with ``printed`` lines; more go on on a 续页. ``side`` stands upright beside it.

    ``ages`` lists only people of that age, both ends included, and those without a date of birth. With ``each``, a
    choice of the row, every choice whose code begins with ``begins`` has a line. A ``head_height`` of 0 leaves the head out.
    """

    group: str
    columns: tuple[Column, ...]
    printed: int
    row_height: float
    head_height: float
    head_style: Style
    side: str = ""
    side_width: float = 0
    ages: tuple[int, int] | None = None
    each: str = ""
    begins: str = ""


@dataclass(frozen=True)
class Flow:
    """Paragraphs that run over as many pages as they need; ``indent`` counts characters."""

    template: Template
    style: Style
    indent: int = 0
    empty: str = ""


@dataclass(frozen=True)
class Listing:
    """A table over all records of the form, with sums; its head stands on every page.

    ``carry`` writes 过次页 and 承前页 where the table turns over, ``capitals`` the code of the sum written in 大写,
    ``parts`` the code of a choice by which the total is parted (其中：…).
    """

    columns: tuple[Column, ...]
    row_height: float
    head_height: float
    head_style: Style
    group: str = ""
    printed: int = 0
    total: str = ""
    page_total: str = ""
    carry: bool = False
    parts: str = ""
    capitals: str = ""


@dataclass(frozen=True)
class Letterhead:
    """The red head of a letter (发文机关标志), its number (发文字号), and 签发人 when it goes upwards."""

    template: Template
    number: Template
    signer: Template


@dataclass(frozen=True)
class Signed:
    """Who writes a letter (署名) above the date, with room for the seal on both."""

    template: Template
    date: Template


@dataclass(frozen=True)
class Imprint:
    """版记 at the foot of a letter: who printed it and when, and who gets a copy."""

    template: Template
    date: Template
    copied: Template


@dataclass(frozen=True)
class Space:
    """Free paper."""

    height: float


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Title | Line | Grid | Rows | Flow | Listing | Letterhead | Signed | Imprint | Space | PageBreak


@dataclass(frozen=True)
class Margins:
    """Between the edge of the paper and the form, in points."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True)
class Form:
    """One form. ``group`` prints it once for each row of that group, ``many`` once for all records together.

    ``size`` is that of one page as it is read; with ``fold`` four pages stand on one sheet of twice the width.
    ``asked`` maps what the clerk is asked for at printing to its label. ``source`` names the file.
    ``only`` says for which records the form is, ``conditions`` the same for single blocks by their place.
    """

    code: str
    title: str
    source: str
    register: str
    blocks: tuple[Block, ...]
    size: tuple[float, float]
    margins: Margins
    group: str = ""
    many: bool = False
    fold: bool = False
    duplex: Duplex = ""
    copies: int = 1
    copies_note: str = ""
    annex: str = ""
    table_no: tuple[str, ...] = ()
    personal: bool = False
    foot: Foot = "form"
    asked: Mapping[str, str] = field(default_factory=dict)
    only: Condition = field(default_factory=Condition)
    conditions: Mapping[int, Condition] = field(default_factory=dict)

    def suits(self, subject: Subject, occasion: Occasion) -> bool:
        """Whether the form is one for this record."""
        return self.only.holds(subject, occasion)

    def blocks_for(self, subject: Subject, occasion: Occasion) -> list[Block]:
        """Give the blocks that are printed for a record."""
        return [
            block
            for number, block in enumerate(self.blocks)
            if number not in self.conditions or self.conditions[number].holds(subject, occasion)
        ]

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.size[0] - self.margins.left - self.margins.right
