"""Administrative divisions (行政区划): province, city, county and township by the digits of their code."""

from __future__ import annotations

import bisect
import csv
import functools
import importlib.resources
from collections.abc import Iterator, Mapping
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


def find(text: str, level: str | None = None, limit: int = 20) -> list[Area]:
    """Return today's areas whose whole name contains the text: exact ones first, then names that begin with it."""
    text = text.strip()
    if not text:
        return []
    found = [
        ((text not in {name, whole}, not name.startswith(text), text not in name, len(code)), code, name)
        for code, name, whole in _whole_names(level)
        if text in whole or text in name
    ]
    return [_area(code, name) for _, code, name in sorted(found)[:limit]]


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


def _whole_names(level: str | None) -> Iterator[tuple[str, str, str]]:
    for code, name in _current().items():
        if level in {None, LEVELS[len(code)]}:
            yield code, name, full_name(code)
    if level in {None, "township"}:
        county = functools.cache(full_name)
        for code, name in _townships().items():
            yield code, name, county(code[:6]) + name


@dataclass(frozen=True)
class _Upper:
    name: str
    valid_to: str


@functools.cache
def _upper() -> Mapping[str, _Upper]:
    return {
        row["code"]: _Upper(row["name"], row["valid_to"]) for row in csv.DictReader(_lines("counties.csv"))
    }


@functools.cache
def _current() -> Mapping[str, str]:
    return {code: area.name for code, area in _upper().items() if not area.valid_to}


@functools.cache
def _townships() -> Mapping[str, str]:
    """Read code,name pairs without csv's machinery, because there are 41 000: no name holds a comma or quote."""
    return dict(line.split(",", 1) for line in _lines("townships.csv")[1:])


@functools.cache
def _township_codes() -> tuple[str, ...]:
    return tuple(sorted(_townships()))


def _lines(file: str) -> list[str]:
    return (importlib.resources.files("resources") / "places" / file).read_text("utf-8").splitlines()
