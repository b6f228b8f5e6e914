"""导出上报 shows the review sheet as the paper has it: columns with their sum, and lists whose labels open the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.language import _
from desktop.reports.review_counts import COLUMNS
from desktop.services import records
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.session import Destination, Session
from tests.services.test_checking import KEY, WRONG_CODE
from tests.support.sample_records import another_unit, clean_unit

UNITS = all_registers()["units"]
REASON = "已核对营业执照原件"


@pytest.fixture
def ids(session: Session) -> dict[str, str]:
    """Store a unit, one with a reason, and one that has to stay behind."""
    ledger = session.ledger
    kept = {
        "clean": clean_unit(ledger),
        "explained": another_unit(ledger, 1, credit_code=WRONG_CODE, reasons={KEY: REASON}),
        "standing": another_unit(ledger, 2, employees=-1),
    }
    return {name: session.do(records.save, UNITS, record).record.id for name, record in kept.items()}


@pytest.fixture
def page(session: Session, ids: dict[str, str], show: Callable[[Any], Any], qtbot: QtBot) -> SubmitPage:
    assert len(ids) == 3
    shown: SubmitPage = show(SubmitPage(session))
    shown.leave_out.setChecked(True)
    shown.prepare.click()
    qtbot.waitUntil(lambda: shown.sheet.table.isVisibleTo(shown), timeout=20_000)
    return shown


def cells(page: SubmitPage, row: int) -> list[str]:
    table = page.sheet.table
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_the_columns_are_those_of_the_paper_and_are_added_up(page: SubmitPage) -> None:
    table = page.sheet.table
    heads = [table.horizontalHeaderItem(column).text().replace("\n", "") for column in range(7)]
    assert heads == [_("台账"), *map(_, COLUMNS.values())]
    row = list(all_registers()).index("units")
    assert cells(page, row) == ["单位台账", "2", "0", "0", "2", "1", "0"]
    assert cells(page, table.rowCount() - 1) == ["合计", "2", "0", "0", "2", "1", "0"]


def test_reasons_and_what_stays_behind_are_named_and_lead_to_the_record(
    page: SubmitPage, session: Session, ids: dict[str, str], qtbot: QtBot
) -> None:
    text = page.sheet.lists.toPlainText()
    heads = ["控制合计", "与上次的差别", "核实情况说明", "未上报", "提示"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert REASON in text[places[2] : places[3]]
    assert "罗家第2针织厂" in text[places[3] : places[4]]
    assert "罗家第2针织厂" not in text[: places[3]]
    assert f'href="units/{ids["explained"]}"' in page.sheet.lists.toHtml()
    with qtbot.waitSignal(session.record_wanted) as wanted:
        page.sheet.lists.anchorClicked.emit(QUrl(f"units/{ids['explained']}"))
    assert wanted.args == [Destination("units", ids["explained"])]


def test_the_check_lists_the_reasons_when_nothing_blocks(page: SubmitPage) -> None:
    assert page.blocking.isVisibleTo(page)
    top = page.blocking.topLevelItem(0)
    assert top is not None
    assert (page.blocking.topLevelItemCount(), top.childCount()) == (1, 2)
    assert REASON in top.child(1).text(0)
