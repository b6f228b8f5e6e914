"""What stands on the sheet of a record: its sections as grids of boxes, laid out from the declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from reportlab.lib.units import mm

from db.fields import DateField, Field, MoneyField, MultiChoiceField, ReferenceField, TextField
from db.record import Record
from db.register import Computed, Context, Register, RowGroup, Section
from db.values import dates
from desktop.reports.column_widths import column_widths
from desktop.reports.fonts import width
from desktop.reports.page import Align
from desktop.reports.printed_values import (
    NOTHING,
    STRUCK,
    alignment,
    label_of,
    listed,
    printed,
    target_of,
)
from desktop.reports.table import Cell

LABEL = 33 * mm
LABEL_SIZE = 9
TEXT_SIZE = 10
OPINION_HEIGHT = 46 * mm  # the largest seal with its margin
UNUSED = "（此项未填）"
NO_ROWS = "（无）"


class Row(NamedTuple):
    """Boxes beside each other, at least ``height`` points high."""

    cells: tuple[Cell, ...]
    height: float = 0


class Grid(NamedTuple):
    """Rows with the same columns, ``widths`` in points; ``head`` is repeated on every page."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    head: tuple[tuple[Cell, ...], ...] = ()


class Part(NamedTuple):
    """A section of the form under its heading."""

    title: str
    grids: tuple[Grid, ...] = ()


class _Box(NamedTuple):
    """A label and a value that stand beside each other; ``wide`` takes the whole line."""

    label: str
    text: str
    wide: bool = False
    align: Align = "left"


def form_columns(room: float) -> tuple[float, float, float, float]:
    """Share ``room`` points among two labels and two values."""
    value = _value_room(room)
    return (LABEL, value, LABEL, value)


def lay_out(section: Section, register: Register, record: Record, context: Context, room: float) -> Part:
    """Lay out a section; one that nobody filled in and nobody must fill in says so in its heading.

    Opinions without a word are left out too: they are written, signed and sealed on the official form.
    """
    fields = register.fields_in(section)
    groups = [group for group in register.row_groups if group.section == section.code]
    computed = [one for one in register.computed if one.kind.section == section.code]
    opinions = _opinions(fields)
    has_result = any(one.work_out(record, context) for one in computed)
    if not (has_result or _is_used(fields, groups, record)):
        return Part(section.title + (UNUSED if fields or computed else NO_ROWS))
    signed = {*opinions, *opinions.values()}
    plain = {code: field for code, field in fields.items() if code not in signed}
    boxes = [
        *_boxes(plain, record, context, _value_room(room)),
        *(_Box(label_of(one.kind), _worked_out(one, record, context), wide=True) for one in computed),
    ]
    rows = [
        *(Row(tuple(_cells(first, second))) for first, second in _paired(boxes)),
        *_opinion_rows(opinions, fields, record),
        *(_no_rows(group) for group in groups if not group.of(record)),
    ]
    grids = [Grid(form_columns(room), tuple(rows))] if rows else []
    for group in groups:
        if group.of(record):
            title = group.title if group.title != section.title else ""
            grids.append(_row_grid(group, title, record, context, room))
    return Part(section.title, tuple(grids))


def _is_used(fields: Mapping[str, Field], groups: Sequence[RowGroup], record: Record) -> bool:
    return any(
        field.required or getattr(record, code) not in (None, "", ()) for code, field in fields.items()
    ) or any(group.at_least or group.of(record) for group in groups)


def _value_room(room: float) -> float:
    return room / 2 - LABEL


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


def _opinion_rows(opinions: Mapping[str, str], fields: Mapping[str, Field], record: Record) -> Iterator[Row]:
    for start in range(0, len(opinions), 2):
        pair = list(opinions.items())[start : start + 2]
        cells = []
        for code, dated in pair:
            day: Any = getattr(record, dated)
            foot = ("", "（盖章）", dates.written(day) if day else "年　　月　　日")
            cells.append(Cell(fields[code].label, align="center", size=LABEL_SIZE))
            text = getattr(record, code) or ""
            cells.append(Cell(text, span=1 if len(pair) > 1 else 3, size=TEXT_SIZE, foot=foot))
        yield Row(tuple(cells), OPINION_HEIGHT)


def _no_rows(group: RowGroup) -> Row:
    label = Cell(group.title, align="center", size=LABEL_SIZE)
    return Row((label, Cell(NOTHING, span=3, size=TEXT_SIZE)))


def _row_grid(group: RowGroup, title: str, record: Record, context: Context, room: float) -> Grid:
    fields = [(code, group.fields[code]) for code in group.short or group.fields]
    lines = [
        [
            str(number),
            *(listed(field, getattr(row, code), context.lookups) or STRUCK for code, field in fields),
        ]
        for number, row in enumerate(group.of(record), start=1)
    ]
    labels = ["序号", *(label_of(field) for _, field in fields)]
    aligns: list[Align] = ["center", *(alignment(field) for _, field in fields)]
    size = 9 if len(labels) < 9 else 8
    head = [tuple(Cell(label, align="center", size=size) for label in labels)]
    if title:
        head.insert(0, (Cell(title, span=len(labels), align="center", size=TEXT_SIZE),))
    rows = (
        Row(tuple(Cell(text, align=align, size=size) for text, align in zip(line, aligns, strict=True)))
        for line in lines
    )
    return Grid(column_widths(labels, lines, room, size), tuple(rows), tuple(head))
