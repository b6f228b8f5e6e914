"""Which papers make up the packet (整套材料) of a record, in which order and how many of each: TOML beside the forms.

A file describes the packet of one register; a county's file takes the place of the program's.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from db.code_lists import code_list
from db.fields import ChoiceField, MultiChoiceField, YesNoField
from db.messages import N_
from db.record import Record
from db.register import Register
from db.registers import all_registers
from desktop.reports.forms.catalogue import Catalogue, built_in, sources
from desktop.reports.forms.mistakes import Mistake, Reading, Table
from desktop.reports.forms.positions import Positions
from desktop.reports.forms.reading import parsed

FOLDER = "packets"
_SOME, _NONE = "有", "无"


@dataclass(frozen=True)
class Condition:
    """What a record must have: one of ``codes``, or, without any, something (``filled``) or nothing at all."""

    field: str
    codes: frozenset[str] = frozenset()
    filled: bool = True

    def holds(self, record: Record) -> bool:
        """Whether a record has it."""
        value = getattr(record, self.field)
        if not self.codes:
            return bool(value) == self.filled
        return not self.codes.isdisjoint(value if isinstance(value, tuple) else (value,))


@dataclass(frozen=True)
class Paper:
    """One paper of a packet; without a ``form`` it is only listed, because somebody else makes it."""

    title: str
    form: str = ""
    copies: int = 1
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Packet:
    """The papers of a record of a register, in order; ``main`` is the form that Ctrl+P shows."""

    register: str
    title: str
    papers: tuple[Paper, ...]
    main: str = ""

    def of(self, record: Record) -> tuple[Paper, ...]:
        """Give the papers that a record needs."""
        return tuple(one for one in self.papers if all(part.holds(record) for part in one.conditions))


@dataclass(frozen=True)
class Packets:
    """The packets by register; ``mistakes`` are those of the county's files that could not be used."""

    by_register: dict[str, Packet]
    mistakes: tuple[Mistake, ...] = ()


def packets(forms: Catalogue, folder: Path | None = None) -> Packets:
    """Read the packets of the program, and from ``folder`` those that a county has changed."""
    found = dict(_built_in())
    mistakes: list[Mistake] = []
    for name, source in sources(folder, mistakes):
        packet, wrong = read(source, name, forms.forms)
        mistakes += wrong
        if packet is not None:
            found[packet.register] = packet
    return Packets(found, tuple(mistakes))


@cache
def _built_in() -> dict[str, Packet]:
    """Read the packets that come with the program; a mistake in one of them is a bug."""
    found = {}
    folder = importlib.resources.files("resources") / "forms" / FOLDER
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        packet, mistakes = read(file.read_text("utf-8"), file.name, built_in())
        if packet is None:
            raise ValueError("\n".join(map(str, mistakes)))
        found[packet.register] = packet
    return found


def read(source: str, file: str, forms: Collection[str]) -> tuple[Packet | None, tuple[Mistake, ...]]:
    """Read one file; ``forms`` are the codes that there are. With a mistake there is no packet."""
    values, mistakes = parsed(source, file)
    if mistakes:
        return None, mistakes
    reading = Reading(file, Positions(source))
    table = Table(reading, (), values)
    code = table.text("register")
    register = all_registers().get(code)
    if register is None:
        known = "、".join(all_registers())
        table.mistake("register", N_("没有名为“{code}”的台账，可以写：{known}。"), code=code, known=known)
        return None, tuple(reading.mistakes)
    main = table.text("main")
    if main:
        _demand_form(table, "main", main, forms)
    papers = tuple(_papers(table, register, forms))
    packet = Packet(register.code, table.text("title", "整套材料"), papers, main)
    table.close()
    return None if reading.mistakes else packet, tuple(reading.mistakes)


def _papers(table: Table, register: Register, forms: Collection[str]) -> Iterable[Paper]:
    for number, values in enumerate(table.items("paper")):
        one = Table(table.reading, ("paper", number), values if isinstance(values, dict) else {})
        form, title = one.text("form"), one.text("title")
        if form:
            _demand_form(one, "form", form, forms)
        elif not title:
            one.mistake("", N_("请写 form（表格代码），另附的材料写 title（名称）。"))
        conditions = tuple(_conditions(one, ("paper", number, "when"), register))
        yield Paper(title, form, max(one.whole("copies", 1), 1), conditions)
        one.close()


def _demand_form(table: Table, key: str, code: str, forms: Collection[str]) -> None:
    if code not in forms:
        known = "、".join(forms)
        table.mistake(key, N_("没有代码为“{code}”的表格，可以写：{known}。"), code, code=code, known=known)


def _conditions(paper: Table, path: tuple[str | int, ...], register: Register) -> Iterable[Condition]:
    given = paper.table("when")
    when = Table(paper.reading, path, given)
    groups = {group.code for group in register.row_groups}
    for code in given:
        wanted, field = when.raw(code), register.fields.get(code)
        if field is None and code not in groups:
            when.mistake(code, N_("台账里没有项目“{code}”。"), code, code=code)
        elif wanted in (_SOME, _NONE):
            yield Condition(code, filled=wanted == _SOME)
        elif isinstance(wanted, bool) and isinstance(field, YesNoField):
            yield Condition(code, filled=wanted)
        elif isinstance(field, ChoiceField | MultiChoiceField):
            codes = frozenset(map(str, wanted if isinstance(wanted, list) else [wanted]))
            unknown = codes - {item.code for item in code_list(field.codes).items}
            if unknown:
                words = "、".join(sorted(unknown))
                when.mistake(code, N_("“{code}”没有这些选项：{words}。"), code, code=code, words=words)
            else:
                yield Condition(code, codes)
        else:
            when.mistake(
                code, N_("“{code}”的条件只能写“有”“无”、是否（true、false）或选项代码。"), code, code=code
            )
