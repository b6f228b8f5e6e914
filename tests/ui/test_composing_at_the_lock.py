"""A text that is still composed when the ledger is locked is handed over first: as its input method says, into the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import drafts
from desktop.ui.fields import composing
from desktop.ui.main_window import MainWindow
from desktop.ui.session import Destination, Session
from tests.support.input_method import InputMethod
from tests.support.typing import compose, type_text

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    qtbot.waitUntil(lambda: session.counts.are_known)
    return made


def composed(window: MainWindow, code: str, before: str = "") -> QWidget:
    """Open a new record and begin to compose in one of its fields."""
    window.open_record(Destination("hardship_cases"))
    page = window.record_page
    assert page is not None
    editor = page.form.editors[code]
    editor.setFocus()
    if before:
        type_text(editor, before)
    compose(editor, "guo'ping")
    line = QApplication.focusWidget()
    assert line is not None
    assert composing.is_on(line)
    return line


def kept(session: Session) -> list[dict[str, str]]:
    return [one.draft.typed.fields for one in session.do(drafts.found)]


@pytest.mark.parametrize(("by", "asked"), [("commit", ["commit"]), ("reset", ["commit", "reset"])])
@pytest.mark.parametrize("before", ["", "熊"])
def test_it_is_handed_over_before_the_draft_is_kept(
    window: MainWindow,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    by: str,
    asked: list[str],
    before: str,
) -> None:
    composed(window, "name", before)
    method = InputMethod("国平", by=by)
    monkeypatch.setattr(composing, "QGuiApplication", method)
    composing.end()
    session.locking.emit()
    assert method.asked == asked
    assert [one["name"] for one in kept(session)] == [f"{before}国平"]


def test_letters_that_it_takes_back_are_no_text(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed(window, "name", "熊")
    monkeypatch.setattr(composing, "QGuiApplication", InputMethod(None, by="commit"))
    composing.end()
    session.locking.emit()
    assert [one["name"] for one in kept(session)] == ["熊"]


def test_an_input_method_that_composes_nothing_is_not_told_to_begin_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_record(Destination("hardship_cases"))
    method = InputMethod("", by="commit")
    monkeypatch.setattr(composing, "QGuiApplication", method)
    composing.end()
    assert method.asked == ["commit"]
