"""What the collection of garbage goes through while the window is open."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.ui.garbage import leave_out_what_stands
from desktop.ui.main_window import MainWindow
from desktop.ui.program import Program
from desktop.ui.unlock import Unlock
from tests.support.offices import LedgerMaker, clock


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count instead of freezing: what other tests leave must still be found."""
    found: list[int] = []
    monkeypatch.setattr(gc, "get_freeze_count", lambda: len(found))
    monkeypatch.setattr(gc, "freeze", lambda: found.append(1))
    return found


def test_what_is_left_out_is_left_out_once(frozen: list[int]) -> None:
    leave_out_what_stands()
    leave_out_what_stands()
    assert frozen == [1]


def test_a_window_that_has_come_up_is_not_gone_through(
    ledger_maker: LedgerMaker, tmp_path: Path, qtbot: QtBot, frozen: list[int]
) -> None:
    ledger_maker.copy(tmp_path / "ledger")
    program = Program(tmp_path / "ledger", clock)
    program.start()
    assert frozen == []
    assert isinstance(program.window, Unlock)
    program.window.opened.emit(ledger_maker.open(program._folder))
    assert isinstance(program.window, MainWindow)
    assert frozen == [1]
    qtbot.addWidget(program.window)
    program.close()
