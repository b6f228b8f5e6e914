"""The board of indicators on paper (指标完成情况表)."""

from __future__ import annotations

from db.store.ledger import Ledger
from db.wording import as_of
from desktop.reports import indicator_sheet
from desktop.services import indicators
from desktop.services.printables import Paper


def sheet(ledger: Ledger) -> Paper:
    """Measure the indicators now and draw them on one page."""
    board = indicators.board(ledger)
    bars = list(indicators.bars(board, str))
    pdf = indicator_sheet.build(board.office, str(as_of(board.on)), bars, ledger.clock())
    return Paper(pdf, pages=1)
