"""One record as a filled form, laid out from its declaration: sections, row groups, arithmetic, written reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reportlab.lib.units import mm

from db.fields import DateField, Field, MoneyField, MultiChoiceField, ReferenceField, TextField
from db.record import Record
from db.register import Computed, Context, Register, RowGroup, Section
from db.values import dates
from desktop.reports.column_widths import column_widths
from desktop.reports.fonts import width
from desktop.reports.page import Align, Paper
from desktop.reports.printed_values import NOTHING, alignment, form_name, label_of, listed, printed, target_of
from desktop.reports.table import Cell, Table

LABEL = 30 * mm
ROW_HEIGHT = 6.6 * mm  # filled in by the program, so less than for a hand
LABEL_SIZE = 9.5
TEXT_SIZE = 10
KEPT_TOGETHER = 20 * mm  # a heading does not stand alone at the foot of a page
OPINION_HEIGHT = 46 * mm  # the largest seal with its margin (domain.md D2)
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Explanation:
    """A 核实 problem of a record, as a sentence, with the clerk's written reason."""

    register: str
    record_id: str
    record_label: str
    sentence: str
    reason: str


class _Box(NamedTuple):
    """A label and a value that stand beside each other; ``wide`` takes the whole line."""

    label: str
    text: str
    wide: bool = False
    align: Align = "left"


def draw_record_sheet(
    paper: Paper,
    register: Register,
    record: Record,
    context: Context,
    explanations: Sequence[Explanation] = (),
) -> None:
    """Draw a record from the top of a new page."""
    paper.new_page(landscape=False)
    paper.bookmark(register.label_of(record), level=1)
    _draw_head(paper, register, record)
    table = Table(paper, _grid(paper), row_height=ROW_HEIGHT)
    for number, section in enumerate(register.sections):
        table.add(_heading(f"{_numeral(number + 1)}、{section.title}"), keep=KEPT_TOGETHER)
        fields = register.fields_in(section)
        opinions = _opinions(fields)
        signed = {*opinions, *opinions.values()}
        plain = {code: field for code, field in fields.items() if code not in signed}
        boxes = [
            *_boxes(plain, record, context, _value_room(paper)),
            *_results(register, section, record, context),
        ]
        for first, second in _paired(boxes):
            table.add(*_cells(first, second))
        _add_opinions(table, opinions, fields, record)
        for group in register.row_groups:
            if group.section == section.code:
                title = group.title if group.title != section.title else ""
                _add_rows(table, group, title, record, context, paper.room)
                table.change_columns(_grid(paper))
    if explanations:
        table.add(_heading(f"{_numeral(len(register.sections) + 1)}、核实情况说明"), keep=KEPT_TOGETHER)
        _add_explanations(table, explanations)
    table.close()
    paper.ensure(14 * mm)
    paper.y -= 8 * mm
    for part, words in enumerate(("单位负责人：", "审核人：", "填表人：", "填报日期：　　　年　　月　　日")):
        paper.text(paper.left + part * paper.room * 0.23, paper.y, words, size=TEXT_SIZE)


def _draw_head(paper: Paper, register: Register, record: Record) -> None:
    withdrawn = "（已撤销）" if record.deleted_at else ""
    paper.heading(f"{form_name(register)}登记表{withdrawn}")
    number = str(getattr(record, register.number_field) or NOTHING) if register.number_field else ""
    left = f"编号：{number}" if number else f"类别：{register.group}"
    right = f"第 {record.revision} 版　填写日期：{dates.written(record.written_on)}"
    paper.y -= 2 * mm
    paper.text(paper.left, paper.y, left, size=TEXT_SIZE)
    paper.text(paper.right, paper.y, right, size=TEXT_SIZE, align="right")
    paper.y -= 2 * mm


def _grid(paper: Paper) -> tuple[float, float, float, float]:
    value = _value_room(paper)
    return (LABEL, value, LABEL, value)


def _value_room(paper: Paper) -> float:
    return paper.room / 2 - LABEL


def _heading(title: str) -> Cell:
    return Cell(title, span=4, face="hei", size=10.5)


def _paired(boxes: Iterable[_Box]) -> Iterator[tuple[_Box, _Box | None]]:
    """Put two boxes on a line, one where it is wide or its neighbour is."""
    waiting: _Box | None = None
    for box in boxes:
        if waiting and not box.wide:
            yield waiting, box
            waiting = None
            continue
        if waiting:
            yield waiting, None
        waiting = None if box.wide else box
        if box.wide:
            yield box, None
    if waiting:
        yield waiting, None


def _cells(first: _Box, second: _Box | None) -> Iterator[Cell]:
    yield Cell(first.label, align="center", size=LABEL_SIZE)
    yield Cell(first.text, span=1 if second else 3, size=TEXT_SIZE, align=first.align if second else "left")
    if second:
        yield Cell(second.label, align="center", size=LABEL_SIZE)
        yield Cell(second.text, size=TEXT_SIZE, align=second.align)


def _boxes(fields: Mapping[str, Field], record: Record, context: Context, room: float) -> Iterator[_Box]:
    for code, field in fields.items():
        value = getattr(record, code)
        text = printed(field, value, context.lookups)
        wide = _is_wide(field) or width(text, "song", TEXT_SIZE) > 2 * room
        yield _Box(label_of(field), text, wide, _alignment(field, value))
        if isinstance(field, ReferenceField) and value:
            yield from _facts(field, value, context, room)


def _results(register: Register, section: Section, record: Record, context: Context) -> Iterator[_Box]:
    for computed in register.computed:
        if computed.kind.section == section.code:
            yield _Box(label_of(computed.kind), _worked_out(computed, record, context), wide=True)


def _is_wide(field: Field) -> bool:
    if isinstance(field, TextField):
        return field.multiline or field.max_length > 120
    return isinstance(field, MultiChoiceField | ReferenceField)


def _alignment(field: Field, value: Any) -> Align:
    return "right" if isinstance(field, MoneyField) and value is not None else "left"


def _facts(field: ReferenceField, value: str, context: Context, room: float) -> Iterator[_Box]:
    """Show what the other register knows of the record that is pointed at."""
    target = target_of(field)
    facts = context.lookups.facts(field.register, value) or {}
    for code in field.shows:
        if code in target.fields and code != target.name_field:
            shown = target.fields[code]
            text = printed(shown, facts.get(code), context.lookups)
            wide = width(text, "song", TEXT_SIZE) > 2 * room
            yield _Box(label_of(shown), text, wide, _alignment(shown, facts.get(code)))


def _worked_out(computed: Computed, record: Record, context: Context) -> str:
    arithmetic = computed.work_out(record, context)
    if arithmetic is None:
        return "资料不全，未计算"
    value = printed(computed.kind, arithmetic.value, context.lookups)
    return f"{value}　　计算：{arithmetic.text}"


def _opinions(fields: Mapping[str, Field]) -> dict[str, str]:
    """Find the opinion boxes: a long text ``x`` with its date ``x_on`` is signed and sealed on paper."""
    return {
        code: f"{code}_on"
        for code, field in fields.items()
        if isinstance(field, TextField)
        and field.multiline
        and isinstance(fields.get(f"{code}_on"), DateField)
    }


def _add_opinions(
    table: Table, opinions: Mapping[str, str], fields: Mapping[str, Field], record: Record
) -> None:
    for start in range(0, len(opinions), 2):
        pair = list(opinions.items())[start : start + 2]
        cells = []
        for code, dated in pair:
            day: Any = getattr(record, dated)
            foot = ("", "（盖章）", dates.written(day) if day else "年　　月　　日")
            cells.append(Cell(fields[code].label, align="center", size=LABEL_SIZE))
            text = getattr(record, code) or ""
            cells.append(Cell(text, span=1 if len(pair) > 1 else 3, size=TEXT_SIZE, foot=foot))
        table.add(*cells, height=OPINION_HEIGHT)


def _add_rows(
    table: Table, group: RowGroup, title: str, record: Record, context: Context, room: float
) -> None:
    codes = group.short or tuple(group.fields)
    fields = {code: group.fields[code] for code in codes}
    lines = [
        [
            str(number),
            *(listed(field, getattr(row, code), context.lookups) or "/" for code, field in fields.items()),
        ]
        for number, row in enumerate(group.of(record), start=1)
    ]
    labels = ["序号", *(label_of(field) for field in fields.values())]
    size = 9 if len(labels) < 9 else 8
    head = [[Cell(label, align="center", size=size) for label in labels]]
    if title:
        head.insert(0, [Cell(title, span=len(labels), align="center", size=TEXT_SIZE)])
    table.change_columns(column_widths(labels, lines, room, size), head)
    for line in lines:
        aligns = ("center", *(alignment(field) for field in fields.values()))
        table.add(*(Cell(text, align=align, size=size) for text, align in zip(line, aligns, strict=True)))
    if not lines:
        table.add(Cell(NOTHING, span=len(labels), align="center", size=TEXT_SIZE))


def _add_explanations(table: Table, explanations: Sequence[Explanation]) -> None:
    for explanation in explanations:
        table.add(
            Cell("需核实", align="center", size=LABEL_SIZE),
            Cell(f"{explanation.sentence}\n说明：{explanation.reason}", span=3, size=TEXT_SIZE),
        )


def _numeral(number: int) -> str:
    """Write 1–19 in Chinese."""
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]
