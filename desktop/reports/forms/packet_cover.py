"""The first page of a packet: the list of its papers (材料清单), to be ticked off when it is handed in."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from reportlab.lib.units import mm

from db.register import Register
from db.registers import all_registers
from desktop.reports.forms.description import Cell, Form, Grid, Line, Margins, Style, Title
from desktop.reports.forms.slots import Scope
from desktop.reports.forms.templates import Template

TITLE = "材料清单"
_TEXT = Style(size=12, leading=1.3)
_LEFT = Style(size=12, leading=1.3, align="left")
_HEAD = Style("hei", 12)
_WIDTHS = [14, 92, 16, 30, 18]  # millimetres
_HEADS = ("序号", "材料名称", "份数", "来源", "核对")


@dataclass(frozen=True)
class Entry:
    """One line: a paper, how many copies, and whether it is in the packet or comes from somewhere else."""

    title: str
    copies: int
    is_printed: bool


@functools.lru_cache(maxsize=64)
def cover(register_code: str, title: str, entries: tuple[Entry, ...]) -> Form:
    """Describe the page for all records that need the same papers."""
    register = all_registers()[register_code]
    scope = Scope(register)
    heads = [_cell(words, column, 0, _HEAD) for column, words in enumerate(_HEADS)]
    cells = [cell for number, entry in enumerate(entries, start=1) for cell in _line(number, entry)]
    grid = Grid(tuple(width * mm for width in _WIDTHS), (10 * mm,) * (len(entries) + 1), (*heads, *cells))
    blocks = (
        Title(Template((f"{title}\n{TITLE}",)), Style("song_bold", 20, leading=1.6)),
        Line(_named(register, scope), Style(size=12), height=12 * mm),
        Line((scope.template("单位：{office}"), scope.template("{today}")), Style(size=12), height=9 * mm),
        grid,
        Line(
            (Template(("交接人：",)), Template(("接收人：",)), Template(("日期：",))),
            Style(size=12),
            False,
            16 * mm,
        ),
    )
    margins = Margins(25 * mm, 20 * mm, 20 * mm, 20 * mm)
    return Form("packet_cover", TITLE, "", register.code, blocks, (210 * mm, 297 * mm), margins)


def _line(number: int, entry: Entry) -> tuple[Cell, ...]:
    source = "本套打印" if entry.is_printed else "另附"
    return (
        _cell(str(number), 0, number),
        _cell(entry.title, 1, number, _LEFT),
        _cell(str(entry.copies), 2, number),
        _cell(source, 3, number),
        _cell("□", 4, number),
    )


def _cell(words: str, column: int, row: int, style: Style = _TEXT) -> Cell:
    return Cell(Template((words,)), column, row, style=style)


def _named(register: Register, scope: Scope) -> tuple[Template, ...]:
    """Name the record, and its number where its register has one."""
    codes = [code for code in (register.name_field, register.number_field) if code]
    return tuple(scope.template(f"{register.fields[code].label}：{{{code}}}") for code in codes)
