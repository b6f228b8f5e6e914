"""操作记录 and 重做: every step can be found, taken back and done again by keyboard; what stands in the way is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.store import steps as stored
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.steps import Naming
from desktop.services import records, undoing
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Destination, Session
from desktop.ui.step_history import StepHistory
from desktop.ui.tables.step_table_model import StepTableModel
from tests.support.offices import NOW, USER
from tests.support.typing import press, shortcut, type_text
from tests.ui.conftest import Recorded
from tests.ui.test_accessible import beyond_the_keyboard, nameless

CASES = all_registers()["hardship_cases"]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def add(session: Session, name: str) -> str:
    record = session.do(records.new, CASES)
    record.name = name  # type: ignore[attr-defined]
    return str(session.do(records.save, CASES, record).record.id)


def rename(session: Session, record_id: str, name: str) -> None:
    record = session.do(records.open_record, CASES, record_id)
    assert record is not None
    record.name = name  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)


def name_of(session: Session, record_id: str) -> str:
    """Give the name of a live record, "" for a withdrawn one."""
    record = session.do(records.open_record, CASES, record_id)
    assert record is not None
    return "" if record.deleted_at else str(record.name)  # type: ignore[attr-defined]


def rows(model: StepTableModel) -> list[tuple[str, str]]:
    """Give operation and state of the rows."""
    lines = range(model.rowCount())
    return [(str(model.index(row, 2).data()), str(model.index(row, 4).data())) for row in lines]


@pytest.fixture
def history(window: MainWindow, qtbot: QtBot) -> Callable[[], StepHistory]:
    def opened() -> StepHistory:
        window.show_steps()
        dialog = window.findChildren(StepHistory)[-1]
        qtbot.waitUntil(lambda: bool(dialog.outlook.text()))
        return dialog

    return opened


def test_redo_brings_back_what_undo_took(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    record_id = add(session, "熊国平")
    rename(session, record_id, "熊国萍")
    assert not window.status.redo_button.isVisible()
    shortcut(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(window.status.redo_button.isVisible)
    assert name_of(session, record_id) == "熊国平"
    assert "熊国萍" in window.status.redo_button.toolTip()
    shortcut(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: name_of(session, record_id) == "熊国萍")
    qtbot.waitUntil(lambda: not window.status.redo_button.isVisible())
    assert window.status.message.text() == "已重做：保存 熊国萍"
    window.undo()
    qtbot.waitUntil(window.status.redo_button.isVisible)
    shortcut(window, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: name_of(session, record_id) == "熊国萍")
    qtbot.waitUntil(lambda: not session.background.is_busy)
    window.redo()
    assert window.status.message.text() == "没有可以重做的操作。"


def test_a_new_change_ends_redo(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    record_id = add(session, "熊国平")
    rename(session, record_id, "熊国萍")
    window.undo()
    qtbot.waitUntil(window.status.redo_button.isVisible)
    add(session, "万小红")
    assert not window.status.redo_button.isVisible()


def test_nothing_is_redone_behind_a_form_that_is_edited(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    record_id = add(session, "熊国平")
    window.undo()
    qtbot.waitUntil(window.status.redo_button.isVisible)
    window.open_record(Destination(CASES.code))
    assert window.record_page is not None
    type_text(window.record_page.form.editors["name"], "万小红")
    window.redo()
    assert not session.background.is_busy
    assert "请先保存" in window.status.message.text()
    window.show_steps()
    dialog = window.findChild(StepHistory)
    assert isinstance(dialog, StepHistory)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert "请先保存" in dialog.outlook.text()
    assert not any(button.isEnabled() for button in (dialog.undo, dialog.redo, dialog.go_back))
    assert name_of(session, record_id) == ""


def test_steps_of_earlier_sessions_are_listed_and_undone_by_keyboard(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    first, _ = add(session, "熊国平"), add(session, "万小红")
    window = show(MainWindow(session))
    assert not window.status.button.isVisible()
    press(window.status.steps, Qt.Key.Key_Space)
    dialog = window.findChild(StepHistory)
    qtbot.waitUntil(dialog.undo.isEnabled)
    assert rows(dialog.model) == [("保存 万小红", "有效"), ("保存 熊国平", "有效")]
    assert dialog.outlook.text() == "可以撤销。"
    press(dialog.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.undo.isEnabled() and dialog.go_back.isEnabled())
    shortcut(dialog, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(dialog.redo.isEnabled)
    assert name_of(session, first) == ""
    assert rows(dialog.model)[0] == ("撤销：保存 熊国平", "有效")
    assert rows(dialog.model)[2] == ("保存 熊国平", "已撤销")
    assert dialog.table.currentIndex().row() == 2  # the step stays chosen
    assert dialog.outlook.text() == "已经撤销，可以重做。"
    assert not window.status.button.isVisible()  # Ctrl+Z takes back only what was done since the opening
    shortcut(dialog, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(dialog.undo.isEnabled)
    assert name_of(session, first) == "熊国平"
    assert rows(dialog.model)[:2] == [("重做：保存 熊国平", "有效"), ("撤销：保存 熊国平", "已重做")]
    press(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(StepHistory))


def test_what_stands_in_the_way_is_said_before_anything_is_pressed(
    session: Session, history: Callable[[], StepHistory], qtbot: QtBot
) -> None:
    record_id = add(session, "熊国平")
    rename(session, record_id, "熊国萍")
    dialog = history()
    press(dialog.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.outlook.text().startswith("不能撤销“保存 熊国平”："))
    assert "请先撤销那一步" in dialog.outlook.text()
    assert not dialog.undo.isEnabled()
    assert dialog.go_back.isEnabled()


def test_going_back_asks_with_numbers_and_shows_the_open_record_as_it_was(
    window: MainWindow,
    session: Session,
    history: Callable[[], StepHistory],
    recorded: Recorded,
    qtbot: QtBot,
) -> None:
    record_id = add(session, "熊国平")
    rename(session, record_id, "熊国萍")
    rename(session, record_id, "熊国苹")
    add(session, "万小红")
    window.open_record(Destination(CASES.code, record_id))
    page = window.record_page
    assert page is not None
    dialog = history()
    for _ in range(3):
        press(dialog.table, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.go_back.isEnabled)
    press(dialog.go_back, Qt.Key.Key_Space)
    question = str(recorded.questions[-1][0])
    assert "“保存 熊国平”" in question
    assert "3 步操作" in question
    assert "2 条记录" in question
    recorded.answer("全部撤销")
    qtbot.waitUntil(lambda: page.form.editors["name"].value() == "熊国平")
    assert window.status.message.text() == "已回到“保存 熊国平”刚做完的时候。"
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 7)
    qtbot.waitUntil(lambda: bool(dialog.outlook.text()))
    assert not dialog.go_back.isEnabled()


def test_every_control_has_a_name_and_is_reached_by_keyboard(
    session: Session, history: Callable[[], StepHistory]
) -> None:
    add(session, "熊国平")
    dialog = history()
    assert nameless(dialog) + beyond_the_keyboard(dialog) == []


def test_ctrl_k_finds_it(window: MainWindow, qtbot: QtBot) -> None:
    shortcut(window, Qt.Key.Key_K, CTRL)
    type_text(window.box.line, "操作记录")
    press(window.box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(StepHistory)))
    dialog = window.findChildren(StepHistory)[0]
    qtbot.waitUntil(lambda: dialog.outlook.text().startswith("还没有操作"))


def test_ten_thousand_steps_are_read_page_by_page(
    ledger: Ledger, session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    record_id = add(session, "熊国平")
    with ledger.store.writing() as opened:
        for number in range(349):
            changes = [Change("change", CASES.code, record_id, 1, {})]
            stored.note(opened, NOW, USER, Naming(stored.SAVE, f"{number}号厂"), changes)
    dialog = show(StepHistory(session, ""))
    model = dialog.model
    qtbot.waitUntil(lambda: model.rowCount() == 100)
    for pages in (200, 300, 350):
        press(dialog.table, Qt.Key.Key_End, CTRL)
        qtbot.waitUntil(lambda pages=pages: model.rowCount() == pages)
    assert rows(model)[-2:] == [("保存 0号厂", "有效"), ("保存 熊国平", "有效")]
    assert [model.index(0, column).data() for column in (0, 1, 3)] == ["2026-06-15 09:00", USER, "1"]
    assert not model.canFetchMore(model.index(-1, -1))


def test_the_model_holds_what_qt_asks_of_one(
    session: Session, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    record_id = add(session, "熊国平")
    model = StepTableModel(session)
    qtmodeltester.check(model)
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    session.do(undoing.undo, session.do(undoing.steps, 1)[0].number)
    model.restart()
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    qtmodeltester.check(model)
    assert name_of(session, record_id) == ""
