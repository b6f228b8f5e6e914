"""Import a table into a register: first a dry run that writes nothing, then the good rows, all or none."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.fields import ReferenceField
from db.messages import N_, Message, ReportableError, Severity
from db.register import Context, Register
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.exchange import spreadsheet
from desktop.exchange.spreadsheet import Spreadsheet
from desktop.services import import_groups, import_tables, import_twins, import_writing, records
from desktop.services.changes import Changes
from desktop.services.contexts import context_of
from desktop.services.import_groups import Addition
from desktop.services.import_problems import table_problems
from desktop.services.import_rows import GoodRow, ImportFields, RowChecker, RowProblem
from desktop.services.import_tables import FoundTables
from desktop.services.lookups import LoadedLookups
from desktop.services.progress import Progress, Silent
from desktop.services.references import RecordNames
from desktop.services.roles import Action, demand

_STEP = 25
"""A row with all its checks takes a millisecond on a slow machine: cancel is heard within 50 ms."""


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do; ``good`` are the rows that would go in, ``head`` the ledger that they were checked against.

    ``additions`` are rows of row groups for records of the ledger, ``skipped`` counts rows that are there already, and
    ``suggested`` maps columns that nobody knows (``import_tables.column_name``) to fields that may be meant: call
    ``dry_run`` again with those that the user confirms. ``confirmed`` are those of them that this file has.
    """

    register: Register
    file_name: str
    encoding: str
    fields: ImportFields
    good: tuple[GoodRow, ...]
    rejected: int
    problems: tuple[RowProblem, ...]
    head: history.Head
    kind: str = "csv"
    skipped: int = 0
    additions: tuple[Addition, ...] = ()
    suggested: Mapping[str, str] | None = None
    header_row: int = 1
    group_headers: Mapping[str, int] | None = None
    confirmed: Mapping[str, str] | None = None

    @property
    def accepted(self) -> int:
        """How many rows would go in."""
        return len(self.good) + sum(addition.count for addition in self.additions)


def dry_run(
    ledger: Ledger,
    register: Register,
    data: bytes,
    file_name: str,
    progress: Progress | None = None,
    *,
    confirmed: Mapping[str, str] | None = None,
) -> ImportPreview:
    """Check every row of a CSV or a workbook and write nothing; what the file is, its content says.

    Problems come in the order of the file, those of the table under the row of its header. A table without a
    required column, or with the same column twice, lets no row in. ``confirmed`` maps columns
    (``import_tables.column_name``) to field codes, "" to none. Raises ReportableError for a file that is no table of this register, and Cancelled.
    """
    with _everything_kept():
        return _DryRun(ledger, register, data, progress or Silent(), confirmed or {}).preview(file_name)


def apply(ledger: Ledger, preview: ImportPreview, progress: Progress | None = None) -> Changes:
    """Write the good rows of a preview as 草稿 in one transaction; a cancelled or failed import leaves nothing.

    Raises ReportableError when the ledger has changed since the dry run so that a row may no longer go in.
    """
    demand(ledger, Action.IMPORT)
    with _everything_kept(), ledger.store.writing() as session:
        if history.head(session) != preview.head:
            _check_again(ledger, session, preview)
        return import_writing.write(
            ledger,
            session,
            preview.fields,
            preview.good,
            preview.additions,
            preview.file_name,
            progress or Silent(),
        )


def to_json(preview: ImportPreview) -> dict[str, Any]:
    """Give a preview as data for the command line; ``class`` is 强制, 核实 or 提示."""
    return {
        "accepted": preview.accepted,
        "rejected": preview.rejected,
        "skipped": preview.skipped,
        "suggested": dict(preview.suggested or {}),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "class": problem.severity.value,
                "message": str(problem.message),
                **({"sheet": problem.sheet} if problem.sheet else {}),
            }
            for problem in preview.problems
        ],
    }


@contextmanager
def _everything_kept() -> Iterator[None]:
    """Put off the search for garbage: what an import makes is kept to its end, and looking through it costs a fifth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _DryRun:
    """One reading of one file."""

    def __init__(
        self,
        ledger: Ledger,
        register: Register,
        data: bytes,
        progress: Progress,
        confirmed: Mapping[str, str],
    ) -> None:
        self._ledger, self._register, self._progress = ledger, register, progress
        reading = Message(N_("正在读取文件"))
        progress.step(0, 1, reading)
        self._file: Spreadsheet = spreadsheet.read(
            data, lambda done, total: progress.step(done, total, reading)
        )
        self._tables: FoundTables = import_tables.find(register, self._file, confirmed)
        empty = records.new(ledger, register)
        starts = {
            code: value for code in register.fields if (value := getattr(empty, code)) not in (None, "", ())
        }
        head = self._tables.head
        groups = {code: table.columns for code, table in self._tables.groups.items()}
        self._fields = ImportFields(register, head.columns, starts, head.sheet.name, groups)

    def preview(self, file_name: str) -> ImportPreview:
        """Check the rows and put everything together."""
        tables, fields = self._tables, self._fields
        problems = list(table_problems(fields, tables, self._file.remarks))
        shut = any(problem.severity is Severity.MUST for problem in problems)
        with self._ledger.store.reading() as session:
            head = history.head(session)
            lookups, context = _lookups(self._ledger, session)
            given = import_groups.give(self._register, tables, session, context)
            checker = _checker(self._ledger, session, fields, lookups, context)
            rows = list(self._rows(checker, given.to_rows, problems))
            read = [row for row, _, _ in rows]
            twins = import_twins.find(session, lookups, fields, read) if head.number and not shut else {}
            for row in read:
                if row.number in twins:
                    for code, lines in row.rows.items():
                        given.to_records[twins[row.number]][code] += lines
            problems += _of_rows(fields, rows, twins)
            added, found = import_groups.additions(self._register, tables, given, session, context)
        problems += given.problems + found
        good = tuple(row for row, is_good, _ in rows if is_good and row.number not in twins and not shut)
        lost = sum(1 for problem in (*given.problems, *found) if problem.severity is Severity.MUST)
        return ImportPreview(
            self._register,
            file_name,
            self._file.encoding,
            fields,
            good,
            len(rows) - len(good) - len(twins) + lost,
            tuple(problems),
            head,
            self._file.kind,
            len(twins),
            () if shut else tuple(added),
            tables.suggested,
            tables.head.header.number,
            {
                table.sheet.name: table.header.number
                for table in (*tables.groups.values(), *tables.ownerless.values())
            },
            tables.confirmed,
        )

    def _rows(
        self, checker: RowChecker, groups: Mapping[int, import_groups.Rows], problems: list[RowProblem]
    ) -> Iterator[tuple[GoodRow, bool, list[RowProblem]]]:
        """Read and check every row that is a record; the others go to ``problems`` with the reason."""
        table = self._tables.head
        of_records = []
        for row in table.rows:
            left_aside = import_tables.passed_over(row, table.header)
            if left_aside is None:
                of_records.append(row)
            else:
                code, sentence = left_aside
                problems.append(RowProblem(row.number, "", code, Severity.HINT, sentence, table.sheet.name))
        for start in range(0, len(of_records), _STEP):
            some = of_records[start : start + _STEP]
            checking = Message(N_("正在检查第 {row} 行"), {"row": some[0].number})
            self._progress.step(start, len(of_records), checking)
            yield from checker.read(some, groups)


def _of_rows(
    fields: ImportFields,
    rows: Sequence[tuple[GoodRow, bool, list[RowProblem]]],
    twins: Mapping[int, str],
) -> Iterator[RowProblem]:
    for row, _, found in rows:
        if row.number in twins:
            sentence = Message(N_("台账里已有完全相同的记录，这一行已跳过。"))
            yield RowProblem(row.number, "", "same_record", Severity.HINT, sentence, fields.sheet)
        else:
            yield from found


def _lookups(ledger: Ledger, session: Session) -> tuple[LoadedLookups, Context]:
    lookups = LoadedLookups(session, all_registers())
    return lookups, context_of(ledger, session, lookups)


def _checker(
    ledger: Ledger, session: Session, fields: ImportFields, lookups: LoadedLookups, context: Context
) -> RowChecker:
    registers = all_registers()
    names = {
        code: RecordNames(session, registers[field.register])
        for code in fields.columns.places
        if isinstance(field := fields.register.fields[code], ReferenceField)
    }
    return RowChecker(fields, records.new(ledger, fields.register), context, lookups, names)


def _check_again(ledger: Ledger, session: Session, preview: ImportPreview) -> None:
    if preview.additions:
        raise ReportableError(N_("检查之后台账有改动。什么都没有写入，请重新检查这个文件。"))
    checker = _checker(ledger, session, preview.fields, *_lookups(ledger, session))
    for row in preview.good:
        against = checker.rejecting(row)
        if against is not None:
            raise ReportableError(
                N_("检查之后台账有改动，第 {row} 行现在不能导入：{why}什么都没有写入，请重新检查这个文件。"),
                row=row.number,
                why=against.message,
            )
