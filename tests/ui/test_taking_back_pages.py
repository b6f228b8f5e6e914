"""On the real pages: the county writes what it holds of a township, which sees and takes back what it had lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db import queries
from db.record import State
from desktop.ui.background import Background
from desktop.ui.pages.issued_pane import IssuedPane
from desktop.ui.pages.receipts_page import ReceiptsPage
from desktop.ui.pages.receive_page import ReceivePage
from desktop.ui.pages.take_back_dialog import TakeBackDialog
from desktop.ui.session import Session
from tests.support.carrying import restore_old_backup, unit
from tests.support.misfits import misfits
from tests.support.round_trip import UNITS, OfficeMaker, Round, correct
from tests.ui.conftest import Recorded
from tests.ui.test_accessible import beyond_the_keyboard, nameless

Show = Callable[[Any], Any]


@pytest.fixture
def trip(trip: Round, maker: OfficeMaker) -> Round:
    """Let the township lose unit 3 and corrections of units 1 and 2, and correct unit 2 otherwise than before."""
    restore_old_backup(trip, maker, corrected=(1, 2))
    correct(trip.luojia, unit(trip.luojia, 2), employees=335)
    (trip.stick / "back").mkdir()
    return trip


def units(trip: Round) -> list[Any]:
    with trip.luojia.store.reading() as session:
        return queries.load_all(session, UNITS)


def until_idle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.background.is_busy, timeout=60_000)


def sent_back(trip: Round, background: Background, show: Show, qtbot: QtBot, recorded: Recorded) -> None:
    session = Session(trip.county, background)
    page: ReceivePage = show(ReceivePage(session))
    told: list[str] = []
    session.spoken.connect(told.append)
    page.tabs.setCurrentWidget(page.issued)
    page.place.show_folder(trip.stick / "back")
    page.issued.back.click()
    recorded.answer("写给它")
    until_idle(qtbot, session)
    assert "可以拔出。已写入 3 条记录" in page.summary.text()
    assert "可以拔出。已写入 3 条记录" in told[-1]
    page.close()
    session.close()


def test_lost_records_come_back_by_hand(
    trip: Round, background: Background, show: Show, qtbot: QtBot, recorded: Recorded
) -> None:
    sent_back(trip, background, show, qtbot, recorded)
    session = Session(trip.luojia, background)
    page: ReceiptsPage = show(ReceiptsPage(session))
    assert not page.back.isVisibleTo(page)
    page.place.show_folder(trip.stick / "back")
    page.look.click()
    until_idle(qtbot, session)
    assert "本台账没有 1 条，较旧 1 条，两边不同 1 条，相同 0 条" in page.back_words.text()
    page.back.click()
    dialog = page.findChild(TakeBackDialog)
    assert [dialog._cells(one)[1].text for one in dialog.table.items] == ["加进来", "换成上级的", "请选择"]
    assert not dialog.give.isEnabled()
    dialog.table.choose(2)
    assert dialog.changes.item(0, 1).text() == "335"
    dialog.ours.click()
    assert dialog._cells(dialog.table.items[2])[1].text == "保留本台账的，随下次上报"
    dialog.give.click()
    qtbot.waitUntil(lambda: "已从上级取回，改动 3 条记录" in page.summary.text(), timeout=60_000)
    assert not page.back.isVisibleTo(page)
    found = {one.employees: State(one.state) for one in units(trip)}
    assert found == {333: State.RECEIVED, 335: State.CORRECTION, 100: State.RECEIVED}
    page.look.click()
    qtbot.waitUntil(lambda: bool(page.offers), timeout=60_000)
    assert "以前已经取回过" in page.back_words.text()
    assert not page.back.isEnabled()
    session.close()


def test_only_a_county_sends_back(trip: Round, background: Background, show: Show) -> None:
    session = Session(trip.luojia, background)
    pane = show(IssuedPane(session))
    assert not pane.back.isVisibleTo(pane)
    session.close()


def test_the_dialog_fits_and_is_reached_by_keys(
    trip: Round, background: Background, show: Show, qtbot: QtBot, recorded: Recorded
) -> None:
    sent_back(trip, background, show, qtbot, recorded)
    session = Session(trip.luojia, background)
    page: ReceiptsPage = show(ReceiptsPage(session))
    page.place.show_folder(trip.stick / "back")
    page.look.click()
    until_idle(qtbot, session)
    page.back.click()
    dialog = page.findChild(TakeBackDialog)
    assert nameless(dialog) == []
    assert beyond_the_keyboard(dialog) == []
    assert misfits(dialog) == []
    dialog.reject()
    session.close()
