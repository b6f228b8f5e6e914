"""Doors and locks: trouble is said in a window, the recovery code opens, a lock keeps what is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.store import vault
from db.store.store import Store
from desktop.services import drafts
from desktop.settings import IDLE, TEXT_SIZE, WINDOW, Settings
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.program import Program
from desktop.ui.recover import Recover
from desktop.ui.session import Destination
from desktop.ui.trouble import Trouble
from desktop.ui.unlock import Unlock
from tests.support.offices import USER, LedgerMaker, clock
from tests.support.typing import type_text

PASSWORD = "brass kettle 66"


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def program(ledger_maker: LedgerMaker, tmp_path: Path, qtbot: QtBot, settings: Settings) -> Iterator[Program]:
    """Start on a ledger; its windows are closed afterwards."""
    ledger_maker.copy_backed_up(tmp_path / "ledger")
    made = Program(tmp_path / "ledger", clock, settings)
    made.start()
    yield made
    if made.window is not None:
        qtbot.addWidget(made.window)
    if isinstance(made._main, MainWindow):
        qtbot.addWidget(made._main, before_close_func=_forget_edits)
    made.close()


def _forget_edits(window: MainWindow) -> None:
    if window.record_page is not None:
        window.record_page.is_edited = False


def opened(program: Program, ledger_maker: LedgerMaker, user: str = USER) -> MainWindow:
    """Open by the key, without the half second that a password costs."""
    assert isinstance(program.window, Unlock)
    ledger = ledger_maker.open(program._folder)
    ledger.user = user
    program.window.opened.emit(ledger)
    assert isinstance(program.window, MainWindow)
    return program.window


def typed_into(window: MainWindow) -> None:
    window.open_record(Destination("hardship_cases"))
    assert window.record_page is not None
    type_text(window.record_page.form.editors["name"], "熊国平")


def test_an_opened_ledger_is_looked_over_by_itself(
    program: Program, ledger_maker: LedgerMaker, qtbot: QtBot
) -> None:
    window = opened(program, ledger_maker)
    qtbot.waitUntil(lambda: window._session.standing.checked_at is not None)
    assert window.page("workbench").findChild(QPushButton, "check_now") is None


def test_a_damaged_vault_is_said_and_can_be_tried_again(
    ledger_maker: LedgerMaker, tmp_path: Path, qtbot: QtBot
) -> None:
    ledger_maker.copy(tmp_path)
    good = (tmp_path / vault.FILE_NAME).read_bytes()
    (tmp_path / vault.FILE_NAME).write_text("{", "utf-8")
    program = Program(tmp_path, clock)
    program.start()
    trouble = program.window
    assert isinstance(trouble, Trouble)
    assert trouble.isVisible()
    assert trouble.sentence.text()
    assert [one.text() for one in sorted(trouble.findChildren(QPushButton), key=lambda one: one.x())] == [
        "从备份恢复…",
        "再试一次",
        "关闭",
    ]
    trouble.again.click()
    assert isinstance(program.window, Trouble)
    (tmp_path / vault.FILE_NAME).write_bytes(good)
    program.window.again.click()
    assert isinstance(program.window, Unlock)
    qtbot.addWidget(program.window)
    program.close()


def test_a_damaged_ledger_is_said_beside_the_password(program: Program, qtbot: QtBot) -> None:
    (program._folder / "ledger.db").write_bytes(b"\0" * 8192)
    door = program.window
    assert isinstance(door, Unlock)
    type_text(door.password, "red flag 1925")
    door.open.click()
    qtbot.waitUntil(lambda: bool(door.problem.text()), timeout=30_000)
    assert program.window is door
    assert door.isEnabled()


def test_capitals_that_are_locked_are_noticed(program: Program) -> None:
    door = program.window
    assert isinstance(door, Unlock)
    QTest.keyClick(door.password, "A")  # large without Shift
    assert not door.capitals.isHidden()
    QTest.keyClick(door.password, "a")
    assert door.capitals.isHidden()


def test_the_recovery_code_opens_and_asks_for_a_new_one(
    program: Program, ledger_maker: LedgerMaker, qtbot: QtBot
) -> None:
    door = program.window
    assert isinstance(door, Unlock)
    door.forgotten.click()
    side = door.findChild(Recover)
    assert side is not None
    type_text(side.code, "AAAA")
    type_text(side.new.password, "luojia")
    side.open.click()
    assert side.problem.text()  # weak
    side.new.password.clear()
    for line in (side.new.password, side.new.again):
        type_text(line, PASSWORD)
    side.open.click()
    qtbot.waitUntil(lambda: side.isEnabled() and bool(side.problem.text()), timeout=30_000)
    side.code.setText(ledger_maker.recovery_code.lower().replace("-", ""))
    said: list[str] = []
    side.open.click()
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=30_000)
    assert program._session is not None
    program._session.spoken.connect(said.append)
    assert vault.read(program._folder).unlock(USER, PASSWORD) == ledger_maker.key


def test_a_lock_keeps_what_is_typed(program: Program, ledger_maker: LedgerMaker, qtbot: QtBot) -> None:
    window = opened(program, ledger_maker)
    typed_into(window)
    window.lock()
    door = program.window
    assert isinstance(door, Unlock)
    assert not window.isVisible()
    assert door.user.currentText() == USER
    again = opened(program, ledger_maker)
    assert again is window
    assert window.isVisible()
    page = window.record_page
    assert page is not None
    assert page.form.editors["name"].value() == "熊国平"
    assert page.save()
    qtbot.waitUntil(
        lambda: program._session is not None and program._session.counts.of("hardship_cases").get("") == 1
    )


def test_a_lock_gives_the_file_back(program: Program, ledger_maker: LedgerMaker) -> None:
    opened(program, ledger_maker).lock()
    other = ledger_maker.open(program._folder)  # would raise LedgerInUseError
    assert isinstance(other.store, Store)
    other.close()


def test_another_user_gets_a_window_of_their_own(program: Program, ledger_maker: LedgerMaker) -> None:
    window = opened(program, ledger_maker)
    typed_into(window)
    window.lock()
    other = opened(program, ledger_maker, "李会计")
    assert other is not window
    assert other.record_page is None
    assert program._session is not None
    (kept,) = drafts.found(program._session.ledger)  # what the first one typed is not lost
    assert (kept.draft.by, kept.draft.typed.fields["name"]) == (USER, "熊国平")


def test_a_lock_leaves_no_question_on_the_screen(program: Program, ledger_maker: LedgerMaker) -> None:
    window = opened(program, ledger_maker)
    box = QMessageBox(window)
    box.open()
    window.lock()
    assert not box.isVisible()


def test_nobody_at_the_keyboard_locks(program: Program, ledger_maker: LedgerMaker, qtbot: QtBot) -> None:
    window = opened(program, ledger_maker)
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert 14 * 60_000 < program._idle.remaining() < 16 * 60_000
    program._idle.start(0.02)
    before = program._idle.remaining()
    QTest.qWait(400)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert program._idle.remaining() > before - 300  # a touch begins anew
    with qtbot.waitSignal(program._idle.passed, timeout=5000):
        pass
    assert isinstance(program.window, Unlock)
    assert not program._idle.is_waiting


def test_minutes_of_0_never_lock(program: Program, ledger_maker: LedgerMaker, settings: Settings) -> None:
    settings.put(IDLE, 0)
    opened(program, ledger_maker)
    assert not program._idle.is_waiting


def test_the_password_is_asked_for_in_the_text_size_that_was_chosen(
    settings: Settings, tmp_path: Path
) -> None:
    small = QApplication.font().pointSizeF()
    settings.put(TEXT_SIZE, 150)
    large = Program(tmp_path / "ledger", clock, settings)
    try:
        assert QApplication.font().pointSizeF() == 1.5 * small
    finally:
        large.close()
        appearance.set_text_size(100)


def test_the_place_of_the_window_is_kept_behind_the_password(
    program: Program, ledger_maker: LedgerMaker, settings: Settings
) -> None:
    window = opened(program, ledger_maker)
    window.resize(787, 587)  # a window that is larger than the screen would be made smaller below
    size = window.size()
    window.lock()
    assert program.window is not None
    program.window.close()  # the program ends at the password
    again = QWidget()
    again.restoreGeometry(QByteArray.fromHex(settings.get(WINDOW).encode()))
    assert again.size() == size
    again.deleteLater()


def test_the_place_of_the_window_is_kept_when_the_system_ends_the_program(
    program: Program, ledger_maker: LedgerMaker, settings: Settings
) -> None:
    window = opened(program, ledger_maker)
    window.showMaximized()
    program.close()  # nobody closed the window
    again = QWidget()
    again.restoreGeometry(QByteArray.fromHex(settings.get(WINDOW).encode()))
    assert again.isMaximized()
    again.deleteLater()
