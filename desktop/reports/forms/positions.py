"""On which line of a TOML file something stands: tomllib says it for broken syntax only."""

from __future__ import annotations

import re
from collections.abc import Sequence

Path = tuple[str | int, ...]
"""Where in the file: ("block", 2, "row", 0, "cells"); numbers count the tables of an array from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_LONG = re.compile(r'"""|\'\'\'')


class Positions:
    """The lines of the tables and keys of one file, counted from 1."""

    def __init__(self, source: str) -> None:
        self._source = source.splitlines()
        self._lines: dict[Path, int] = {(): 1}
        self._scan()

    def line(self, path: Path, containing: str = "") -> int:
        """Give the line of a table or key; with ``containing`` the line at or below it where those words stand."""
        while path not in self._lines:
            path = path[:-1]
        start = self._lines[path]
        if containing:
            last = min((line for line in self._lines.values() if line > start), default=len(self._source) + 1)
            for number in range(start, last):
                if containing in self._source[number - 1]:
                    return number
        return start

    def _scan(self) -> None:
        table: Path = ()
        counts: dict[Path, int] = {}
        depth, inside = 0, False
        for number, line in enumerate(self._source, start=1):
            begun = inside
            inside ^= len(_LONG.findall(line)) % 2 == 1
            if begun or depth:
                depth += 0 if begun else _opened(line)
                continue
            if found := _HEADER.match(line):
                table = _table(found[2].split("."), is_array=found[1] == "[[", counts=counts)
                self._lines.setdefault(table, number)
            elif found := _KEY.match(line):
                self._lines.setdefault((*table, found[1]), number)
                depth += _opened(line[found.end() :])


def _table(names: Sequence[str], *, is_array: bool, counts: dict[Path, int]) -> Path:
    """Follow a header to its table: [[block.row]] is the next row of the block at hand."""
    path: Path = ()
    for place, name in enumerate(names, start=1):
        path = (*path, name)
        if place == len(names) and is_array:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _opened(line: str) -> int:
    """Count the brackets that a line leaves open."""
    bare = _STRING.sub("", line).partition("#")[0]
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
