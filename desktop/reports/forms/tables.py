"""Draw tables on forms: the rows of a group with a fixed number of lines, and lists over many records with sums."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, cast

from db.code_lists import code_list
from db.fields import ChoiceField, Field
from db.register import RowGroup
from db.registers import all_registers
from db.values import money, resident_id
from db.wording import worded
from desktop.reports.forms.boxes import draw_text, draw_upright, draw_value
from desktop.reports.forms.description import Column, Form, Listing, Rectangle, Rows, Style
from desktop.reports.forms.fitting import ABOVE, PADDING, fit
from desktop.reports.forms.sheets import Sheets
from desktop.reports.forms.templates import Occasion, Subject, Template, written_on
from desktop.reports.page import Stroke

CARRIED, BROUGHT = "过次页", "承前页"


class Surplus(NamedTuple):
    """Rows that have no line on the form; they go on on a 续页."""

    rows: Rows
    subjects: tuple[Subject, ...]


def subjects_of(form: Form, rows: Rows, subject: Subject, occasion: Occasion) -> list[Subject]:
    """Give the rows of a record's group that the table lists, numbered; with ``each`` every choice has one."""
    group = all_registers()[form.register].row_group(rows.group)
    found = group.of(subject.record) if subject.record else []
    listed = [row for row in found if _is_of_age(row, rows.ages, occasion)]
    if rows.each:
        numbered = _one_for_each(group, rows, listed, written_on(subject, occasion))
        return [Subject(subject.record, row, number) for number, row in numbered]
    return [Subject(subject.record, row, number) for number, row in enumerate(listed, 1)]


def _one_for_each(group: RowGroup, rows: Rows, found: list[Any], day: date) -> list[tuple[int, Any]]:
    """Put rows in the order of the code list and number them by it; a choice without a row gets an empty one.

    What comes twice stands at the end, without a number.
    """
    kind = cast("ChoiceField", group.fields[rows.each])
    left = [row for row in found if (getattr(row, rows.each) or "").startswith(rows.begins)]
    ordered = []
    for number, item in enumerate(code_list(kind.codes).valid_on(day), start=1):
        if item.code.startswith(rows.begins):
            row = next((one for one in left if getattr(one, rows.each) == item.code), None)
            ordered.append((number, row or group.row(**{rows.each: item.code})))
            if row is not None:
                left.remove(row)
    return [*ordered, *((0, row) for row in left)]


def _is_of_age(row: Any, ages: tuple[int, int] | None, occasion: Occasion) -> bool:
    """Tell whether someone is of the ages asked for on the day of printing; who has no date of birth is."""
    if ages is None or row.birth is None:
        return True
    return ages[0] <= resident_id.age(row.birth, occasion.day) <= ages[1]


def draw_rows(sheets: Sheets, rows: Rows, subject: Subject, occasion: Occasion) -> Surplus | None:
    """Draw the printed lines of a group, empty ones too, and give the rows that found none."""
    found = subjects_of(sheets.form, rows, subject, occasion)
    high = rows.head_height + rows.printed * rows.row_height
    sheets.ensure(high)
    sheets.open_frame()
    top = sheets.y
    key = (id(rows), round(top, 1), sheets.is_frame_top(top))
    sheets.repeated(key, functools.partial(_draw_empty, sheets, rows, high), fixed=True)
    sheets.y = top - rows.head_height
    for place in range(rows.printed):
        if place < len(found):
            texts = _texts(rows.columns, found[place], occasion)
            about = f"{rows.side}第{place + 1}行　"
            _fill_line(sheets, rows.columns, texts, rows.row_height, rows.side_width, about)
        sheets.y -= rows.row_height
    rest = tuple(found[rows.printed :])
    return Surplus(rows, rest) if rest else None


def _draw_empty(sheets: Sheets, rows: Rows, high: float) -> None:
    """Draw the table without a row: its side, its head and the lines."""
    top = sheets.y
    if rows.side:
        draw_upright(sheets, rows.side, (sheets.left, top - high, rows.side_width, high), rows.head_style)
        across = sheets.left + rows.side_width
        sheets.lines([(across, top, across, top - high)])
        if not sheets.is_frame_top(top):
            sheets.lines([(sheets.left, top, across, top)])
    _draw_head(sheets, rows.columns, rows.head_height, rows.head_style, rows.side_width)
    for _ in range(rows.printed):
        _rule(sheets, rows.columns, rows.row_height, rows.side_width)


def draw_surplus(sheets: Sheets, surplus: Surplus, occasion: Occasion) -> None:
    """Draw the rows that the form had no line for, on as many pages as they need."""
    rows = surplus.rows
    wide = (sheets.right - sheets.left) / sum(column.width for column in rows.columns)
    columns = [replace(column, width=column.width * wide) for column in rows.columns]
    head_height = rows.head_height or rows.row_height
    _run_on(sheets, columns, head_height, rows.head_style, rows.row_height, surplus.subjects, occasion)


def draw_listing(sheets: Sheets, listing: Listing, subject: Subject, occasion: Occasion) -> None:
    """Draw a list over all records, with the sums of a page, what is carried over, and the sum of all."""
    register = all_registers()[sheets.form.register]
    kinds = register.row_group(listing.group).fields if listing.group else register.fields
    _List(sheets, listing, kinds, occasion).draw(subject.many)


class _List:
    """One list being drawn; the sums so far stand by the field's code."""

    def __init__(self, sheets: Sheets, listing: Listing, kinds: dict[str, Field], occasion: Occasion) -> None:
        self._sheets = sheets
        self._listing = listing
        self._kinds = kinds
        self._occasion = occasion
        self._summed = [column.sum for column in listing.columns if column.sum]
        self._so_far: dict[str, Any] = dict.fromkeys(self._summed, 0)
        self._page: dict[str, Any] = dict(self._so_far)
        self._parts: dict[str, dict[str, Any]] = {}

    def draw(self, subjects: Sequence[Subject]) -> None:
        sheets, listing = self._sheets, self._listing
        below = listing.row_height * (bool(listing.page_total) + listing.carry)
        lines = bool(listing.page_total) + bool(listing.total) + bool(listing.capitals)
        if listing.parts:
            lines += len({getattr(one.row or one.record, listing.parts) for one in subjects})
        last = listing.row_height * lines
        self._begin()
        shown = [*subjects, *[Subject(None)] * max(listing.printed - len(subjects), 0)]
        for place, one in enumerate(shown):
            texts = _texts(listing.columns, one, self._occasion)
            high = _height(listing.columns, texts, listing.row_height)
            # The last line takes the sums along: no page has only sums.
            if sheets.y - high - max(below, last if place == len(shown) - 1 else 0) < sheets.bottom - 0.01:
                self._turn_over()
            _draw_line(sheets, listing.columns, texts, high)
            if one.record is not None:
                self._add(one)
        if listing.page_total and self._summed:
            self._sum_line(listing.page_total, self._page)
        if listing.total:
            self._sum_line(listing.total, self._so_far)
        for code, sums in sorted(self._parts.items()):
            self._sum_line(f"其中：{worded(self._kinds[listing.parts], code) or '未填写'}", sums)
        if listing.capitals:
            self._capitals()

    def _begin(self) -> None:
        listing = self._listing
        self._sheets.ensure(listing.head_height + 3 * listing.row_height)
        self._sheets.open_frame()
        _draw_head(self._sheets, listing.columns, listing.head_height, listing.head_style)

    def _turn_over(self) -> None:
        listing = self._listing
        if listing.page_total and self._summed:
            self._sum_line(listing.page_total, self._page)
        if listing.carry:
            self._sum_line(CARRIED, self._so_far)
        self._page = dict.fromkeys(self._summed, 0)
        self._sheets.new_page()
        self._begin()
        if listing.carry:
            self._sum_line(BROUGHT, self._so_far)

    def _add(self, one: Subject) -> None:
        for code in self._summed:
            value = getattr(one.row or one.record, code) or 0
            self._so_far[code] += value
            self._page[code] += value
            if self._listing.parts:
                part = getattr(one.row or one.record, self._listing.parts) or ""
                self._parts.setdefault(part, dict.fromkeys(self._summed, 0))[code] += value

    def _sum_line(self, words: str, sums: dict[str, Any]) -> None:
        columns = self._listing.columns
        first = next((place for place, column in enumerate(columns) if column.sum), len(columns))
        merged = sum(column.width for column in columns[:first])
        label = Column("", Template(), merged, self._listing.head_style)
        rest = columns[first:]
        texts = [worded(self._kinds[column.sum], sums[column.sum]) if column.sum else "" for column in rest]
        _draw_line(self._sheets, [label, *rest], [words, *texts], self._listing.row_height)

    def _capitals(self) -> None:
        code = self._listing.capitals
        words = f"合计金额（大写）：{money.capitals(self._so_far.get(code, 0))}"
        across = sum(column.width for column in self._listing.columns)
        style = replace(self._listing.head_style, align="left")
        _draw_line(self._sheets, [Column("", Template(), across, style)], [words], self._listing.row_height)


def _run_on(
    sheets: Sheets,
    columns: Sequence[Column],
    head_height: float,
    head_style: Style,
    row_height: float,
    subjects: Sequence[Subject],
    occasion: Occasion,
) -> None:
    """Draw lines, the head again on every page."""
    sheets.ensure(head_height + row_height)
    sheets.open_frame()
    _draw_head(sheets, columns, head_height, head_style)
    for one in subjects:
        texts = _texts(columns, one, occasion)
        high = _height(columns, texts, row_height)
        if sheets.ensure(high):
            sheets.open_frame()
            _draw_head(sheets, columns, head_height, head_style)
        _draw_line(sheets, columns, texts, high)


def _texts(columns: Sequence[Column], subject: Subject, occasion: Occasion) -> list[str]:
    if subject.record is None and subject.row is None:
        return [""] * len(columns)
    return [column.template.filled(subject, occasion, column.empty) for column in columns]


def _height(columns: Sequence[Column], texts: Sequence[str], least: float) -> float:
    """Measure a line that may grow: at the smallest size everything is in it."""
    high = least
    for column, text in zip(columns, texts, strict=True):
        if len(text) * column.style.smallest < column.width:
            continue
        room = column.width - 2 * PADDING
        if fit(text, column.style, room, least - 2 * ABOVE).rest:
            whole = fit(text, replace(column.style, size=column.style.smallest), room, 10_000)
            high = max(high, len(whole.lines) * whole.leading + 2 * ABOVE + 1)
    return high


def _boxes(
    sheets: Sheets, columns: Sequence[Column], high: float, offset: float
) -> Iterator[tuple[Column, Rectangle]]:
    x = sheets.left + offset
    for column in columns:
        yield column, (x, sheets.y - high, column.width, high)
        x += column.width


def _draw_head(
    sheets: Sheets, columns: Sequence[Column], high: float, style: Style, offset: float = 0
) -> None:
    if not high:
        return
    for column, box in _boxes(sheets, columns, high, offset):
        draw_text(sheets, column.head, box, replace(style, align="center"), label="", fixed=True)
    _rule(sheets, columns, high, offset)


def _draw_line(
    sheets: Sheets, columns: Sequence[Column], texts: Sequence[str], high: float, offset: float = 0
) -> None:
    _fill_line(sheets, columns, texts, high, offset)
    _rule(sheets, columns, high, offset)


def _fill_line(
    sheets: Sheets,
    columns: Sequence[Column],
    texts: Sequence[str],
    high: float,
    offset: float = 0,
    about: str = "",
) -> None:
    """Write the texts of a line; ``about`` says on a 续页 whose line it is."""
    for (column, box), text in zip(_boxes(sheets, columns, high, offset), texts, strict=True):
        draw_value(sheets, text, box, column.style, label=about + column.head.replace("\n", ""))


def _rule(sheets: Sheets, columns: Sequence[Column], high: float, offset: float) -> None:
    """Draw the line above and those between the columns, and move down."""
    top, low = sheets.y, sheets.y - high
    x = sheets.left + offset
    strokes: list[Stroke] = [] if sheets.is_frame_top(top) else [(x, top, sheets.right, top)]
    for column in columns[:-1]:
        x += column.width
        strokes.append((x, top, x, low))
    if strokes:
        sheets.lines(strokes)
    sheets.y = low
