"""Write what an import has checked: records, their rows, history and search texts, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from db import canonical, queries, search_text
from db.canonical_json import CanonicalJson, canonical_json, quoted
from db.fields import Field
from db.messages import N_, Message, ReportableError
from db.plain_records import plain
from db.record import new_id, new_ids
from db.register import Register, RowGroup
from db.store import history, steps
from db.store.bulk import insert_columns, insert_rows
from db.store.ledger import Ledger
from db.store.shared_tables import SearchEntry
from desktop.services import records, rewriting
from desktop.services.changes import Changes
from desktop.services.import_groups import Addition, row_values
from desktop.services.import_rows import GoodRow, ImportFields, plain_copy
from desktop.services.progress import Progress

_AT_ONCE = 250
"""Rows between two steps: cancel is heard within 50 ms."""


def write(
    ledger: Ledger,
    session: Session,
    fields: ImportFields,
    good: Sequence[GoodRow],
    additions: Sequence[Addition],
    file_name: str,
    progress: Progress,
) -> Changes:
    """Store new records, and rows for old ones, as one step. The caller owns the transaction."""
    register, total = fields.register, len(good) + len(additions)
    ids = new_ids(len(good))
    writing = Message(N_("正在写入 {total} 条记录"), {"total": total})
    progress.step(0, total, writing)
    before = history.head(session).number
    writer = _Writer(ledger, session, fields)
    numbers = iter(_numbers(ledger, session, register, good))
    for start in range(0, len(good), _AT_ONCE):
        some = good[start : start + _AT_ONCE]
        progress.step(start, total, writing)
        writer.write(
            [_row(register, one, row, numbers) for one, row in zip(ids[start:], some, strict=False)], some
        )
    for place, addition in enumerate(additions, len(good)):
        progress.step(place, total, writing)
        _add(ledger, session, register, addition)
    naming = steps.Naming(steps.IMPORT, file_name)
    step = steps.name(session, naming, before + 1, history.head(session).number)
    progress.step(total, total, Message(N_("正在保存")))
    return Changes({register.code: (*ids, *(addition.record_id for addition in additions))}, step)


_Lines = Mapping[str, Sequence[Sequence[dict[str, Any]]]]
"""Group code → for each record in turn its rows, as they are stored."""


class _Noted(dict[Any, str]):
    """How the values of a field, or the rows of a group, stand in the history; nothing leaves an empty text.

    Written piece by piece: an encoder would sort and look at every value once more.
    """

    def __init__(self, code: str, field: Field) -> None:
        super().__init__({None: "", (): ""})
        self._beginning = _created(code)
        self._field = field

    def __missing__(self, value: Any) -> str:
        # Most values are texts, which stand for themselves.
        text = quoted(value if type(value) is str else canonical.encode(self._field, value))
        noted = self[value] = f"{self._beginning}{text}]"
        return noted


class _Writer:
    """What is the same for all rows of an import, worked out once."""

    def __init__(self, ledger: Ledger, session: Session, fields: ImportFields) -> None:
        register = fields.register
        self._ledger, self._session, self._register = ledger, session, register
        self._groups = [register.row_group(code) for code in fields.groups]
        filled: Mapping[str, Field] = fields.fillable
        if register.number_field:
            filled = {**filled, register.number_field: register.fields[register.number_field]}
        self._noted = {code: _Noted(code, field) for code, field in filled.items()}
        self._searchable = [code for code, field in filled.items() if field.searchable]
        new = records.new(ledger, register)
        now, user = ledger.clock(), ledger.user
        self._same = {
            code: getattr(new, code) for code in ("revision", "state", "office", "written_on", "reasons")
        }
        self._same |= {
            "created_at": now,
            "created_by": user,
            "changed_at": now,
            "changed_by": user,
            "version": 1,
        }
        self._record = plain_copy(register, new)
        self._search_text = search_text.writer(register, filled)

    def write(self, rows: Sequence[dict[str, Any]], good: Sequence[GoodRow]) -> None:
        """Insert some records with everything that belongs to them."""
        session, register = self._session, self._register
        insert_rows(session, register.record, rows, self._same)
        lines = {
            group.code: [_lines(group, row["id"], one) for row, one in zip(rows, good, strict=True)]
            for group in self._groups
        }
        for group in self._groups:
            insert_rows(session, group.row, [line for of_one in lines[group.code] for line in of_one])
        history.note(session, self._ledger.clock(), self._ledger.user, self._changes(rows, lines))
        texts = [self._text(place, row, lines) for place, row in enumerate(rows)]
        columns = {"record_id": [row["id"] for row in rows], "text": texts}
        insert_columns(session, SearchEntry, columns, {"register": register.code})

    def _changes(self, rows: Sequence[Mapping[str, Any]], lines: _Lines) -> Iterator[history.Change]:
        """Give the history of the records, put together column by column in the order of canonical JSON."""
        noted: dict[str, Iterable[str]] = {
            code: map(column.__getitem__, map(itemgetter(code), rows)) for code, column in self._noted.items()
        }
        for group in self._groups:
            noted[group.code] = [_rows_noted(group, of_one) for of_one in lines[group.code]]
        for row, parts in zip(rows, zip(*(noted[code] for code in sorted(noted)), strict=True), strict=True):
            changes = CanonicalJson("{" + ",".join(filter(None, parts)) + "}")
            yield history.Change("import", self._register.code, row["id"], 1, changes)

    def _text(self, place: int, row: Mapping[str, Any], lines: _Lines) -> str:
        """Write under which text a record is found."""
        there = vars(self._record)
        for code in self._searchable:
            there[code] = row[code]
        for group in self._groups:
            there[group.code] = [plain(group.row, line) for line in lines[group.code][place]]
        return self._search_text(self._record)


def _created(code: str) -> str:
    """Begin what the history notes of a field or group of a new record."""
    return f'"{code}":[null,'


def _rows_noted(group: RowGroup, lines: Sequence[Mapping[str, Any]]) -> str:
    texts = [{"id": line["id"]} | _texts(group, line) for line in lines]
    return f"{_created(group.code)}{canonical_json(texts)}]" if texts else ""


def _lines(group: RowGroup, record_id: str, row: GoodRow) -> list[dict[str, Any]]:
    """Give the rows of a record as they are stored."""
    given = row.rows.get(group.code, ())
    return [
        {"id": line_id, "record_id": record_id, "position": position} | row_values(group) | line.values
        for position, (line_id, line) in enumerate(zip(new_ids(len(given)), given, strict=True))
    ]


def _row(register: Register, record_id: str, row: GoodRow, numbers: Iterator[str]) -> dict[str, Any]:
    """Give a row its id, and its file number where the file has none."""
    whole = {"id": record_id, **row.values}
    if register.number_field and not whole.get(register.number_field):
        whole[register.number_field] = next(numbers)
    return whole


def _numbers(ledger: Ledger, session: Session, register: Register, good: Sequence[GoodRow]) -> list[str]:
    number_field = register.number_field
    without = sum(1 for row in good if not row.values.get(number_field)) if number_field else 0
    if not without:
        return []
    return records.next_numbers(session, register, ledger.office().area, ledger.clock().year, without)


def _add(ledger: Ledger, session: Session, register: Register, addition: Addition) -> None:
    """Add rows to a record of the ledger, as a save of its form would."""
    record = queries.load(session, register, addition.record_id)
    if record is None:
        raise ReportableError(N_("这条记录已不存在，请刷新列表。"))
    there = canonical.snapshot(register, record)
    values = {
        code: [
            *there.get(code, []),
            *({"id": new_id()} | _texts(register.row_group(code), line.values) for line in lines),
        ]
        for code, lines in addition.rows.items()
    }
    change = rewriting.rewrite(ledger, register, record, values)
    session.flush()
    rewriting.index(session, register, [record])
    history.note(session, ledger.clock(), ledger.user, [change])


def _texts(group: RowGroup, values: Mapping[str, Any]) -> dict[str, str]:
    return {
        code: text for code, field in group.fields.items() if (text := canonical.encode(field, values[code]))
    }
