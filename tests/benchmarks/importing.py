"""Import tables with all checks, beside parsing them, adding up their check digits and inserting their cells."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineWorkbook

from db import canonical
from db.register import Register
from db.store.ledger import Ledger
from db.values import resident_id
from desktop.exchange import list_workbook
from desktop.exchange.list_workbook import Column
from desktop.services import importing
from tests.benchmarks import made_up_units
from tests.benchmarks.made_up_households import REGISTER as HOUSEHOLDS
from tests.benchmarks.made_up_households import households
from tests.benchmarks.measure import Budget, Measured, median
from tests.benchmarks.stage import Stage

_WRONG_EACH = 20  # one row of so many has a wrong check digit
_BUDGET_COLUMNS = 8  # what the budgets are for; a wider table may take as long for each cell
_CSV, _XLSX = 600 / 80_000, 800 / 80_000  # ms a cell


@dataclass(frozen=True)
class _Table:
    """A file to be imported: a head, rows of texts, and where the number with a check digit stands."""

    register: Register
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    number: int
    check_digit: Callable[[str], str]

    @property
    def csv(self) -> bytes:
        text = io.StringIO()
        csv.writer(text).writerows([self.head, *self.rows])
        return text.getvalue().encode("utf-8-sig")

    @property
    def xlsx(self) -> bytes:
        columns = [Column(name, list_workbook.TEXT, 12) for name in self.head]
        return list_workbook.write(
            "benchmark", columns, self.rows, len(self.rows), lambda _done, _total: None
        )


def import_rows(stage: Stage) -> list[Measured]:
    """Measure dry run and writing into an empty ledger, with one row in twenty wrong."""
    return [
        measured
        for table in (_units(stage.imported), _households(stage.imported))
        for measured in (
            _measure(stage, table, ".csv", table.csv, _CSV, _csv_cells),
            _measure(stage, table, ".xlsx", table.xlsx, _XLSX, _xlsx_cells),
        )
    ]


def _measure(
    stage: Stage,
    table: _Table,
    kind: str,
    data: bytes,
    each_cell: float,
    cells: Callable[[bytes], Iterator[list[str]]],
) -> Measured:
    with stage.copies(stage.rounds + 1, count=0) as ledgers:
        empty = iter(ledgers)
        bare, ours = median(
            lambda: _bare(table, cells(data)),
            lambda: _import(next(empty), table.register, data),
            stage.rounds,
        )
    job = f"import {len(table.rows)} rows × {len(table.head)} of {kind}"
    budget = Budget(round(each_cell * len(table.rows) * len(table.head)))
    return Measured(job, "parse, add up, insert", bare, ours, budget)


def _import(ledger: Ledger, register: Register, data: bytes) -> None:
    preview = importing.dry_run(ledger, register, data, "benchmark")
    if not preview.accepted:
        raise ValueError([str(problem.message) for problem in preview.problems[:5]])
    importing.apply(ledger, preview)


def _csv_cells(data: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(data.decode("utf-8-sig")))


def _xlsx_cells(data: bytes) -> Iterator[list[str]]:
    for row in CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).iter_rows():
        yield [str(value) for value in row]


def _bare(table: _Table, rows: Iterator[list[str]]) -> None:
    header = next(rows)
    good = [row for row in rows if table.check_digit(row[table.number]) == row[table.number][17]]
    plain = sqlite3.connect(":memory:")
    plain.execute(f"CREATE TABLE cells ({', '.join(f'c{place} TEXT' for place in range(len(header)))})")
    plain.executemany(f"INSERT INTO cells VALUES ({', '.join('?' * len(header))})", good)
    plain.commit()
    plain.close()


def _households(count: int) -> _Table:
    """Put households of 27 columns into a table: the widest register, with the most rules."""
    columns = {
        code: field
        for code, field in HOUSEHOLDS.fields.items()
        if field.required or code in {"mobile", "unit_text", "filed_by"}
    }
    rows = [
        [canonical.encode(field, getattr(case, code, None)) for code, field in columns.items()]
        for case in households(count)
    ]
    number = list(columns).index("id_no")
    head = [field.label for field in columns.values()]
    return _Table(HOUSEHOLDS, head, _some_wrong(rows, number), number, resident_id.check_digit)


def _units(count: int) -> _Table:
    codes = made_up_units.COLUMNS
    head = [made_up_units.REGISTER.fields[code].label for code in codes]
    number = codes.index("credit_code")
    rows = _some_wrong(list(made_up_units.units(count)), number)
    return _Table(made_up_units.REGISTER, head, rows, number, made_up_units.check_digit)


def _some_wrong(rows: list[list[str]], number: int) -> list[list[str]]:
    for row in rows[::_WRONG_EACH]:
        row[number] = row[number][:17] + ("0" if row[number][17] != "0" else "1")
    return rows
