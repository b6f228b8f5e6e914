"""What was typed and not saved: kept every few seconds, offered openly, put back only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop import language
from desktop.services import drafts, records, searching
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_drafts import DraftKeeper
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.record_recovery import draft_lines
from desktop.ui.session import Destination, Session
from tests.support.typing import compose, type_text

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


@pytest.fixture
def english() -> Iterator[None]:
    language.choose(language.ENGLISH)
    yield
    language.choose(language.CHINESE)


def opened(window: MainWindow, record_id: str | None = None) -> RecordPage:
    window.open_record(Destination("hardship_cases", record_id))
    assert window.record_page is not None
    return window.record_page


def keeper(page: RecordPage) -> DraftKeeper:
    return page._drafts


def type_household(page: RecordPage) -> None:
    """Type a name, a date that cannot be read, and two rows, the second with a cell still open."""
    for code, text in (("name", "熊国平"), ("filed_on", "前年"), ("household_area", "青山湖区")):
        page.form.editors[code].setFocus()
        type_text(page.form.editors[code], text)
        page.form.editors[code].finish()
    grid = page.form.grids["members"]
    grid.model.add_row()
    grid.model.setData(grid.model.index(0, 0), "罗秀英")
    grid.model.setData(grid.model.index(0, grid.model.column_of("birth")), "昨儿")
    grid.add_row()
    editor = grid.view.indexWidget(grid.view.currentIndex())
    assert editor is not None
    type_text(editor, "熊小平")


def test_a_draft_is_kept_after_a_change_and_the_timer_rests(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    page = opened(window)
    assert keeper(page).is_waiting is False
    type_household(page)
    assert keeper(page).is_waiting
    with qtbot.waitSignal(keeper(page).kept):
        keeper(page)._timer.start(1)
    qtbot.waitUntil(lambda: not keeper(page).is_waiting)
    (found,) = session.do(drafts.found)
    assert found.draft.is_new
    assert found.draft.typed.fields["filed_on"] == "前年"
    assert [row["name"] for row in found.draft.typed.rows["members"]] == ["罗秀英", "熊小平"]
    assert found.draft.changed_count == 5
    assert session.do(searching.record_ids, CASES) == []


def test_the_card_offers_and_restores_all_that_was_typed(
    window: MainWindow, session: Session, show: Callable[[Any], Any]
) -> None:
    page = opened(window)
    type_household(page)
    keeper(page).keep()
    again: MainWindow = show(MainWindow(session))  # as after a crash
    assert again.record_page is None
    (card,) = again.recovery.cards
    card.recover.click()
    restored = again.record_page
    assert restored is not None
    assert restored.is_edited
    line = restored.form.editors["filed_on"].findChild(QLineEdit)
    assert line is not None
    assert line.text() == "前年"
    assert (restored.record.name, restored.record.household_area) == ("熊国平", "360111")
    assert [row.name for row in restored.record.members] == ["罗秀英", "熊小平"]
    fields = {(one.rows, one.row, one.field) for one in restored.form.refusals()}
    assert fields == {("", None, "filed_on"), ("members", 0, "birth")}
    assert restored.form.here() == drafts.Place("name", "members", 1)


def test_a_restored_draft_is_saved_once_and_gone(window: MainWindow, session: Session) -> None:
    page = opened(window)
    page.form.editors["name"].setFocus()
    type_text(page.form.editors["name"], "熊国平")
    keeper(page).keep()
    (found,) = session.do(drafts.found)
    page.checks.pause.stop()
    page.is_edited = False
    page.leave()
    window.recovery.cards[0].recover.click()
    assert window.record_page is page
    assert page.save()
    assert session.do(searching.record_ids, CASES) == [found.draft.record_id]
    assert session.do(drafts.found) == ()


def test_who_does_not_save_throws_the_draft_away(window: MainWindow, session: Session, recorded: Any) -> None:
    page = opened(window)
    type_text(page.form.editors["name"], "熊国平")
    keeper(page).keep()
    page.leave()
    recorded.answer("不保存")
    assert session.do(drafts.found) == ()
    assert window.recovery.cards == []


def test_a_record_with_a_draft_waits_for_the_answer(
    window: MainWindow, session: Session, recorded: Any
) -> None:
    record = session.do(records.new, CASES)
    record.name = "熊国平"
    saved = session.do(records.save, CASES, record).record
    page = opened(window, saved.id)
    type_text(page.form.editors["address"], "罗家镇1组")
    keeper(page).keep()
    page.is_edited = False
    page.leave()
    page = opened(window, saved.id)
    assert page.is_locked
    assert page.state.text() == "草稿：请先处理下面没有保存的录入"
    assert page.form.editors["address"].value() is None
    card = page._card
    assert card is not None
    (line,) = draft_lines(session, CASES, card.found)
    assert (line.old, line.new) == ("", "罗家镇1组")
    card.discard.click()
    recorded.answer("丢弃")
    assert page.is_locked is False
    assert session.do(drafts.found) == ()


@pytest.mark.usefixtures("english")
def test_a_draft_differs_in_english_only_where_it_was_changed(window: MainWindow, session: Session) -> None:
    record = session.do(records.new, CASES)
    record.name, record.single_parent, record.union_member = "熊国平", True, False
    saved = session.do(records.save, CASES, record).record
    page = opened(window, saved.id)
    page.form.editors["single_parent"].show_value(False)
    page.form.editors["single_parent"].edited.emit(page.form.editors["single_parent"])
    keeper(page).keep()
    (found,) = session.do(drafts.found)
    (line,) = draft_lines(session, CASES, found)
    assert (line.place, line.old, line.new) == ("Single parent", "Yes", "No")


def test_locking_keeps_what_is_typed(window: MainWindow, session: Session) -> None:
    page = opened(window)
    type_text(page.form.editors["name"], "熊国平")
    session.locking.emit()
    assert [one.draft.typed.fields["name"] for one in session.do(drafts.found)] == ["熊国平"]
    assert keeper(page).is_waiting is False
    assert page.checks.pause.isActive() is False
    assert page.is_edited


def test_a_composition_is_no_text_of_a_draft(window: MainWindow, session: Session) -> None:
    page = opened(window)
    editor = page.form.editors["name"]
    editor.setFocus()
    type_text(editor, "熊")
    compose(editor, "guo")
    keeper(page).keep()
    assert session.do(drafts.found)[0].draft.typed.fields["name"] == "熊"
    assert editor.focusProxy().hasFocus()
