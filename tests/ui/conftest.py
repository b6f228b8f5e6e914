"""What the tests of the window share: our fonts and style, one ledger made once and copied, questions that are recorded."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.messages import Message
from db.store.ledger import Ledger
from desktop.ui import application, messages
from desktop.ui.background import Background
from desktop.ui.garbage import GarbageCollection
from desktop.ui.session import Session
from tests.support import leaks


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The offscreen platform says so of every window; it has no window manager to ask.
    ignore = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(ignore)


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """Give the application our fonts and style."""
    application.keep_constants_alive()
    application.leave_sources_unread()
    application.dress(qapp, "zh")
    GarbageCollection(qapp)
    return qapp


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Hold what qtbot closes after the test: its references are weak, and a collection in between lets go of them."""
    kept: list[QWidget] = []
    add = qtbot.addWidget

    def hold(widget: QWidget, **named: Any) -> None:
        kept.append(widget)
        add(widget, **named)

    monkeypatch.setattr(qtbot, "addWidget", hold)
    return qtbot


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:  # noqa: ARG001 - a QObject needs the application
    made = Background()
    yield made
    made.close()


@pytest.fixture
def session(ledger: Ledger, background: Background) -> Iterator[Session]:
    """Give the window's view of an empty, unlocked ledger."""
    made = Session(ledger, background)
    yield made
    made.close()


@pytest.fixture
def at(background: Background) -> Iterator[Callable[[Ledger], Session]]:
    """Sit down at an office's ledger."""
    made: list[Session] = []

    def sit(ledger: Ledger) -> Session:
        made.append(Session(ledger, background))
        return made[-1]

    yield sit
    for session in made:
        session.close()


@pytest.fixture(autouse=True)
def _nothing_left_behind(dressed: QApplication) -> Iterator[None]:  # noqa: ARG001 - what it makes stays
    """Fail a test that leaves a window, a running timer or a thread to the next one."""
    gc.collect()
    gc.freeze()  # the search goes through what the test made, not through all that the tests before it keep
    before = leaks.standing()
    yield
    left = leaks.left_behind(before)
    assert not left, "\n".join(left)


@pytest.fixture(autouse=True)
def _no_key_held(dressed: QApplication) -> Iterator[None]:
    """Let no Ctrl or Shift stay down for the next test: Qt takes them for held when their click has closed the window."""
    yield
    if dressed.keyboardModifiers().value:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Escape)


class Recorded:
    """The errors and questions that would have been shown."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.questions: list[tuple[Message, Mapping[str, Callable[[], None] | None]]] = []

    def show_error(self, _parent: QWidget, error: Exception) -> None:
        self.errors.append(error)

    def ask(
        self, _parent: QWidget, question: Message, answers: Mapping[str, Callable[[], None] | None]
    ) -> None:
        self.questions.append((question, answers))

    def answer(self, label: str) -> None:
        """Press a button of the last question."""
        action = self.questions[-1][1][label]
        if action is not None:
            action()


@pytest.fixture(autouse=True)
def recorded(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    """Keep message boxes from the screen."""
    made = Recorded()
    monkeypatch.setattr(messages, "show_error", made.show_error)
    monkeypatch.setattr(messages, "ask", made.ask)
    monkeypatch.setattr(messages, "ask_before_loss", made.ask)
    return made


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Any], Any]:
    """Show a top-level widget with the focus, and close it after the test."""

    def shown(widget: Any) -> Any:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return shown
