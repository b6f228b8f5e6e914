"""What every benchmark stands on: the big ledger, copies of it that may be written to, how often to measure."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.record import Record
from db.store.ledger import Ledger
from desktop.services import records, searching
from tests.benchmarks import big_ledger
from tests.benchmarks.made_up_households import REGISTER


@dataclass(frozen=True)
class Stage:
    """``records`` is how many the big ledger has, ``small`` how many rows or sheets a job on a part of it has."""

    cache: Path
    records: int = 100_000
    imported: int = 10_000
    small: int = 200
    rounds: int = 5

    @contextmanager
    def ledger(self, count: int | None = None) -> Iterator[Ledger]:
        """Open the big ledger, or one of ``count`` records, for reading only."""
        opened = big_ledger.opened(self.cache, self.records if count is None else count)
        try:
            yield opened
        finally:
            opened.close()

    @contextmanager
    def copies(self, number: int = 1, count: int | None = None) -> Iterator[list[Ledger]]:
        """Open copies that may be written to and are thrown away."""
        with self.ledger(count) as kept:
            source = kept.folder
        with tempfile.TemporaryDirectory(dir=self.cache) as folder:
            copies = [Path(folder) / str(place) for place in range(number)]
            for copy in copies:
                shutil.copytree(source, copy)
            opened = [big_ledger.unlocked(copy) for copy in copies]
            try:
                yield opened
            finally:
                for one in opened:
                    one.close()

    def some_records(self, ledger: Ledger) -> list[Record]:
        """Read ``small`` records with their rows."""
        ids = searching.record_ids(ledger, REGISTER)[: self.small]
        found = [records.open_record(ledger, REGISTER, one) for one in ids]
        return [record for record in found if record is not None]
