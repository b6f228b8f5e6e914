"""未报送: the late offices are chosen at once, and a reminder to each of them is shown in the preview and saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.language import choose
from desktop.services import comparing, receiving, taking_in
from desktop.services.deciding import default_decisions
from desktop.ui import appearance, printing
from desktop.ui.background import Background
from desktop.ui.pages.board_pane import BoardPane
from desktop.ui.pages.receive_page import ReceivePage
from desktop.ui.preview.preview import Preview
from desktop.ui.preview.questions import Questions
from desktop.ui.session import Session
from tests.picturing.album import settle
from tests.support.misfits import misfits
from tests.support.round_trip import LUOJIA, TANGSHAN, Round, save_unit, send
from tests.support.typing import type_text
from tests.ui.test_accessible import beyond_the_keyboard, nameless


@pytest.fixture
def county(trip: Round, background: Background) -> Iterator[Session]:
    """Sit down at the county: one township has just reported, the other one never."""
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    compared = comparing.compare_all(trip.county, receiving.look(trip.county, trip.stick))
    taking_in.apply(trip.county, [(one, default_decisions(one)) for one in compared])
    made = Session(trip.county, background)
    yield made
    made.close()


def the(kind: type[Any], pane: BoardPane) -> Any:
    (found,) = (one for one in pane.window().findChildren(kind) if one.isVisible())
    return found


def test_a_reminder_is_printed_for_who_has_not_reported_by_the_keyboard(
    county: Session,
    show: Callable[[Any], Any],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page: ReceivePage = show(ReceivePage(county))
    page.tabs.setCurrentWidget(page.board)
    pane = page.board
    pane.table.selectAll()
    assert {one.code for one in pane.table.chosen} == {LUOJIA.code, TANGSHAN.code}
    pane.choose_late.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(pane.choose_late, Qt.Key.Key_Space)
    assert [one.code for one in pane.table.chosen] == [TANGSHAN.code]
    qtbot.waitUntil(pane.table.hasFocus)
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    questions = the(Questions, pane)
    assert {key: line.text() for key, line in questions.lines.items()} == {
        "period": "2026年5月",
        "deadline": "2026年6月22日",
        "number": "",
        "contact": county.ledger.user,
        "phone": "",
    }
    qtbot.waitUntil(questions.lines["period"].hasFocus)
    for line in list(questions.lines.values())[:-1]:
        QTest.keyClick(line, Qt.Key.Key_Tab)
    type_text(questions.lines["phone"], "0791-88100000")
    QTest.keyClick(questions.lines["phone"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not county.background.is_busy, timeout=60_000)
    preview = the(Preview, pane)
    saved = tmp_path / "reminder.pdf"

    def save(_parent: object, pdf: bytes, name: str, _told: object) -> None:
        assert name == "催报通知单.pdf"
        saved.write_bytes(pdf)

    monkeypatch.setattr(printing, "choose_file", save)
    preview.save()
    assert saved.read_bytes().startswith(b"%PDF-")
    assert preview._paper.pages == 1
    assert [part.title for part in preview._paper.parts] == [TANGSHAN.name]
    preview.reject()

    pane.remind.click()  # what was typed stays for the next time
    again = the(Questions, pane)
    assert again.lines["phone"].text() == "0791-88100000"
    again.reject()


def test_nobody_late_nobody_chosen(county: Session, show: Callable[[Any], Any]) -> None:
    pane: BoardPane = show(BoardPane(county))
    assert not pane.remind.isEnabled()
    pane.refresh()
    assert pane.remind.isEnabled()
    pane.table.clearSelection()
    assert not pane.remind.isEnabled()


@pytest.mark.parametrize("look", [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)], ids=str)
def test_the_board_and_its_questions_fit_and_have_names(
    county: Session, show: Callable[[Any], Any], look: tuple[str, int]
) -> None:
    choose(look[0])
    appearance.set_text_size(look[1])
    try:
        pane: BoardPane = show(BoardPane(county))
        pane.resize(1180, 600)
        pane.refresh()
        settle(pane)
        found = misfits(pane) + nameless(pane) + beyond_the_keyboard(pane)
        pane.remind.click()
        questions = the(Questions, pane)
        settle(questions)
        found += misfits(questions) + nameless(questions)
        questions.reject()
    finally:
        appearance.set_text_size(100)
    assert found == []
