"""Code lists (代码表): the fixed choices of the forms, with their dates, read from ``resources/codes``.

A county may add choices to the lists in ``CHANGEABLE``, and give a choice of them its last day. What a ledger holds of
that is known here from its opening to its closing (``hold``): labels are asked for in many places that know no ledger.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import importlib.resources
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from db.messages import N_, WordInContext

ALSO_CALLED = "又称:"
CHANGEABLE: Mapping[str, str] = {
    "assistance_kind": N_("帮扶类别"),
    "assistance_activity": N_("帮扶活动"),
    "fund_source": N_("资金来源"),
    "attachment_kind": N_("证明材料种类"),
    "bank": N_("开户银行"),
    "house_kind": N_("住房类型"),
    "medical_insurance": N_("医疗保险"),
    "unit_condition": N_("单位经营状况"),
    "not_built_reason": N_("未建会原因"),
}
"""The lists that an office may add to, and what they are called: none with a national standard, none that rules count on."""


@dataclass(frozen=True)
class CodeItem:
    """One choice; ``gb`` is the national standard's code for it, empty where there is none.

    ``valid_from`` and ``valid_to`` are the first and the last day on which a form may use it; None is open.
    ``note`` is for people, except that a note 又称:甲、乙 names other spellings that `CodeList.find` accepts.
    A label that other lists or buttons use for something else is a `WordInContext`: its file has a column ``context``.
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
class OwnItem:
    """A choice that an office has added to the list ``codes``, or the last day that it gave to one of the program's."""

    codes: str
    code: str
    label: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    id: str = ""


@dataclass(frozen=True, eq=False)
class CodeList:
    """The choices of one field, in the order in which the screen shows them; equal is only what is the same object."""

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

    def with_own(self, own: Iterable[OwnItem]) -> CodeList:
        """Return the list with an office's own choices behind the others; what is there keeps its label."""
        items = {item.code: item for item in self.items}
        for one in own:
            known = self._by_code.get(one.code)
            if known is None:
                items[one.code] = CodeItem(one.code, one.label, "", one.valid_from, one.valid_to)
            else:
                last = min(one.valid_to or dt.date.max, known.valid_to or dt.date.max)
                items[one.code] = replace(known, valid_to=None if last == dt.date.max else last)
        return CodeList(self.name, tuple(items.values()))

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


class _Held:
    """What the open ledgers of this process hold, by ledger; ``times`` counts how often that has changed."""

    own: Mapping[str, tuple[OwnItem, ...]] = {}
    times = 0


def hold(ledger: str, own: Iterable[OwnItem]) -> None:
    """Know from now on what an open ledger holds of its own; nothing when it is closed."""
    rest = {name: items for name, items in _Held.own.items() if name != ledger}
    items = tuple(own)
    changed = {**rest, ledger: items} if items else rest
    if changed != _Held.own:
        _Held.own = changed
        _Held.times += 1


def code_list(name: str) -> CodeList:
    """Give a list as it is now, the same object while nothing changes; an unknown name is a bug (FileNotFoundError)."""
    return _whole(name, _Held.times)


@functools.cache
def shipped(name: str) -> CodeList:
    """Read ``resources/codes/<name>.csv``."""
    text = (importlib.resources.files("resources") / "codes" / f"{name}.csv").read_text("utf-8")
    return CodeList(name, tuple(_item(row) for row in csv.DictReader(text.splitlines())))


@functools.lru_cache(maxsize=512)
def _whole(name: str, _times: int) -> CodeList:
    own = [one for items in _Held.own.values() for one in items if one.codes == name]
    return shipped(name).with_own(own) if own else shipped(name)


def _item(row: dict[str, str]) -> CodeItem:
    label, context = row["label"], row.get("context")
    if context:
        label = WordInContext(label, context)
    return CodeItem(
        row["code"], label, row["gb"], _day(row["valid_from"]), _day(row["valid_to"]), row["note"]
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _bare(text: str) -> str:
    """Letters and digits only, full-width folded: 下(待)岗 and 下（待）岗 are one."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())
