"""The board of indicators (指标完成情况) on one page: the chart, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.units import mm

from desktop.reports import fonts
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.charts import Bar, Box, Tone, Words, height_of, shapes
from desktop.reports.page import Paper, Running

_TITLE = "指标完成情况表"
_SIZE = 10.5
_GREYS: dict[Tone, float] = {"ink": 0, "quiet": 0.35, "strong": 0.15, "soft": 0.5, "plain": 0.65, "pale": 0.9}


def build(office: str, as_of: str, bars: Sequence[Bar], printed: datetime) -> bytes:
    """Give the sheet as PDF/A; ``bars`` speak Chinese."""
    paper = Paper(Running(office, _TITLE, printed, "—"))
    paper.new_page()
    paper.heading(_TITLE)
    paper.y -= 2 * mm
    paper.text(paper.left, paper.y, f"填报单位（盖章）：{office}", size=_SIZE)
    paper.text(paper.right, paper.y, as_of, size=_SIZE, align="right")
    paper.y -= 10 * mm
    _draw_chart(paper, bars)
    paper.y -= 6 * mm
    paper.text(paper.left, paper.y, "说明：竖线为目标值；没有分母的指标记“—”。", size=9)
    paper.y -= 14 * mm
    for place, words in enumerate(("单位负责人：", "审核人：", "填表人：", "填报日期：　　　年　　月　　日")):
        paper.text(paper.left + place * paper.room * 0.21, paper.y, words, size=_SIZE)
    return archive(paper.finish(), Description(_TITLE, office, _TITLE, printed))


def _draw_chart(paper: Paper, bars: Sequence[Bar]) -> None:
    """Draw a chart over the width of the paper, in greys."""
    paper.ensure(height_of(bars))
    top = paper.y
    for shape in shapes(bars, paper.room, lambda text, size: fonts.width(text, "song", size)):
        match shape:
            case Box(x=x, y=y, across=across, high=high, tone=tone):
                paper.fill([(paper.left + x, top - y - high, across, high)], grey=_GREYS[tone])
            case Words(x=x, y=y, text=text, size=size, align=align):
                paper.text(paper.left + x, top - y, text, size=size, align=align)
    paper.y -= height_of(bars)
