"""The sheet of 结构比例: each group of a batch of nominees beside what is asked of it, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reportlab.lib.units import mm

from desktop.reports.fonts import Face
from desktop.reports.line_breaking import lines_of
from desktop.reports.page import Align, Paper
from desktop.reports.summary_table import SIGNATURES, draw_head, draw_signers
from desktop.reports.table import Cell, Table


class _Column(NamedTuple):
    label: str
    across: float  # millimetres; 0 for what the others leave
    align: Align = "left"
    size: float = 10


_COLUMNS = (
    _Column("序号", 10, "center"),
    _Column("人选类别", 49),
    _Column("人数", 11, "right"),
    _Column("占哪一类", 31),
    _Column("该类人数", 14, "right"),
    _Column("比例", 16, "right"),
    _Column("要求", 24, "center"),
    _Column("结果", 33, "center"),
    _Column("依据", 0, size=9),
)
_RESULT = 7
_SIZE = 10
_NOTE, _NOTE_LEADING = 9.5, 14.0
_ROW = 7.2 * mm  # as high as lets the usual groups and their notes stand on one page
_HOW = "比例是人数占“该类人数”的百分比；是否符合按没有四舍五入的数判断。"


@dataclass(frozen=True)
class StructureLine:
    """One group in words: ``texts`` are the columns behind the number, ``is_short`` says that it misses its ratio."""

    texts: tuple[str, ...]
    is_short: bool = False


@dataclass(frozen=True)
class StructureSheet:
    """What is printed: first the groups that ratios ask for, then the others; ``as_of`` is the 统计时点."""

    title: str
    office: str
    as_of: date
    summary: str
    asked: tuple[StructureLine, ...]
    others: tuple[StructureLine, ...]
    notes: tuple[str, ...]


def draw_structure(paper: Paper, content: StructureSheet) -> None:
    """Draw the sheet from the top of a new landscape page; it counts people and names nobody."""
    draw_head(paper, content.title, content.office, content.as_of, "人")
    for line in lines_of(content.summary, "hei", _SIZE, paper.room):
        paper.y -= 14
        paper.text(paper.left, paper.y, line, "hei", _SIZE)
    paper.y -= 2.5 * mm
    notes = list(_notes(paper, content.notes))
    below = min(len(notes) * _NOTE_LEADING + SIGNATURES, (paper.top - paper.bottom) / 2)
    _draw_table(paper, content, below)
    for line in notes:
        paper.ensure(_NOTE_LEADING)
        paper.y -= _NOTE_LEADING
        paper.text(paper.left, paper.y, line, size=_NOTE)
    draw_signers(paper)


def _draw_table(paper: Paper, content: StructureSheet, below: float) -> None:
    """Draw all groups; the last row keeps ``below`` points, so that no page has only signatures."""
    lines = (*content.asked, *content.others)
    numbered = [(str(number), *line.texts) for number, line in enumerate(lines, start=1)]
    widths = [one.across * mm or paper.room - sum(each.across for each in _COLUMNS) * mm for one in _COLUMNS]
    head = [[Cell(one.label, align="center", face="hei", size=_SIZE) for one in _COLUMNS]]
    table = Table(paper, widths, head=head, row_height=_ROW)
    if not content.asked:
        _draw_part(table, "规则表没有规定这一年度的比例，以下人数供参考", _ROW)
    for line, texts in zip(lines, numbered, strict=True):
        if content.asked and line is next(iter(content.others), None):
            _draw_part(table, "以下类别没有规定比例，人数供参考", _ROW)
        table.add(*_cells(texts, line), keep=below if line is lines[-1] else 0)
    table.close()


def _draw_part(table: Table, words: str, keep: float) -> None:
    table.add(Cell(words, span=len(_COLUMNS), align="center", size=_SIZE), keep=keep)


def _cells(texts: Sequence[str], line: StructureLine) -> Iterator[Cell]:
    for place, (text, column) in enumerate(zip(texts, _COLUMNS, strict=True)):
        face: Face = "hei" if line.is_short and place == _RESULT else "song"
        yield Cell(text, align=column.align, face=face, size=column.size)


def _notes(paper: Paper, notes: Sequence[str]) -> Iterator[str]:
    """Break the notes into lines, numbered where there are several."""
    every = (_HOW, *notes)
    for number, note in enumerate(every, start=1):
        words = f"说明：{note}" if len(every) == 1 else f"说明 {number}：{note}"
        yield from lines_of(words, "song", _NOTE, paper.room)
