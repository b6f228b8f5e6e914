"""Many records as a landscape table: the columns that the register shows in lists, with a sum below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm

from db.fields import Field, IntegerField, MoneyField
from db.record import Record
from db.register import Context, Register
from db.wording import unit_of, worded
from desktop.reports.column_widths import column_widths
from desktop.reports.page import Paper, shrunk
from desktop.reports.printed_values import alignment, form_name, label_of, listed
from desktop.reports.table import Cell, Table

SIZE = 9
ROW_HEIGHT = 7.5 * mm
_ADDED_UP = {"人", "户", "元", "次", "个", "家", "件", "份"}
"""Units whose sum means something; years, terms and scores are not added."""


def draw_register_list(
    paper: Paper, register: Register, records: Sequence[Record], context: Context, office: str, period: str
) -> None:
    """Draw the list from the top of a new page."""
    paper.new_page(landscape=True)
    paper.bookmark(f"{form_name(register)}一览表", level=0)
    fields = _columns(register)
    labels = ["序号", *(_column_label(field) for field in fields.values())]
    lines = [
        _line(number, register, record, fields, context) for number, record in enumerate(records, start=1)
    ]
    sums = [_total(field, [getattr(record, code) for record in records]) for code, field in fields.items()]

    paper.heading(f"{form_name(register)}一览表")
    paper.y -= 2 * mm
    filled_in_by, spanning = f"填报单位（盖章）：{office}", f"数据期间：{period}"
    paper.text(paper.left, paper.y, filled_in_by, size=shrunk(filled_in_by, "song", 10.5, paper.room * 0.55))
    paper.text(
        paper.left + paper.room * 0.57,
        paper.y,
        spanning,
        size=shrunk(spanning, "song", 10.5, paper.room * 0.33),
    )
    paper.text(paper.right, paper.y, f"共 {len(records)} 条", size=10.5, align="right")
    paper.y -= 2.5 * mm

    head = [Cell(label, align="center", face="hei", size=SIZE) for label in labels]
    widths = column_widths(labels, [*lines, ["合计", *sums]], paper.room, SIZE)
    table = Table(paper, widths, head=[head], row_height=ROW_HEIGHT)
    aligns = ("center", *(alignment(field) for field in fields.values()))
    for line in lines:
        table.add(*(Cell(text, align=align, size=SIZE) for text, align in zip(line, aligns, strict=True)))
    if not lines:
        table.add(Cell("无", span=len(labels), align="center", size=SIZE))
    total = zip(["合计", *sums], aligns, strict=True)
    table.add(*(Cell(text, align=align, face="hei", size=SIZE) for text, align in total))
    table.close()

    paper.ensure(14 * mm)
    paper.y -= 8 * mm
    for part, words in enumerate(
        ("单位负责人：", "审核人：", "填表人：", "联系电话：", "填报日期：　　　年　　月　　日")
    ):
        paper.text(paper.left + part * paper.room * 0.195, paper.y, words, size=10.5)


def _columns(register: Register) -> dict[str, Field]:
    always = {register.number_field, register.name_field}
    return {code: field for code, field in register.fields.items() if field.in_list or code in always}


def _column_label(field: Field) -> str:
    unit = unit_of(field)
    return label_of(field) if isinstance(field, MoneyField) or not unit else f"{field.label}（{unit}）"


def _line(
    number: int, register: Register, record: Record, fields: dict[str, Field], context: Context
) -> list[str]:
    texts = [listed(field, getattr(record, code), context.lookups) or "/" for code, field in fields.items()]
    if record.deleted_at:
        name = list(fields).index(register.name_field)
        texts[name] += "（已撤销）"
    return [str(number), *texts]


def _total(field: Field, values: Sequence[Any]) -> str:
    if isinstance(field, MoneyField) or (isinstance(field, IntegerField) and field.unit in _ADDED_UP):
        return worded(field, sum(value for value in values if value is not None))
    return "/"
