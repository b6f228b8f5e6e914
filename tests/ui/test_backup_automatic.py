"""Backups that nobody asks for: after half an hour of work, behind the password, and before the window closes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.store import backup
from db.store.backup import NoRoomForBackupError
from db.store.ledger import Ledger
from desktop.services import backing_up, records
from desktop.ui import appearance
from desktop.ui.closing import ClosingDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.program import Program
from desktop.ui.session import Session
from desktop.ui.unlock import Unlock
from tests.support.offices import NOW, LedgerMaker

CASES = all_registers()["hardship_cases"]


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def ledger(ledger_maker: LedgerMaker, tmp_path: Path, time: Clock) -> Iterator[Ledger]:
    made = ledger_maker.make(tmp_path / "ledger")
    made.clock = time
    backing_up.back_up(made)
    yield made
    made.close()


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> Iterator[MainWindow]:
    made: MainWindow = show(MainWindow(session))
    session.backups.start()
    yield made
    session.backups.stop()


def work(session: Session) -> None:
    session.do(records.save, CASES, session.do(records.new, CASES))


def made(ledger: Ledger) -> list[datetime]:
    return [one.at for one in backup.kept(ledger.backups)]


def done(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.backups.is_running, timeout=20_000)


def fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_ledger: Ledger) -> None:
        raise NoRoomForBackupError

    monkeypatch.setattr(backing_up, "back_up", full)


def test_half_an_hour_of_work_is_backed_up_and_said(
    window: MainWindow, session: Session, ledger: Ledger, time: Clock, qtbot: QtBot
) -> None:
    session.backups._timer.timeout.emit()
    work(session)
    time.now = NOW + timedelta(minutes=29)
    session.backups._timer.timeout.emit()
    assert not session.backups.is_running
    assert window.status.backup.text() == "上次备份 今天 09:00"
    time.now = NOW + timedelta(minutes=30)
    session.backups._timer.timeout.emit()
    done(session, qtbot)
    assert [f"{at:%H:%M}" for at in made(ledger)] == ["09:30", "09:00"]
    assert window.status.backup.text() == "上次备份 今天 09:30"
    time.now = NOW + timedelta(hours=2)
    session.backups._timer.timeout.emit()  # nothing was written
    assert not session.backups.is_running


def test_the_clerk_goes_on_while_a_backup_is_made(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    slow = threading.Event()
    real = backing_up.back_up

    def back_up(ledger: Ledger) -> Any:
        slow.wait(20)
        return real(ledger)

    monkeypatch.setattr(backing_up, "back_up", back_up)
    session.backups.back_up()
    found: list[bool] = []
    session.do_later(backing_up.is_behind, found.append, found.append)  # type: ignore[arg-type]
    work(session)
    qtbot.waitUntil(lambda: bool(found))
    assert session.backups.is_running
    slow.set()
    done(session, qtbot)
    assert window.status.backup.text() == "上次备份 今天 09:00"


def test_a_backup_that_failed_is_said_until_one_succeeds(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as patch:
        fail(patch)
        session.backups.back_up()
        done(session, qtbot)
    assert window.status.backup.text() == "备份失败，看看为什么"
    colour = window.status.backup.palette().buttonText().color()
    assert colour == appearance.ACCENT
    assert window.status.message.text() == "磁盘已满，没有备份成，台账完好。请清理磁盘后再备份一次。"
    work(session)
    assert window.status.backup.text() == "备份失败，看看为什么"
    window.status.backup.click()
    page: Any = window.stack.currentWidget()
    assert page is window.page("backup")
    assert page.state.text() == "上一次没有备份成。磁盘已满，没有备份成，台账完好。请清理磁盘后再备份一次。"
    page.make.click()
    done(session, qtbot)
    qtbot.waitUntil(lambda: not page.state.isVisible())
    assert window.status.backup.text() == "上次备份 今天 09:00"


def test_closing_backs_up_what_was_written(
    window: MainWindow, session: Session, ledger: Ledger, time: Clock, qtbot: QtBot
) -> None:
    work(session)
    time.now = NOW + timedelta(minutes=5)
    with qtbot.waitSignal(window.closed, timeout=20_000):
        assert not window.close()
    assert made(ledger)[0] == time.now.replace(tzinfo=None)
    assert not window.isVisible()


def test_closing_makes_no_backup_when_nothing_was_written(
    window: MainWindow, session: Session, ledger: Ledger
) -> None:
    assert window.close()
    assert not session.backups.is_running
    assert len(made(ledger)) == 1


def test_a_long_backup_is_shown_and_need_not_be_waited_for(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    slow = threading.Event()
    monkeypatch.setattr(backing_up, "back_up", lambda _ledger: slow.wait(20))
    work(session)
    for way_out in ("stay", "leave"):
        window.close()
        qtbot.waitUntil(lambda: window._backup.dialog is not None and window._backup.dialog.isVisible())
        dialog = window.findChildren(ClosingDialog)[-1]
        assert window.isVisible()
        getattr(dialog, way_out).click()
        assert window.isVisible() == (way_out == "stay")
    slow.set()
    done(session, qtbot)


def test_a_failed_backup_is_asked_about_before_closing(
    window: MainWindow, session: Session, recorded: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    fail(monkeypatch)
    work(session)
    for number, answer in enumerate(("不关闭", "再试一次", "仍要关闭"), 1):
        if answer != "仍要关闭":
            window.close()
        qtbot.waitUntil(lambda number=number: len(recorded.questions) == number)
        assert recorded.questions[-1][0].values["why"] == NoRoomForBackupError().message
        assert window.isVisible()
        recorded.answer(answer)
    assert not window.isVisible()


@pytest.fixture
def program(ledger_maker: LedgerMaker, tmp_path: Path, time: Clock, qtbot: QtBot) -> Iterator[Program]:
    ledger_maker.copy_backed_up(tmp_path / "behind")
    started = Program(tmp_path / "behind", time)
    started.start()
    yield started
    for one in {started.window, started._main} - {None}:
        qtbot.addWidget(one)
    started.close()


def test_a_lock_is_not_held_up_and_backs_up_behind_the_password(
    program: Program, ledger_maker: LedgerMaker, time: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = threading.Event()
    real = backing_up.back_up

    def back_up(ledger: Ledger) -> Any:
        slow.wait(20)
        return real(ledger)

    monkeypatch.setattr(backing_up, "back_up", back_up)
    opened = ledger_maker.open(program._folder)
    opened.clock = time
    assert isinstance(program.window, Unlock)
    program.window.opened.emit(opened)
    window = program.window
    assert isinstance(window, MainWindow)
    assert program._session is not None
    work(program._session)
    time.now = NOW + timedelta(minutes=31)
    window.lock()
    door = program.window
    assert isinstance(door, Unlock)
    assert not window.isVisible()
    assert door.remark.text() == "正在备份，完成后才能打开台账。"
    slow.set()
    qtbot.waitUntil(lambda: not door.remark.text(), timeout=20_000)
    assert made(opened)[0] == time.now.replace(tzinfo=None)
    again = ledger_maker.open(program._folder)  # would raise LedgerInUseError
    program.window.opened.emit(again)
    assert program.window is window
    assert window.status.backup.text() == "上次备份 今天 09:31"
    assert QApplication.activeModalWidget() is None
