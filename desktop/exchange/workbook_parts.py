"""The parts of an .xlsx that hold cells, unpacked within limits, and what a cell reader does not tell about them.

The archive is not trusted: only the few parts that are needed are unpacked, and they are packed again for the reader, so
that lying sizes, doubled names and bombs in other parts never reach it.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from db.messages import N_
from desktop.exchange.csv_table import MOST_COLUMNS, TableError

MOST_BYTES = 512 * 2**20
MOST_RATIO = 200
"""Cells hardly ever pack better than 1:50; 200 MiB of zeros pack 1:1000."""

_SMALL = 16 * 2**20  # a part of this size harms nobody, however well it is packed
_MOST_CELLS = 12_000_000  # the reader keeps a place for every cell of the rectangle that holds all values
_CHUNK = 2**20
_LONGEST = (
    2**15
)  # bytes without the end of a tag; a cell holds 32 767 characters, but hardly ever in the sheet itself
_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[\w.-]+\.xml",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# No repetition is without end, so that no file made for it keeps the search busy.
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]{0,400})>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^<>]{0,400})>")
# Beyond column DZ or row 99 999: real registers end before, marks of formatting often do not. Each pattern begins with a
# plain text, which is searched for four times as fast as a class.
_FAR = [
    re.compile(blank + rb"""r\s*=\s*["'](?:(?:[A-Z]{3}|[E-Z][A-Z])[0-9]+|[A-Z]{0,3}[0-9]{6,})["']""")
    for blank in (rb" ", rb"\t", rb"\n", rb"\r")
]
_CELL = re.compile(rb"""<(?:\w+:)?c\b([^<>]{0,400}?)(/?)>(?:\s*(</(?:\w+:)?c>))?""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR = re.compile(
    rb"""<c\b[^<>]{0,400}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,400}?\bt="e"[^<>]{0,400}>(?:<f\b[^<>]{0,400}/>|<f\b[^<>]{0,400}>[^<]{0,9000}</f>)?<v>([^<]*)</v>"""
)
_NOT_CALCULATED = re.compile(
    rb"""<c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f\b[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>)?</c>"""
)
_HIDDEN_ROW = re.compile(rb"""<row\b[^>]*?\br="([0-9]{1,7})"[^>]*?\bhidden="(?:1|true)"[^>]*>""")
_COLUMN = re.compile(rb"<col\b[^>]*>")
NOT_CALCULATED = "#NULL!"
"""Stands for a formula whose value was never worked out: a program wrote it and Excel has not opened it since."""


@dataclass(frozen=True)
class SheetMarks:
    """What the XML of a sheet says besides values; rows and columns count from 1."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """``packed`` is an archive of the needed parts only; ``marks`` are by the sheet's name."""

    packed: bytes
    marks: Mapping[str, SheetMarks]
    has_macros: bool
    has_links: bool


def unpack(data: bytes, step: Callable[[int, int], None]) -> Parts:
    """Unpack an .xlsx or .xlsm; ``step`` is called again and again and may raise to stop. Raises TableError for anything else, damaged, or larger than a table may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            _refuse_other_kinds(names)
            parts = _needed(archive, step)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise damaged() from error
    marks = {name: _marks(parts[path]) for name, path in _sheets(parts) if path in parts}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as again:
        for name, content in parts.items():
            again.writestr(name, content)
    lower = [name.lower() for name in names]
    return Parts(
        packed.getvalue(),
        marks,
        has_macros=any(name.endswith("vbaproject.bin") for name in lower),
        has_links=any(name.startswith("xl/externallinks/") for name in lower),
    )


def damaged() -> TableError:
    """Say that a workbook cannot be read to its end."""
    return TableError(
        N_("这个 Excel 工作簿已损坏或没有拷完，读不下去。请用表格软件打开检查，另存一份，再导入。")
    )


def column_number(letters: str | bytes) -> int:
    """Count a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


def _refuse_other_kinds(names: list[str]) -> None:
    known = set(names)
    if "xl/workbook.xml" in known:
        return
    if "xl/workbook.bin" in known or "content.xml" in known:
        raise TableError(
            N_("这是 .xlsb 或 .ods 工作簿。请用表格软件打开，另存为“Excel 工作簿（.xlsx）”，再导入。")
        )
    raise TableError(N_("这是压缩包，不是 Excel 工作簿。请先解压，再选里面的表格。"))


def _needed(archive: zipfile.ZipFile, step: Callable[[int, int], None]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MOST_BYTES
    for info in archive.infolist():
        if not _NEEDED.fullmatch(info.filename) or info.filename in parts:
            continue
        content = _inflated(archive, info, left, step)
        head = content[:4096]
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\0" in head:
            raise damaged()
        left -= len(content)
        parts[info.filename] = content
    return parts


def _inflated(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int, step: Callable[[int, int], None]
) -> bytes:
    """Unpack one part piece by piece: the size that the archive states is not believed."""
    chunks: list[bytes] = []
    size = 0
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            step(0, 1)
            if size > left or (size > _SMALL and size > MOST_RATIO * max(info.compress_size, 1)):
                raise TableError(
                    N_(
                        "这个工作簿解开后异常地大，不像是台账的表格，没有读入。请把数据复制到新的工作簿再导入。"
                    )
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Give the name and the part of every sheet."""
    relations = _text(parts.get("xl/_rels/workbook.xml.rels", b""))
    targets = {one.get("Id", ""): one.get("Target", "") for one in _attributes(_RELATION, relations)}
    for sheet in _attributes(_SHEET, _text(parts["xl/workbook.xml"])):
        target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        yield sheet.get("name", ""), path


def _attributes(pattern: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for found in pattern.finditer(text):
        yield {one[1]: html.unescape(one[2] or one[3] or "") for one in _ATTRIBUTE.finditer(found[1])}


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace")


def _marks(sheet: bytes) -> SheetMarks:
    # Readers compare the attributes of a tag with each other: one tag of a megabyte would keep them busy for hours.
    if any(
        b">" not in sheet[start : start + _LONGEST] for start in range(0, len(sheet) - _LONGEST, _LONGEST)
    ):
        raise damaged()
    if any(far.search(sheet) for far in _FAR):
        _check_extent(sheet)
    errors: dict[tuple[int, int], str] = {}
    if b't="e"' in sheet:
        for letters, row, text in _ERROR.findall(sheet):
            errors[int(row), column_number(letters)] = html.unescape(_text(text))
    if b"<f" in sheet:
        for letters, row in _NOT_CALCULATED.findall(sheet):
            errors[int(row), column_number(letters)] = NOT_CALCULATED
    if b"hidden=" not in sheet:
        return SheetMarks(errors=errors)
    rows = frozenset(int(found) for found in _HIDDEN_ROW.findall(sheet))
    return SheetMarks(rows, frozenset(_hidden_columns(sheet)), errors)


def _hidden_columns(sheet: bytes) -> Iterator[int]:
    for found in _COLUMN.findall(sheet[: sheet.find(b"<sheetData")]):
        one = {name[1]: name[2] or name[3] for name in _ATTRIBUTE.finditer(_text(found))}
        if (
            one.get("hidden") in {"1", "true"}
            and one.get("min", "").isdigit()
            and one.get("max", "").isdigit()
        ):
            yield from range(int(one["min"]), min(int(one["max"]), MOST_COLUMNS) + 1)


def _check_extent(sheet: bytes) -> None:
    """Look at every cell with a value: the rectangle around them must fit into memory."""
    rows: set[int] = set()
    last_column = first_column = 0
    for attributes, closed, ended in _CELL.findall(sheet):
        place = None if closed or ended else _PLACE.search(attributes)
        if place is not None:
            column = column_number(place[1])
            rows.add(int(place[2]))
            last_column = max(last_column, column)
            first_column = min(first_column or column, column)
    if last_column > MOST_COLUMNS:
        raise TableError(
            N_("工作表里第 {columns} 列还有内容，最多 {most} 列。请删去右边多余的内容再导入。"),
            columns=last_column,
            most=MOST_COLUMNS,
        )
    if rows and (max(rows) - min(rows) + 1) * (last_column - first_column + 1) > _MOST_CELLS:
        raise TableError(N_("工作表第 {row} 行还有内容，离其他行太远。请删去它再导入。"), row=max(rows))
