"""A long job on the screen: silent about its end for three seconds, then how long it will still take, never ready too soon."""

from __future__ import annotations

from collections.abc import Callable
from queue import Queue
from types import SimpleNamespace
from typing import Any, Self

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.messages import Message
from db.store.ledger import Ledger
from desktop import language
from desktop.services.progress import Cancelled, Progress
from desktop.ui import background, job_line
from desktop.ui.job_line import JobLine
from desktop.ui.session import Session

WHAT = Message("正在保存")
BEGUN = 1000.0  # seconds of the job's clock
READY = ("完成", "成功", "已", "done", "ready", "finished")


class Job:
    """A job that takes the steps and the seconds that the test gives it, and ends with the test."""

    def __init__(self, line: JobLine, qtbot: QtBot) -> None:
        self.line = line
        self.now = BEGUN
        self.given: list[str] = []
        self._steps: Queue[tuple[int, int] | None] = Queue()
        self._qtbot = qtbot

    def __enter__(self) -> Self:
        self.now = BEGUN
        self.line.run(self._work, self.given.append)
        return self

    def __exit__(self, *_error: object) -> None:
        self._steps.put(None)
        self._qtbot.waitUntil(self.line.isHidden)

    def _work(self, _ledger: Ledger, *, progress: Progress) -> str:
        while (step := self._steps.get()) is not None:
            progress.step(*step, WHAT)
        return "42 records"

    def step(self, done: int, total: int = 100) -> None:
        self._steps.put((done, total))

    def said_after(self, passed: float, done: int, total: int = 100) -> str:
        """Step when so many seconds have passed since the beginning, and give what the line says then."""
        self.now = BEGUN + passed
        assert self.line._progress is not None
        with self._qtbot.waitSignal(self.line._progress.moved):
            self.step(done, total)
        assert (self.line._bar.value(), self.line._bar.maximum()) == (done, total)
        return self.line._what.text()


@pytest.fixture
def job(session: Session, show: Callable[[Any], Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Give a job whose clock stands still until the test moves it."""
    made = Job(show(JobLine(session)), qtbot)
    clock = SimpleNamespace(monotonic=lambda: made.now)
    for module in (job_line, background):
        monkeypatch.setattr(module, "time", clock)
    return made


def test_how_long_it_takes_is_foretold_after_three_seconds(job: Job) -> None:
    with job:
        assert job.said_after(1, 10) == "正在保存"
        assert job.said_after(3, 20) == "正在保存"
        assert job.said_after(4, 20) == "正在保存，还要约 17 秒"  # 80 times 0.2 s, and one over
        assert job.said_after(20, 40) == "正在保存，还要约 31 秒"
        assert job.said_after(30, 99) == "正在保存，还要约 1 秒"


def test_it_is_foretold_in_english_too(job: Job) -> None:
    language.choose(language.ENGLISH)
    with job:
        assert job.said_after(2, 10) == "Saving"
        assert job.said_after(5, 10) == "Saving, about 46 s left"


def test_nothing_is_foretold_from_nothing(job: Job) -> None:
    with job:
        assert job.said_after(60, 0) == "正在保存"


def test_it_is_not_called_ready_before_its_result_is_there(job: Job) -> None:
    with job:
        before, last = job.said_after(99, 99), job.said_after(100, 100)
        assert (before, last) == ("正在保存，还要约 2 秒", "正在保存")
        assert job.line.isVisible()
        assert job.given == []
        assert not any(word in text.lower() for word in READY for text in (before, last))
    assert job.given == ["42 records"]


def test_a_second_job_begins_with_no_words_of_the_first(job: Job) -> None:
    with job:
        assert job.said_after(10, 50) == "正在保存，还要约 11 秒"
    with job:
        assert (job.line._what.text(), job.line._bar.maximum()) == ("", 0)  # and a bar that only moves
        assert job.said_after(2, 50) == "正在保存"  # its own three seconds
    assert len(job.given) == 2


def test_a_stopped_job_is_not_called_ready(job: Job, session: Session, qtbot: QtBot) -> None:
    told: list[str] = []
    session.spoken.connect(told.append)
    with job:
        job.said_after(1, 10)
        job.line.findChild(QPushButton).click()
        job.step(11)
        qtbot.waitUntil(job.line.isHidden)
    assert told == [str(Cancelled())]
    assert job.given == []


@pytest.fixture
def begin(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> tuple[QPushButton, QPushButton, Job]:
    """Give a page's button that is locked while its job runs and has the focus, another one, and the job."""
    page = QWidget()
    line, begin, other = JobLine(session), QPushButton("开始"), QPushButton("别的")
    column = QVBoxLayout(page)
    for widget in (begin, line, other):
        column.addWidget(widget)
    line.busy.connect(begin.setDisabled)
    show(page)
    begin.setFocus()
    qtbot.waitUntil(begin.hasFocus)
    return begin, other, Job(line, qtbot)


def test_the_keyboard_comes_back_to_the_button_that_was_pressed(
    begin: tuple[QPushButton, QPushButton, Job],
) -> None:
    button, _other, job = begin
    with job:
        assert not button.hasFocus()
    assert button.hasFocus()


def test_the_keyboard_stays_where_somebody_went_meanwhile(
    begin: tuple[QPushButton, QPushButton, Job],
) -> None:
    _button, other, job = begin
    with job:
        other.setFocus()
    assert other.hasFocus()
