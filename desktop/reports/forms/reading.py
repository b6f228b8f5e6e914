"""Read the TOML of a form; every mistake is collected with its line, and a form with mistakes is not used."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any, cast

from reportlab.lib.units import mm

from db.fields import Field
from db.messages import N_, Message, ReportableError, listed
from db.register import Register
from db.registers import all_registers
from desktop.reports.forms.block_reading import BlockReader
from desktop.reports.forms.conditions import Condition, condition_of
from desktop.reports.forms.description import Block, Duplex, Foot, Form, Margins
from desktop.reports.forms.mistakes import Mistake, Reading, Table
from desktop.reports.forms.positions import Positions
from desktop.reports.forms.slots import Scope
from desktop.reports.printed_values import is_personal

PAPERS = {"A4": (210 * mm, 297 * mm), "A3": (297 * mm, 420 * mm)}
_MOST_BLOCKS = 100
_SYNTAX_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class Read:
    """What became of one file: a form without mistakes, or None and what is to be mended."""

    form: Form | None
    mistakes: tuple[Mistake, ...]


def read(source: str, file: str) -> Read:
    """Read the text of a file; ``file`` is its name for people."""
    values, broken = parsed(source, file)
    if broken:
        return Read(None, broken)
    reading = Reading(file, Positions(source))
    form = _form(Table(reading, (), values))
    return Read(None if reading.mistakes else form, tuple(reading.mistakes))


def parsed(source: str, file: str) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """Give the TOML of a file, or what is wrong with its writing."""
    try:
        return tomllib.loads(source), ()
    except tomllib.TOMLDecodeError as error:
        return {}, (_syntax(file, source, error),)


def _syntax(file: str, source: str, error: tomllib.TOMLDecodeError) -> Mistake:
    found = _SYNTAX_LINE.search(str(error))
    line = int(found[1]) if found else len(source.splitlines())
    reason = N_("格式写错了，请检查引号、括号、逗号是否成对、齐全（{error}）。")
    return Mistake(file, line, Message(reason, {"error": str(error)}))


def _form(table: Table) -> Form:
    code, title = _wanted(table, "code"), _wanted(table, "title")
    if not re.fullmatch(r"[a-z0-9_]*", code):
        table.mistake("code", N_("代码“{code}”只能用小写字母、数字和下划线。"), code=code)
    register = _register(table)
    group, many = table.text("rows"), table.yes("many")
    if group and register and group not in {one.code for one in register.row_groups}:
        table.mistake("rows", N_("这个台账没有名为“{group}”的明细。"), group=group)
        group = ""
    asked = table.table("ask")
    for key, label in asked.items():
        if not isinstance(label, str):
            table.reading.mistake(("ask", key), N_("“{key}”应写成带引号的文字。"), key=key)
    size, margins, fold = _paper(table)
    scope = Scope(
        None if many else register,
        register.row_group(group) if register and group and not many else None,
        {key: str(label) for key, label in asked.items()},
        _listed(table, register) if many and register else {},
    )
    reader = BlockReader(table.reading, register, scope, size, margins)
    reader.defaults(table)
    only = condition_of(table, register)
    blocks, conditions = _blocks(table, reader)
    form = Form(
        code=code,
        title=title,
        source=table.reading.file,
        register=register.code if register else "",
        blocks=blocks,
        size=size,
        margins=margins,
        group=group,
        many=many,
        fold=fold,
        duplex=cast("Duplex", table.one_of("duplex", ("", "long", "short"), "short" if fold else "")),
        copies=max(table.whole("copies", 1), 1),
        copies_note=table.text("copies_note"),
        annex=table.text("annex"),
        table_no=table.texts("table_no"),
        personal=table.yes(
            "personal", default=bool(register) and is_personal(register.code if register else "")
        ),
        foot=cast("Foot", table.one_of("foot", ("form", "letter"), "form")),
        asked=scope.asked,
        only=only,
        conditions=conditions,
    )
    table.close()
    return form


def _listed(table: Table, register: Register) -> dict[str, Field]:
    """Give the fields of {sum.…} and {same.…}: those of the records, or of the rows that a list shows."""
    code = next(
        (one.get("group") for one in table.items("block") if isinstance(one, dict) and one.get("group")), ""
    )
    groups = {one.code: one.fields for one in register.row_groups}
    return groups.get(str(code), register.fields)


def _wanted(table: Table, key: str) -> str:
    text = table.text(key)
    if not text:
        table.mistake(key, N_("缺少“{key}”。"), key=key)
    return text


def _register(table: Table) -> Register | None:
    code = table.text("register")
    found = all_registers().get(code)
    if code and found is None:
        known = listed(all_registers())
        table.mistake("register", N_("没有名为“{code}”的台账，可以写：{known}。"), code=code, known=known)
    return found


def _paper(table: Table) -> tuple[tuple[float, float], Margins, bool]:
    """Read size and margins of one page as it is read; the pages of a folded A3 sheet are A4."""
    paper = table.one_of("paper", tuple(PAPERS), "A4")
    fold = table.yes("fold")
    if fold and paper != "A3":
        table.mistake("fold", N_('对折（fold）只用于 A3 纸，请写 paper = "A3"。'))
    across, high = PAPERS["A4" if fold else paper]
    if table.yes("landscape"):
        across, high = high, across
    given = table.items("margins") or [20, 20, 20, 20]
    if len(given) != 4 or any(not isinstance(one, int | float) or isinstance(one, bool) for one in given):
        table.mistake("margins", N_("页边距应写四个数：上、右、下、左，单位毫米。"))
        given = [20, 20, 20, 20]
    if min(given) < 10:
        table.mistake("margins", N_("页边距不能小于 10 毫米，否则打印机印不全。"))
        given = [20, 20, 20, 20]
    return (across, high), Margins(*(one * mm for one in given)), fold


def _blocks(table: Table, reader: BlockReader) -> tuple[tuple[Block, ...], dict[int, Condition]]:
    found = table.items("block")
    if not found:
        table.mistake("", N_("表格里没有内容，请至少写一节 [[block]]。"))
    if len(found) > _MOST_BLOCKS:
        table.mistake("", N_("表格最多写 {most} 节 [[block]]。"), most=_MOST_BLOCKS)
        return (), {}
    blocks: list[Block] = []
    conditions: dict[int, Condition] = {}
    for number, values in enumerate(found):
        one = Table(table.reading, ("block", number), values if isinstance(values, dict) else {})
        condition, first = condition_of(one, reader.register), len(blocks)
        try:
            blocks += reader.read(one)
        except ReportableError as error:
            table.reading.mistakes.append(
                Mistake(table.reading.file, table.reading.positions.line(("block", number)), error.message)
            )
        if condition.wishes:
            conditions |= dict.fromkeys(range(first, len(blocks)), condition)
        one.close()
    return tuple(blocks), conditions


def values_of(source: str) -> dict[str, Any]:
    """Give the bare TOML of a file, for the code that it is about; {} when it cannot be read."""
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return {}
