"""The history on the screen: a button that walks it, and a warning on the review sheet that stops nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.pages.settings_page import SettingsPage
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.session import Session
from tests.services.test_history_check import force
from tests.support.sample_records import another_unit

UNITS = all_registers()["units"]
EDIT = "UPDATE history SET \"by\" = '王五' WHERE number = 1"


def test_the_button_says_whether_it_is_whole(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    unit = records.save(session.ledger, UNITS, another_unit(session.ledger, 1)).record
    box = show(SettingsPage(session)).history
    box.check.click()
    qtbot.waitUntil(lambda: "修改历史完整" in box.words.text())
    force(session.ledger, EDIT)
    box.check.click()
    qtbot.waitUntil(lambda: f"第 1 条（王五改“{UNITS.label_of(unit)}”）" in box.words.text())
    assert box.check.isEnabled()


def test_the_review_sheet_warns_and_lets_go(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Any
) -> None:
    records.save(session.ledger, UNITS, another_unit(session.ledger, 1))
    page: SubmitPage = show(SubmitPage(session))
    page.place.show_folder(tmp_path)
    page.prepare.click()
    qtbot.waitUntil(page.make.isEnabled)
    assert page.sheet.history.isHidden()
    force(session.ledger, EDIT)
    page.only_changed.click()  # the sheet is made anew
    page.only_changed.click()
    page.prepare.click()
    qtbot.waitUntil(page.make.isEnabled)
    assert "第 1 条（王五改" in page.sheet.history.text()
    assert not page.sheet.history.isHidden()
