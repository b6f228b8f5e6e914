"""Compose the pages of one form for one record: its blocks in order, then what did not fit on a 续页."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise, zip_longest
from typing import Any

from desktop.reports.fonts import Face, width
from desktop.reports.forms.boxes import draw_grid
from desktop.reports.forms.description import (
    Block,
    Flow,
    Form,
    Grid,
    Imprint,
    Letterhead,
    Line,
    Listing,
    PageBreak,
    Rows,
    Signed,
    Space,
    Style,
    Title,
)
from desktop.reports.forms.letters import SIGNED, draw_imprint, draw_letterhead, draw_signed
from desktop.reports.forms.sheets import Ink, Sheets, shrunk_to
from desktop.reports.forms.tables import Surplus, draw_listing, draw_rows, draw_surplus
from desktop.reports.forms.templates import Occasion, Subject, Template
from desktop.reports.line_breaking import lines_of
from desktop.reports.page import Align

CONTINUATION = "（续页）"
CONTINUED = "（续）"
_RISE = 0.36
_FIRST_LEVEL = re.compile(r"[一二三四五六七八九十]+、[^。]*$")
_SECOND_LEVEL = re.compile(r"（[一二三四五六七八九十]+）[^。]*$")
_TITLE_WORD = re.compile(
    "关于|[0-9]+年[0-9]+月(?:[0-9]+日)?|有限责任|有限|股份|公司|集团|工会|委员会|联合会|筹备组|成员|名单|选举|结果|成立|同意|工会台账|数据"
    "|的请示|的批复|的报告|的函|[!-~]+|."
)
"""What stays together where the title of a letter is broken (词意完整)."""
_HEADING = Style("song_bold", 16, 10)
_ANNEX = Style("hei", 16)
_TABLE_NO = Style("song", 9)


def compose(form: Form, subject: Subject, occasion: Occasion, ink: Ink) -> Sheets:
    """Draw a form for one subject."""
    sheets = Sheets(form, ink)
    surplus: list[Surplus] = []
    _draw_corner(sheets)
    blocks = form.blocks_for(subject, occasion)
    for block, following in zip_longest(blocks, blocks[1:]):
        match block:
            case Grid():
                draw_grid(sheets, block, subject, occasion)
                continue
            case Rows():
                found = draw_rows(sheets, block, subject, occasion)
                surplus += [found] if found else []
                continue
            case Listing():
                draw_listing(sheets, block, subject, occasion)
                continue
            case Flow():
                sheets.close_frame()
                _flow(sheets, block, subject, occasion, isinstance(following, Signed))
                continue
        sheets.close_frame()
        _DRAWN[type(block)](sheets, block, subject, occasion)
    sheets.close_frame()
    _continue(sheets, surplus, occasion)
    return sheets


def _flow(sheets: Sheets, flow: Flow, subject: Subject, occasion: Occasion, is_signed: bool) -> None:
    text = flow.template.filled(subject, occasion, flow.empty)
    below = SIGNED if is_signed else 0.0
    draw_flow(sheets, text, flow.style, flow.indent, fixed=flow.template.is_fixed, below=below)


def _space(sheets: Sheets, space: Space, _subject: Subject, _occasion: Occasion) -> None:
    """Leave paper free, but not at the top of a page."""
    if sheets.y < sheets.top:
        sheets.y -= space.height


def _page_break(sheets: Sheets, _break: PageBreak, _subject: Subject, _occasion: Occasion) -> None:
    sheets.new_page()


def draw_flow(
    sheets: Sheets, text: str, style: Style, indent: int = 0, *, fixed: bool = False, below: float = 0
) -> None:
    """Draw paragraphs over as many pages as they need; the last two lines keep ``below`` points free under them."""
    leading = style.size * style.leading
    room = sheets.right - sheets.left
    align: Align = style.align or "left"
    x = {"left": sheets.left, "right": sheets.right, "center": (sheets.left + sheets.right) / 2}[align]
    pitch = room / style.chars if style.chars else style.size
    paragraphs = text.split("\n")
    for number, paragraph in enumerate(paragraphs, start=1):
        face = _level(paragraph, style.face) if style.chars else style.face
        if face != style.face:
            sheets.ensure(2 * leading)  # no heading stands alone at the foot of a page
        lines = lines_of("　" * indent + paragraph, face, pitch, room + 0.1)
        for place, line in enumerate(lines, start=1):
            left = len(paragraphs) - number + len(lines) - place  # lines after this one, at least
            keep = left * leading + below if below and left < 2 else 0
            sheets.ensure(leading + keep)
            sheets.y -= leading
            y = sheets.y + leading / 2 - style.size * _RISE
            spread = pitch - style.size if style.chars else 0
            sheets.text(x, y, line, (face, style.size), align, fixed=fixed, spread=spread)


def _level(paragraph: str, face: Face) -> Face:
    """Give the face of a heading in a letter: 一、in Hei, （一） in Kai."""
    if _FIRST_LEVEL.match(paragraph):
        return "hei"
    return "kai" if _SECOND_LEVEL.match(paragraph) else face


def _draw_corner(sheets: Sheets) -> None:
    """Write 附件 number and 表号 at the corners above the form."""
    form = sheets.form
    if form.annex:
        sheets.text(sheets.left, sheets.y + 4, form.annex, (_ANNEX.face, _ANNEX.size), fixed=True)
    if form.table_no:
        longest = max(width(line, _TABLE_NO.face, _TABLE_NO.size) for line in form.table_no)
        y = sheets.y + 12 * (len(form.table_no) - 1) + 2
        for line in form.table_no:
            sheets.text(sheets.right - longest, y, line, (_TABLE_NO.face, _TABLE_NO.size), fixed=True)
            y -= 12


def _draw_title(sheets: Sheets, title: Title, subject: Subject, occasion: Occasion) -> None:
    text, style = title.template.filled(subject, occasion), title.style
    for line in _title_lines(text, style, sheets.right - sheets.left, title.lines):
        size = shrunk_to(line, style, sheets.right - sheets.left)
        sheets.ensure(size * style.leading)
        sheets.y -= size * style.leading
        middle = (sheets.left + sheets.right) / 2
        y = sheets.y + size * style.leading / 2 - size * _RISE
        sheets.text(middle, y, line, (style.face, size), "center", fixed=title.template.is_fixed)


def _title_lines(text: str, style: Style, room: float, most: int) -> list[str]:
    """Break the lines of a title that are too long into about equal ones, ``most`` of each, words kept whole."""
    found: list[str] = []
    for line in text.split("\n"):
        count = min(most, math.ceil(width(line, style.face, style.size) / room))
        ends = [word.end() for word in _TITLE_WORD.finditer(line)]
        cuts = [min(ends, key=lambda end: abs(end - len(line) * n / count)) for n in range(1, count)]
        found += [line[start:end] for start, end in pairwise((0, *cuts, len(line)))] if count > 1 else [line]
    return found


def _draw_line(sheets: Sheets, line: Line, subject: Subject, occasion: Occasion) -> None:
    sheets.ensure(line.height)
    sheets.y -= line.height
    y = sheets.y + line.height / 2 - line.style.size * _RISE
    room = sheets.right - sheets.left
    count = len(line.parts)
    size = _common_size(line, [part.filled(subject, occasion) for part in line.parts], room)
    for place, part in enumerate(line.parts):
        align: Align = "left"
        x = sheets.left + room * place / count
        if line.ends and count > 1:
            align = "left" if place == 0 else "right" if place == count - 1 else "center"
            x = sheets.left + room * place / (count - 1)
        elif count == 1 and line.style.align:
            align = line.style.align
            x = {"left": sheets.left, "center": sheets.left + room / 2, "right": sheets.right}[align]
        sheets.text(
            x, y, _filled(part, subject, occasion), (line.style.face, size), align, fixed=part.is_fixed
        )


def _filled(part: Template, subject: Subject, occasion: Occasion) -> str:
    return part.filled(subject, occasion)


def _common_size(line: Line, texts: list[str], room: float) -> float:
    """Give the size at which all parts fit: each beside its neighbours between the ends, else in its share."""
    style = line.style
    if line.ends and len(texts) > 1:
        across = [width(text, style.face, 1) / 2 for text in texts]  # of a part in the middle, to each side
        across[0], across[-1] = 2 * across[0], 2 * across[-1]
        widest = max(left + 1 + right for left, right in pairwise(across))
        return min(style.size, room / (len(texts) - 1) / widest)
    return min(shrunk_to(text + "　", style, room / len(texts)) for text in texts)


def _continue(sheets: Sheets, surplus: list[Surplus], occasion: Occasion) -> None:
    """Print on a 续页 what the boxes and tables of the form could not hold."""
    if not sheets.remainders and not surplus:
        return
    sheets.new_page()
    sheets.y -= _HEADING.size * 1.5
    size = shrunk_to(sheets.form.title + CONTINUATION, _HEADING, sheets.right - sheets.left)
    middle = (sheets.left + sheets.right) / 2
    sheets.text(
        middle, sheets.y, sheets.form.title + CONTINUATION, (_HEADING.face, size), "center", fixed=True
    )
    sheets.y -= _HEADING.size
    for one in surplus:
        draw_surplus(sheets, one, occasion)
        sheets.close_frame()
        sheets.y -= _HEADING.size
    remainders, sheets.remainders = sheets.remainders, []
    for remainder in remainders:
        sheets.ensure(4 * remainder.style.size)
        draw_flow(sheets, remainder.label + CONTINUED, Style("hei", 10.5, leading=1.5))
        style = Style(remainder.style.face, 10.5, leading=1.5)
        draw_flow(sheets, remainder.text, style)
        sheets.y -= _HEADING.size / 2


_DRAWN: dict[type[Block], Callable[[Sheets, Any, Subject, Occasion], None]] = {
    Title: _draw_title,
    Line: _draw_line,
    Letterhead: draw_letterhead,
    Signed: draw_signed,
    Imprint: draw_imprint,
    Space: _space,
    PageBreak: _page_break,
}
"""Blocks that stand without a frame around them."""
