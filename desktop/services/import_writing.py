"""Write what an import has checked: records, their rows, history and search texts, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from db.store.bulk import Beside, as_columns, beside
from db.store.ledger import Ledger
from db.store.shared_tables import HistoryEntry, SearchEntry
from desktop.services import records, rewriting
from desktop.services.changes import Changes
from desktop.services.import_groups import Addition, row_values
from desktop.services.import_rows import GoodRow, ImportFields
from desktop.services.progress import Progress

_AT_ONCE = 500
"""Rows between two steps: cancel is heard within 50 ms."""

_NOTHING: tuple[Any, ...] = (None, ())
_TEXTS = {str, type(None)}


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
    before = history.head(session)
    numbers = iter(_numbers(ledger, session, register, good))
    chain = history.Chain(before, ledger.clock(), ledger.user)
    with beside(session) as inserting:
        writer = _Writer(ledger, fields, numbers, chain, inserting)
        for start in range(0, len(good), _AT_ONCE):
            progress.step(start, total, writing)
            writer.write(ids[start : start + _AT_ONCE], good[start : start + _AT_ONCE])
    for place, addition in enumerate(additions, len(good)):
        progress.step(place, total, writing)
        _add(ledger, session, register, addition)
    naming = steps.Naming(steps.IMPORT, file_name)
    step = steps.name(session, naming, before.number + 1, history.head(session).number)
    progress.step(total, total, Message(N_("正在保存")))
    return Changes({register.code: (*ids, *(addition.record_id for addition in additions))}, step)


class _Writer:
    """What is the same for all rows of an import, worked out once."""

    def __init__(
        self,
        ledger: Ledger,
        fields: ImportFields,
        numbers: Iterator[str],
        chain: history.Chain,
        inserting: Beside,
    ) -> None:
        register = self._register = fields.register
        self._numbers, self._chain, self._insert = numbers, chain, inserting.insert
        self._groups = [register.row_group(code) for code in fields.groups]
        filled: Mapping[str, Field] = fields.fillable
        if register.number_field:
            filled = {**filled, register.number_field: register.fields[register.number_field]}
        self._filled = filled
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
        self._search_texts = search_text.writer(register, filled)

    def write(self, ids: Sequence[str], good: Sequence[GoodRow]) -> None:
        """Insert some records with everything that belongs to them; what is done for each value is done by columns."""
        register = self._register
        columns = as_columns([row.values for row in good]) | {"id": ids}
        if number_field := register.number_field:
            given = columns.get(number_field, [None] * len(ids))
            columns[number_field] = [number or next(self._numbers) for number in given]
        self._insert(register.record, columns, self._same)
        for group in self._groups:
            lines = [_lines(group, *one) for one in zip(ids, good, strict=True)]
            self._insert(group.row, as_columns([line for of_one in lines for line in of_one]), {})
            columns[group.code] = lines
        entries = self._chain.alike("import", register.code, 1, ids, self._changes(columns))
        self._insert(HistoryEntry, *entries)
        for group in self._groups:
            columns[group.code] = [
                [plain(group.row, line) for line in lines] for lines in columns[group.code]
            ]
        texts = {"record_id": ids, "text": self._search_texts(columns)}
        self._insert(SearchEntry, texts, {"register": register.code})

    def _changes(self, columns: Mapping[str, Sequence[Any]]) -> list[CanonicalJson]:
        """Write the history of the records, put together in the order of canonical JSON."""
        noted = {code: _noted(code, field, columns[code]) for code, field in self._filled.items()}
        for group in self._groups:
            noted[group.code] = [_rows_noted(group, lines) for lines in columns[group.code]]
        parts = zip(*(noted[code] for code in sorted(noted)), strict=True)
        return [CanonicalJson("{" + ",".join(filter(None, of_one)) + "}") for of_one in parts]


def _noted(code: str, field: Field, values: Sequence[Any]) -> list[str]:
    """Write what the history says of a field of new records; nothing leaves an empty text."""
    # Piece by piece: an encoder would sort and look at every value once more.
    beginning = _created(code)
    if _TEXTS.issuperset(map(type, values)):
        return [f"{beginning}{quoted(text)}]" if text else "" for text in values]
    texts = dict.fromkeys(_NOTHING, "") | {
        value: f"{beginning}{quoted(canonical.encode(field, value))}]"
        for value in set(values)
        if value not in _NOTHING
    }
    return [texts[value] for value in values]


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
