"""Print forms: what is drawn for a record, many records in one document, and what cannot be drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from db.record import Record, Row
from db.registers import all_registers
from desktop.reports import fonts
from desktop.reports.forms.description import Flow, Form, Grid, Line, Listing, Rows, Title
from desktop.reports.forms.document import Document, Printed
from desktop.reports.forms.tables import subjects_of
from desktop.reports.forms.templates import Occasion, Slot, Subject

Step = Callable[[int], None]
"""Told after each form how many are drawn; whoever wants to stop raises."""


class Missing(NamedTuple):
    """Characters of one field that no font has."""

    record: str
    label: str
    characters: tuple[str, ...]


def draw(
    form: Form,
    records: Iterable[Record | None],
    occasion: Occasion,
    on_step: Step | None = None,
) -> Printed:
    """Draw a form for records, which may come one by one; None prints it empty."""
    document = Document(form.title, occasion)
    for number, subject in enumerate(subjects(form, records), start=1):
        document.add(form, subject)
        if on_step:
            on_step(number)
    return document.finish()


def subjects(form: Form, records: Iterable[Record | None]) -> Iterator[Subject]:
    """Give what the form is printed for: each record, each row of its group, or all records together.

    A record without rows gives one form, to be filled in by hand: before a visit the household stands on it already.
    """
    if form.many:
        yield Subject(None, many=tuple(_listed(form, records)))
        return
    for record in records:
        if form.group and record is not None:
            group = all_registers()[form.register].row_group(form.group)
            for number, row in enumerate(group.of(record) or (None,), start=1):
                yield Subject(record, row, number)
        else:
            yield Subject(record)


def missing_characters(
    form: Form, records: Iterable[Record | None], occasion: Occasion
) -> tuple[Missing, ...]:
    """Name, before anything is drawn, the characters that no font has, by record and field."""
    found: dict[Missing, None] = {}
    for subject in subjects(form, records):
        for place, slot in _filled(form, subject, occasion):
            characters = fonts.missing(slot.read(place, occasion).replace("\n", ""))
            if characters:
                register = all_registers()[form.register]
                name = register.label_of(place.record) if place.record else ""
                found[Missing(name, slot.label, tuple(characters))] = None
    return tuple(found)


def _filled(form: Form, subject: Subject, occasion: Occasion) -> Iterator[tuple[Subject, Slot]]:
    """Walk through all slots of a form with what fills them."""
    for block in form.blocks_for(subject, occasion):
        match block:
            case Grid(cells=cells):
                for cell in cells:
                    yield from ((subject, slot) for slot in cell.template.slots)
                    if cell.dated:
                        yield from ((subject, slot) for slot in cell.dated.slots)
            case Rows(columns=columns):
                for row in subjects_of(form, block, subject, occasion):
                    yield from ((row, slot) for column in columns for slot in column.template.slots)
            case Listing(columns=columns):
                for one in subject.many:
                    yield from ((one, slot) for column in columns for slot in column.template.slots)
            case Title(template=template) | Flow(template=template):
                yield from ((subject, slot) for slot in template.slots)
            case Line(parts=parts):
                yield from ((subject, slot) for part in parts for slot in part.slots)


def _listed(form: Form, records: Iterable[Record | None]) -> Iterator[Subject]:
    """List with numbers what has a line: the records, or the rows of a group of theirs."""
    code = next((block.group for block in form.blocks if isinstance(block, Listing)), "")
    number = 0
    for record in records:
        if record is None:
            continue
        rows: Sequence[Row | None] = subject_rows(form, code, record) if code else (None,)
        for row in rows:
            number += 1
            yield Subject(record, row, number)


def subject_rows(form: Form, code: str, record: Record) -> Sequence[Row]:
    """Give the rows of a record's group."""
    return all_registers()[form.register].row_group(code).of(record)
