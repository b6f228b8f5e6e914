"""看核对单 on 导出上报: the sheet on paper before packing, as soon as there is one to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records, submitting
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.preview.preview import Preview
from desktop.ui.session import Session
from tests.support.sample_records import another_unit, clean_unit

UNITS = all_registers()["units"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> SubmitPage:
    """Give the page with a review of one record; no place to write to is chosen."""
    session.do(records.save, UNITS, clean_unit(session.ledger))
    shown: SubmitPage = show(SubmitPage(session))
    shown.place.box.clear()
    assert not shown.draft.isEnabled()
    shown.prepare.click()
    qtbot.waitUntil(shown.draft.isEnabled, timeout=20_000)
    return shown


def previews(page: SubmitPage) -> list[Preview]:
    return page.window().findChildren(Preview)


def test_the_button_opens_the_draft_and_makes_no_package(
    page: SubmitPage, session: Session, qtbot: QtBot
) -> None:
    assert not page.make.isEnabled()  # there is no stick yet, and none is needed
    page.draft.click()
    qtbot.waitUntil(lambda: bool(previews(page)), timeout=30_000)
    (preview,) = previews(page)
    title = preview.windowTitle()
    preview.close()  # its thread ends even when the title is another one
    assert title == "打印预览 — 核对单（草稿，未签名）"
    qtbot.waitUntil(lambda: not previews(page), timeout=5_000)
    assert session.do(submitting.packages) == []
    assert page.draft.isEnabled()  # the review still holds
    assert page.sheet.table.isVisibleTo(page)


def test_without_a_sheet_there_is_nothing_to_look_at(page: SubmitPage) -> None:
    page.only_changed.setChecked(False)
    assert not page.draft.isEnabled()


def test_a_sheet_that_is_blocked_is_not_offered(page: SubmitPage, session: Session, qtbot: QtBot) -> None:
    session.do(records.save, UNITS, another_unit(session.ledger, 1, employees=-1))
    page.prepare.click()
    qtbot.waitUntil(lambda: page.blocking.isVisibleTo(page), timeout=20_000)
    assert page.prepare.isEnabled()
    assert not page.draft.isEnabled()


def test_a_record_saved_meanwhile_takes_the_sheet_away(page: SubmitPage, session: Session) -> None:
    session.do(records.save, UNITS, another_unit(session.ledger, 1))
    assert not page.draft.isEnabled()
