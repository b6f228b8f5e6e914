"""Import a CSV and a workbook with all checks, beside parsing it, adding up its ID numbers and inserting its cells."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator

from python_calamine import CalamineWorkbook

from db import canonical
from db.store.ledger import Ledger
from db.values import resident_id
from desktop.exchange import list_workbook
from desktop.exchange.list_workbook import Column
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
    workbook = _workbook(data)
    size = f"{stage.imported} rows of {len(_COLUMNS)} columns"
    return [
        _measure(stage, f"import {size}", lambda: _bare(csv.reader(_text(data))), data, 600),
        _measure(
            stage, f"import {stage.imported} rows of .xlsx", lambda: _bare(_cells_of(workbook)), workbook, 800
        ),
    ]


def _measure(stage: Stage, job: str, bare_job: Callable[[], None], data: bytes, budget: float) -> Measured:
    with stage.copies(stage.rounds + 1, count=0) as ledgers:
        empty = iter(ledgers)
        bare, ours = median(bare_job, lambda: _import(next(empty), data), stage.rounds)
    return Measured(job, "parse, add up, insert", bare, ours, Budget(budget * stage.imported / 10_000))


def _import(ledger: Ledger, data: bytes) -> None:
    preview = importing.dry_run(ledger, REGISTER, data, "households")
    if not preview.accepted:
        raise ValueError([str(problem.message) for problem in preview.problems[:5]])
    importing.apply(ledger, preview)


def _text(data: bytes) -> io.StringIO:
    return io.StringIO(data.decode("utf-8-sig"))


def _workbook(data: bytes) -> bytes:
    head, *rows = csv.reader(_text(data))
    columns = [Column(name, list_workbook.TEXT, 12) for name in head]
    return list_workbook.write("households", columns, rows, len(rows), lambda _done, _total: None)


def _cells_of(workbook: bytes) -> Iterator[list[str]]:
    for row in CalamineWorkbook.from_object(io.BytesIO(workbook)).get_sheet_by_index(0).iter_rows():
        yield [str(value) for value in row]


def _bare(rows: Iterator[list[str]]) -> None:
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
