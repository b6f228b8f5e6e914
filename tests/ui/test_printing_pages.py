"""Pages go to the printer one after the other beside the window, at their true size and place, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import Settings, offset_of
from desktop.ui import curtain, printing
from desktop.ui.pdf_pages import PdfPages
from desktop.ui.printing import Plan

PAGES = 12


def pdf_of(pages: int, path: Path) -> bytes:
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page(page_size=(200, 100))
        document.save(path)
    return path.read_bytes()


def ordered(window: QWidget, tmp_path: Path, done: list[str], plan: Plan = printing.PLAIN) -> Any:
    """Order the pages on a printer that is a file, as the system's dialog would when it is accepted."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog = QPrintDialog(printer, window)
    pdf = pdf_of(PAGES, tmp_path / "made.pdf")
    order = printing._Order(dialog, window, printer, pdf, lambda: done.append("done"), plan)
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


def test_printing_goes_on_when_the_preview_is_closed(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    preview = QWidget(window)
    done: list[str] = []
    ordered(preview, tmp_path, done)
    preview.deleteLater()
    qtbot.waitUntil(lambda: done == ["done"])
    with pikepdf.open(tmp_path / "printed.pdf") as made:
        assert len(made.pages) == PAGES


def test_printing_tells_where_it_was_stopped(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    stopped: list[int] = []
    order: Any = ordered(window, tmp_path, [], Plan(on_stopped=stopped.append))
    order._go_on()
    order._go_on()
    (progress,) = window.findChildren(QProgressDialog)
    progress.cancel()
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))
    assert stopped == [2]  # the third page was being drawn: it did not come out


def test_printing_stops_when_it_is_cancelled(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    done: list[str] = []
    ordered(window, tmp_path, done)
    (progress,) = window.findChildren(QProgressDialog)
    assert progress.labelText() == f"正在打印第 1 页，共 {PAGES} 页"
    progress.cancel()
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))
    assert done == []


def test_progress_is_shown_before_the_window_and_never_before_the_password(
    window: QWidget, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_QUICK", -1)  # milliseconds
    done: list[str] = []
    order: Any = ordered(window, tmp_path, done)
    (progress,) = window.findChildren(QProgressDialog)
    assert progress.isVisible()
    hidden = curtain.draw(window)
    window.hide()
    order._go_on()
    assert hidden == [progress]
    assert not progress.isVisible()
    window.show()
    curtain.open_again(hidden)
    assert progress.isVisible()
    assert not progress.wasCanceled()
    window.hide()
    qtbot.waitUntil(lambda: done == ["done"])
    window.show()
    curtain.open_again(hidden)  # printed meanwhile: nothing comes back
    qtbot.waitUntil(lambda: not window.findChildren(QProgressDialog))


MM = 72 / 25.4
A4, A3_ACROSS = (210 * MM, 297 * MM), (420 * MM, 297 * MM)


def measured_pdf(path: Path, *sizes: tuple[float, float]) -> bytes:
    """Make pages with a black square of 100 mm, 20 mm from the left and the upper edge."""
    with pikepdf.new() as document:
        for across, high in sizes:
            page = document.add_blank_page(page_size=(across, high))
            square = f"{20 * MM} {high - 120 * MM} {100 * MM} {100 * MM} re f"
            page.contents_add(square.encode())
        document.save(path)
    return path.read_bytes()


def printed(pdf: bytes, path: Path, **how: Any) -> list[tuple[float, float, float, float, float, float]]:
    """Print into a file and measure each page: its size, and left, top, width and height of the black, in mm."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(how.pop("dots", 300))
    for _side in printing.sides_onto(pdf, printer, **how):
        pass
    pages = PdfPages(path.read_bytes())
    found = []
    scale = 10 / MM  # ten pixels a millimetre
    for number, size in enumerate(pages.sizes):
        image = pages.strip(number, scale, 0, 10_000)
        row = [x for x in range(image.width()) if image.pixelColor(x, 700).lightness() < 128]
        column = [y for y in range(image.height()) if image.pixelColor(700, y).lightness() < 128]
        black = (row[0], column[0], len(row), len(column)) if row and column else (0, 0, 0, 0)
        found.append((size.width() / MM, size.height() / MM, *(one / 10 for one in black)))
    pages.close()
    return found


def test_a_hundred_millimetres_stay_a_hundred(tmp_path: Path) -> None:
    pdf = measured_pdf(tmp_path / "made.pdf", A4, A3_ACROSS, A4)
    for measured, paper in zip(
        printed(pdf, tmp_path / "printed.pdf"), [(210, 297), (420, 297), (210, 297)], strict=True
    ):
        assert measured[:2] == pytest.approx(paper, abs=0.5)
        assert measured[2:] == pytest.approx((20, 20, 100, 100), abs=0.3)


def test_a_printer_that_prints_beside_the_place_is_set_right(tmp_path: Path) -> None:
    pdf = measured_pdf(tmp_path / "made.pdf", A4)
    (measured,) = printed(pdf, tmp_path / "printed.pdf", offset=(1.5, -0.8), dots=1200)
    assert measured[2:] == pytest.approx((21.5, 19.2, 100, 100), abs=0.3)


def test_an_empty_back_stays_empty(tmp_path: Path) -> None:
    pdf = measured_pdf(tmp_path / "made.pdf", A4, A4)
    blacks = [measured[4] for measured in printed(pdf, tmp_path / "printed.pdf", order=[1, None, 0, 0])]
    assert blacks == pytest.approx([100, 0, 100, 100], abs=0.3)


def test_the_offset_is_that_of_the_printer(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings()
    settings.put(offset_of(""), (3.0, 4.0))  # a printer that is a file has no name
    asked: list[bool] = []

    def sides(both: bool) -> list[int | None]:
        asked.append(both)
        return [0, None, 1]

    done: list[str] = []
    ordered(window, tmp_path, done, Plan(sides, settings=settings))
    qtbot.waitUntil(lambda: done == ["done"])
    assert asked == [False]
    with pikepdf.open(tmp_path / "printed.pdf") as made:
        assert len(made.pages) == 3


def test_the_dialog_is_preset_for_the_paper(
    window: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edges: list[QPrinter.DuplexMode] = []  # no printer here can print on both sides
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _printer, edge: edges.append(edge))
    pdf = measured_pdf(tmp_path / "made.pdf", A3_ACROSS)
    printing.choose_printer(window, pdf, "推荐审批表", lambda: None, Plan(duplex="short"))
    (dialog,) = window.findChildren(QPrintDialog)
    printer = dialog.printer()
    layout = printer.pageLayout()
    assert layout.pageSize().id() is QPageSize.PageSizeId.A3
    assert layout.orientation() is QPageLayout.Orientation.Landscape
    assert edges == [QPrinter.DuplexMode.DuplexShortSide]
    dialog.reject()
