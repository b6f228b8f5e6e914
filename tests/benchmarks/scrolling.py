"""Scroll the list of all records in the whole window: wheel, page keys, and the bar drawn to its end and back."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QTableView

from desktop.ui import application
from desktop.ui.garbage import GarbageCollection, leave_out_what_stands
from desktop.ui.main_window import MainWindow
from tests.benchmarks import screen
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, milliseconds, percentile_95
from tests.benchmarks.searching import InMemory
from tests.benchmarks.stage import Stage

_OPENING = 2000  # milliseconds: what is counted once a list is open is no frame of its scrolling
_TURNS = 40  # of the wheel, and as many pages, and as many places of the bar on its way


def scroll(stage: Stage) -> list[Measured]:
    """Measure each frame, from the event until the table is painted: the slowest one, and 95 of 100."""
    with screen.session(stage) as session:
        window = MainWindow(session)
        window.go_to(REGISTER.code)
        window.show()
        ours = window.page(REGISTER.code).table
        plain = _plain(stage.records, ours)
        _wait(_OPENING)
        bare_frames, our_frames = [], []
        with _garbage_as_in_the_program(window):
            for _ in range(
                stage.rounds
            ):  # the first way down, which reads what nobody has looked at yet, counts too
                bare_frames += _frames(plain)
                our_frames += _frames(ours)
        window.close()
        plain.close()
    return [
        Measured(
            f"scroll {stage.records}, {words}",
            "table view in memory",
            of(bare_frames),
            of(our_frames),
            budget,
        )
        for words, of, budget in (
            ("slowest frame", max, Budget(50)),
            ("p95 of the frames", percentile_95, Budget(50)),
        )
    ]


@contextmanager
def _garbage_as_in_the_program(window: MainWindow) -> Iterator[None]:
    """Collect as ``desktop.app`` does, in frames of both tables; Python's own way holds one of them for 150 ms."""
    before = gc.isenabled(), gc.get_freeze_count()
    application.keep_constants_alive()
    leave_out_what_stands()
    GarbageCollection(window)
    try:
        yield
    finally:
        if before == (True, 0):  # a test may run in a process that collects so already
            gc.enable()
            gc.unfreeze()


def _plain(rows: int, like: QTableView) -> QTableView:
    view = QTableView()
    view.setModel(InMemory(rows))
    view.resize(like.size())
    view.verticalHeader().setDefaultSectionSize(like.verticalHeader().defaultSectionSize())
    view.show()
    return view


def _frames(view: QTableView) -> list[float]:
    """Scroll from the top to the end and to the middle; milliseconds of each step until all is painted."""
    view.scrollToTop()
    view.setCurrentIndex(view.model().index(0, 0))
    _paint()

    def frame(step: Callable[[], object]) -> None:
        step()
        _paint()

    return [milliseconds(partial(frame, step)) for step in _steps(view)]


def _paint() -> None:
    """Run the event loop until nothing waits: what is to be painted is a posted event, and comes before a timer."""
    _wait(0)


def _wait(pause: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(pause, loop.quit)
    loop.exec()


def _steps(view: QTableView) -> Iterator[Callable[[], object]]:
    bar = view.verticalScrollBar()
    for _ in range(_TURNS):
        yield partial(QApplication.sendEvent, view.viewport(), _wheel())
    for _ in range(_TURNS):
        yield partial(QApplication.sendEvent, view, _page_down())
    for place in range(1, _TURNS + 1):
        yield partial(bar.setSliderPosition, bar.maximum() * place // _TURNS)
    yield partial(bar.setSliderPosition, bar.maximum() // 2)


def _wheel() -> QWheelEvent:
    """Turn the wheel by one notch."""
    place, none = QPointF(50, 50), Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(place, place, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none, phase, False)


def _page_down() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)
