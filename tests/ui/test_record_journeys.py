"""What happens to a clerk in the middle of a record, by keyboard only in the real window: a wrong digit, a power cut."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.store.ledger import Ledger
from desktop.services import drafts, searching
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.known_records import id_number
from tests.support.offices import LedgerMaker
from tests.support.typing import shortcut, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ID_NO = id_number("360111", "19760412", "011")
WRONG = ID_NO[:17] + ("0" if ID_NO[17] != "0" else "1")


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def new_record(window: MainWindow, qtbot: QtBot) -> RecordPage:
    """Go to the households by their number and add one."""
    number = list(window._session.registers).index("hardship_cases") + 2
    shortcut(window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
    shortcut(window, Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: window.record_page is not None)
    page = window.record_page
    assert page is not None
    return page


def go_to(page: RecordPage, code: str) -> None:
    """Press Return until the cursor is in a field."""
    for _step in range(len(page.form.editors)):
        if page.form.here().field == code:
            return
        page.form._moved_on = 0.0  # a person is not so fast
        shortcut(page.window(), Qt.Key.Key_Return)
    raise AssertionError(code)


def key(page: RecordPage, text: str) -> None:
    """Type where the cursor is."""
    focus = page.window().focusWidget()
    assert focus is not None
    type_text(focus, text)


def test_a_wrong_id_is_found_by_f7_reached_by_f8_and_mended(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page = new_record(window, qtbot)
    go_to(page, "name")
    key(page, "熊国平")
    go_to(page, "id_no")
    key(page, WRONG)
    go_to(page, "address")  # who does not look goes on
    pane = page.problems_pane
    assert [problem.field for problem in pane.problems] == ["id_no"]
    assert page.form.editors["sex"].value() is None
    shortcut(window, Qt.Key.Key_F8)
    assert page.form.here().field == "id_no"
    shortcut(window, Qt.Key.Key_End)
    shortcut(window, Qt.Key.Key_Backspace)
    key(page, ID_NO[17])
    qtbot.waitUntil(lambda: page.form.here().field != "id_no")  # a right one moves on
    assert pane.problems == []
    assert (page.form.editors["sex"].value(), page.record.id_no) == ("1", ID_NO)
    shortcut(window, Qt.Key.Key_S, CTRL)
    assert page.is_edited is False
    assert session.do(searching.record_ids, page.register) == [page.record.id]


def test_what_was_typed_before_a_power_cut_is_recovered_and_saved(
    window: MainWindow,
    ledger: Ledger,
    ledger_maker: LedgerMaker,
    background: Background,
    show: Callable[[Any], Any],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    page = new_record(window, qtbot)
    go_to(page, "name")
    key(page, "熊国平")
    go_to(page, "address")
    key(page, "罗家镇1组")
    with qtbot.waitSignal(page._drafts.kept):
        page._drafts._timer.start(1)  # three seconds are over
    shutil.copytree(ledger.folder, tmp_path / "after")  # what the disk holds when the power goes
    again: MainWindow = show(MainWindow(Session(ledger_maker.open(tmp_path / "after"), background)))
    session = again._session
    (card,) = again.recovery.cards
    for _step in range(40):
        if card.recover.hasFocus():
            break
        shortcut(again, Qt.Key.Key_Tab)
    shortcut(again, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: again.record_page is not None)
    recovered = again.record_page
    assert recovered is not None
    line = recovered.form.editors["address"].findChild(QLineEdit)
    assert line is not None
    assert (recovered.record.name, line.text(), recovered.form.here().field) == (
        "熊国平",
        "罗家镇1组",
        "address",
    )
    shortcut(again, Qt.Key.Key_S, CTRL)
    assert session.do(searching.record_ids, recovered.register) == [recovered.record.id]
    assert session.do(drafts.found) == ()
    again.close()
    session.ledger.close()
