"""Code lists (代码表): the fixed choices of the forms, with their dates, read from ``resources/codes``."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import importlib.resources
import unicodedata
from dataclasses import dataclass

ALSO_CALLED = "又称:"


@dataclass(frozen=True)
class CodeItem:
    """One choice; ``gb`` is the national standard's code for it, empty where there is none.

    ``valid_from`` and ``valid_to`` are the first and the last day on which a form may use it; None is open.
    ``note`` is for people, except that a note 又称:甲、乙 names other spellings that `CodeList.find` accepts.
    """

    code: str
    label: str
    gb: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    note: str = ""

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether a form of that day offers this choice."""
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)

    @property
    def names(self) -> tuple[str, ...]:
        """The label and its other spellings."""
        if not self.note.startswith(ALSO_CALLED):
            return (self.label,)
        return (self.label, *self.note.removeprefix(ALSO_CALLED).split("、"))


@dataclass(frozen=True)
class CodeList:
    """The choices of one field, in the order in which the screen shows them."""

    name: str
    items: tuple[CodeItem, ...]

    def valid_on(self, day: dt.date) -> tuple[CodeItem, ...]:
        """Return what a form of that day offers: generations of a list are never mixed."""
        return tuple(item for item in self.items if item.is_valid_on(day))

    def label(self, code: str) -> str:
        """Return the words for a code; an unknown code stands for itself."""
        item = self._by_code.get(code)
        return item.label if item else code

    def find(self, text: str, on: dt.date | None = None) -> CodeItem | None:
        """Return the choice that a code, a label or another spelling means, or None.

        Labels return in later generations with a new code: ``on`` says which generation is meant,
        without it the newest one wins. A code means its item whatever the day.
        """
        if item := self._by_code.get(text.strip()):
            return item
        same = self._by_name.get(_bare(text), ())
        if on is not None:
            same = tuple(item for item in same if item.is_valid_on(on))
        return max(same, key=lambda item: item.valid_to or dt.date.max, default=None)

    @functools.cached_property
    def _by_code(self) -> dict[str, CodeItem]:
        return {item.code: item for item in self.items}

    @functools.cached_property
    def _by_name(self) -> dict[str, tuple[CodeItem, ...]]:
        by_name: dict[str, tuple[CodeItem, ...]] = {}
        for item in self.items:
            for name in map(_bare, item.names):
                by_name[name] = (*by_name.get(name, ()), item)
        return by_name


@functools.cache
def code_list(name: str) -> CodeList:
    """Read ``resources/codes/<name>.csv``; a name without a file is a bug (FileNotFoundError)."""
    text = (importlib.resources.files("resources") / "codes" / f"{name}.csv").read_text("utf-8")
    return CodeList(name, tuple(_item(row) for row in csv.DictReader(text.splitlines())))


def _item(row: dict[str, str]) -> CodeItem:
    return CodeItem(
        row["code"], row["label"], row["gb"], _day(row["valid_from"]), _day(row["valid_to"]), row["note"]
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _bare(text: str) -> str:
    """Letters and digits only, full-width folded: 下(待)岗 and 下（待）岗 are one."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
