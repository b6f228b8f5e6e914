"""Read the records of a package's CSVs back: exact texts, each value tried by its field, and what does not fit said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from db import canonical
from db.canonical import Snapshot
from db.fields import AreaField, ChoiceField, Field, IdentityField, ReferenceField, TextField
from db.messages import N_, Message, Severity, listed_names
from db.register import Register, RowGroup
from db.values import characters
from desktop.exchange import csv_rows, package, record_codec
from desktop.exchange.finding import Finding, failing

OPERATIONS = ("new", "changed", "withdrawn")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REVISION, _PLACE = re.compile(r"[1-9]\d{0,6}"), re.compile(r"\d{1,6}")
_OFFICE = re.compile(r"[A-Za-z0-9-]{0,32}")
_NAME = re.compile(r"data/([a-z][a-z0-9_]*)(?:\.([a-z][a-z0-9_]*))?\.csv")
TEXTS = (TextField, IdentityField, ReferenceField, ChoiceField, AreaField)
"""The kinds of fields whose texts stand for themselves."""


@dataclass(frozen=True)
class SentRecord:
    """One record as a package states it.

    ``snapshot`` is its content as ``db.canonical`` writes it. ``missing`` names fields and row groups that the sender's
    older program does not have: nothing is said of them. ``office`` is whose record it is, "" for the sender's own: a
    county passes on those of its townships.
    """

    register: Register
    id: str
    revision: int
    operation: str
    written_on: date
    snapshot: Snapshot
    missing: frozenset[str] = frozenset()
    office: str = ""
    without_identity: bool = False


@dataclass(frozen=True)
class SentRecords:
    """What a package brings, in the order of its files, and what could not be read of it."""

    records: tuple[SentRecord, ...]
    findings: tuple[Finding, ...]


class _UnfitError(ValueError):
    """A cell that this program would not have written."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def read(
    tables: Mapping[str, csv_rows.Table], registers: Mapping[str, Register], sender_version: str = ""
) -> SentRecords:
    """Read every register of a package from its data files; what is wrong is a finding (E12), nothing is raised."""
    findings: list[Finding] = []
    records: list[SentRecord] = []
    unknown = [name for name in tables if not _is_known(name, registers)]
    if unknown:
        findings.append(_newer(listed_names(sorted(unknown)), sender_version))
    for register in registers.values():
        name = record_codec.member_name(register)
        if name in tables:
            try:
                records += _records(register, tables, sender_version, findings)
            except _UnfitError as error:
                values = {"file": name, "column": error.column}
                text = N_("{file} 里“{column}”的写法不对，不是本软件导出的。不能接受，请让对方重新导出。")
                findings.append(failing("E12", Message(text, values), name))
    return SentRecords(tuple(records), tuple(findings))


def read_package(
    tables: Mapping[str, csv_rows.Table], registers: Mapping[str, Register], version: str
) -> SentRecords:
    """Read a package whose tables may hold anything."""
    try:
        return read(tables, registers, version)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        text = N_("数据文件读不懂，不能接受。请让对方升级软件后重新导出。")
        return SentRecords((), (failing("E12", Message(text), package.DATA_FOLDER),))


def _is_known(name: str, registers: Mapping[str, Register]) -> bool:
    found = _NAME.fullmatch(name)
    register = registers.get(found[1]) if found else None
    if found is None or register is None:
        return False
    return not found[2] or any(group.code == found[2] for group in register.row_groups)


def _newer(what: Message, version: str) -> Finding:
    text = N_(
        "对方的软件较新（{version}），有本机不认识的内容：{what}。请先升级本机软件再接收，文件留着不会丢。"
    )
    return failing("E12", Message(text, {"what": what, "version": version}))


def _older(what: Message, version: str) -> Finding:
    text = N_("对方的软件较旧（{version}），没有这些内容：{what}。可以接收，本单位已有的这些内容保持不变。")
    return failing("E12", Message(text, {"what": what, "version": version}), severity=Severity.HINT)


def _in_file(name: str, columns: Sequence[str]) -> Message:
    return Message(N_("{name}（{fact}）"), {"name": name, "fact": listed_names(columns)})


def _columns(
    name: str, header: Sequence[str], own: Sequence[str], fixed: Sequence[str], version: str
) -> tuple[set[str], list[Finding]]:
    """Give the columns that the sender does not have, and the findings about them."""
    if tuple(header[: len(fixed)]) != tuple(fixed):
        raise _UnfitError(",".join(fixed))
    missing = set(own) - set(header)
    findings = []
    if extra := sorted(set(header) - set(own)):
        findings.append(_newer(_in_file(name, extra), version))
    if missing:
        findings.append(_older(_in_file(name, sorted(missing)), version))
    return missing, findings


def _records(
    register: Register, tables: Mapping[str, csv_rows.Table], version: str, findings: list[Finding]
) -> Iterator[SentRecord]:
    name = record_codec.member_name(register)
    header, lines = tables[name]
    own = record_codec.header(register)
    missing, found = _columns(name, header, own, record_codec.RECORD_COLUMNS, version)
    findings += found
    groups: dict[str, dict[str, list[dict[str, str]]]] = {}
    for group in register.row_groups:
        table = tables.get(record_codec.member_name(register, group.code))
        if table is None:
            missing.add(group.code)
            findings.append(_older(listed_names([record_codec.member_name(register, group.code)]), version))
        else:
            groups[group.code] = _rows(register, group, table, version, findings)
    is_doubtful = _has_forbidden(register, tables)
    columns = _filled_columns(register.fields, header)
    known = {*register.fields, *(group.code for group in register.row_groups)}
    seen: set[str] = set()
    for line in lines:
        cells = dict(zip(header, line, strict=True))
        record_id = _fit(cells["record_uid"], _ID, "record_uid")
        if record_id in seen or cells["op"] not in OPERATIONS:
            raise _UnfitError("record_uid" if record_id in seen else "op")
        seen.add(record_id)
        snapshot: Snapshot = _texts(columns, line)
        for code, of_record in groups.items():
            if record_id in of_record:
                snapshot[code] = of_record.pop(record_id)
        if cells.get(record_codec.REASONS_COLUMN):
            snapshot["reasons"] = _reasons(cells[record_codec.REASONS_COLUMN])
        if is_doubtful or "reasons" in snapshot:  # JSON can hide in escapes what the table does not show
            _refuse_characters(snapshot)
        yield SentRecord(
            register,
            record_id,
            int(_fit(cells["rev"], _REVISION, "rev")),
            cells["op"],
            date.fromisoformat(cells["written_on"]),
            snapshot,
            frozenset(missing & known),
            _fit(cells.get(record_codec.OFFICE_COLUMN, ""), _OFFICE, record_codec.OFFICE_COLUMN),
        )
    for code, left in groups.items():
        if left:
            raise _UnfitError(f"{code}.record_uid")


def _rows(
    register: Register, group: RowGroup, table: csv_rows.Table, version: str, findings: list[Finding]
) -> dict[str, list[dict[str, str]]]:
    """Give the rows of each record, in their order on the form."""
    header, lines = table
    name = record_codec.member_name(register, group.code)
    own = record_codec.row_header(register, group.code)
    findings += _columns(name, header, own, record_codec.ROW_COLUMNS, version)[1]
    placed: dict[str, list[tuple[int, dict[str, str]]]] = {}
    columns = _filled_columns(group.fields, header)
    seen: set[str] = set()
    for line in lines:
        cells = dict(zip(header, line, strict=True))
        row_id = _fit(cells["row_uid"], _ID, "row_uid")
        if row_id in seen:
            raise _UnfitError("row_uid")
        seen.add(row_id)
        place = int(_fit(cells["position"], _PLACE, "position"))
        texts = {"id": row_id} | _texts(columns, line)
        placed.setdefault(cells["record_uid"], []).append((place, texts))
    return {
        record_id: [texts for _, texts in sorted(rows, key=lambda one: one[0])]
        for record_id, rows in placed.items()
    }


class _Column(NamedTuple):
    """Where a field stands in a line; ``good`` are its texts that were read before, None when any text is one."""

    place: int
    code: str
    field: Field
    good: set[str] | None


def _filled_columns(fields: Mapping[str, Field], header: Sequence[str]) -> list[_Column]:
    """Find the fields that a table has; of a column named twice the last one counts."""
    places = {code: place for place, code in enumerate(header)}
    return [
        _Column(places[code], code, field, None if isinstance(field, TEXTS) else set())
        for code, field in fields.items()
        if code in places
    ]


def _texts(columns: Sequence[_Column], line: Sequence[str]) -> dict[str, Any]:
    """Keep what is filled in; each different text of a column is read once."""
    filled: dict[str, Any] = {}
    for place, code, field, good in columns:
        text = line[place]
        if not text:
            continue
        if good is not None and text not in good:
            try:
                canonical.decode(field, text)
            except ValueError as error:
                raise _UnfitError(code) from error
            good.add(text)
        filled[code] = text
    return filled


def _reasons(text: str) -> dict[str, str]:
    reasons = json.loads(text)
    if not isinstance(reasons, dict) or not all(isinstance(each, str) for each in reasons.values()):
        raise _UnfitError(record_codec.REASONS_COLUMN)
    return reasons


def _has_forbidden(register: Register, tables: Mapping[str, csv_rows.Table]) -> bool:
    """Look through all texts of a register at once; where nothing is found, no record has to be looked at."""
    names = [
        record_codec.member_name(register, *rows)
        for rows in ((), *((one.code,) for one in register.row_groups))
    ]
    lines = [line for name in names if name in tables for line in tables[name][1]]
    return characters.forbidden("".join(map("".join, lines)), multiline=True) is not None


def _refuse_characters(snapshot: Snapshot) -> None:
    texts = [text for text in snapshot.values() if isinstance(text, str)]
    for rows in snapshot.values():
        if isinstance(rows, list):
            texts += [text for row in rows for text in row.values()]
    texts += snapshot.get("reasons", {}).values()
    if characters.forbidden("".join(texts), multiline=True) is not None:
        wrong = next(text for text in texts if characters.forbidden(text, multiline=True) is not None)
        raise _UnfitError(ascii(wrong[:20]))


def _fit(text: str, pattern: re.Pattern[str], column: str) -> str:
    if not pattern.fullmatch(text):
        raise _UnfitError(column)
    return text
