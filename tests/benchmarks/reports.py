"""Draw the report of a submission, beside bare pages of the same number with Chinese text in a grid."""

from __future__ import annotations

import importlib.resources
import io
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from db.store.ledger import Ledger
from desktop.reports import submission_report
from desktop.reports.review_counts import Count
from desktop.reports.submission_content import RegisterPart, SubmissionContent
from desktop.services.contexts import context_of
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage

LINES = 36
LINE = "困难职工档案 熊国平 三六〇一一一 罗家镇秦坊村三组十二号"


def report(stage: Stage) -> list[Measured]:
    """Measure the review sheet, the list and one sheet for each record; 1 000 pages may take 4 s."""
    with stage.ledger() as ledger:
        content = _content(stage, ledger)
    pages = submission_report.build(content).pages
    bare, ours = median(lambda: canvas(pages), lambda: submission_report.build(content), min(3, stage.rounds))
    job = f"report of {stage.small} records, {pages} pages"
    return [Measured(job, "canvas, same pages", bare, ours, Budget(4.0 * pages))]


def _content(stage: Stage, ledger: Ledger) -> SubmissionContent:
    records = tuple(stage.some_records(ledger))
    with ledger.store.reading() as session:
        context = context_of(ledger, session)
    return SubmissionContent(
        office="罗家镇总工会",
        office_code=context.area,
        addressee="青山湖区总工会",
        sequence=1,
        period="2026",
        created=ledger.clock(),
        data_fingerprint="0123456789abcdef" * 4,
        parts=(RegisterPart(REGISTER, records, Count(new=len(records))),),
        context=context,
    )


def canvas(pages: int) -> bytes:
    """Draw pages of lines in boxes and nothing else."""
    drawn = io.BytesIO()
    paper = Canvas(drawn, pagesize=A4)
    for number in range(pages):
        paper.setFont(_font(), 10)
        for line in range(LINES):
            paper.rect(40, 40 + 21 * line, 515, 21)
            paper.drawString(45, 46 + 21 * line, f"{number} {line} {LINE}")
        paper.showPage()
    paper.save()
    return drawn.getvalue()


@cache
def _font() -> str:
    file = importlib.resources.files("resources") / "fonts" / "NotoSerifSC-Regular.ttf"
    pdfmetrics.registerFont(TTFont("bare", io.BytesIO(file.read_bytes())))
    return "bare"
