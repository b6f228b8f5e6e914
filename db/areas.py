"""Administrative divisions (行政区划): province, city, county and township by the digits of their code."""

from __future__ import annotations

import bisect
import csv
import functools
import importlib.resources
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

LEVELS = {2: "province", 4: "city", 6: "county", 9: "township"}  # by the number of digits of a code

# Rows of the code tables that are no places: nobody writes them in an address.
_FILLERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@dataclass(frozen=True)
class Area:
    """A place on the map; ``level`` is province, city, county or township and follows from the code."""

    code: str
    name: str
    level: str


def provinces() -> tuple[Area, ...]:
    """Return the provinces, in the order of their codes."""
    return tuple(_area(code, name) for code, name in _current().items() if len(code) == 2)


def children(code: str) -> tuple[Area, ...]:
    """Return today's divisions one level below (36 → cities, 3601 → counties, 360111 → townships)."""
    digits = {2: 4, 4: 6, 6: 9}.get(len(code))
    if digits is None:
        return ()
    if digits < 9:
        below = [item for item in _current().items() if len(item[0]) == digits and item[0].startswith(code)]
        return tuple(_area(*item) for item in below)
    names = _townships()
    codes = _township_codes()
    start, end = bisect.bisect_left(codes, code), bisect.bisect_left(codes, code + ":")  # ":" follows "9"
    return tuple(_area(township, names[township]) for township in codes[start:end])


def full_name(code: str) -> str:
    """Return the whole name (江西省南昌市青山湖区罗家镇); abolished counties have theirs, unknown codes stand for themselves."""
    name = _townships().get(code, "") if len(code) == 9 else _short_name(code)
    if not name:
        return code
    above = [_short_name(code[:digits]) for digits in (2, 4, 6) if digits < len(code)]
    said = [part for part in above if part and part not in _FILLERS]
    return "".join(dict.fromkeys([*said, "" if name in _FILLERS else name]))


def find(text: str, level: str | None = None, limit: int = 20, near: str = "") -> list[Area]:
    """Return today's areas that a part of a name or its pinyin initials means, the likeliest first.

    罗家镇 and ljz are found alone or behind their county, city or province (青山湖罗家镇, qshljz); a name above finds
    what lies below it. Exact names come before beginnings and those before parts; ``near`` is a code (an office's)
    whose county, city and province come first.
    """
    text = text.strip().lower()
    if not text:
        return []
    upper, townships = _search_keys(initials=text.isascii())
    ends = _ends_above(text, upper)
    found: dict[str, int] = {}
    for code, keys in upper.items():
        if level in {None, LEVELS[len(code)]}:
            above = {0}.union(*(ends.get(code[:digits], ()) for digits in (2, 4) if digits < len(code)))
            _keep_best(found, code, min(_fit(text, key, above) for key in keys))
    if level in {None, "township"}:
        for code, spellings in townships.items():
            county = ends.get(code[:6])
            if county or text in spellings:
                _keep_best(found, code, min(_fit(text, key, county or {0}) for key in spellings.split()))
    near_levels = [near[:digits] for digits in (2, 4, 6) if digits <= len(near)]
    ranked = sorted(
        (fit >= _INSIDE, -sum(map(code.startswith, near_levels)), fit, len(code), code)
        for code, fit in found.items()
    )
    names = _townships() if level in {None, "township"} else {}
    return [_area(code, names.get(code) or _current()[code]) for *_, code in ranked[:limit]]


def county_name(six_digits: str) -> str | None:
    """Return the name behind the first six digits of a resident ID, also of an abolished county; None if unknown.

    Never reads the townships.
    """
    return _short_name(six_digits) if len(six_digits) == 6 else None


def _area(code: str, name: str) -> Area:
    return Area(code, name, LEVELS[len(code)])


def _short_name(code: str) -> str | None:
    """Look up to the county; 360100 and 360000 are the city and the province themselves."""
    known = _upper()
    if code in known:
        return known[code].name
    if len(code) == 6 and code.endswith("00"):
        shorter = code[:2] if code.endswith("0000") else code[:4]
        if shorter in known:
            return known[shorter].name
    return _abolished(code) if len(code) == 6 else None


def _abolished(code: str) -> str | None:
    """Ask python-stdnum's table of all prefixes since 1980, which is read only for such a code."""
    from stdnum import numdb  # noqa: PLC0415 - stdnum loads ssl, which a start of the window need not wait for

    parts = numdb.get("cn/loc").info(code)
    names = parts[-1][1].get("county", "") if len(parts) == 2 else ""
    return names.rpartition(",")[2].rpartition("]")[2] or None  # "[1983-2001]郊区,[2002-]青山湖区"


_EXACT, _BEGINS, _EXACT_BELOW, _BEGINS_BELOW, _INSIDE, _BELOW, _NOT = range(7)
"""How a place fits what was typed; ``_BELOW``: all of it was said of the places above."""

_SHORTEST_PIECE = 2  # characters of each name in a chain such as 青山湖罗家镇: one alone fits too many places


def _fit(text: str, key: str, above: AbstractSet[int]) -> int:
    """Say how well a name or its initials fit; ``above`` counts the characters that the places above may take."""
    if text in key:
        return _EXACT if text == key else _BEGINS if key.startswith(text) else _INSIDE
    pieces = [text[end:] for end in above if end]
    if key in pieces:
        return _EXACT_BELOW
    if any(len(piece) >= _SHORTEST_PIECE and key.startswith(piece) for piece in pieces):
        return _BEGINS_BELOW
    return _BELOW if "" in pieces else _NOT


def _keep_best(found: dict[str, int], code: str, fit: int) -> None:
    if fit < found.get(code, _NOT):
        found[code] = fit


def _ends_above(text: str, keys: Mapping[str, Sequence[str]]) -> Mapping[str, AbstractSet[int]]:
    """Count, for each place down to the county, how much of the text may name it or it behind places above it."""
    ends: dict[str, AbstractSet[int]] = {}
    for code, spellings in keys.items():
        above = {0}.union(*(ends.get(code[:digits], ()) for digits in (2, 4) if digits < len(code)))
        taken = {
            end
            for start in above
            for key in spellings
            for end in range(start + _SHORTEST_PIECE, start + len(key) + 1)
            if end <= len(text) and key.startswith(text[start:end])
        }
        if taken or len(above) > 1:
            ends[code] = (above | taken) - {0}
    return ends


def _search_keys(*, initials: bool) -> tuple[Mapping[str, Sequence[str]], Mapping[str, str]]:
    """Give what is compared: the spellings of each upper place, and those of each township between blanks."""
    if not initials:
        return {code: (name,) for code, name in _places().items()}, _townships()
    return {code: _upper()[code].initials for code in _places()}, _township_initials()


@dataclass(frozen=True)
class _Upper:
    name: str
    valid_to: str
    initials: tuple[str, ...]


@functools.cache
def _upper() -> Mapping[str, _Upper]:
    """Read provinces, cities and counties, those above before those below them."""
    rows = csv.DictReader(_lines("counties.csv"))
    read = {row["code"]: _Upper(row["name"], row["valid_to"], tuple(row["initials"].split())) for row in rows}
    return dict(sorted(read.items(), key=lambda one: (len(one[0]), one[0])))


@functools.cache
def _current() -> Mapping[str, str]:
    return {code: area.name for code, area in _upper().items() if not area.valid_to}


@functools.cache
def _places() -> Mapping[str, str]:
    """Give today's places down to the county, without the rows that are no places."""
    return {code: name for code, name in _current().items() if name not in _FILLERS}


@functools.cache
def _townships() -> Mapping[str, str]:
    """Give the townships' names by code."""
    return {code: line[: line.index(",")] for code, line in _township_lines().items()}


@functools.cache
def _township_initials() -> Mapping[str, str]:
    """Give the initials by code; other readings follow behind a blank."""
    return {code: line[line.index(",") + 1 :] for code, line in _township_lines().items()}


@functools.cache
def _township_lines() -> Mapping[str, str]:
    """Read name,initials by code without csv's machinery, because there are 41 000: no name holds a comma."""
    return dict(line.split(",", 1) for line in _lines("townships.csv")[1:])


@functools.cache
def _township_codes() -> tuple[str, ...]:
    return tuple(sorted(_townships()))


def _lines(file: str) -> list[str]:
    return (importlib.resources.files("resources") / "places" / file).read_text("utf-8").splitlines()
