"""What every test that kills shares: three kills of each job, forty with ``--slow``."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from tests.durability.killing import Killer
from tests.support.offices import LedgerMaker


@pytest.fixture(scope="session")
def processes() -> Any:
    """Fork workers from a server that has everything loaded."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durability.work"])
    return context


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return 40 if request.config.getoption("--slow") else 3


@pytest.fixture
def killer(processes: Any, ledger_maker: LedgerMaker, tmp_path: Path) -> Killer:
    (tmp_path / "stick").mkdir()
    return Killer(processes, ledger_maker, tmp_path / "stick")
