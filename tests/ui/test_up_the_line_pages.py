"""What a county has on its screen beyond a township: the reminder, the policy of its reports; updates from above."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from desktop.exchange.updates import FigureUpdate
from desktop.services import rule_figures, updates_from_above
from desktop.services.updates_from_above import pending_updates
from desktop.ui.background import Background
from desktop.ui.pages.rules_page import RulesPage
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.pages.workbench_page import WorkbenchPage
from desktop.ui.session import Session
from tests.support.round_trip import COUNTY, OfficeMaker

SENT = FigureUpdate(
    "low_income_line", "low_income_line", "360111", "1105.5", "2026-01-01", "", "青民发〔2026〕3号"
)


@pytest.fixture
def county(tmp_path: Path, background: Background) -> Iterator[Session]:
    ledger = OfficeMaker(tmp_path / "first").make(COUNTY, tmp_path / "county")
    made = Session(ledger, background)
    yield made
    made.close()


def offer(session: Session, *updates: FigureUpdate) -> None:
    ledger = session.ledger
    with ledger.store.writing() as opened:
        updates_from_above.learn(opened, updates, "-", ledger.clock())


def visible(page: QWidget, kind: type[Any], name: str) -> bool:
    return bool(page.findChild(kind, name).isVisibleTo(page))


def test_a_county_is_reminded_of_its_root_key_on_the_first_page(
    county: Session, show: Callable[[Any], Any]
) -> None:
    page = show(WorkbenchPage(county))
    assert "根密钥还在台账里" in page.findChild(QLabel, "root_key").text()
    assert visible(page, QLabel, "root_key")


def test_a_township_has_neither_the_reminder_nor_the_policy(
    session: Session, show: Callable[[Any], Any]
) -> None:
    assert not visible(show(WorkbenchPage(session)), QLabel, "root_key")
    assert not visible(show(SubmitPage(session)), QCheckBox, "without_identity")


def test_a_county_chooses_to_report_without_identity(county: Session, show: Callable[[Any], Any]) -> None:
    page = show(SubmitPage(county))
    assert visible(page, QCheckBox, "without_identity")
    assert not page.without_identity.isChecked()


def test_updates_are_shown_and_adopted_on_the_page_of_the_rule_tables(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page = show(RulesPage(session))
    assert not page.updates.isVisibleTo(page)
    offer(session, SENT)
    page.hide()
    page.show()
    assert page.updates.isVisibleTo(page)
    cells = [page.updates.table.model().index(0, column).data() for column in range(6)]
    assert cells[1:3] == ["1105.5 元/人·月", "没有"]
    page.updates.adopt.click()
    assert not page.updates.isVisibleTo(page)
    (own,) = (one for one in rule_figures.listed(session.ledger, "low_income_line") if one.id)
    assert (own.valid_from, own.source) == (date(2026, 1, 1), "上级下发：青民发〔2026〕3号")


def test_what_is_declined_leaves_the_page_and_nothing_else(
    session: Session, show: Callable[[Any], Any]
) -> None:
    offer(session, SENT)
    page = show(RulesPage(session))
    page.updates.decline.click()
    assert not page.updates.isVisibleTo(page)
    assert pending_updates(session.ledger) == ()
    assert [one for one in rule_figures.listed(session.ledger, "low_income_line") if one.id] == []
