"""Many pages go to the printer one after the other beside the window, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import printing

PAGES = 12


def pdf_of(pages: int, path: Path) -> bytes:
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(200, 100))
        document.save(path)
    return path.read_bytes()


def ordered(window: QWidget, tmp_path: Path, done: list[str]) -> Any:
    """Order the pages on a printer that is a file, as the system's dialog would when it is accepted."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog = QPrintDialog(printer, window)
    order = printing._Order(
        dialog, window, printer, pdf_of(PAGES, tmp_path / "made.pdf"), lambda: done.append("done")
    )
    order.print()
    dialog.deleteLater()
    return order


@pytest.fixture
def window(show: Callable[[Any], Any]) -> QWidget:
    made: QWidget = show(QWidget())
    return made


def test_every_page_is_printed_before_it_is_told(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    done: list[str] = []
    ordered(window, tmp_path, done)
    assert done == []  # the first page only: the window goes on
    qtbot.waitUntil(lambda: done == ["done"])
    with pikepdf.open(tmp_path / "printed.pdf") as printed:
        assert len(printed.pages) == PAGES
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))


def test_printing_stops_when_it_is_cancelled(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    done: list[str] = []
    ordered(window, tmp_path, done)
    (progress,) = window.findChildren(QProgressDialog)
    assert progress.labelText() == f"正在打印第 1 页，共 {PAGES} 页"
    progress.cancel()
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))
    assert done == []
