"""Which column of a file is which field: by label or code, however the header is decorated."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from db.fields import Field

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】|〔[^〕]*〕|\{[^}]*\}")
_SPELLINGS = (("号码", "号"), ("其它", "其他"), ("日期", "时间"))


@dataclass(frozen=True)
class Columns:
    """What a header says; positions count from 0, ``repeated`` holds every column of a field but its first."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    unknown: tuple[int, ...]
    repeated: tuple[tuple[int, str], ...]


def match(header: Sequence[str], fields: Mapping[str, Field], ignored: AbstractSet[str]) -> Columns:
    """Match the cells of a header with fields; ``ignored`` are codes and labels that carry no field.

    Spaces, asterisks, brackets and full-width forms make no difference. What stands in brackets is left out only
    when the whole header fits no label: 工作单位(单位台账) and 工作单位 are two fields, 月收入(元) is 月收入.
    """
    exact = _names(fields, _bare)
    loose = _names(fields, _without_brackets)
    passed_over = {_bare(name) for name in ignored}
    places: dict[str, int] = {}
    unknown: list[int] = []
    repeated: list[tuple[int, str]] = []
    for place, cell in enumerate(header):
        bare, shorter = _bare(cell), _without_brackets(cell)
        code = exact.get(bare) or exact.get(shorter) or loose.get(bare) or loose.get(shorter)
        if not bare or (code is None and bare in passed_over):
            continue
        if code is None:
            unknown.append(place)
        elif code in places:
            repeated.append((place, code))
        else:
            places[code] = place
    return Columns(tuple(header), places, tuple(unknown), tuple(repeated))


def same_name(text: str) -> str:
    """Give the form in which two spellings of a name are equal (brackets, blanks, full width, capitals)."""
    return _bare(text)


def _names(fields: Mapping[str, Field], form: Callable[[str], str]) -> dict[str, str]:
    """Map codes and labels to codes, leaving out labels that two fields share in this form."""
    named = [(form(field.label), code) for code, field in fields.items()]
    count = Counter(name for name, _ in named)
    by_label = {name: code for name, code in named if count[name] == 1}
    return by_label | {_bare(code): code for code in fields}


def _bare(text: str) -> str:
    bare = "".join(
        char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum() or char == "_"
    )
    for spelling, usual in _SPELLINGS:
        bare = bare.replace(spelling, usual)
    return bare


def _without_brackets(text: str) -> str:
    return _bare(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))
