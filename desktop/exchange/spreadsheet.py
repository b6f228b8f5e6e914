"""Any table that people send: told by its content, not by its name, and given as sheets of text cells."""

from __future__ import annotations

from dataclasses import dataclass

from db.messages import N_, Message
from db.register import Register
from desktop.exchange import csv_table, workbook_table
from desktop.exchange.csv_table import TableError
from desktop.exchange.workbook_table import Sheet, Step

EXAMPLE = N_("示例")
"""Stands in the first cell of a template's example row."""

REASONS = N_("错误说明")
"""Heads the column with the reasons in a workbook that is given back."""

CHOICES = N_("选项")
"""The hidden sheet of a template with its longer drop-down lists."""

OWN_SHEETS = frozenset({CHOICES})
"""Sheets of our own making that hold no records."""

_WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<?xml", b"<div", b"mime-version:")


@dataclass(frozen=True)
class Spreadsheet:
    """``kind`` is csv, xlsx or xls; ``encoding`` is that of a CSV. A CSV is one sheet without a name."""

    kind: str
    encoding: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[Message, ...] = ()


def parent_label(register: Register) -> str:
    """Head the column of a row group's sheet that says whose rows they are: by 序号, file number, ID or name."""
    return f"所属{register.title}"


def read(data: bytes, step: Step) -> Spreadsheet:
    """Read a CSV or a workbook; raises ReportableError for what is neither."""
    if workbook_table.is_workbook(data):
        workbook = workbook_table.parse(data, step)
        return Spreadsheet(workbook.kind, "", workbook.sheets, workbook.remarks)
    if data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGE):
        raise TableError(
            N_("这是网页或 XML，只是名字像表格。请用表格软件打开，另存为“Excel 工作簿（.xlsx）”，再导入。")
        )
    table = csv_table.parse(data, step)
    return Spreadsheet("csv", table.encoding, (Sheet("", table.rows),))
