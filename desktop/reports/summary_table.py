"""A table of counts and sums (汇总表): a line for each kind or township, a column for each measure, the sum below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm

from db.values import dates, money
from desktop.reports.page import Paper, shrunk
from desktop.reports.table import Cell, Table

SIGNATURES = 14 * mm
_SIZE, _ABOUT = 10, 10.5
_ROW = 9 * mm


@dataclass(frozen=True)
class SummaryLine:
    """One line: what it is of, and a value for each column."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class SummaryTable:
    """What is printed; ``money`` tells of each column whether it is in fen. ``as_of`` is the 统计时点."""

    title: str
    office: str
    as_of: date
    by: str
    unit: str
    columns: tuple[str, ...]
    money: tuple[bool, ...]
    lines: tuple[SummaryLine, ...]

    @property
    def total(self) -> tuple[int, ...]:
        """The sum of every column."""
        return tuple(sum(line.values[place] for line in self.lines) for place in range(len(self.columns)))


def draw_summary(paper: Paper, content: SummaryTable) -> None:
    """Draw the table from the top of a new landscape page, its head on every page, the names to sign below."""
    draw_head(paper, content.title, content.office, content.as_of, content.unit)
    first = 60 * mm
    across = (paper.room - 14 * mm - first) / len(content.columns)
    widths = (14 * mm, first, *(across for _ in content.columns))
    labels = ("序号", content.by, *content.columns)
    head = [[Cell(label, align="center", face="hei", size=_SIZE) for label in labels]]
    table = Table(paper, widths, head=head, row_height=_ROW)
    for number, line in enumerate(content.lines, start=1):
        is_last = number == len(content.lines)
        table.add(
            Cell(str(number), align="center", size=_SIZE),
            Cell(line.label, size=_SIZE),
            *_figures(content, line.values),
            keep=_ROW + SIGNATURES if is_last else 0,
        )
    total = Cell("合　计", span=2, align="center", face="hei", size=_SIZE)
    table.add(total, *(cell._replace(face="hei") for cell in _figures(content, content.total)))
    table.close()
    draw_signers(paper)


def draw_head(paper: Paper, title: str, office: str, as_of: date, unit: str) -> None:
    """Begin a landscape page without personal data: title, who reports, the 统计时点, and what is counted in."""
    paper.new_page(landscape=True, personal=False)
    paper.bookmark(title, level=0)
    paper.heading(title, 22)
    paper.y -= 2.5 * mm
    middle, reporting = paper.left + paper.room / 2, f"填报单位（盖章）：{office}"
    paper.text(paper.left, paper.y, reporting, size=shrunk(reporting, "song", _ABOUT, paper.room * 0.38))
    paper.text(middle, paper.y, f"统计时点：{dates.written(as_of)}", size=_ABOUT, align="center")
    paper.text(paper.right, paper.y, f"单位：{unit}", size=_ABOUT, align="right")
    paper.y -= 2.5 * mm


def draw_signers(paper: Paper) -> None:
    """Draw who answers for a table in ``SIGNATURES`` points."""
    paper.ensure(SIGNATURES)
    paper.y -= 8 * mm
    for part, words in enumerate(("单位负责人：", "审核人：", "填表人：", "联系电话：", "填报日期：")):
        paper.text(paper.left + part * paper.room / 5, paper.y, words)


def _figures(content: SummaryTable, values: tuple[int, ...]) -> list[Cell]:
    return [
        Cell(money.grouped(value) if is_money else str(value), align="right", size=_SIZE)
        for value, is_money in zip(values, content.money, strict=True)
    ]
