"""Draw the boxes of a grid: labels, values, opinions with their free square for the seal, photo, QR code."""

from __future__ import annotations

import functools

from reportlab.lib.units import mm

from desktop.reports import qr_code
from desktop.reports.fonts import width
from desktop.reports.forms.description import PHOTO, SEAL, Band, Cell, Grid, Rectangle, Style
from desktop.reports.forms.fitting import ABOVE, PADDING, Fit, fit
from desktop.reports.forms.sheets import Remainder, Sheets, shrunk_to
from desktop.reports.forms.templates import Occasion, Subject
from desktop.reports.page import Align, Stroke

_RISE = 0.36  # of the size: from the middle of a line down to its baseline
_SEAL_GAP = 0.5 * mm
_FOOT_LINE = 7 * mm  # a signature needs room to write
_SEALED = "（盖章）"
_UPRIGHT = str.maketrans("（）", "︵︶")
_SPLIT = 1.35  # times the size: the least distance of upright characters


def draw_grid(sheets: Sheets, grid: Grid, subject: Subject, occasion: Occasion) -> None:
    """Draw a grid; rows that a box spans stay together on one page."""
    left = sheets.left
    for band in grid.bands:
        sheets.ensure(band.height)
        sheets.open_frame()
        top = sheets.y
        key = (id(grid), band.first, round(top, 1), sheets.is_frame_top(top))
        sheets.repeated(key, functools.partial(_draw_fixed, sheets, band, (left, top)), fixed=True)
        for cell, (x, low, across, high) in band.places:
            if not cell.is_label:
                draw_cell(sheets, cell, (left + x, top + low, across, high), subject, occasion)
        sheets.y = top - band.height


def _draw_fixed(sheets: Sheets, band: Band, corner: tuple[float, float]) -> None:
    """Draw the lines between boxes, and the labels in them."""
    strokes: list[Stroke] = []
    for cell, (from_left, from_top, across, high) in band.places:
        x, low = corner[0] + from_left, corner[1] + from_top
        box = (x, low, across, high)
        if not sheets.is_frame_top(low + high):
            strokes.append((x, low + high, x + across, low + high))
        if cell.column:
            strokes.append((x, low + high, x, low))
        if cell.is_label:
            text = "".join(part for part in cell.template.parts if isinstance(part, str))
            if cell.vertical:
                draw_upright(sheets, text, box, cell.style)
            else:
                draw_text(sheets, text, box, cell.style, label=text, top=cell.top, fixed=True)
    if strokes:
        sheets.lines(strokes)


def draw_cell(sheets: Sheets, cell: Cell, box: Rectangle, subject: Subject, occasion: Occasion) -> None:
    """Draw what a record has for one box."""
    is_blank = subject.record is None and not subject.many  # to be filled in by hand
    text = cell.template.filled(subject, occasion, "" if is_blank else cell.empty)
    if cell.kind == "opinion":
        _draw_opinion(sheets, cell, text, box, subject, occasion)
    elif cell.kind == "photo":
        digest = getattr(subject.record, cell.picture, None) if cell.picture and subject.record else None
        _draw_photo(sheets, text, box, cell.style, occasion.pictures(digest) if digest else None)
    elif cell.kind == "qr":
        _draw_qr(sheets, text, box)
    else:
        draw_value(sheets, text, box, cell.style, label=cell.label, top=cell.top)


def draw_value(
    sheets: Sheets, text: str, box: Rectangle, style: Style, *, label: str, top: bool = False
) -> None:
    """Draw a record's text in a box; the same text in the same box is drawn once for all records."""
    if text:
        draw = functools.partial(draw_text, sheets, text, box, style, label=label, top=top)
        sheets.repeated((text, box), draw, fixed=False)


def draw_text(
    sheets: Sheets,
    text: str,
    box: Rectangle,
    style: Style,
    *,
    label: str,
    top: bool = False,
    fixed: bool = False,
) -> None:
    """Draw text in the middle of a box, or from its upper edge; what it cannot hold goes on on a 续页."""
    if not text:
        return
    x, y, across, high = box
    fitting = fit(text, style, across - 2 * PADDING, high - 2 * ABOVE, is_label=fixed)
    if fitting.rest:
        sheets.remainders.append(Remainder(label, fitting.rest, style))
    spare = 0.0 if top else (high - 2 * ABOVE - len(fitting.lines) * fitting.leading) / 2
    _draw_lines(sheets, fitting, (x, y + high - ABOVE - max(spare, 0), across), style, fixed=fixed)


def _draw_lines(
    sheets: Sheets, fitting: Fit, place: tuple[float, float, float], style: Style, *, fixed: bool
) -> None:
    """Draw lines downwards from (x, top) in a width."""
    x, top, across = place
    align: Align = style.align or ("center" if len(fitting.lines) == 1 else "left")
    if align == "left":
        x += PADDING
    elif align == "right":
        x += across - PADDING
    else:
        x += across / 2
    y = top - fitting.leading / 2 - fitting.size * _RISE
    for line in fitting.lines:
        sheets.text(x, y, line, (style.face, fitting.size), align, fixed=fixed)
        y -= fitting.leading


def draw_upright(sheets: Sheets, text: str, box: Rectangle, style: Style, *, fixed: bool = True) -> None:
    """Draw a label from top to bottom, in two columns (right one first) where one is too long."""
    x, y, across, high = box
    columns = text.translate(_UPRIGHT).split("\n")
    longest = max(len(column) for column in columns)
    room = high - 2 * ABOVE
    size = min(style.size, room / longest, (across - ABOVE) / len(columns))
    pitch = min(size * _SPLIT * (1.25 if longest <= 6 else 1), room / longest)
    for number, column in enumerate(columns):
        middle = x + across * (len(columns) - number - 0.5) / len(columns)
        line = y + high / 2 + pitch * len(column) / 2 - pitch / 2 - size * _RISE
        for character in column:
            sheets.text(middle, line, character, (style.face, size), "center", fixed=fixed)
            line -= pitch


def _draw_opinion(
    sheets: Sheets, cell: Cell, text: str, box: Rectangle, subject: Subject, occasion: Occasion
) -> None:
    """Draw the words, the lines to sign, 盖章 and date; the square for the seal stays free at the lower right."""
    x, y, across, high = box
    style = cell.style
    seal = SEAL + _SEAL_GAP if cell.seal else 0.0
    day = cell.dated.filled(subject, occasion) if cell.dated else ""
    fixed_day = not day.strip("　年月日")
    is_below = cell.seal and high >= SEAL + 2 * _SEAL_GAP + _FOOT_LINE
    sealed = [_SEALED] if cell.seal else []
    if is_below:  # one line under the seal, as on most forms
        sheets.seal(x + across - seal, y + _FOOT_LINE)
        middle = y + _FOOT_LINE / 2 - style.size * _RISE
        sheets.text(x + across - 2 * PADDING, middle, day, (style.face, style.size), "right", fixed=fixed_day)
        sheets.text(x + across - seal, middle, _SEALED, (style.face, style.size), "right", fixed=True)
        signed = max((width(line, style.face, style.size) for line in cell.sign), default=0.0)
        has_room = signed + width(_SEALED, style.face, style.size) + 3 * PADDING < across - seal
        low = y if has_room else y + _FOOT_LINE
    else:
        if cell.seal:
            sheets.seal(x + across - seal, y + _SEAL_GAP)
        low = y
        right = x + across - seal - PADDING
        for line in reversed([*sealed, day]):
            middle = low + _FOOT_LINE / 2 - style.size * _RISE
            sheets.text(
                right, middle, line, (style.face, style.size), "right", fixed=line != day or fixed_day
            )
            low += _FOOT_LINE
    for line in reversed(cell.sign):
        middle = low + _FOOT_LINE / 2 - style.size * _RISE
        size = shrunk_to(line, style, across - seal - 3 * PADDING)
        sheets.text(x + 2 * PADDING, middle, line, (style.face, size), fixed=True)
        low += _FOOT_LINE
    if is_below:
        low = max(low, y + _FOOT_LINE)
    room: Rectangle = (x, low, across - seal, y + high - low)
    draw_text(sheets, text, room, _left(style), label=cell.label, top=True, fixed=cell.template.is_fixed)


def _left(style: Style) -> Style:
    return Style(style.face, style.size, style.smallest, style.align or "left", style.leading)


def _draw_photo(sheets: Sheets, text: str, box: Rectangle, style: Style, picture: bytes | None) -> None:
    """Draw a photograph, or its frame with the words in it where one is to be pasted."""
    x, y, across, high = box
    left, low = x + (across - PHOTO[0]) / 2, y + (high - PHOTO[1]) / 2
    if picture:
        sheets.picture(picture, (left, low, *PHOTO))
        return
    if across > PHOTO[0] + 2 * mm:
        sheets.box(left, low, *PHOTO)
    draw_text(sheets, text, (left, low, *PHOTO), style, label="", fixed=True)


def _draw_qr(sheets: Sheets, text: str, box: Rectangle) -> None:
    """Draw a QR code as large as the box allows."""
    if not text:
        return
    x, y, across, high = box
    side = min(across, high) - 2 * mm
    qr_code.draw(sheets, text, x + (across - side) / 2, y + (high - side) / 2, side)
