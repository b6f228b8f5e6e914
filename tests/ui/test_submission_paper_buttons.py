"""The papers of a package, asked for on the page where it is made: after writing, and in the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path) -> SubmitPage:
    """Give the page after a package was written."""
    session.do(records.save, UNITS, clean_unit(session.ledger))
    shown: SubmitPage = show(SubmitPage(session))
    assert shown.slip.isHidden()
    assert not shown.packages.slip.isEnabled()
    shown.place.show_folder(tmp_path)
    shown.prepare.click()
    qtbot.waitUntil(shown.make.isEnabled, timeout=20_000)
    shown.make.click()
    qtbot.waitUntil(lambda: "可以拔出" in shown.result.text(), timeout=60_000)
    return shown


def previewed(page: SubmitPage, qtbot: QtBot, title: str) -> None:
    """Wait for the preview of a paper and close it."""

    def found() -> list[Preview]:
        return [one for one in page.window().findChildren(Preview) if title in one.windowTitle()]

    qtbot.waitUntil(lambda: bool(found()), timeout=30_000)
    found()[0].close()
    qtbot.waitUntil(lambda: not found(), timeout=5_000)


def test_the_slip_is_offered_when_the_package_is_written(page: SubmitPage, qtbot: QtBot) -> None:
    assert page.slip.isVisible()
    page.slip.click()
    previewed(page, qtbot, "报送单")


def test_the_list_prints_slip_and_letter_of_a_package(page: SubmitPage, qtbot: QtBot) -> None:
    page.packages.table.selectRow(0)
    page.packages.slip.click()
    previewed(page, qtbot, "报送单")
    page.packages.letter.click()
    previewed(page, qtbot, "报送函")


def test_the_agreement_needs_no_package(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> None:
    page: SubmitPage = show(SubmitPage(session))
    page.agreement.click()
    previewed(page, qtbot, "电子签名使用约定书")
