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
from desktop.services import list_columns
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
    """The register's own table, and those of its row groups by their code.

    ``ownerless`` are row groups' tables in which nobody has said yet whose rows they are. ``suggested`` and
    ``confirmed`` map columns that were to be confirmed, by ``column_name``, to codes; one that was declined, by its
    name a field's or only like one, is suggested still, and confirmed as "".
    """

    head: FoundTable
    groups: Mapping[str, FoundTable]
    ownerless: Mapping[str, FoundTable]
    unread: tuple[Sheet, ...]
    suggested: Mapping[str, str]
    confirmed: Mapping[str, str]


def find(register: Register, file: Spreadsheet, confirmed: Mapping[str, str]) -> FoundTables:
    """Find the tables; raises ReportableError when no sheet has a header of this register.

    ``confirmed`` maps columns, by ``column_name``, to the codes that a person chose for them, "" for none: such a column
    is left out though its name is a field's.
    """
    groups, ownerless = _groups(register, file, confirmed)
    taken = {table.sheet.name for table in (*groups.values(), *ownerless.values())}
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
    head = max(tables, key=lambda table: (_known(table), same_name(table.sheet.name) == named))
    unread = tuple(
        sheet for sheet in left if sheet is not head.sheet and sheet.name not in spreadsheet.OWN_SHEETS
    )
    found = {None: head} | {register.row_group(code): table for code, table in (groups | ownerless).items()}
    there = {column_name(group, cell) for group, table in found.items() for cell in table.columns.header}
    suggested = {
        column_name(group, table.columns.header[place]): code
        for group, table in found.items()
        for place, code in {**table.columns.declined, **table.columns.suggested}.items()
    }
    used = {name: code for name, code in confirmed.items() if name in there}
    return FoundTables(head, groups, ownerless, unread, suggested, used)


def column_name(group: RowGroup | None, header: str) -> str:
    """Name a column that is to be confirmed by its header; in a row group's sheet as Excel does: ``家庭成员!月收入额``."""
    return f"{group.title}!{header.strip()}" if group else header.strip()


def by_name(register: Register, head: Columns, groups: Mapping[str, Columns]) -> dict[str, str]:
    """Map the columns that are imported, by ``column_name``, to codes; that of a row group's owners cannot be left out."""
    named = {None: head} | {register.row_group(code): columns for code, columns in groups.items()}
    return {
        column_name(group, columns.header[place]): code
        for group, columns in named.items()
        for place, code in sorted(
            [*((place, code) for code, place in columns.places.items()), *columns.repeated]
        )
        if code != PARENT
    }


def column_named(register: Register, name: str) -> tuple[RowGroup | None, str]:
    """Give the row group, if it is in one's sheet, and the header of a ``column_name``."""
    title, mark, header = name.partition("!")
    group = next((one for one in register.row_groups if mark and one.title == title), None)
    return (group, header) if group else (None, name)


def _groups(
    register: Register, file: Spreadsheet, confirmed: Mapping[str, str]
) -> tuple[dict[str, FoundTable], dict[str, FoundTable]]:
    """Find the sheets of the row groups: those that say whose rows they are, and those where a column may say it."""
    groups: dict[str, FoundTable] = {}
    ownerless: dict[str, FoundTable] = {}
    for sheet in file.sheets if len(file.sheets) > 1 else ():
        group = group_named(register, sheet.name)
        if group is None:
            continue
        chosen = {
            header: code
            for (of, header), code in (
                (column_named(register, name), code) for name, code in confirmed.items()
            )
            if of is group
        }
        names = _parent_names(register, group) | chosen
        table = _table(sheet, group_fields(register, group), ignored(), names)
        if table and PARENT in table.columns.places:
            groups.setdefault(group.code, table)
        elif table and PARENT in table.columns.suggested.values():
            ownerless.setdefault(group.code, table)
    return groups, {code: table for code, table in ownerless.items() if code not in groups}


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
    shown = list_columns.kinds(register) if register else {}
    stored = register.fields if register else {}
    computed = {name for code in shown.keys() - stored.keys() for name in (code, shown[code].label)}
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
    first = row.cells[0].strip() or next(cell for cell in row.cells if cell.strip()).strip()
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
    """Find the header: of the first rows, or two of them joined, the one in which most fields are named or meant."""
    found = [
        FoundTable(
            sheet, header, sheet.rows[last + 1 :], match(_trimmed(header.cells), fields, passed, confirmed)
        )
        for header, last in _heads(sheet.rows[: TITLE_ROWS + 2])
    ]
    most = max(map(_known, found), default=0)
    if most == 0:
        return None
    best = [
        replace(table, columns=with_suggestions(table.columns, fields, confirmed))
        for table in found
        if _known(table) == most
    ]
    return max(best, key=lambda table: len(table.columns.suggested))  # the first of those that say as much


def _known(table: FoundTable) -> int:
    """Count the columns with a name of the register's, those that were declined too: a head stays one without them."""
    return len(table.columns.places) + len(table.columns.declined)


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
