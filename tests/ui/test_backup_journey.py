"""A ledger that was lost comes back on the real widgets: from the window, from a damaged folder, on a new computer."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from db.messages import Message
from db.registers import all_registers
from db.store import backup, vault
from db.store.folder import BACKUPS, FILE_NAME
from db.store.vault import FILE_NAME as VAULT
from desktop.language import said
from desktop.services import backing_up
from desktop.ui import messages
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.program import Program
from desktop.ui.recover import Recover
from desktop.ui.restore import Restore
from desktop.ui.session import Destination, Session
from desktop.ui.trouble import Trouble
from desktop.ui.unlock import Unlock
from tests.support.offices import PASSWORD, USER, LedgerMaker, clock
from tests.support.typing import type_text

CASES = all_registers()["hardship_cases"]
NEW_PASSWORD = "brass kettle 66"

Starting = Callable[[], Program]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep what is told in boxes from the screen."""
    found: list[str] = []
    monkeypatch.setattr(messages, "tell", lambda _parent, message: found.append(said(message)))
    return found


@pytest.fixture
def folder(ledger_maker: LedgerMaker, tmp_path: Path) -> Path:
    ledger_maker.copy(tmp_path / "ledger")
    return tmp_path / "ledger"


@pytest.fixture
def start(folder: Path) -> Iterator[Starting]:
    """Start the program; the one before is closed."""
    running: list[Program] = []

    def end() -> None:
        while running:
            running.pop().close()

    def begin() -> Program:
        end()
        running.append(Program(folder, clock))
        running[0].start()
        return running[0]

    yield begin
    end()


def opened(program: Program, ledger_maker: LedgerMaker) -> tuple[MainWindow, Session]:
    assert isinstance(program.window, Unlock)
    program.window.opened.emit(ledger_maker.open(program._folder))
    return shown(program)


def shown(program: Program) -> tuple[MainWindow, Session]:
    window, session = program.window, program._session
    assert isinstance(window, MainWindow)
    assert session is not None
    return window, session


def enter(window: MainWindow, name: str) -> None:
    """Type a household and save it."""
    window.open_record(Destination("hardship_cases"))
    page = window.record_page
    assert page is not None
    type_text(page.form.editors["name"], name)
    assert page.save()
    page.leave()


def names(session: Session, qtbot: QtBot) -> list[str]:
    """Read the list of the households as the page shows it."""
    window = session.parent()
    assert isinstance(window, Program)
    main, _session = shown(window)
    main.go_to("hardship_cases")
    page: Any = main.page("hardship_cases")
    qtbot.waitUntil(lambda: session.counts.are_known and not session.background.is_busy)
    heads = [page.model.headerData(at, Qt.Orientation.Horizontal) for at in range(page.model.columnCount())]
    column = heads.index("姓名")
    return sorted(page.model.index(row, column).data() for row in range(page.model.rowCount()))


def copied_to(stick: Path, window: MainWindow, session: Session, qtbot: QtBot) -> Any:
    """Save a backup outside the computer, on the page."""
    stick.mkdir(exist_ok=True)
    window.go_to("backup")
    page: Any = window.page("backup")
    page.place.show_folder(stick)
    page.copy.click()
    qtbot.waitUntil(lambda: not session.background.is_busy, timeout=20_000)
    return page


def restoring(program: Program, place: Path | None, qtbot: QtBot) -> Restore:
    """Wait for the backups that can be restored."""
    window = program.window
    assert isinstance(window, Restore)
    if place is not None:
        window.place.show_folder(place)
    qtbot.waitUntil(lambda: window.user.count() > 0, timeout=20_000)
    return window


def come_back(program: Program, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: isinstance(program.window, MainWindow), timeout=60_000)
    return shown(program)[1]


def test_a_destroyed_ledger_comes_back_by_password(
    start: Starting, folder: Path, ledger_maker: LedgerMaker, tmp_path: Path, told: list[str], qtbot: QtBot
) -> None:
    window, session = opened(start(), ledger_maker)
    enter(window, "熊国平")
    page = copied_to(tmp_path / "stick", window, session, qtbot)
    assert "可以拔出" in page.copied.text()
    enter(window, "万小红")  # after the backup
    session.ledger.close()
    shutil.rmtree(folder / BACKUPS)
    for name in (FILE_NAME, VAULT):
        (folder / name).write_bytes(b"\0" * 4096)
    program = start()
    assert isinstance(program.window, Trouble)
    program.window.restore.click()
    door = restoring(program, tmp_path / "stick", qtbot)
    assert [door.table.model().index(0, column).data() for column in (0, 1, 3)] == [
        "今天 09:00",
        "日常",
        "360111103 罗家镇总工会",
    ]
    type_text(door.password, "wrong")
    door.give.click()
    qtbot.waitUntil(lambda: "密码不对" in door.problem.text(), timeout=60_000)
    door.password.clear()
    type_text(door.password, PASSWORD)
    door.give.click()
    session = come_back(program, qtbot)
    assert names(session, qtbot) == ["熊国平"]
    assert vault.read(folder).users == (USER,)
    assert (told[0].split("\n\n")[0], "发回记录…" in told[0]) == ("台账已恢复到今天 09:00 的样子。", True)


def test_a_new_computer_begins_with_a_backup_and_the_recovery_code(
    start: Starting, folder: Path, ledger_maker: LedgerMaker, tmp_path: Path, told: list[str], qtbot: QtBot
) -> None:
    window, session = opened(start(), ledger_maker)
    enter(window, "熊国平")
    copied_to(tmp_path / "stick", window, session, qtbot)
    session.ledger.close()
    shutil.rmtree(folder)
    program = start()
    first = program.window
    assert isinstance(first, FirstStart)
    first.restore.click()
    door = restoring(program, tmp_path / "stick", qtbot)
    door.by_code.click()
    side = door.findChild(Recover)
    assert side is not None
    assert side.user.currentText() == USER
    side.code.setText(ledger_maker.recovery_code)
    for line in (side.new.password, side.new.again):
        type_text(line, NEW_PASSWORD)
    side.open.click()
    session = come_back(program, qtbot)
    assert names(session, qtbot) == ["熊国平"]
    assert vault.read(folder).unlock(USER, NEW_PASSWORD) == ledger_maker.key
    assert "恢复单已用过" in told[0]


def test_an_older_ledger_is_restored_from_the_window_and_nothing_is_lost(
    start: Starting, folder: Path, ledger_maker: LedgerMaker, told: list[str], recorded: Any, qtbot: QtBot
) -> None:
    program = start()
    window, session = opened(program, ledger_maker)
    enter(window, "熊国平")
    backing_up.back_up(session.ledger)
    (old,) = backup.kept(folder / BACKUPS)
    old.path.rename(old.path.with_name("ledger-20260614-170000.db"))
    for name in ("万小红", "罗秀英"):
        enter(window, name)
    window.go_to("backup")
    page: Any = window.page("backup")
    backing_up.back_up(session.ledger)
    page.refresh()
    page.table.choose(1)
    page.restore.click()
    question: Message = recorded.questions[-1][0]
    assert said(question).startswith(
        "把台账恢复到昨天 17:00 的样子？那以后的改动（3 步）会留在恢复前的备份里，台账里不再有。"
    )
    recorded.answer("恢复…")
    door = restoring(program, None, qtbot)
    assert door.table.current.path.name == "ledger-20260614-170000.db"
    type_text(door.password, PASSWORD)
    door.give.click()
    session = come_back(program, qtbot)
    assert names(session, qtbot) == ["熊国平"]
    assert sorted(one.label for one in backup.kept(folder / BACKUPS)) == ["", "", "before-restoring"]
    assert "恢复前" in told[0]


def test_a_locked_ledger_is_restored_into_a_new_window(
    start: Starting, ledger_maker: LedgerMaker, told: list[str], qtbot: QtBot
) -> None:
    program = start()
    window, session = opened(program, ledger_maker)
    enter(window, "熊国平")
    backing_up.back_up(session.ledger)
    enter(window, "万小红")
    window.lock()
    assert isinstance(program.window, Unlock)
    program.window.restore.click()
    door = restoring(program, None, qtbot)
    type_text(door.password, PASSWORD)
    door.give.click()
    after = come_back(program, qtbot)
    assert after is not session
    qtbot.waitUntil(lambda: not isValid(window))  # it showed what is no longer so
    assert names(after, qtbot) == ["熊国平"]
    assert len(told) == 1


def test_restoring_can_be_given_up(start: Starting, ledger_maker: LedgerMaker, qtbot: QtBot) -> None:
    program = start()
    window, session = opened(program, ledger_maker)
    backing_up.back_up(session.ledger)
    window.lock()
    assert isinstance(program.window, Unlock)
    program.window.restore.click()
    restoring(program, None, qtbot).back.click()
    again, _session = opened(program, ledger_maker)
    assert again is window
    assert window.isVisible()
