"""Which papers make up the packet (整套材料) of a record, in which order and how many of each: TOML beside the forms.

A file describes the packet of one register; a county's file takes the place of the program's.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.messages import N_, listed
from db.record import Record
from db.register import Register
from db.registers import all_registers
from desktop.reports.forms.catalogue import Catalogue, sources
from desktop.reports.forms.conditions import Condition, condition_of
from desktop.reports.forms.description import Form
from desktop.reports.forms.mistakes import Mistake, Reading, Table
from desktop.reports.forms.positions import Positions
from desktop.reports.forms.reading import parsed
from desktop.reports.forms.templates import Occasion, Subject

FOLDER = "packets"


@dataclass(frozen=True)
class Paper:
    """One paper of a packet, of which the form says how many copies unless ``copies`` does.

    Without a ``form`` it is only listed, because somebody else makes it. ``only`` says which records need it.
    """

    title: str
    form: Form | None = None
    copies: int = 1
    only: Condition = field(default_factory=Condition)


@dataclass(frozen=True)
class Packet:
    """The papers of a record of a register, in order; ``main`` is the form that Ctrl+P shows."""

    register: str
    title: str
    papers: tuple[Paper, ...]
    main: str = ""

    def of(self, record: Record, occasion: Occasion) -> tuple[Paper, ...]:
        """Give the papers that a record needs: those whose condition holds, and of the forms those that are for it."""
        subject = Subject(record)
        return tuple(
            one
            for one in self.papers
            if one.only.holds(subject, occasion) and (one.form is None or one.form.suits(subject, occasion))
        )


@dataclass(frozen=True)
class Packets:
    """The packets by register; ``mistakes`` are those of the county's files that could not be used."""

    by_register: dict[str, Packet]
    mistakes: tuple[Mistake, ...] = ()


def packets(forms: Catalogue, folder: Path | None = None) -> Packets:
    """Read the packets of the program, and from ``folder`` those that a county has changed."""
    found: dict[str, Packet] = {}
    ours = importlib.resources.files("resources") / "forms" / FOLDER
    for file in sorted(ours.iterdir(), key=lambda one: one.name):
        packet, wrong = read(file.read_text("utf-8"), file.name, forms.forms)
        if packet is None:
            raise ValueError("\n".join(map(str, wrong)))  # a bug: they come with the program
        found[packet.register] = packet
    mistakes: list[Mistake] = []
    for name, source in sources(folder, mistakes):
        packet, wrong = read(source, name, forms.forms)
        mistakes += wrong
        if packet is not None:
            found[packet.register] = packet
    return Packets(found, tuple(mistakes))


def read(source: str, file: str, forms: Mapping[str, Form]) -> tuple[Packet | None, tuple[Mistake, ...]]:
    """Read one file; ``forms`` are those that there are, by code. With a mistake there is no packet."""
    values, mistakes = parsed(source, file)
    if mistakes:
        return None, mistakes
    reading = Reading(file, Positions(source))
    table = Table(reading, (), values)
    code = table.text("register")
    register = all_registers().get(code)
    if register is None:
        known = listed(all_registers())
        table.mistake("register", N_("没有名为“{code}”的台账，可以写：{known}。"), code=code, known=known)
        return None, tuple(reading.mistakes)
    main = table.text("main")
    if main:
        _form(table, "main", main, forms)
    papers = tuple(_papers(table, register, forms))
    packet = Packet(register.code, table.text("title", "整套材料"), papers, main)
    table.close()
    return None if reading.mistakes else packet, tuple(reading.mistakes)


def _papers(table: Table, register: Register, forms: Mapping[str, Form]) -> Iterable[Paper]:
    for number, values in enumerate(table.items("paper")):
        one = Table(table.reading, ("paper", number), values if isinstance(values, dict) else {})
        code = one.text("form")
        form = _form(one, "form", code, forms) if code else None
        title = one.text("title", form.title if form else "")
        if not code and not title:
            one.mistake("", N_("请写 form（表格代码），另附的材料写 title（名称）。"))
        copies = one.whole("copies", form.copies if form else 1)
        yield Paper(title, form, max(copies, 1), condition_of(one, register))
        one.close()


def _form(table: Table, key: str, code: str, forms: Mapping[str, Form]) -> Form | None:
    if code not in forms:
        known = listed(forms)
        table.mistake(key, N_("没有代码为“{code}”的表格，可以写：{known}。"), code, code=code, known=known)
    return forms.get(code)
