"""Start to a usable window, and the memory it holds, beside an empty Qt window: each in its own process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage

_GOALS = {"password": "to the password", "window": "to the start page", "list": "to the list"}
_SCRIPT = Path(__file__).with_name("window_process.py")


def start(stage: Stage) -> list[Measured]:
    """Measure the warm start: beside an empty Qt window, and with all records beside none at all."""
    none, many = _folders(stage)
    bare, ours = median(_process(stage, "bare"), _process(stage, "password", none), stage.rounds)
    found = [Measured("start to the password", "empty Qt window", bare, ours, Budget(2.5, "×"))]
    for goal, words in _GOALS.items():
        empty, full = median(_process(stage, goal, none), _process(stage, goal, many), stage.rounds)
        job = f"{words}, {stage.records} records"
        found.append(Measured(job, "no records", empty, full, Budget(1.25, "×")))
    return found


def memory(stage: Stage) -> list[Measured]:
    """Measure the memory (MB) with the list of all records open."""
    _none, many = _folders(stage)
    bare, ours = (
        statistics.median(float(process()) for _ in range(min(3, stage.rounds)))
        for process in (_process(stage, "bare"), _process(stage, "list", many))
    )
    job = f"memory with {stage.records} records open"
    return [Measured(job, "empty Qt window", bare, ours, Budget(200, "MB"))]


def _folders(stage: Stage) -> list[Path]:
    folders = []
    for count in (0, stage.records):
        with stage.ledger(count) as ledger:
            folders.append(ledger.folder)
    return folders


def _process(stage: Stage, *arguments: str | Path) -> Callable[[], str]:
    """Give a call that runs the window until it is usable and gives its memory."""
    command = [sys.executable, _SCRIPT, *arguments]
    # A warm start finds its modules compiled; an empty PYTHONDONTWRITEBYTECODE counts as not set.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(stage.cache / "compiled")}
    environment = os.environ | compiled | {"QT_QPA_PLATFORM": "offscreen"}

    def run() -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout

    return run
