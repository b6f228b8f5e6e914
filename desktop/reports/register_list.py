"""Many records as a landscape table with a sum below: for a submission, or as a list on the screen shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reportlab.lib.units import mm

from db.fields import Field, IntegerField, MoneyField
from db.record import Record
from db.register import Computed, Context, Register
from db.wording import unit_of, worded
from desktop.reports.column_widths import column_widths
from desktop.reports.page import Align, Paper, shrunk
from desktop.reports.printed_values import STRUCK, alignment, form_name, is_personal, label_of, listed
from desktop.reports.table import Cell, Table

SIZE = 9
ROW_HEIGHT = 7.5 * mm
SIGNATURES = 14 * mm
_LOOKED_AT = 1000  # lines by which the widths are chosen, with the sums
_ADDED_UP = {"人", "户", "元", "次", "个", "家", "件", "份"}
"""Units whose sum means something; years, terms and scores are not added."""


class _Column(NamedTuple):
    """A column: how its values are written, how they are found in a record, whether they are added up."""

    kind: Field
    value: Callable[[Record], Any]
    is_added_up: bool = False


class ListTable(NamedTuple):
    """What stands in a list: a label and an alignment for each column, the lines, and the row of sums ([]: none)."""

    labels: list[str]
    aligns: list[Align]
    lines: list[list[str]]
    sums: list[str]


def draw_register_list(
    paper: Paper, register: Register, records: Sequence[Record], context: Context, office: str, period: str
) -> None:
    """Draw the list of a submission from the top of a new page, with the line for signatures below."""
    columns = _columns(register, context)
    table = ListTable(
        labels=["序号", *(column_label(column.kind) for column in columns)],
        aligns=["center", *(alignment(column.kind) for column in columns)],
        lines=[_line(number, register, record, columns, context) for number, record in enumerate(records, 1)],
        sums=_sums(columns, records),
    )
    about = f"填报单位（盖章）：{office}", f"数据期间：{period}", f"共 {len(records)} 条"
    draw_list(paper, register, about, table, below=SIGNATURES)
    paper.ensure(SIGNATURES)
    paper.y -= 8 * mm
    for part, words in enumerate(
        ("单位负责人：", "审核人：", "填表人：", "联系电话：", "填报日期：　　　年　　月　　日")
    ):
        paper.text(paper.left + part * paper.room * 0.195, paper.y, words, size=10.5)


def draw_list(
    paper: Paper,
    register: Register,
    about: tuple[str, str, str],
    content: ListTable,
    *,
    below: float = 0,
    step: Callable[[int], None] = lambda _done: None,
) -> None:
    """Draw a list from the top of a new landscape page; ``about`` stands above it at the left, in the middle, at the right.

    The last line keeps ``below`` points free under the table; ``step`` is told how many lines are drawn.
    """
    paper.new_page(landscape=True, personal=is_personal(register.code))
    paper.bookmark(f"{form_name(register)}一览表", level=0)
    paper.heading(f"{form_name(register)}一览表")
    paper.y -= 2 * mm
    at_left, in_the_middle, at_right = about
    paper.text(paper.left, paper.y, at_left, size=shrunk(at_left, "song", 10.5, paper.room * 0.55))
    paper.text(
        paper.left + paper.room * 0.57,
        paper.y,
        in_the_middle,
        size=shrunk(in_the_middle, "song", 10.5, paper.room * 0.33),
    )
    paper.text(paper.right, paper.y, at_right, size=10.5, align="right")
    paper.y -= 2.5 * mm

    labels, aligns, lines, sums = content
    head = [Cell(label, align="center", face="hei", size=SIZE) for label in labels]
    widths = column_widths(labels, [*lines[:_LOOKED_AT], sums] if sums else lines, paper.room, SIZE)
    table = Table(paper, widths, head=[head], row_height=ROW_HEIGHT)
    # The last record goes overleaf with what stands below it, so that no page has only signatures.
    below += ROW_HEIGHT if sums else 0
    for done, line in enumerate(lines):
        cells = (Cell(text, align=align, size=SIZE) for text, align in zip(line, aligns, strict=True))
        table.add(*cells, keep=below if line is lines[-1] else 0)
        step(done)
    if not lines:
        table.add(Cell("无", span=len(labels), align="center", size=SIZE))
    if sums:
        total = zip(sums, aligns, strict=True)
        table.add(*(Cell(text, align=align, face="hei", size=SIZE) for text, align in total))
    table.close()


def is_added_up(field: Field) -> bool:
    """Whether a sum of the values means something."""
    return isinstance(field, MoneyField) or (isinstance(field, IntegerField) and field.unit in _ADDED_UP)


def _columns(register: Register, context: Context) -> list[_Column]:
    always = {register.number_field, register.name_field}
    return [
        *(_stored(code, field) for code, field in register.fields.items() if field.in_list or code in always),
        *(_worked_out(one, context) for one in register.computed if one.kind.in_list),
    ]


def _stored(code: str, field: Field) -> _Column:
    return _Column(field, lambda record: getattr(record, code), is_added_up(field))


def _worked_out(computed: Computed, context: Context) -> _Column:
    """Show a computed value; it is never added up, for it may be a share or an amount per head."""

    def value(record: Record) -> Any:
        arithmetic = computed.work_out(record, context)
        return arithmetic.value if arithmetic else None

    return _Column(computed.kind, value)


def column_label(field: Field) -> str:
    """Write the label of a column with its unit."""
    unit = unit_of(field)
    return label_of(field) if isinstance(field, MoneyField) or not unit else f"{field.label}（{unit}）"


def _line(
    number: int, register: Register, record: Record, columns: Sequence[_Column], context: Context
) -> list[str]:
    texts = [listed(column.kind, column.value(record), context.lookups) or STRUCK for column in columns]
    if record.deleted_at:
        name = [column.kind for column in columns].index(register.fields[register.name_field])
        texts[name] += "（已撤销）"
    return [str(number), *texts]


def _sums(columns: Sequence[_Column], records: Sequence[Record]) -> list[str]:
    """Write the row of sums, [] when there is nothing to add up."""
    if not records or not any(column.is_added_up for column in columns):
        return []
    return ["合计", *(_sum(column, records) if column.is_added_up else "" for column in columns)]


def _sum(column: _Column, records: Sequence[Record]) -> str:
    return worded(column.kind, sum(column.value(record) or 0 for record in records))
