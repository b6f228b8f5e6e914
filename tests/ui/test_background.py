"""Long jobs: results and errors arrive on the window's thread, and a job can be stopped."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from db.messages import Message, ReportableError
from desktop.services.progress import Cancelled
from desktop.ui.background import Background, WatchedProgress


def test_a_result_arrives_on_the_threads_of_the_window(background: Background, qtbot: QtBot) -> None:
    got: list[tuple[int, bool]] = []
    worker: list[str] = []

    def job() -> int:
        worker.append(threading.current_thread().name)
        return 42

    def done(result: int) -> None:
        got.append((result, threading.current_thread() is threading.main_thread()))

    background.run(job, done, lambda _error: None)
    assert background.is_busy
    qtbot.waitUntil(lambda: got == [(42, True)])
    assert worker[0] != threading.main_thread().name
    assert not background.is_busy


def test_an_error_arrives_as_it_was_raised(background: Background, qtbot: QtBot) -> None:
    errors: list[Exception] = []

    def job() -> None:
        raise ReportableError("磁盘已满")

    background.run(job, lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "磁盘已满"


def test_a_stopped_progress_raises_in_the_job(qtbot: QtBot) -> None:
    progress = WatchedProgress()
    with qtbot.waitSignal(progress.moved) as moved:
        progress.step(1, 3, Message("正在检查"))
    assert moved.args[:2] == [1, 3]
    progress.stop()
    with pytest.raises(Cancelled):
        progress.step(2, 3, Message("正在检查"))
