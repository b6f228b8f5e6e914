"""The PDF of a submission: review sheet, a county's summary tables, a list of each register, one sheet for each record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import Paper, Running
from desktop.reports.record_sheet import Explanation, draw_record_sheet
from desktop.reports.register_list import draw_register_list
from desktop.reports.review_sheet import DRAFT, draw_review_sheet
from desktop.reports.submission_content import SubmissionContent
from desktop.reports.summary_table import draw_summary


@dataclass(frozen=True)
class Report:
    """A finished PDF/A-2b; ``missing_glyphs`` are characters that stand in it only as 〔U+XXXXX〕."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]


def build(content: SubmissionContent) -> Report:
    """Draw and check the report; the same content gives the same bytes."""
    title = f"工会台账数据报送（{content.period}，第 {content.sequence} 号）"
    paper = Paper(Running(content.office, title, content.created, content.short_code))
    explained: dict[str, list[Explanation]] = defaultdict(list)
    for explanation in content.explanations:
        explained[explanation.record_id].append(explanation)

    draw_review_sheet(paper, content)
    for summary in content.summaries:
        draw_summary(paper, summary)
    for part in content.parts:
        draw_register_list(
            paper, part.register, part.records, content.context, content.office, content.period
        )
        for record in part.records:
            draw_record_sheet(paper, part.register, record, content.context, explained[record.id])

    description = Description(title, content.office, content.qr_text, content.created)
    return _finished(paper, description)


def build_draft(content: SubmissionContent) -> Report:
    """Draw the review sheet alone, before anything is signed: every page says that it is a draft."""
    title = f"工会台账数据报送核对单（{DRAFT}）"
    paper = Paper(Running(content.office, title, content.created, "", across=DRAFT))
    draw_review_sheet(paper, content)
    return _finished(paper, Description(title, content.office, DRAFT, content.created))


def _finished(paper: Paper, description: Description) -> Report:
    pdf = archive(paper.finish(), description)
    return Report(pdf, paper.pages, tuple(paper.missing))
