"""The rows of a package's CSV, read strictly: UTF-8 with BOM, CRLF, every field quoted.

A signed CSV has one written form, so that the same data gives the same bytes and no reader can see other rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

BOM = b"\xef\xbb\xbf"

Table = tuple[list[str], list[list[str]]]
"""A header and its rows."""


class NotStrictCsvError(ValueError):
    """The bytes are not a CSV of the one written form."""


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a header and rows of text in the one form."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return BOM + text.getvalue().encode("utf-8")


def read(content: bytes) -> Table:
    """Return the header and the rows; raises :class:`NotStrictCsvError` for any other form."""
    try:
        text = content.removeprefix(BOM).decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotStrictCsvError(str(error)) from error
    # Written again they must be the same bytes: no bare field, other line end, missing BOM or empty line.
    if not rows or not all(rows) or write(rows[0], rows[1:]) != content:
        raise NotStrictCsvError("not the one form")
    return rows[0], rows[1:]


def readable(files: Mapping[str, bytes]) -> dict[str, Table]:
    """Read those of some files, by name, that are in the one form."""
    tables: dict[str, Table] = {}
    for name, content in files.items():
        try:
            tables[name] = read(content)
        except NotStrictCsvError:
            continue
    return tables


def count(content: bytes) -> int:
    """Count the data rows."""
    return len(read(content)[1])
