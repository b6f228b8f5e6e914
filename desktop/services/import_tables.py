"""Find a register's table in a file: the sheet, the header under titles, the sheets of its row groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from db.fields import Field, IdentityField, TextField
from db.messages import N_, Message, ReportableError
from db.register import Register, RowGroup
from desktop.exchange import record_codec, spreadsheet
from desktop.exchange.csv_table import TableRow
from desktop.exchange.spreadsheet import Spreadsheet
from desktop.exchange.workbook_table import Sheet
from desktop.services.column_matching import Columns, match, same_name, with_suggestions

TITLE_ROWS = 8
"""A header is looked for under at most so many rows with the table's title, maker and date."""

PARENT = "(parent)"
"""Stands for the column of a row group's sheet that says whose rows they are; no field has this code."""

_PARENTS = ("所属记录", "所属户", "主表序号", "户主身份证号", "户主身份证", "户主姓名", "户主", "record_uid")

NUMBER_COLUMNS = (N_("序号"), N_("编号"), "id", "no")

_TOTAL = re.compile(r"(?:本页|本表|全部|以上)?(?:合计|总计|小计|共计|累计|总和)\d*[人户家个条元]?")
_FOOTER = re.compile(
    r"\s*(?:注|备注|说明|填表说明|填报说明|填表人|填报人|制表人|制表|审核人|审核|负责人|经办人|单位负责人|填报单位|填表日期|单位盖章|盖章)"
    r"\s*(?:[（(][^)）]*[)）])?\s*[:：].*",
    re.DOTALL,
)
_FIRST_OF_SUCH = frozenset("本全以合总小共累注备说填制审负经单盖示")


@dataclass(frozen=True)
class FoundTable:
    """A table in a sheet; ``header.number`` is the last row of a head, ``rows`` are those under it."""

    sheet: Sheet
    header: TableRow
    rows: Sequence[TableRow]
    columns: Columns


@dataclass(frozen=True)
class FoundTables:
    """The register's own table, if there is one, and those of its row groups by their code."""

    head: FoundTable
    groups: Mapping[str, FoundTable]
    unread: tuple[Sheet, ...]


def find(register: Register, file: Spreadsheet, confirmed: Mapping[str, str]) -> FoundTables:
    """Find the tables; raises ReportableError when no sheet has a header of this register."""
    groups: dict[str, FoundTable] = {}
    for sheet in file.sheets if len(file.sheets) > 1 else ():
        group = group_named(register, sheet.name)
        table = group and _table(
            sheet, group_fields(register, group), ignored(), _parent_names(register, group) | dict(confirmed)
        )
        if group and table and PARENT in table.columns.places and group.code not in groups:
            groups[group.code] = table
    taken = {table.sheet.name for table in groups.values()}
    left = [sheet for sheet in file.sheets if sheet.name not in taken]
    tables = [
        table
        for sheet in left
        if sheet.is_visible and (table := _table(sheet, register.fields, ignored(register), confirmed))
    ]
    if not tables:
        raise ReportableError(
            N_("前 {rows} 行里找不到“{title}”的表头。请让表头用栏目名称，如“{name}”，并检查是否选错了台账。"),
            rows=TITLE_ROWS + 1,
            title=Message(register.title),
            name=Message(register.fields[register.name_field].label),
        )
    named = same_name(register.title)
    head = max(tables, key=lambda table: (len(table.columns.places), same_name(table.sheet.name) == named))
    unread = tuple(
        sheet for sheet in left if sheet is not head.sheet and sheet.name not in spreadsheet.OWN_SHEETS
    )
    return FoundTables(head, groups, unread)


def group_fields(register: Register, group: RowGroup) -> dict[str, Field]:
    """Give the columns that a row group's sheet may have: its fields, and whose rows they are."""
    return {PARENT: TextField(spreadsheet.parent_label(register)), **group.fields}


def _parent_names(register: Register, group: RowGroup) -> dict[str, str]:
    """Name the heads under which forms write whose rows they are; a label that the row has itself is its own."""
    own = {same_name(field.label) for field in group.fields.values()}
    labels = [register.fields[code].label for code in parent_codes(register)]
    names = [*_PARENTS, *(label for label in labels if same_name(label) not in own)]
    return dict.fromkeys(names, PARENT)


def parent_codes(register: Register) -> list[str]:
    """Name the fields by which a row group's sheet may mean a record."""
    fields = register.fields
    return [
        code
        for code, field in fields.items()
        if field.unique
        or isinstance(field, IdentityField)
        or code in {register.name_field, register.number_field}
    ]


def ignored(register: Register | None = None) -> set[str]:
    """Name the columns that carry no field: numbers of rows, computed values, what a package adds, our own reasons."""
    computed = (
        {name for one in register.computed for name in (one.code, one.kind.label)} if register else set()
    )
    own = {spreadsheet.REASONS, *record_codec.ROW_COLUMNS, *record_codec.RECORD_COLUMNS}
    return own | computed | {record_codec.REASONS_COLUMN, *NUMBER_COLUMNS}


def number_place(table: FoundTable) -> int | None:
    """Find the column 序号 of a sheet."""
    for place, cell in enumerate(table.columns.header):
        if same_name(cell) == same_name(NUMBER_COLUMNS[0]):
            return place
    return None


def passed_over(row: TableRow, header: TableRow) -> tuple[str, Message] | None:
    """Say why a row is no record: a header again, the example, a sum, a note at the foot."""
    if row.cells == header.cells:
        return "header_again", Message(N_("这一行又是表头，已跳过。"))
    first = next(cell for cell in row.cells if cell.strip()).strip()
    if first[0] not in _FIRST_OF_SUCH:
        return None  # nearly every row, at a tenth of the time
    filled = [cell for cell in row.cells if cell.strip()]
    if first == spreadsheet.EXAMPLE:
        return "example", Message(N_("这一行是示例，已跳过。"))
    if _TOTAL.fullmatch(same_name(first)):
        return "total", Message(N_("这一行是“{text}”，不是记录，已跳过。"), {"text": first[:20]})
    if len(set(filled)) <= 3 and _FOOTER.fullmatch(first):
        return "footer", Message(N_("这一行是表尾的说明“{text}”，已跳过。"), {"text": first[:20]})
    return None


def group_named(register: Register, name: str) -> RowGroup | None:
    """Find the row group whose title is in a sheet's name."""
    bare = same_name(name)
    return next((group for group in register.row_groups if bare and same_name(group.title) in bare), None)


def _table(
    sheet: Sheet, fields: Mapping[str, Field], passed: set[str], confirmed: Mapping[str, str]
) -> FoundTable | None:
    """Find the header: of the first rows, or two of them joined, the one in which most fields are named."""
    best: FoundTable | None = None
    for header, last in _heads(sheet.rows[: TITLE_ROWS + 2]):
        columns = match(_trimmed(header.cells), fields, passed, confirmed)
        if columns.places and (best is None or len(columns.places) > len(best.columns.places)):
            best = FoundTable(sheet, header, sheet.rows[last + 1 :], columns)
    return best and replace(best, columns=with_suggestions(best.columns, fields))


def _heads(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, int]]:
    """Give every row as a head, then every two that follow each other as one: single ones win when they say as much."""
    for place, row in enumerate(rows[: TITLE_ROWS + 1]):
        yield row, place
    for place, (above, below) in enumerate(pairwise(rows)):
        if below.number == above.number + 1 and place <= TITLE_ROWS:
            width = max(len(above.cells), len(below.cells))
            upper, lower = (list(row.cells) + [""] * (width - len(row.cells)) for row in (above, below))
            yield TableRow(below.number, tuple(map(_under, upper, _spread(upper), lower))), place + 1
            plain = (low if low.strip() else up for up, low in zip(upper, lower, strict=True))
            yield TableRow(below.number, tuple(plain)), place + 1


def _spread(cells: Sequence[str]) -> list[str]:
    """Let a title stand over the empty cells to its right, as a merged cell does."""
    spread: list[str] = []
    for cell in cells:
        spread.append(cell if cell.strip() or not spread else spread[-1])
    return spread


def _under(upper: str, spread: str, lower: str) -> str:
    """Join the two cells of a head: 户主 over 姓名 is 户主姓名, a cell merged downwards is itself."""
    if not lower.strip():
        return upper
    return lower if not spread.strip() or spread == lower else spread + lower


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]
