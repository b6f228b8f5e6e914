"""What is to be said of a table as a whole: columns unknown, missing or double, and what was left aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from db.fields import Field
from db.messages import N_, Message, Severity
from db.register import RowGroup
from desktop.exchange import spreadsheet
from desktop.services.import_rows import ImportFields, RowProblem, fillable_in
from desktop.services.import_tables import PARENT, FoundTable, FoundTables, group_fields, group_named

_LEFT_OPEN = N_("表格里没有必填的“{label}”一列，导入后是草稿，请在记录里补填。")


def table_problems(
    fields: ImportFields, tables: FoundTables, remarks: Sequence[Message]
) -> Iterator[RowProblem]:
    """Give the problems of the file, of its main table and of the sheets of its row groups."""
    head = tables.head
    for remark in remarks:
        yield RowProblem(head.header.number, "", "file", Severity.HINT, remark)
    for sheet in tables.unread:
        values = {"name": sheet.name, "column": spreadsheet.parent_label(fields.register)}
        if group_named(fields.register, sheet.name):
            sentence = Message(
                N_(
                    "工作表“{name}”没有“{column}”一列，不知道每一行属于哪一条，没有读入。请加上它，填序号或身份证号。"
                ),
                values,
            )
        else:
            sentence = Message(N_("工作表“{name}”不是这个台账的，没有读入。"), values)
        yield RowProblem(sheet.rows[0].number, "", "sheet_unread", Severity.HINT, sentence, sheet.name)
    yield from _columns(fields, head)
    yield from _unseen(head)
    for code, table in tables.groups.items():
        group = fields.register.row_group(code)
        declared = group_fields(fields.register, group)
        for place, double in table.columns.repeated:
            yield _at(table, place, "column_repeated", Severity.MUST, _twice(declared[double].label))
        yield from _unconfirmed(table, declared)
        yield from _lacking(table, group)
        for place in table.columns.unknown:
            yield _unknown(table, place, declared)
        yield from _unseen(table)
    for code, table in tables.ownerless.items():
        yield from _unconfirmed(table, group_fields(fields.register, fields.register.row_group(code)))


def _columns(fields: ImportFields, table: FoundTable) -> Iterator[RowProblem]:
    declared, columns = fields.register.fields, fields.columns
    for place, code in columns.repeated:
        yield _at(table, place, "column_repeated", Severity.MUST, _twice(declared[code].label))
    for code in fields.missing:
        label = declared[code].label
        # A draft may be incomplete; but a record without a name would not be found again, and a column that may be
        # the missing one under another name has to be confirmed first.
        is_needed = code == fields.register.name_field or code in columns.suggested.values()
        template = N_("缺少必填的“{label}”一列，请在表头加上它。") if is_needed else _LEFT_OPEN
        severity = Severity.MUST if is_needed else Severity.HINT
        sentence = Message(template, {"label": Message(label)})
        yield RowProblem(table.header.number, label, "column_missing", severity, sentence, table.sheet.name)
    for place in columns.unknown:
        yield _unknown(table, place, declared)
    for place, name in enumerate(columns.header):
        if not name.strip() and any(row.cells[place : place + 1] not in {(), ("",)} for row in table.rows):
            sentence = Message(N_("第 {place} 列没有表头，这一列不会导入。"), {"place": place + 1})
            yield _at(table, place, "column_nameless", Severity.HINT, sentence)
    if not table.rows:
        sentence = Message(N_("表头下面没有数据，没有可以导入的行。"))
        yield RowProblem(table.header.number, "", "no_rows", Severity.MUST, sentence, table.sheet.name)


def _unconfirmed(table: FoundTable, declared: Mapping[str, Field]) -> Iterator[RowProblem]:
    """Refuse a row group's sheet while a column that it needs may be there under another name."""
    for place, code in table.columns.suggested.items():
        if code == PARENT or declared[code].required:
            values = {"label": Message(declared[code].label)}
            sentence = Message(N_("可能就是不能缺的“{label}”一列，请先确认。"), values)
            yield _at(table, place, "column_missing", Severity.MUST, sentence)


def _lacking(table: FoundTable, group: RowGroup) -> Iterator[RowProblem]:
    """Say which required columns a row group's sheet has not, except those that are asked about."""
    there = fillable_in(group, table.columns) | set(table.columns.suggested.values())
    for code, field in group.fields.items():
        if field.required and code not in there:
            sentence = Message(_LEFT_OPEN, {"label": Message(field.label)})
            number, name = table.header.number, table.sheet.name
            yield RowProblem(number, field.label, "column_missing", Severity.HINT, sentence, name)


def _unknown(table: FoundTable, place: int, declared: Mapping[str, Field]) -> RowProblem:
    name = table.columns.header[place].strip()
    suggested = table.columns.suggested.get(place)
    if place in table.columns.declined:
        sentence = Message(N_("“{name}”一列选的是“不导入”，不会导入。"), {"name": name})
        return _at(table, place, "column_unknown", Severity.HINT, sentence)
    if suggested is None:
        sentence = Message(N_("没有“{name}”这个栏目，这一列不会导入。"), {"name": name})
        return _at(table, place, "column_unknown", Severity.HINT, sentence)
    sentence = Message(
        N_("没有“{name}”这个栏目，是不是“{label}”？确认后才会导入这一列。"),
        {"name": name, "label": Message(declared[suggested].label)},
    )
    return _at(table, place, "column_asked", Severity.HINT, sentence)


def _unseen(table: FoundTable) -> Iterator[RowProblem]:
    """Say that hidden rows and columns are read like the others, and that merged cells were filled."""
    sheet = table.sheet
    rows = [row.number for row in table.rows if row.number in sheet.hidden_rows]
    if rows:
        sentence = Message(N_("表格里有 {count} 行是隐藏的，也读入了。"), {"count": len(rows)})
        yield RowProblem(rows[0], "", "hidden_rows", Severity.HINT, sentence, sheet.name)
    for place in sorted(set(table.columns.places.values())):
        if place + 1 in sheet.hidden_columns:
            sentence = Message(N_("这一列在表格里是隐藏的，也读入了。"))
            yield _at(table, place, "hidden_column", Severity.HINT, sentence)
    merged = [row for row in sheet.merged if row > table.header.number]
    if merged:
        sentence = Message(N_("合并的单元格按每一行都是同一个值读入，请核对。"))
        yield RowProblem(merged[0], "", "merged", Severity.HINT, sentence, sheet.name)


def _twice(label: str) -> Message:
    return Message(N_("“{label}”有不止一列，请只留一列。"), {"label": Message(label)})


def _at(table: FoundTable, place: int, code: str, severity: Severity, sentence: Message) -> RowProblem:
    name = table.columns.header[place].strip()
    return RowProblem(table.header.number, name, code, severity, sentence, table.sheet.name, place)
