"""What a county has on its screen beyond a township: the reminder, the policy of its reports; updates from above."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange.updates import FigureUpdate, FormUpdate, Update
from desktop.services import form_folder, rule_figures, sent_forms, updates_from_above
from desktop.services.updates_from_above import pending_updates
from desktop.ui.background import Background
from desktop.ui.pages.rules_page import RulesPage
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.pages.workbench_page import WorkbenchPage
from desktop.ui.preview.preview import Preview
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


def offer(session: Session, *updates: Update) -> None:
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
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    page = show(RulesPage(session))
    assert not page.updates.isVisibleTo(page)
    offer(session, SENT)
    page.hide()
    page.show()
    qtbot.waitUntil(lambda: page.updates.isVisibleTo(page))
    cells = [page.updates.table.model().index(0, column).data() for column in range(6)]
    assert cells[0] == "规则数字"
    assert cells[2:4] == ["1105.5 元/人·月", "没有"]
    assert not page.updates.preview.isVisibleTo(page)
    page.updates.adopt.click()
    qtbot.waitUntil(lambda: not page.updates.isVisibleTo(page))
    (own,) = (one for one in rule_figures.listed(session.ledger, "low_income_line") if one.id)
    assert (own.valid_from, own.source) == (date(2026, 1, 1), "上级下发：青民发〔2026〕3号")


def test_what_is_declined_leaves_the_page_and_nothing_else(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    offer(session, SENT)
    page = show(RulesPage(session))
    qtbot.waitUntil(lambda: page.updates.isVisibleTo(page))
    page.updates.decline.click()
    qtbot.waitUntil(lambda: not page.updates.isVisibleTo(page))
    assert pending_updates(session.ledger) == ()
    assert [one for one in rule_figures.listed(session.ledger, "low_income_line") if one.id] == []


def test_a_form_is_previewed_adopted_and_what_was_put_aside_is_said(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    folder = form_folder.of(session.ledger)
    folder.mkdir()
    source = resource_text("deeds.toml")
    (folder / "deeds.toml").write_text(source + "# 本镇\n", "utf-8")
    offer(session, FormUpdate("deeds", source + "# 本县\n"), FormUpdate("broken", "code ="))
    page = show(RulesPage(session))
    pane = page.updates
    qtbot.waitUntil(lambda: pane.isVisibleTo(page))
    assert [one.is_usable for one in pane.table.items] == [False, True]
    assert not pane.adopt.isEnabled()
    assert not pane.preview.isEnabled()
    pane.table.choose(1)
    pane.preview.click()
    qtbot.waitUntil(lambda: page.findChild(Preview) is not None)
    page.findChild(Preview).close()
    pane.adopt.click()
    qtbot.waitUntil(lambda: len(pane.table.items) == 1)
    assert "“deeds.toml.old”" in pane.told.text()
    assert (folder / "deeds.toml").read_text("utf-8").endswith("# 本县\n")


def test_a_county_ticks_the_forms_that_go_down(
    county: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    folder = form_folder.of(county.ledger)
    folder.mkdir()
    (folder / "事迹.toml").write_text(resource_text("deeds.toml") + "# 本县\n", "utf-8")
    (folder / "错.toml").write_text("code =", "utf-8")
    page = show(RulesPage(county))
    qtbot.waitUntil(lambda: page.forms.isVisibleTo(page))
    right, wrong = (page.forms.list.topLevelItem(row) for row in range(2))
    assert [right.text(1), right.checkState(0)] == ["事迹.toml", Qt.CheckState.Unchecked]
    assert "第 1 行" in wrong.text(2)
    right.setCheckState(0, Qt.CheckState.Checked)
    with county.ledger.store.reading() as opened:
        assert list(sent_forms.chosen(opened)) == ["deeds"]
    right.setCheckState(0, Qt.CheckState.Unchecked)
    assert [one.is_sent for one in sent_forms.listed(county.ledger)] == [False, False]


def test_a_township_ticks_nothing(session: Session, show: Callable[[Any], Any]) -> None:
    folder = form_folder.of(session.ledger)
    folder.mkdir()
    (folder / "事迹.toml").write_text(resource_text("deeds.toml"), "utf-8")
    page = show(RulesPage(session))
    page.forms.refresh()
    assert not page.forms.isVisibleTo(page)


def resource_text(name: str) -> str:
    return (importlib.resources.files("resources") / "forms" / name).read_text("utf-8")
