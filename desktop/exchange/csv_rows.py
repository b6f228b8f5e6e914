"""The rows of a package's CSV, read strictly: UTF-8 with BOM, CRLF, every field quoted.

A signed CSV has one written form, so that the same data gives the same bytes and no reader can see other rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

BOM = b"\xef\xbb\xbf"

# A field never contains a bare quote; a record ends with CRLF only outside of quotes.
_FIELD = re.compile(r'"([^"]*(?:""[^"]*)*)"(,|\r\n)')


class NotStrictCsvError(ValueError):
    """The bytes are not a CSV of the one written form."""


def write(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write a header and rows of text in the one form."""
    lines = (
        ",".join('"' + value.replace('"', '""') + '"' for value in row) + "\r\n" for row in (header, *rows)
    )
    return BOM + "".join(lines).encode("utf-8")


def read(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows; raises :class:`NotStrictCsvError` for any other form."""
    if not content.startswith(BOM):
        raise NotStrictCsvError("no BOM")
    try:
        text = content[len(BOM) :].decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotStrictCsvError("not UTF-8") from error
    rows: list[list[str]] = []
    row: list[str] = []
    position = 0
    while position < len(text):
        found = _FIELD.match(text, position)
        if not found:
            raise NotStrictCsvError(f"line {len(rows) + 1}")
        row.append(found[1].replace('""', '"'))
        if found[2] != ",":
            rows.append(row)
            row = []
        position = found.end()
    if row or not rows:
        raise NotStrictCsvError("no end")
    return rows[0], rows[1:]


def count(content: bytes) -> int:
    """Count the data rows."""
    return len(read(content)[1])
