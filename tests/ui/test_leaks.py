"""What a test leaves to the next one is found, however much the tests before it keep."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.support import leaks


def test_a_timer_that_runs_is_left_behind(qapp: QApplication) -> None:
    parent = QObject(qapp)
    before = leaks.standing()
    timer = QTimer(parent)
    assert leaks.left_behind(before) == []
    timer.start(60_000)
    assert leaks.left_behind(before) == [f"timer {timer!r} of {parent!r}"]
    timer.stop()
    assert leaks.left_behind(before) == []
    parent.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_a_window_is_left_behind_until_it_is_deleted() -> None:
    before = leaks.standing()
    window = QWidget()
    window.setObjectName("left")
    assert leaks.left_behind(before) == [f"window {window!r}"]
    window.deleteLater()
    assert leaks.left_behind(before) == []


def test_threads_are_left_behind(qapp: QApplication) -> None:
    before = leaks.standing()
    end, ours, of_qt = Event(), Thread(target=lambda: end.wait(60)), QThread(qapp)
    ours.name = "left"
    ours.start()
    of_qt.start()
    assert sorted(leaks.left_behind(before)) == [f"thread {of_qt!r}", f"thread {ours!r}"]
    end.set()
    ours.join()
    of_qt.quit()
    of_qt.wait()
    assert leaks.left_behind(before) == []
    of_qt.deleteLater()
