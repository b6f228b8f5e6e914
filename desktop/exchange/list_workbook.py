"""A list as .xlsx: long numbers as text, real dates, amounts as numbers; no cell can be a formula.

Written by hand, because a list may have 100 000 rows: a sixth of the time of openpyxl, and nothing in temporary files.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape  # xml.sax has one too, and loads a web browser's half with it

TEXT, WHOLE, AMOUNT, DATE, HEAD = 0, 1, 2, 3, 4
"""The formats of columns: the places of their styles."""

Value = str | int | Decimal | date

_FIRST_DAY = date(1899, 12, 30)
_RIGHT_FROM = date(1900, 3, 1)  # Excel believes in a 29 February 1900
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ROWS_BETWEEN_STEPS = 200
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]']")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = f"""{_START}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" \
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KINDS}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/></Types>"""
_ROOT = f"""{_START}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" \
Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_PARTS = f"""{_START}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" \
Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_RELATIONS}/styles" \
Target="styles.xml"/></Relationships>"""
_STYLES = f"""{_START}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
</numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font>\
</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFDCE6F1"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True)
class Column:
    """A column's head, its format and its width in characters."""

    head: str
    kind: int
    width: float


def write(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    total: int,
    step: Callable[[int, int], None],
) -> bytes:
    """Write a list with a bold head that stays and can be filtered; an empty value is an empty cell."""
    out = io.BytesIO()
    last = f"{_letters(max(len(columns), 1))}{total + 1}"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr(
            "xl/workbook.xml", _workbook(_NOT_IN_NAMES.sub("", title)[:_LONGEST_NAME] or "Sheet1", last)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _PARTS)
        archive.writestr("xl/styles.xml", _STYLES)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_head(columns).encode())
            letters = [_letters(place) for place in range(1, len(columns) + 1)]
            kinds = [column.kind for column in columns]
            some: list[str] = []
            for number, row in enumerate(rows, 2):
                cells = map(_cell, letters, [number] * len(letters), kinds, row)
                some.append(f'<row r="{number}">{"".join(cells)}</row>')
                if number % _ROWS_BETWEEN_STEPS == 0:
                    step(min(number - 1, total), total)
                    sheet.write("".join(some).encode())
                    some.clear()
            some.append(f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>')
            sheet.write("".join(some).encode())
    return out.getvalue()


def _workbook(title: str, last: str) -> str:
    column, row = re.sub(r"\d", "", last), re.sub(r"\D", "", last)
    area = escape(f"'{title}'!$A$1:${column}${row}", quote=False)
    return (
        f'{_START}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{area}</definedName>'
        "</definedNames></workbook>"
    )


def _head(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" style="{column.kind}" customWidth="1"/>'
        for place, column in enumerate(columns, 1)
    )
    cells = "".join(_cell(_letters(place), 1, HEAD, column.head) for place, column in enumerate(columns, 1))
    return (
        f'{_START}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{widths}</cols><sheetData><row r="1">{cells}</row>'
    )


def _cell(letters: str, number: int, kind: int, value: Value) -> str:
    if value == "":
        return ""
    if isinstance(value, date):
        if value >= _RIGHT_FROM:
            return f'<c r="{letters}{number}" s="{kind}"><v>{(value - _FIRST_DAY).days}</v></c>'
        value = value.isoformat()
    if not isinstance(value, str):
        return f'<c r="{letters}{number}" s="{kind}"><v>{value}</v></c>'
    text = escape(_ESCAPED.sub("_x005F_", value), quote=False)
    return (
        f'<c r="{letters}{number}" s="{kind}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _letters(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
