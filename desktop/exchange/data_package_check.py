"""Check every CSV of a package against ``datapackage.json`` (Frictionless Data Package v1).

What ``frictionless validate`` 5.21 accepts, found by trying: profile ``tabular-data-package``; ``hash`` must be
written ``sha256:<hex>`` (bare hex is reported as a mismatch); a BOM is accepted with encoding ``utf-8`` as well as
``utf-8-sig`` and does not end up in the first column's name. We write ``utf-8``, the name that other languages' tools
know too. A resource is ``{name, path "data/x.csv", encoding "utf-8", bytes, hash, dialect, schema}``; a schema has
``fields`` with ``constraints``, ``primaryKey``, ``foreignKeys`` and empty text as the one missing value.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from db.messages import N_, Message
from desktop.exchange import csv_rows

MOST_PROBLEMS_PER_FILE = 20
# Repetition inside repetition can be made to run for ages by whoever wrote the package; no form needs it.
_RUNAWAY_PATTERN = re.compile(r"[+*}]\)[+*{]|.{4001}", re.DOTALL)


@dataclass(frozen=True)
class DataProblem:
    """One place where data and description disagree; ``row`` counts data rows from 1, 0 is the whole file.

    ``code`` is E07 (another file than the one described), E12 (not as described) or E13 (rows missing).
    """

    code: str
    file: str
    message: Message
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class _Table:
    """One resource read into memory; ``columns`` is empty when the header is not the one described.

    ``numbers`` counts the rows of the right length from 1; ``values`` are theirs, column by column.
    """

    path: str
    fields: Sequence[Mapping[str, Any]]
    schema: Mapping[str, Any]
    rows: Sequence[Sequence[str]]
    columns: Mapping[str, int]
    numbers: Sequence[int]
    values: Sequence[Sequence[str]]

    def keys(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Give the key of every row of the right length."""
        if not self.numbers:
            return []
        return list(zip(*(self.values[self.columns[name]] for name in names), strict=True))


def check(
    description: bytes, files: Mapping[str, bytes], tables: Mapping[str, csv_rows.Table] | None = None
) -> tuple[DataProblem, ...]:
    """Return every disagreement between ``datapackage.json`` and the CSVs (``data/….csv`` to bytes).

    ``tables`` are those of the files that are in the strict form, when they have been read already. Raises ``ValueError``, ``KeyError`` or ``TypeError`` when the description itself is malformed.
    """
    resources = json.loads(description.decode("utf-8"))["resources"]
    tables = csv_rows.readable(files) if tables is None else tables
    described: dict[str, _Table] = {}
    undescribed = N_("数据文件 {file} 在 datapackage.json 里没有说明。")
    problems = [
        DataProblem("E12", path, Message(undescribed, {"file": path}))
        for path in sorted(set(files) - {resource["path"] for resource in resources})
    ]
    for resource in resources:
        path = resource["path"]
        if path not in files:
            problems.append(
                DataProblem(
                    "E12",
                    path,
                    Message(N_("datapackage.json 说明的数据文件 {file} 不在包里。"), {"file": path}),
                )
            )
            continue
        problems += _bytes_problems(resource, files[path])
        if path not in tables:
            text = N_(
                "数据文件 {file} 不是规定的 CSV 写法（UTF-8 带 BOM、逐项加引号），可能用表格软件另存过。"
            )
            problems.append(DataProblem("E12", path, Message(text, {"file": path})))
            continue
        table = _table(resource, tables[path])
        problems += _shortened(path, list(_table_problems(table)))
        if table.columns:
            described[resource["name"]] = table
    for table in described.values():
        problems += _shortened(table.path, list(_foreign_problems(table, described)))
    return tuple(problems)


def _shortened(path: str, found: list[DataProblem]) -> list[DataProblem]:
    if len(found) <= MOST_PROBLEMS_PER_FILE:
        return found
    more = Message(
        N_("{file} 还有 {count} 处同类问题未列出。"),
        {"file": path, "count": len(found) - MOST_PROBLEMS_PER_FILE},
    )
    return [*found[:MOST_PROBLEMS_PER_FILE], DataProblem("E12", path, more)]


def _bytes_problems(resource: Mapping[str, Any], content: bytes) -> Iterator[DataProblem]:
    path = resource["path"]
    if resource["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}" or resource["bytes"] != len(
        content
    ):
        text = N_("数据文件 {file} 与 datapackage.json 登记的校验值不符。请让对方重新导出。")
        yield DataProblem("E07", path, Message(text, {"file": path}))


def _table(resource: Mapping[str, Any], read: csv_rows.Table) -> _Table:
    header, rows = read
    fields = resource["schema"]["fields"]
    names = [each["name"] for each in fields]
    columns = {name: place for place, name in enumerate(names)} if header == names else {}
    whole = {number: row for number, row in enumerate(rows, start=1) if len(row) == len(fields)}
    values = list(zip(*whole.values(), strict=True))
    return _Table(resource["path"], fields, resource["schema"], rows, columns, list(whole), values)


def _table_problems(table: _Table) -> Iterator[DataProblem]:
    if not table.columns:
        text = N_("数据文件 {file} 的表头与 datapackage.json 不一致。")
        yield DataProblem("E12", table.path, Message(text, {"file": table.path}))
        return
    # Column by column, each different value once: most columns hold few.
    checks = [_value_check(each) for each in table.fields]
    wrong = [set(filter(check, set(values))) for check, values in zip(checks, table.values, strict=False)]
    if any(wrong) or len(table.numbers) < len(table.rows):
        yield from _wrong_cells(table, wrong)
    keys = [[each["name"]] for each in table.fields if each.get("constraints", {}).get("unique")]
    for key in [*keys, _names(table.schema.get("primaryKey", []))]:
        yield from _repeated(table, key)


def _wrong_cells(table: _Table, wrong: Sequence[set[str]]) -> Iterator[DataProblem]:
    """Name the cells of wrong values, in the order of the file."""
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.fields):
            text = N_("数据文件 {file} 第 {row} 行的列数不对。")
            yield DataProblem("E12", table.path, Message(text, {"file": table.path, "row": number}), number)
            continue
        for each, value, refused in zip(table.fields, row, wrong, strict=True):
            if value in refused:
                yield _at(
                    table, number, each["name"], N_("数据文件 {file} 第 {row} 行“{column}”不符合说明。")
                )


def _repeated(table: _Table, names: Sequence[str]) -> Iterator[DataProblem]:
    keys = table.keys(names)
    seen: set[tuple[str, ...]] = set()
    for number, key in zip(table.numbers, keys, strict=False) if len(set(keys)) < len(keys) else ():
        if key in seen:
            yield _at(
                table, number, "+".join(names), N_("数据文件 {file} 第 {row} 行“{column}”与前面的行重复。")
            )
        seen.add(key)


def _foreign_problems(table: _Table, tables: Mapping[str, _Table]) -> Iterator[DataProblem]:
    for foreign in table.schema.get("foreignKeys", []):
        reference = foreign["reference"]
        parent = tables.get(reference["resource"]) if reference["resource"] else table
        if parent is None:
            continue  # the parent's own problem is reported with the parent
        names, targets = _names(foreign["fields"]), _names(reference["fields"])
        keys = table.keys(names)
        unknown = {key for key in set(keys).difference(parent.keys(targets)) if any(key)}
        for number, key in zip(table.numbers, keys, strict=False) if unknown else ():
            if key in unknown:
                yield _at(
                    table,
                    number,
                    "+".join(names),
                    N_("数据文件 {file} 第 {row} 行“{column}”指向的主记录不在包里。"),
                )


def _at(table: _Table, row: int, column: str, template: str) -> DataProblem:
    values = {"file": table.path, "row": row, "column": column}
    return DataProblem("E12", table.path, Message(template, values), row, column)


def _names(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _value_check(described: Mapping[str, Any]) -> Callable[[str], bool]:
    """Return a function that says whether a cell's text is wrong for this field."""
    read = _READERS[described.get("type", "string")]
    constraints = described.get("constraints", {})
    unknown = set(constraints) - {
        "required",
        "unique",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "enum",
        "pattern",
    }
    pattern = constraints.get("pattern", "")
    if unknown or _RUNAWAY_PATTERN.search(pattern):
        raise ValueError(unknown or pattern)
    expression = re.compile(pattern) if pattern else None
    lowest, highest = (
        read(str(constraints[name])) if name in constraints else None for name in ("minimum", "maximum")
    )
    choices = {str(choice) for choice in constraints["enum"]} if "enum" in constraints else None
    shortest, longest = constraints.get("minLength", 0), constraints.get("maxLength", float("inf"))

    def is_wrong(text: str) -> bool:
        if not text:
            return bool(constraints.get("required"))
        try:
            value = read(text)
        except (ValueError, InvalidOperation):
            return True
        return (
            not shortest <= len(text) <= longest
            or (choices is not None and text not in choices)
            or (expression is not None and not expression.fullmatch(text))
            or (lowest is not None and value < lowest)
            or (highest is not None and value > highest)
        )

    return is_wrong


def _exactly(pattern: str, convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """Read only one spelling: Python's own readers accept ``1_000``, full-width digits and much else."""
    expression = re.compile(pattern, re.ASCII)

    def read(text: str) -> Any:
        if not expression.fullmatch(text):
            raise ValueError(pattern)
        return convert(text)

    return read


_READERS: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _exactly(r"-?\d{1,18}", int),
    "number": _exactly(r"-?\d{1,18}(\.\d{1,9})?", Decimal),
    "boolean": _exactly(r"true|false", str),
    "date": _exactly(r"\d{4}-\d\d-\d\d", date.fromisoformat),
    "datetime": _exactly(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z?", datetime.fromisoformat),
    "year": _exactly(r"\d{4}", int),
    "yearmonth": _exactly(r"\d{4}-(0[1-9]|1[0-2])", str),
}
