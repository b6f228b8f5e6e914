"""Kill a job at a moment drawn at random, with a fixed seed, and open what it leaves behind."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from db.store import history
from db.store.ledger import Ledger
from tests.support.offices import LedgerMaker

SEED = 20261018
Job = Callable[[Path, bytes, Path, Any], None]
Rounds = Iterator[tuple[Ledger, list[Any]]]


class Killer:
    """Runs a job on a folder and kills it at a moment drawn at random."""

    def __init__(self, processes: Any, maker: LedgerMaker, stick: Path) -> None:
        self._processes, self._maker, self._stick = processes, maker, stick
        self._random = random.Random(SEED)

    def run(self, job: Job, folder: Path, longest: float) -> list[Any]:
        """Kill within ``longest`` seconds after the job has begun; give what it had acknowledged by then."""
        ours, theirs = self._processes.Pipe()
        worker = self._processes.Process(target=job, args=(folder, self._maker.key, self._stick, theirs))
        worker.start()
        theirs.close()
        assert ours.poll(60), "the worker did not start"
        assert ours.recv() == "open"
        until = time.monotonic() + self._random.uniform(0, longest)
        said = []
        while (left := until - time.monotonic()) > 0:
            if ours.poll(left):
                said.append(ours.recv())
        worker.kill()
        worker.join(30)
        assert worker.exitcode == -9, "the worker ended by itself"
        while ours.poll(0):
            try:
                said.append(ours.recv())
            except EOFError:
                break
        ours.close()
        return said

    def opened(self, folder: Path) -> Ledger:
        """Open after the kill: the lock is free."""
        return self._maker.open(folder)


def rounds(killer: Killer, job: Job, folder: Path, kills: int, longest: float) -> Rounds:
    """Kill the job again and again on the same ledger; give the ledger, whole and open, and all that was said."""
    said: list[Any] = []
    for _ in range(kills):
        said += killer.run(job, folder, longest)
        ledger = killer.opened(folder)
        try:
            require_whole(ledger)
            yield ledger, said
        finally:
            ledger.close()


def require_whole(ledger: Ledger) -> None:
    with ledger.store.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        assert history.first_break(session) is None
