"""Text with slots, filled for every record: the slot itself, what it is filled from, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from db.record import Record, Row
from db.register import Context
from desktop.reports.page import CHINA


@dataclass(frozen=True)
class Occasion:
    """What a form knows besides its record.

    ``printed`` needs its time zone; ``answers`` are what the clerk was asked for at printing (the form's ``[ask]``);
    ``pictures`` gives the JPEG of a field's SHA-256, None when the ledger does not have it.
    """

    office: str
    context: Context
    printed: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    pictures: Callable[[str], bytes | None] = lambda _digest: None

    @property
    def day(self) -> date:
        """The day of printing in China."""
        return self.printed.astimezone(CHINA).date()


@dataclass(frozen=True)
class Subject:
    """What one slot is filled from: a record, in a table also its row and the number of the line from 1.

    ``record`` is None on a form printed empty; ``many`` are the records or rows that a list adds up.
    """

    record: Record | None
    row: Row | None = None
    number: int = 0
    many: Sequence[Subject] = ()


Reader = Callable[[Subject, Occasion], str]


@dataclass(frozen=True)
class Slot:
    """One {…} of a template: its name for people and how it is filled."""

    label: str
    read: Reader


@dataclass(frozen=True)
class Template:
    """Fixed words and slots in turn."""

    parts: tuple[str | Slot, ...] = ()

    @cached_property
    def is_fixed(self) -> bool:
        """Whether every record gets the same words."""
        return not any(isinstance(part, Slot) for part in self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots in order."""
        return tuple(part for part in self.parts if isinstance(part, Slot))

    def filled(self, subject: Subject, occasion: Occasion, empty: str = "") -> str:
        """Fill the slots; ``empty`` stands for the whole when it has slots and all of them are empty."""
        if len(self.parts) == 1:
            (part,) = self.parts
            return part if isinstance(part, str) else part.read(subject, occasion) or empty
        texts, used, slots = [], False, False
        for part in self.parts:
            if isinstance(part, str):
                texts.append(part)
            else:
                slots = True
                words = part.read(subject, occasion)
                used = used or bool(words)
                texts.append(words)
        return empty if slots and not used and empty else "".join(texts)


def written_on(subject: Subject, occasion: Occasion) -> date:
    """Give the day of the form, which decides what a code list offers and a rule table says."""
    return subject.record.written_on if subject.record else occasion.day
