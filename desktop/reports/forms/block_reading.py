"""Read the blocks of a form, one function for each kind; how a block is written stands in resources/forms/README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from reportlab.lib.units import mm

from db.code_lists import code_list
from db.fields import ChoiceField, MoneyField
from db.messages import N_, ReportableError, listed
from db.register import Register
from desktop.reports.fonts import Face
from desktop.reports.forms.description import (
    SMALLEST,
    Block,
    Column,
    Flow,
    Imprint,
    Letterhead,
    Line,
    Listing,
    Margins,
    PageBreak,
    Rows,
    Signed,
    Space,
    Style,
    Title,
)
from desktop.reports.forms.grid_reading import grid_of
from desktop.reports.forms.letters import LINE
from desktop.reports.forms.mistakes import Reading, Table
from desktop.reports.forms.slots import NUMBERS, Scope
from desktop.reports.forms.templates import Template
from desktop.reports.page import Align

SIZES = {
    "初号": 42, "小初": 36, "一号": 26, "小一": 24, "二号": 22, "小二": 18, "三号": 16,
    "小三": 15, "四号": 14, "小四": 12, "五号": 10.5, "小五": 9, "六号": 7.5, "小六": 6.5,
}  # fmt: skip
"""The sizes of Chinese type in points."""
_SPREAD = 0.6  # mm by which widths may miss the printable width
_ARRAY_SLOT = re.compile(r"\{[^{}]*\}")


class BlockReader:
    """Reads the blocks of one form; widths are shared out between its margins."""

    def __init__(
        self,
        reading: Reading,
        register: Register | None,
        scope: Scope,
        size: tuple[float, float],
        margins: Margins,
    ) -> None:
        self.reading = reading
        self.register = register
        self.scope = scope
        self.room = size[0] - margins.left - margins.right
        self.high = size[1] - margins.top - margins.bottom
        self.style = Style()
        self.row_height = 9 * mm
        self.empty = ""

    def defaults(self, table: Table) -> None:
        """Read what holds for all boxes of the form unless they say otherwise."""
        self.style = self.style_of(table, Style())
        self.row_height = table.number("row_height", 9) * mm
        self.empty = table.text("empty")

    def read(self, table: Table) -> Sequence[Block]:
        """Read one block, with the free paper above it."""
        kind = table.one_of("kind", tuple(KINDS), "")
        gap = table.number("gap") * mm
        if not kind:
            table.mistake("kind", N_('每一节 [[block]] 都要写 kind，如 kind = "grid"。'))
            return ()
        block = KINDS[kind](self, table)
        return (Space(gap), block) if gap else (block,)

    def style_of(self, table: Table, base: Style) -> Style:
        """Read face, size and place of text."""
        faces = get_args(Face)
        face = table.one_of("face", faces, base.face)
        align = table.one_of("align", ("", "left", "center", "right"), base.align or "")
        smallest = self.size_of(table, "smallest", base.smallest)
        size = self.size_of(table, "size", base.size)
        return Style(
            cast("Face", face),
            size,
            min(smallest, size),
            cast("Align | None", align or None),
            table.number("leading", base.leading),
            base.chars,
        )

    def size_of(self, table: Table, key: str, default: float) -> float:
        """Read a size of type, by its name or in points."""
        found = table.raw(key)
        if isinstance(found, str):
            words = table.one_of(key, tuple(SIZES), "五号")
            return float(SIZES[words])
        size = table.number(key, default)
        if size < SMALLEST:
            table.mistake(key, N_("字号不能小于 {least} 磅。"), least=f"{SMALLEST:g}")
            return default
        return size

    def template(self, table: Table, key: str, text: str, scope: Scope | None = None) -> Template:
        """Read a text with slots; one that nothing fills is a mistake on its line."""
        try:
            return (scope or self.scope).template(text)
        except ReportableError as error:
            slot = str(error.message.values.get("slot") or error.message.values.get("style") or text)
            self.reading.mistake((*table.path, key), error.message.template, slot, **error.message.values)
            return Template((_ARRAY_SLOT.sub("", text),))

    def widths(self, table: Table, key: str, given: Sequence[Any], room: float) -> tuple[float, ...]:
        """Give widths in points; "*" and "2*" share what the millimetres leave."""
        fixed, shares = [], []
        for one in given:
            is_share = isinstance(one, str) and re.fullmatch(r"[1-9]?\*", one)
            is_number = isinstance(one, int | float) and not isinstance(one, bool) and one > 0
            if not is_share and not is_number:
                table.mistake(key, N_('列宽应写成毫米数，或写 "*" 表示占用余下的宽度。'))
                return tuple(room / len(given) for _ in given)
            fixed.append(0.0 if is_share else float(one) * mm)
            shares.append(int(str(one)[:-1] or 1) if is_share else 0)
        left = room - sum(fixed)
        if sum(shares) and left > sum(shares) * 2 * mm:
            return tuple(
                width + share * left / sum(shares) for width, share in zip(fixed, shares, strict=True)
            )
        if sum(shares) or abs(left) > _SPREAD * mm or not given:
            sentence = N_("各列加起来是 {sum} 毫米，而左右页边距之间是 {room} 毫米，请调整到相等。")
            values = {"sum": f"{sum(fixed) / mm:g}", "room": f"{room / mm:g}"}
            table.mistake(key, sentence, **values)
            return tuple(room / max(len(given), 1) for _ in given)
        return tuple(width * room / sum(fixed) for width in fixed)

    def columns(self, table: Table, scope: Scope, room: float, base: Style) -> tuple[Column, ...]:
        """Read the columns of a table: { width = 20, head = "姓名", text = "{name}" }."""
        found = [one for one in table.items("columns") if isinstance(one, dict)]
        if not found:
            table.mistake(
                "columns",
                N_('请写出各列，如 columns = [ {{ width = 20, head = "姓名", text = "{{name}}" }} ]。'),
            )
            return ()
        widths = self.widths(table, "columns", [one.get("width", "*") for one in found], room)
        columns = []
        for values, width in zip(found, widths, strict=True):
            one = _Inline(self.reading, (*table.path, "columns"), values)
            text = one.text("text")
            one.raw("width")
            columns.append(
                Column(
                    head=one.text("head"),
                    template=self.template(table, "columns", text, scope),
                    width=width,
                    style=self.style_of(one, base),
                    empty=one.text("empty", self.empty),
                    sum=text[1:-1].partition(":")[0] if one.yes("sum") else "",
                )
            )
            one.close()
        return tuple(columns)


class _Inline(Table):
    """A table within brackets: its mistakes stand on the line where its words are."""

    def mistake(self, key: str, reason: str, containing: str = "", /, **values: object) -> None:  # noqa: ARG002 - as of any table
        words = containing or str(self._values.get("text") or self._values.get("head") or "")
        self.reading.mistake(self.path, reason, words, **values)


def _title(reader: BlockReader, table: Table) -> Block:
    style = reader.style_of(table, Style("song_bold", 22, 12, "center"))
    return Title(reader.template(table, "text", table.text("text")), style, max(table.whole("lines", 1), 1))


def _line(reader: BlockReader, table: Table) -> Block:
    parts = tuple(reader.template(table, "parts", part) for part in table.texts("parts"))
    if not parts:
        table.mistake("parts", N_('请写出这一行的文字，如 parts = ["填报单位（盖章）：{{office}}"]。'))
    style = reader.style_of(table, replace(reader.style, align=None))
    return Line(parts, style, ends=table.text("kind") == "line", height=table.number("height", 7) * mm)


def _flow(reader: BlockReader, table: Table) -> Block:
    is_note = table.text("kind") == "note"
    base = replace(reader.style, size=9, leading=1.4) if is_note else replace(reader.style, leading=1.5)
    style = reader.style_of(table, replace(base, align="left"))
    indent = table.whole("indent", 0 if is_note else 2)
    template = reader.template(table, "text", table.text("text"))
    return Flow(template, style, indent, table.text("empty", reader.empty))


def _letter(reader: BlockReader, table: Table) -> Block:
    """Read paragraphs of a letter: 三号仿宋, 28 characters on a line, 22 lines on a page."""
    style = reader.style_of(table, Style("fang", 16, 16, "left", LINE / 16, 28))
    template = reader.template(table, "text", table.text("text"))
    return Flow(template, style, table.whole("indent", 2), table.text("empty"))


def _letterhead(reader: BlockReader, table: Table) -> Block:
    return Letterhead(*(reader.template(table, key, table.text(key)) for key in ("text", "number", "signer")))


def _signed(reader: BlockReader, table: Table) -> Block:
    return Signed(*(reader.template(table, key, table.text(key)) for key in ("text", "date")))


def _imprint(reader: BlockReader, table: Table) -> Block:
    return Imprint(*(reader.template(table, key, table.text(key)) for key in ("text", "date", "copied")))


def _rows(reader: BlockReader, table: Table) -> Block:
    code = table.text("group")
    groups = {one.code: one for one in reader.register.row_groups} if reader.register else {}
    if code not in groups:
        known = listed(groups or (N_("（无）"),))
        table.mistake(
            "group", N_("这个台账没有名为“{group}”的明细，可以写：{known}。"), group=code, known=known
        )
        table.items("columns")
        return Space(0)
    each = table.text("each")
    kind = groups[code].fields.get(each)
    if each and not isinstance(kind, ChoiceField):
        table.mistake("each", N_("each 里的“{code}”不是这组明细的选项项目。"), code=each)
        each = ""
    begins = table.text("begins")
    choices = code_list(kind.codes).items if each and isinstance(kind, ChoiceField) else ()
    side = table.text("side")
    side_width = table.number("side_width", 10) * mm if side else 0.0
    table.number("side_width")
    scope = replace(reader.scope, group=groups[code])
    style = reader.style_of(table, reader.style)
    columns = reader.columns(table, scope, reader.room - side_width, style)
    return Rows(
        group=code,
        columns=columns,
        printed=table.whole("printed", sum(item.code.startswith(begins) for item in choices) or 1),
        row_height=table.number("row_height", reader.row_height / mm) * mm,
        head_height=table.number("head_height", reader.row_height / mm) * mm,
        head_style=replace(style, align="center"),
        side=side,
        side_width=side_width,
        ages=_ages(table, "birth" in groups[code].fields),
        each=each,
        begins=begins,
    )


def _ages(table: Table, has_birth: bool) -> tuple[int, int] | None:
    """Read from and to which age a row is listed."""
    given = table.items("ages")
    if not given:
        return None
    if not has_birth or len(given) != 2 or not all(type(one) is int for one in given):
        table.mistake("ages", N_("年龄段应写两个整数，如 ages = [18, 150]；明细里要有出生日期。"))
        return None
    return given[0], given[1]


def _listing(reader: BlockReader, table: Table) -> Block:
    code = table.text("group")
    register = reader.register
    if register is None:
        table.mistake("kind", N_("名册（list）要先在开头写 register，说明列出哪个台账。"))
        return Space(0)
    groups = {one.code: one for one in register.row_groups}
    if code and code not in groups:
        table.mistake("group", N_("这个台账没有名为“{group}”的明细。"), group=code)
        code = ""
    group = groups.get(code)
    scope = Scope(register, group, reader.scope.asked)
    style = reader.style_of(table, reader.style)
    columns = reader.columns(table, scope, reader.room, style)
    kinds = group.fields if group else register.fields
    for column in columns:
        if column.sum and not isinstance(kinds.get(column.sum), NUMBERS):
            table.mistake(
                "columns", N_("“{code}”不能合计，只能合计台账里的数字项目。"), column.sum, code=column.sum
            )
    parts = table.text("parts")
    if parts and not isinstance(kinds.get(parts), ChoiceField):
        table.mistake("parts", N_("“{code}”不是选项项目，不能按它分列合计。"), code=parts)
    capitals = table.text("capitals")
    if capitals and capitals not in {
        column.sum for column in columns if isinstance(kinds.get(column.sum), MoneyField)
    }:
        table.mistake("capitals", N_("“{code}”不是合计的金额列，不能写大写。"), code=capitals)
    return Listing(
        columns=columns,
        row_height=table.number("row_height", reader.row_height / mm) * mm,
        head_height=table.number("head_height", reader.row_height / mm) * mm,
        head_style=replace(style, align="center"),
        group=code,
        printed=table.whole("printed"),
        total=table.text("total"),
        page_total=table.text("page_total"),
        carry=table.yes("carry"),
        parts=parts,
        capitals=capitals,
    )


KINDS: dict[str, Callable[[BlockReader, Table], Block]] = {
    "title": _title,
    "line": _line,
    "foot": _line,
    "grid": grid_of,
    "rows": _rows,
    "text": _flow,
    "note": _flow,
    "list": _listing,
    "letter": _letter,
    "letterhead": _letterhead,
    "signed": _signed,
    "imprint": _imprint,
    "space": lambda _reader, table: Space(table.number("height", 5) * mm),
    "page_break": lambda _reader, _table: PageBreak(),
}
