"""Write what an import has checked: records, their rows, history and search texts, some hundred rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from db import canonical, queries
from db.canonical_json import CanonicalJson, canonical_json, quoted
from db.fields import Field
from db.messages import N_, Message, ReportableError
from db.record import new_id, new_ids
from db.register import Register, RowGroup
from db.search_text import search_text
from db.store import history, steps
from db.store.bulk import insert_rows
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


class _Writer:
    """What is the same for all rows of an import, worked out once."""

    def __init__(self, ledger: Ledger, session: Session, fields: ImportFields) -> None:
        register = fields.register
        self._ledger, self._session, self._register = ledger, session, register
        self._groups = [register.row_group(code) for code in fields.groups]
        self._fields: Mapping[str, Field] = fields.fillable
        if register.number_field:
            self._fields = {**fields.fillable, register.number_field: register.fields[register.number_field]}
        self._in_order = sorted(self._fields.items())
        self._searchable = {code: field for code, field in self._fields.items() if field.searchable}
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

    def write(self, rows: Sequence[dict[str, Any]], good: Sequence[GoodRow]) -> None:
        """Insert some records with everything that belongs to them."""
        session, register = self._session, self._register
        insert_rows(session, register.record, rows, self._same)
        lines = [self._lines(row["id"], one) for row, one in zip(rows, good, strict=True)]
        for group in self._groups:
            insert_rows(session, group.row, [line for of_one in lines for line in of_one[group.code]])
        changes = map(self._change, rows, lines)
        history.note(session, self._ledger.clock(), self._ledger.user, changes)
        entries = list(map(self._search_entry, rows, lines))
        insert_rows(session, SearchEntry, entries, {"register": register.code})

    def _lines(self, record_id: str, row: GoodRow) -> dict[str, list[dict[str, Any]]]:
        return {
            group.code: [
                {"id": line_id, "record_id": record_id, "position": position}
                | row_values(group)
                | line.values
                for position, (line_id, line) in enumerate(
                    zip(new_ids(len(row.rows.get(group.code, ()))), row.rows.get(group.code, ()), strict=True)
                )
            ]
            for group in self._groups
        }

    def _change(
        self, row: Mapping[str, Any], lines: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> history.Change:
        # Written piece by piece: an encoder would sort and look at every value once more.
        created: dict[str, str] = {}
        for code, field in self._in_order:
            value = row[code]
            if value is not None and value != ():
                # Most values are texts, which stand for themselves.
                created[code] = quoted(value if type(value) is str else canonical.encode(field, value))
        for group in self._groups:
            texts = [{"id": line["id"]} | _texts(group, line) for line in lines[group.code]]
            if texts:
                created[group.code] = canonical_json(texts)
        codes = sorted(created) if self._groups else created
        changes = CanonicalJson("{" + ",".join([f'"{code}":[null,{created[code]}]' for code in codes]) + "}")
        return history.Change("import", self._register.code, row["id"], 1, changes)

    def _search_entry(
        self, row: Mapping[str, Any], lines: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> dict[str, str]:
        vars(self._record).update({code: row[code] for code in self._searchable})
        for group in self._groups:
            setattr(self._record, group.code, [group.row(**line) for line in lines[group.code]])
        return {"record_id": row["id"], "text": search_text(self._register, self._record, self._searchable)}


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
