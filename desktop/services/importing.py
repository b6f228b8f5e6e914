"""Import a CSV into a register: first a dry run that writes nothing, then the good rows, all or none."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db import canonical
from db.fields import ReferenceField
from db.messages import N_, Message, ReportableError, Severity
from db.record import new_ids
from db.register import Register
from db.registers import all_registers
from db.search_text import search_text
from db.store import history, steps
from db.store.bulk import insert_rows
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry
from desktop.exchange import csv_table, record_codec
from desktop.exchange.csv_table import Table, TableRow
from desktop.services import records
from desktop.services.changes import Changes
from desktop.services.column_matching import Columns, match
from desktop.services.contexts import context_of
from desktop.services.import_rows import GoodRow, ImportFields, RowChecker, RowProblem, plain_copy
from desktop.services.lookups import LoadedLookups
from desktop.services.progress import Progress, Silent
from desktop.services.references import RecordNames

TITLE_ROWS = 5
"""A header is looked for under at most so many rows with the table's title, maker and date."""

_STEP = 500


@dataclass(frozen=True)
class ImportPreview:
    """What an import would do; ``good`` are the rows that would go in, ``head`` the ledger that they were checked against."""

    register: Register
    file_name: str
    encoding: str
    fields: ImportFields
    good: tuple[GoodRow, ...]
    rejected: int
    problems: tuple[RowProblem, ...]
    head: history.Head

    @property
    def accepted(self) -> int:
        """How many rows would go in."""
        return len(self.good)


def dry_run(
    ledger: Ledger, register: Register, data: bytes, file_name: str, progress: Progress | None = None
) -> ImportPreview:
    """Check every row of a CSV and write nothing.

    Problems come in the order of the file, those of the table under the row of its header. A table without a
    required column, or with the same column twice, lets no row in. Raises ReportableError for a file that is no
    table of this register, and Cancelled.
    """
    with _everything_kept():
        return _dry_run(ledger, register, data, file_name, progress or Silent())


def apply(ledger: Ledger, preview: ImportPreview, progress: Progress | None = None) -> Changes:
    """Write the good rows of a preview as 草稿 in one transaction; a cancelled or failed import leaves nothing.

    Raises ReportableError when the ledger has changed since the dry run so that a row may no longer go in.
    """
    with _everything_kept(), ledger.store.writing() as session:
        if history.head(session) != preview.head:
            _check_again(ledger, session, preview)
        ids, step = _write(ledger, session, preview, progress or Silent())
    return Changes({preview.register.code: tuple(ids)}, step)


def to_json(preview: ImportPreview) -> dict[str, Any]:
    """Give a preview as data for the command line; ``class`` is 强制, 核实 or 提示."""
    return {
        "accepted": preview.accepted,
        "rejected": preview.rejected,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "class": problem.severity.value,
                "message": str(problem.message),
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


def _dry_run(
    ledger: Ledger, register: Register, data: bytes, file_name: str, progress: Progress
) -> ImportPreview:
    table = csv_table.parse(data)
    header, rows, columns = _header(register, table)
    empty = records.new(ledger, register)
    starts = {
        code: value for code in register.fields if (value := getattr(empty, code)) not in (None, "", ())
    }
    fields = ImportFields(register, columns, starts)
    problems = list(_table_problems(fields, header, rows))
    shut = any(problem.severity is Severity.MUST for problem in problems)
    good: list[GoodRow] = []
    count = 0
    with ledger.store.reading() as session:
        head = history.head(session)
        checker = _checker(ledger, session, fields)
        for place, row in enumerate(rows):
            if place % _STEP == 0:
                progress.step(place, len(rows), Message(N_("正在检查第 {row} 行"), {"row": row.number}))
            if row.cells == header.cells:
                problems.append(_header_again(row))
                continue
            count += 1
            read, found = checker.read(row)
            problems += found
            if read is not None and not shut:
                good.append(read)
    return ImportPreview(
        register, file_name, table.encoding, fields, tuple(good), count - len(good), tuple(problems), head
    )


def _header(register: Register, table: Table) -> tuple[TableRow, Sequence[TableRow], Columns]:
    """Find the header: of the first rows the one in which most fields are named."""
    computed = {name for one in register.computed for name in (one.code, one.kind.label)}
    ignored = {*record_codec.RECORD_COLUMNS, record_codec.REASONS_COLUMN, *computed, N_("序号"), "id"}
    found = [match(_trimmed(row.cells), register.fields, ignored) for row in table.rows[: TITLE_ROWS + 1]]
    best = max(range(len(found)), key=lambda place: len(found[place].places))
    if not found[best].places:
        raise ReportableError(
            N_("前 {rows} 行里找不到“{title}”的表头。请让表头用栏目名称，如“{name}”，并检查是否选错了台账。"),
            rows=len(found),
            title=Message(register.title),
            name=Message(register.fields[register.name_field].label),
        )
    return table.rows[best], table.rows[best + 1 :], found[best]


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _table_problems(fields: ImportFields, header: TableRow, rows: Sequence[TableRow]) -> Iterator[RowProblem]:
    declared, columns = fields.register.fields, fields.columns

    def problem(column: str, code: str, severity: Severity, template: str, **values: object) -> RowProblem:
        return RowProblem(header.number, column.strip(), code, severity, Message(template, values))

    for place, code in columns.repeated:
        sentence = N_("“{label}”有不止一列，请只留一列。")
        repeated = Message(declared[code].label)
        yield problem(columns.header[place], "column_repeated", Severity.MUST, sentence, label=repeated)
    for code in fields.missing:
        sentence = N_("缺少必填的“{label}”一列，请在表头加上它。")
        label = declared[code].label
        yield problem(label, "column_missing", Severity.MUST, sentence, label=Message(label))
    for place in columns.unknown:
        sentence = N_("没有“{name}”这个栏目，这一列不会导入。")
        name = columns.header[place].strip()
        yield problem(name, "column_unknown", Severity.HINT, sentence, name=name)
    for place, name in enumerate(columns.header):
        if not name.strip() and any(row.cells[place : place + 1] not in {(), ("",)} for row in rows):
            sentence = N_("第 {place} 列没有表头，这一列不会导入。")
            yield problem("", "column_nameless", Severity.HINT, sentence, place=place + 1)
    if not rows:
        yield problem("", "no_rows", Severity.MUST, N_("表头下面没有数据，没有可以导入的行。"))


def _header_again(row: TableRow) -> RowProblem:
    sentence = Message(N_("这一行又是表头，已跳过。"))
    return RowProblem(row.number, "", "header_again", Severity.HINT, sentence)


def _checker(ledger: Ledger, session: Session, fields: ImportFields) -> RowChecker:
    registers = all_registers()
    lookups = LoadedLookups(session, registers)
    names = {
        code: RecordNames(session, registers[field.register])
        for code in fields.columns.places
        if isinstance(field := fields.register.fields[code], ReferenceField)
    }
    empty = records.new(ledger, fields.register)
    return RowChecker(fields, empty, context_of(ledger, session, lookups), lookups, names)


def _check_again(ledger: Ledger, session: Session, preview: ImportPreview) -> None:
    checker = _checker(ledger, session, preview.fields)
    for row in preview.good:
        against = checker.rejecting(row)
        if against is not None:
            raise ReportableError(
                N_("检查之后台账有改动，第 {row} 行现在不能导入：{why}什么都没有写入，请重新检查这个文件。"),
                row=row.number,
                why=against.message,
            )


def _write(
    ledger: Ledger, session: Session, preview: ImportPreview, progress: Progress
) -> tuple[list[str], int]:
    register, total = preview.register, len(preview.good)
    ids = new_ids(total)
    rows = _with_identity(ledger, session, preview, ids)
    progress.step(0, total, Message(N_("正在写入 {total} 条记录"), {"total": total}))
    if not rows:
        return ids, 0
    fields = preview.fields.fillable
    if register.number_field:
        fields = fields | {register.number_field: register.fields[register.number_field]}
    _insert(ledger, session, register, rows)
    naming = steps.Naming(steps.IMPORT, preview.file_name)
    step = steps.note(session, ledger.clock(), ledger.user, naming, _changes(register, fields, rows))
    progress.step(total // 2, total, Message(N_("正在编制检索")))
    record = plain_copy(register, records.new(ledger, register))
    entries = list(_search_entries(register, fields, record, rows))
    insert_rows(session, SearchEntry, entries, {"register": register.code})
    progress.step(total, total, Message(N_("正在保存")))
    return ids, step


def _with_identity(
    ledger: Ledger, session: Session, preview: ImportPreview, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """Give every row its id, and its file number where the file has none."""
    rows = [{"id": record_id, **row.values} for record_id, row in zip(ids, preview.good, strict=True)]
    number_field = preview.register.number_field
    without = [row for row in rows if number_field and not row.get(number_field)]
    if without:
        area, year = ledger.office().area, ledger.clock().year
        numbers = records.next_numbers(session, preview.register, area, year, len(without))
        for row, number in zip(without, numbers, strict=True):
            row[number_field] = number
    return rows


def _insert(ledger: Ledger, session: Session, register: Register, rows: Sequence[Mapping[str, Any]]) -> None:
    new = records.new(ledger, register)
    now, user = ledger.clock(), ledger.user
    stamp = {"created_at": now, "created_by": user, "changed_at": now, "changed_by": user, "version": 1}
    same = {code: getattr(new, code) for code in ("revision", "state", "office", "written_on", "reasons")}
    insert_rows(session, register.record, rows, same | stamp)


def _changes(
    register: Register, fields: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> Iterator[history.Change]:
    for row in rows:
        filled = ((code, field) for code, field in fields.items() if row[code] not in (None, ()))
        created = {code: [None, canonical.encode(field, row[code])] for code, field in filled}
        yield history.Change("import", register.code, row["id"], 1, created)


def _search_entries(
    register: Register, fields: Mapping[str, Any], record: Any, rows: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    for row in rows:
        vars(record).update({code: row[code] for code in fields})
        yield {
            "register": register.code,
            "record_id": row["id"],
            "text": search_text(register, record, fields),
        }
