"""Import a CSV with all checks, beside parsing it, adding up its ID numbers and inserting its cells."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator

from db import canonical
from db.store.ledger import Ledger
from db.values import resident_id
from desktop.services import importing
from tests.benchmarks.made_up_households import REGISTER, households
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage

_COLUMNS = {
    code: field
    for code, field in REGISTER.fields.items()
    if field.required or code in {"mobile", "unit_text", "filed_by"}
}
_WRONG_EACH = 20  # one row of so many has a wrong check digit


def import_rows(stage: Stage) -> list[Measured]:
    """Measure dry run and writing into an empty ledger, with one row in twenty wrong."""
    data = _csv(stage.imported)
    with stage.copies(stage.rounds + 1, count=0) as ledgers:
        empty = iter(ledgers)
        bare, ours = median(lambda: _bare(data), lambda: _import(next(empty), data), stage.rounds)
    job = f"import {stage.imported} rows of {len(_COLUMNS)} columns"
    return [Measured(job, "parse, add up, insert", bare, ours, Budget(600 * stage.imported / 10_000))]


def _import(ledger: Ledger, data: bytes) -> None:
    preview = importing.dry_run(ledger, REGISTER, data, "households.csv")
    if not preview.accepted:
        raise ValueError([str(problem.message) for problem in preview.problems[:5]])
    importing.apply(ledger, preview)


def _bare(data: bytes) -> None:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    header = next(rows)
    id_place = header.index(REGISTER.fields["id_no"].label)
    good = [row for row in rows if resident_id.check_digit(row[id_place]) == row[id_place][17]]
    plain = sqlite3.connect(":memory:")
    plain.execute(f"CREATE TABLE cases ({', '.join(f'c{place} TEXT' for place in range(len(header)))})")
    plain.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * len(header))})", good)
    plain.commit()
    plain.close()


def _csv(rows: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(field.label for field in _COLUMNS.values())
    writer.writerows(_cells(rows))
    return text.getvalue().encode("utf-8-sig")


def _cells(rows: int) -> Iterator[list[str]]:
    for place, case in enumerate(households(rows)):
        if place % _WRONG_EACH == 0:
            case.id_no = case.id_no[:17] + ("0" if case.id_no[17] != "0" else "1")
        yield [canonical.encode(field, getattr(case, code, None)) for code, field in _COLUMNS.items()]
