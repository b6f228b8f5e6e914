"""A recovery code that nobody typed from its paper: closing asks first, and 工作台 says so until one is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.store import ledger as ledgers
from desktop.services import recovery, users
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.recovery_box import RecoveryDialog, UnprovedCode
from desktop.ui.pages.workbench_page import WorkbenchPage
from desktop.ui.program import Program
from desktop.ui.recovery_card import RecoveryCard
from desktop.ui.session import Session
from tests.support.offices import clock
from tests.support.typing import type_text

USER, PASSWORD = "张会计", "brass kettle 66"


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    made = Program(tmp_path / "ledger", clock)
    made.start()
    yield made
    assert made.window is not None
    qtbot.addWidget(made.window)
    made.close()


@pytest.fixture
def first(program: Program) -> FirstStart:
    """Fill in everything that a new ledger needs."""
    made = program.window
    assert isinstance(made, FirstStart)
    made.area._pick("360111103")
    type_text(made.user, USER)
    for line in (made.new.password, made.new.again):
        type_text(line, PASSWORD)
    return made


def created(first: FirstStart, qtbot: QtBot) -> FirstStart:
    first.create_button.click()
    qtbot.waitUntil(lambda: first.step == 1, timeout=60_000)
    return first


def prove(card: RecoveryCard) -> None:
    """Type the two groups from the paper."""
    card.check_button.click()
    groups = recovery.groups(card.code)
    for number, line in zip(card.asked, card.answers, strict=True):
        type_text(line, groups[number - 1])


def workbench(window: MainWindow) -> UnprovedCode:
    page = window.page("workbench")
    assert isinstance(page, WorkbenchPage)
    return page.unproved_code


def test_closing_before_the_proof_asks_and_the_next_start_says_so(
    program: Program, first: FirstStart, recorded: Any, qtbot: QtBot
) -> None:
    created(first, qtbot)
    assert not first.close()
    assert "恢复码还没有核对" in str(recorded.questions[-1][0])
    recorded.answer("继续打印和核对")
    assert first.isVisible()
    assert not first.close()
    recorded.answer("关闭")
    assert not first.isVisible()

    opened = ledgers.unlock(first._folder, USER, PASSWORD, clock)  # the file was given back
    assert recovery.is_unproved(opened)
    first.opened.emit(opened)
    window = program.window
    assert isinstance(window, MainWindow)
    card = workbench(window)
    assert card.isVisible()
    assert card.replace.isEnabled()

    card.replace.click()
    recorded.answer("更换")
    qtbot.waitUntil(lambda: card.replace.dialog is not None, timeout=30_000)
    dialog = card.replace.dialog
    assert isinstance(dialog, RecoveryDialog)
    dialog.reject()  # printed, and not proved again
    assert card.isVisible()
    card.replace.click()
    recorded.answer("更换")
    qtbot.waitUntil(lambda: card.replace.dialog is not None, timeout=30_000)
    dialog = card.replace.dialog
    assert isinstance(dialog, RecoveryDialog)
    prove(dialog.card)
    dialog.done_button.click()
    assert not card.isVisible()
    assert not recovery.is_unproved(opened)


def test_a_ledger_is_not_left_while_it_is_made(first: FirstStart, qtbot: QtBot, recorded: Any) -> None:
    first.create_button.click()
    assert not first.close()
    assert recorded.questions == []
    qtbot.waitUntil(lambda: first.step == 1, timeout=60_000)  # the code is seen
    first.close()
    recorded.answer("关闭")


def test_a_proved_code_is_not_asked_about(
    program: Program, first: FirstStart, qtbot: QtBot, recorded: Any
) -> None:
    prove(created(first, qtbot).card)
    first.begin.click()
    window = program.window
    assert isinstance(window, MainWindow)
    assert not workbench(window).isVisible()
    assert recorded.questions == []


def test_a_proved_code_may_be_left_at_once(first: FirstStart, qtbot: QtBot, recorded: Any) -> None:
    prove(created(first, qtbot).card)
    assert first.close()
    assert recorded.questions == []


def test_before_there_is_a_ledger_the_window_just_closes(first: FirstStart) -> None:
    assert first.close()


def test_who_may_not_replace_it_reads_who_may(session: Session, show: Callable[[Any], Any]) -> None:
    users.new_recovery_code(session.ledger)
    session.ledger.role = "entry"
    page: WorkbenchPage = show(WorkbenchPage(session))
    assert page.unproved_code.isVisible()
    assert not page.unproved_code.replace.isEnabled()
    assert page.unproved_code.replace.toolTip()


def test_a_ledger_that_never_noted_a_code_says_nothing(session: Session, show: Callable[[Any], Any]) -> None:
    page: WorkbenchPage = show(WorkbenchPage(session))
    assert not page.unproved_code.isVisible()
