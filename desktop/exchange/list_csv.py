"""A list as CSV that Excel and WPS open right: UTF-8 with BOM, CRLF, and no cell that they would calculate.

It is a copy for looking at and for typing on; packages carry exact values (``csv_rows``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# What Excel would make a number or a date of, and so change: long numbers, zeros in front, 3-5, 1E5.
_CHANGED = re.compile(r"[0-9]{12,}[0-9Xx]|0[0-9]+|[0-9]+[-/][0-9]+(?:[-/][0-9]+)?|[0-9.]+[Ee][0-9]+")
_ROWS_BETWEEN_STEPS = 500


def safe(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write(
    heads: Sequence[str],
    rows: Iterable[Sequence[str | int | Decimal | date]],
    total: int,
    step: Callable[[int, int], None],
    *,
    for_excel: bool,
) -> bytes:
    """Write a list; ``for_excel`` wraps long numbers as ``="3601…"``, which other programs show as it stands."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(safe, heads))
    for number, row in enumerate(rows, 1):
        if number % _ROWS_BETWEEN_STEPS == 0:
            step(min(number, total), total)
        writer.writerow([_cell(value, for_excel=for_excel) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: str | int | Decimal | date, *, for_excel: bool) -> str:
    if not isinstance(value, str):
        return str(value)
    if for_excel and _CHANGED.fullmatch(value):
        return f'="{value}"'
    return safe(value)
