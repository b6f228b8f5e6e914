"""Sentences for people: marked for translation, carried as data, put into words at the edge."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self


def N_(text: str) -> str:  # noqa: N802 - the gettext convention for "translate later"
    """Mark a Chinese source string for the catalogue without translating it."""
    return text


class WordInContext(str):
    """A source word that means something else elsewhere: the catalogue finds it by its context too (gettext's msgctxt)."""

    __slots__ = ("context",)
    context: str

    def __new__(cls, text: str, context: str) -> Self:
        word = super().__new__(cls, text)
        word.context = context
        return word

    def __reduce__(
        self,
    ) -> tuple[type[Self], tuple[str, str]]:  # copied with what holds it, as by dataclasses.asdict
        return type(self), (str(self), self.context)


@dataclass(frozen=True)
class Message:
    """A sentence as template and values, so that it can be shown in any language.

    The template is Chinese and uses ``str.format`` names.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(dict(self.values))


def listed(words: Iterable[str | Message]) -> Message:
    """Join source words into a part of a sentence, each to be put into the language of the screen; at least one."""
    parts = [word if isinstance(word, Message) else Message(word) for word in words]
    if len(parts) < 2:
        return parts[0]
    half = len(parts) // 2  # and not one by one: a hostile file may have thousands of names
    return Message(N_("{so_far}、{word}"), {"so_far": listed(parts[:half]), "word": listed(parts[half:])})


def listed_names(names: Iterable[str]) -> Message:
    """Join names in the same way; names are the same in every language."""
    return listed(Message("{name}", {"name": name}) for name in names)


class Severity(enum.Enum):
    """The three classes of a problem that clerks know from the statistics bureau's reporting."""

    MUST = N_("强制")  # must be corrected before a record is 已检查
    EXPLAIN = N_("核实")  # needs a written reason, which travels with the record
    HINT = N_("提示")  # only said


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, row or record, in the clerk's words.

    ``code`` is stable (reasons are filed under it); ``field`` is empty for the whole record;
    ``rows`` and ``row`` (counted from 0) name the place inside a row group; ``row_id`` is that row's own id, so that
    a reason stays with its person when rows are moved or taken out.
    """

    code: str
    severity: Severity
    message: Message
    field: str = ""
    rows: str = ""
    row: int | None = None
    row_id: str = ""

    @property
    def key(self) -> str:
        """Where a written reason for this problem is filed."""
        place = f"{self.rows}[{self.row_id or self.row}].{self.field}" if self.rows else self.field
        return f"{self.code}@{place}"


class ReportableError(Exception):
    """Something the user can act on: says what happened and what to do.

    Everything else that is raised is a bug.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.message = Message(template, values)

    def __str__(self) -> str:
        return str(self.message)
