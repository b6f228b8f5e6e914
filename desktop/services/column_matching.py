"""Which column of a file is which field: by label or code, however the header is decorated."""

from __future__ import annotations

import dataclasses
import difflib
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from db.fields import Field, PictureField
from desktop.services.column_synonyms import PERHAPS, SYNONYMS

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|\{[^}]*\}")
_SPELLINGS = (("号码", "号"), ("其它", "其他"), ("日期", "时间"), ("帐", "账"))
_ALIKE = 0.6  # the share of characters in common from which a column may be the same field under another name


@dataclass(frozen=True)
class Columns:
    """What a header says; positions count from 0, ``repeated`` holds every column of a field but its first.

    ``suggested`` are unknown columns that may be a field which has no column: to be confirmed, never taken by itself;
    ``declined`` are those of which a person has said that they are not, or are not to be imported, whatever their name.
    """

    header: tuple[str, ...]
    places: Mapping[str, int]
    unknown: tuple[int, ...]
    repeated: tuple[tuple[int, str], ...]
    suggested: Mapping[int, str] = dataclasses.field(default_factory=dict)
    declined: Mapping[int, str] = dataclasses.field(default_factory=dict)


def match(
    header: Sequence[str],
    fields: Mapping[str, Field],
    ignored: AbstractSet[str],
    confirmed: Mapping[str, str] | None = None,
) -> Columns:
    """Match the cells of a header with fields; ``ignored`` are codes and labels that carry no field.

    ``confirmed`` maps header cells to the codes that a person chose for them, "" for none, be its name a field's.

    Spaces, asterisks, brackets and full-width forms make no difference. What stands in brackets is left out only
    when the whole header fits no label: 工作单位(单位台账) and 工作单位 are two fields, 月收入(元) is 月收入.
    """
    labels = _labels(fields)
    exact, loose = _names(labels, _bare), _names(labels, _without_brackets)
    passed_over = {_bare(name) for name in ignored}
    chosen = {_bare(name): code for name, code in (confirmed or {}).items() if code in fields}
    refused = _refused(confirmed or {})

    def named(cell: str) -> str | None:
        bare, shorter = _bare(cell), _without_brackets(cell)
        return (
            chosen.get(bare) or exact.get(bare) or exact.get(shorter) or loose.get(bare) or loose.get(shorter)
        )

    found = [named(cell) for cell in header]
    by_name = {code for cell, code in zip(header, found, strict=True) if _bare(cell) not in refused}
    others = [
        () if known or _bare(cell) in passed_over else (_bare(cell), _without_brackets(cell))
        for cell, known in zip(header, found, strict=True)
    ]
    also = _by_synonyms(others, _meanings(SYNONYMS, labels), by_name, refused)
    declined: dict[int, str] = {}
    places: dict[str, int] = {}
    unknown: list[int] = []
    repeated: list[tuple[int, str]] = []
    for place, (cell, known) in enumerate(zip(header, found, strict=True)):
        bare = _bare(cell)
        code = known or also.get(place)
        if not bare or (code is None and bare in passed_over):
            continue
        if code is not None and bare in refused:
            declined[place] = code
            code = None
        if code is None:
            unknown.append(place)
        elif code in places:
            repeated.append((place, code))
        else:
            places[code] = place
    return Columns(tuple(header), places, tuple(unknown), tuple(repeated), declined=declined)


def with_suggestions(columns: Columns, fields: Mapping[str, Field], confirmed: Mapping[str, str]) -> Columns:
    """Add for each unknown column the free field that it may be by its words, or else whose label is most alike.

    Each field is suggested once; "" declines. A word that means a field which has its column means no other that is alike.
    """
    refused = _refused(confirmed)
    perhaps, surely = (_meanings(table, _labels(fields)) for table in (PERHAPS, SYNONYMS))
    free = {
        _without_brackets(field.label): code
        for code, field in fields.items()
        if code not in columns.places and not isinstance(field, PictureField)
    }
    suggested: dict[int, str] = {}
    declined = dict(columns.declined)
    for place in columns.unknown:
        if place in declined:
            continue
        name = _without_brackets(columns.header[place])
        meant = [_without_brackets(fields[one.code].label) for one in perhaps.get(name, ())]
        close = [label for label in meant if label in free]
        if not close and name not in surely:
            close = difflib.get_close_matches(name, free, n=1, cutoff=_ALIKE)
        if close and _bare(columns.header[place]) in refused:
            declined[place] = free[close[0]]
        elif close:
            suggested[place] = free.pop(close[0])
    return dataclasses.replace(columns, suggested=suggested, declined=declined)


def _refused(confirmed: Mapping[str, str]) -> set[str]:
    return {_bare(name) for name, code in confirmed.items() if not code}


def same_name(text: str) -> str:
    """Give the form in which two spellings of a name are equal (brackets, blanks, full width, capitals)."""
    return _bare(text)


class _Meaning(NamedTuple):
    """A field that a word may mean; the smaller ``distance``, the sooner it does."""

    distance: int
    code: str


@functools.lru_cache(maxsize=32)
def _meanings(table: str, labels: _Labels) -> Mapping[str, Sequence[_Meaning]]:
    """Map the words of a table of synonyms to the fields of a register, in the order of its lines."""
    exact, loose = _names(labels, _bare), _names(labels, _without_brackets)
    found: dict[str, list[_Meaning]] = {}
    for called, words in _lines(table):
        code = next((exact.get(one) or loose[one] for one in called if one in exact or one in loose), None)
        for distance, word in enumerate(words if code else ()):
            if word not in exact and word not in loose:
                found.setdefault(word, []).append(_Meaning(distance, code or ""))
    return found


@functools.cache
def _lines(table: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Give the labels of each line, and them with its other words, as they are compared."""
    parted = (line.split("：") for line in table.strip().splitlines())
    return tuple(
        (tuple(map(_bare, labels.split())), tuple(map(_bare, f"{labels} {words}".split())))
        for labels, words in parted
    )


def _by_synonyms(
    columns: Sequence[tuple[str, ...]],
    meanings: Mapping[str, Sequence[_Meaning]],
    by_name: AbstractSet[str | None],
    refused: AbstractSet[str],
) -> dict[int, str]:
    """Give the columns (each the forms of its name) to fields that have none by name: first what each word means first.

    A column that is refused is given what it would have been, and takes nothing from the others.
    """
    meant = {
        place: next((meanings[form] for form in forms if form in meanings), ())
        for place, forms in enumerate(columns)
    }
    found: dict[int, str] = {}
    taken = set(by_name)
    for turn in range(max(map(len, meant.values()), default=0)):
        waiting = [
            (meant[place][turn], place) for place in meant if place not in found and turn < len(meant[place])
        ]
        for (_distance, code), place in sorted(waiting, key=lambda one: (one[0].distance, one[1])):
            if code not in taken:
                found[place] = code
                if columns[place][0] not in refused:
                    taken.add(code)
    return found


_Labels = tuple[tuple[str, str], ...]


def _labels(fields: Mapping[str, Field]) -> _Labels:
    return tuple((code, field.label) for code, field in fields.items())


@functools.lru_cache(maxsize=32)  # every row that may be the header is matched with the same labels
def _names(labels: _Labels, form: Callable[[str], str]) -> Mapping[str, str]:
    """Map codes and labels to codes, leaving out labels that two fields share in this form."""
    named = [(form(label), code) for code, label in labels]
    count = Counter(name for name, _ in named)
    by_label = {name: code for name, code in named if count[name] == 1}
    return by_label | {_bare(code): code for code, _ in labels}


@functools.lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    bare = "".join(
        char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or char == "_"
    )
    for spelling, usual in _SPELLINGS:
        bare = bare.replace(spelling, usual)
    return bare


def _without_brackets(text: str) -> str:
    return _bare(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))
