"""The review sheet (核对单): what is handed over, its counts, sums and fingerprint, and where to sign and seal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportlab.lib.units import mm

from db.values import money
from desktop.reports.column_widths import column_widths
from desktop.reports.fonts import Face
from desktop.reports.handing_over import FINGERPRINT, GAP, SIGNATURES, draw_fingerprint, draw_signatures
from desktop.reports.page import Paper, moment_written, shrunk
from desktop.reports.printed_values import form_name
from desktop.reports.record_sheet import Explanation
from desktop.reports.review_counts import COLUMNS, Count, added_up
from desktop.reports.submission_content import ControlSum, LeftOut, SubmissionContent
from desktop.reports.table import PADDING, Cell, Table

ROW_HEIGHT = 7.5 * mm
LOWEST_ROW = 6 * mm  # one line; rows shrink to this so that all that is signed is on one page
SMALL = 8  # points; a long label or amount in capitals gets smaller before it takes a second line
_SHARES = (0.2, 0.108, 0.108, 0.108, 0.146, 0.184, 0.146)  # of the room: 台账, then the columns of the counts
DRAFT = "草稿，未签名"
DRAFT_WORDS = "本页供打包前核对，不能报送、签字或盖章。打包并电子签名以后，以报送包里的核对单为准。"
AUTHORITY = (
    "上报数据以数据包内经电子签名的 CSV 文件为准，本文件供人工阅读和核对。"
    "纸质核对单签字盖章后一式两份，报送、接收单位各存一份。"
)


def draw_review_sheet(paper: Paper, content: SubmissionContent) -> None:
    """Draw the sheet from the top of a new page; long lists of reasons and differences follow behind it.

    A draft has the same counts in the same places, and words where the fingerprint and the signatures go.
    """
    paper.new_page(landscape=False)
    paper.bookmark("数据报送核对单", level=0)
    paper.heading("工会台账数据报送核对单")
    paper.y -= 2 * mm
    _draw_facts(paper, content)
    counts, sums = _counts(paper, content), _sums(paper, content.control_sums)
    room = paper.y - paper.bottom - FINGERPRINT - SIGNATURES - 2 * GAP
    sums_fit = counts.height + sums.height <= room
    _draw_within(room, [counts, sums] if sums_fit else [counts])
    if content.is_draft:
        _draw_draft(paper)
    else:
        label = "数据指纹（SHA-256，每四位一组）"
        draw_fingerprint(paper, label, content.data_fingerprint, content.qr_text, AUTHORITY)
        draw_signatures(paper)
    if content.differences or content.explanations or content.left_out or not sums_fit:
        paper.new_page(personal=True)
        if not sums_fit:
            paper.heading("控制合计", 15)
            _draw_within(paper.room, [sums])
            paper.y -= 6 * mm
        _draw_differences(paper, content.differences)
        _draw_left_out(paper, content.left_out)
        _draw_explanations(paper, content.explanations)


def _draw_facts(paper: Paper, content: SubmissionContent) -> None:
    label = 24 * mm
    value = paper.room / 2 - label
    table = Table(paper, (label, value, label, value), row_height=ROW_HEIGHT)
    facts = (
        ("报送单位", content.office, "单位代码", content.office_code),
        ("接收单位", content.addressee, "报送序号", f"第 {content.sequence} 号"),
        ("数据期间", content.period, "生成时间", moment_written(content.created)),
        (
            "核实说明",
            _pages_behind(len(content.explanations)),
            "与上次的差别",
            _pages_behind(len(content.differences)),
        ),
    )
    for row in facts:
        table.add(*(_label(text) if number % 2 == 0 else Cell(text) for number, text in enumerate(row)))
    table.close()


def _draw_draft(paper: Paper) -> None:
    """Say in the place of the fingerprint that nothing is signed."""
    paper.y -= GAP
    paper.box(paper.left, paper.y - FINGERPRINT, paper.room, FINGERPRINT)
    middle = paper.left + paper.room / 2
    paper.text(middle, paper.y - 17 * mm, DRAFT, "hei", 24, "center")
    paper.text(middle, paper.y - 27 * mm, DRAFT_WORDS, "kai", 10, "center")
    paper.y -= FINGERPRINT


def _pages_behind(count: int) -> str:
    return f"{count} 项，见后页" if count else "无"


class _Rows(NamedTuple):
    """A table of the first page, measured before it is drawn."""

    paper: Paper
    widths: tuple[float, ...]
    cells: list[list[Cell]]

    @property
    def height(self) -> float:
        """How high it is with its lowest rows and the gap above it."""
        table = Table(self.paper, self.widths, row_height=LOWEST_ROW)
        return GAP + sum(table.height_of(row) for row in self.cells) if self.cells else 0

    def draw(self, row_height: float) -> None:
        """Draw it; the first row is its head."""
        head, *rows = self.cells or [[]]
        if rows:
            self.paper.y -= GAP
            table = Table(self.paper, self.widths, head=[head], row_height=row_height)
            for row in rows:
                table.add(*row)
            table.close()


def _draw_within(room: float, tables: Sequence[_Rows]) -> None:
    """Draw tables with rows as high as ``room`` points allow."""
    spare = room - sum(table.height for table in tables)
    rows = sum(len(table.cells) for table in tables)
    row_height = min(ROW_HEIGHT, LOWEST_ROW + spare / max(rows, 1))
    for table in tables:
        table.draw(row_height)


def _counts(paper: Paper, content: SubmissionContent) -> _Rows:
    cells = [[_head(text) for text in ("台账", *COLUMNS.values())]]
    rows: list[tuple[str, Count, Face]] = [
        (form_name(part.register), part.counts, "song") for part in content.parts
    ]
    for title, counts, face in (*rows, ("合计", added_up(part.counts for part in content.parts), "hei")):
        numbers = (Cell(str(number), align="right", face=face) for number in counts.cells)
        cells.append([_label(title, face), *numbers])
    return _Rows(paper, tuple(share * paper.room for share in _SHARES), cells)


def _sums(paper: Paper, sums: Sequence[ControlSum]) -> _Rows:
    cells = [[_label(text) for text in ("控制合计", "数值", "金额大写")]] if sums else []
    widths = (paper.room * 0.4, paper.room * 0.15, paper.room * 0.45)
    room = widths[0] - 2 * PADDING
    for one in sums:
        label = f"{one.label}（{one.unit}）"
        figures = money.grouped(one.total) if one.money else f"{one.total}"
        cells.append(
            [
                Cell(label, align="center", size=max(SMALL, shrunk(label, "song", 10, room))),
                Cell(figures, align="right"),
                Cell(money.capitals(one.total) if one.money else "/", size=SMALL),
            ]
        )
    return _Rows(paper, widths, cells)


def _draw_differences(paper: Paper, differences: Sequence[str]) -> None:
    if not differences:
        return
    paper.heading("与上次报送的差别", 15)
    table = Table(paper, (14 * mm, paper.room - 14 * mm), head=[[_label("序号"), _label("差别")]])
    for number, sentence in enumerate(differences, start=1):
        table.add(Cell(str(number), align="center"), Cell(sentence))
    table.close()
    paper.y -= 6 * mm


def _draw_left_out(paper: Paper, left_out: Sequence[LeftOut]) -> None:
    if not left_out:
        return
    paper.ensure(40 * mm)
    paper.heading("下列记录因有问题未上报", 15)
    _draw_list(
        paper,
        ["序号", "台账", "记录", "问题"],
        [
            [str(number), one.register, one.label, one.sentence]
            for number, one in enumerate(left_out, start=1)
        ],
    )
    paper.y -= 6 * mm


def _draw_explanations(paper: Paper, explanations: Sequence[Explanation]) -> None:
    if not explanations:
        return
    paper.ensure(40 * mm)
    paper.heading("核实情况说明", 15)
    _draw_list(
        paper,
        ["序号", "台账", "记录", "需核实的情况", "填报单位说明"],
        [
            [str(number), one.register, one.record_label, one.sentence, one.reason]
            for number, one in enumerate(explanations, start=1)
        ],
    )


def _draw_list(paper: Paper, labels: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    head = [_label(text) for text in labels]
    table = Table(paper, column_widths(labels, lines, paper.room, 9.5), head=[head])
    for number, *texts in lines:
        table.add(Cell(number, size=9.5, align="center"), *(Cell(text, size=9.5) for text in texts))
    table.close()


def _head(text: str) -> Cell:
    return Cell(text, align="center", size=9)


def _label(text: str, face: Face = "song") -> Cell:
    return Cell(text, align="center", face=face)
