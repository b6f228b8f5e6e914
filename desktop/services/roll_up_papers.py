"""A table of 数据汇总 on paper and as a workbook. Loaded only by a job that makes one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from db.fields import IntegerField
from db.registers import all_registers
from db.store.ledger import Ledger
from db.values import dates
from desktop.exchange import list_workbook
from desktop.exchange.list_workbook import Column, Value
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import Paper as Sheets
from desktop.reports.page import Running
from desktop.reports.summary_table import SummaryLine, SummaryTable, draw_summary
from desktop.services import rolling_up
from desktop.services.printables import Paper
from desktop.services.progress import Progress, Silent
from desktop.services.rolling_up import Head, RollUp

_ACROSS = 10
"""Columns that one landscape page has room for; more go on further pages."""
_SUM = "合计"


def printed(ledger: Ledger, made: RollUp, progress: Progress | None = None) -> Paper:
    """Print a table, with the sum of every column below and of every line at the end."""
    (progress or Silent()).step(0, 1, rolling_up.title(made.question))
    title, office, now = str(rolling_up.title(made.question)), ledger.office().name, ledger.clock()
    short = hashlib.sha256(repr((title, made)).encode()).hexdigest()[:8].upper()
    sheets = Sheets(Running(office, title, now, f"{short[:4]} {short[4:]}"))
    columns = _columns(made)
    for start in range(0, len(columns), _ACROSS):
        draw_summary(sheets, _table(made, columns[start : start + _ACROSS], title, office, now.date()))
    pdf = archive(sheets.finish(), Description(title, office, title, now))
    return Paper(pdf, sheets.pages, tuple(sheets.missing))


def workbook(_ledger: Ledger, made: RollUp, progress: Progress | None = None) -> bytes:
    """Write a table as .xlsx, sums included; amounts are in yuan."""
    watched, columns = progress or Silent(), _columns(made)
    kind = list_workbook.AMOUNT if made.is_money else list_workbook.WHOLE
    title = rolling_up.title(made.question)
    heads = [
        Column(_by(made), list_workbook.TEXT, 28),
        *(Column(_said(column), kind, max(12, 2.2 * len(_said(column)))) for column in columns),
    ]

    def lines() -> Iterator[Sequence[Value]]:
        for row in (*made.rows, None):
            amounts = (made.amount(row, column) for column in columns)
            yield [_said(row), *(Decimal(one).scaleb(-2) if made.is_money else one for one in amounts)]

    def step(done: int, total: int) -> None:
        watched.step(done, total, title)

    return list_workbook.write(str(title), heads, lines(), len(made.rows) + 1, step)


def _columns(made: RollUp) -> list[Head | None]:
    """Give the columns and the sum of each line, which is the only column where there is one dimension."""
    return [*made.columns, None] if made.question.columns else [None]


def _said(head: Head | None) -> str:
    return _SUM if head is None else str(head.label)


def _by(made: RollUp) -> str:
    return rolling_up.dimensions(all_registers()[made.question.register], "")[made.question.rows]


def _table(
    made: RollUp, columns: Sequence[Head | None], title: str, office: str, today: date
) -> SummaryTable:
    question = made.question
    field = all_registers()[question.register].fields.get(question.measure)
    unit = "元" if made.is_money else (field.unit if isinstance(field, IntegerField) and field.unit else "条")
    if question.since or question.until:
        begin = dates.written(question.since) if question.since else ""
        title = f"{title} {begin}至{dates.written(question.until or today)}"
    return SummaryTable(
        title=title,
        office=office,
        as_of=today,
        by=_by(made),
        unit=unit,
        columns=tuple(_said(one) for one in columns),
        money=(made.is_money,) * len(columns),
        lines=tuple(
            SummaryLine(_said(row), tuple(made.amount(row, column) for column in columns))
            for row in made.rows
        ),
    )
