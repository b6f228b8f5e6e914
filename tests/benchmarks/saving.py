"""Save one record with its checks, search text and history, beside a bare update and commit of the same file."""

from __future__ import annotations

from itertools import count

from db.store.ledger import Ledger
from desktop.services import records
from tests.benchmarks.made_up_households import REGISTER
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage


def save(stage: Stage) -> list[Measured]:
    """Measure one save, with every other record of the ledger to be compared with."""
    with stage.copies() as (ledger,):
        record = stage.some_records(ledger)[0]
        numbers = count()

        def ours() -> None:
            nonlocal record
            record.memo = f"第 {next(numbers)} 次修改"
            record = records.save(ledger, REGISTER, record).record

        bare, our_figure = median(
            lambda: _commit(ledger, record.id, f"{next(numbers)}"), ours, 4 * stage.rounds
        )
    return [Measured("save a record", "update and commit", bare, our_figure, Budget(15))]


def _commit(ledger: Ledger, record_id: str, memo: str) -> None:
    connection = ledger.store.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("UPDATE hardship_cases SET memo = ? WHERE id = ?", (memo, record_id))
    cursor.execute("COMMIT")
    connection.close()
