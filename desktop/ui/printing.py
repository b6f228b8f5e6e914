"""Paper: a finished PDF goes onto a printer at its true size, or into a file that the user names."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QRectF, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget
from shiboken6 import isValid

from db.messages import N_, Message, ReportableError
from desktop.language import _, said
from desktop.services.print_order import Duplex
from desktop.settings import Settings, offset_of
from desktop.ui import messages, saving_file
from desktop.ui.pdf_pages import PdfPages

_POINTS = 72  # in an inch
_MM = 25.4  # in an inch
_FINE, _FINEST = 300, 600  # dots an inch at most; the finest for short jobs without colours: see below
_FEW = 40  # sides; a page at 600 dots has 35 MB, which the system keeps for all of a job
_QUICK = 1000  # milliseconds: a sheet or two have no progress to show
_NEVER = 2**31 - 1
_STRIP = 256  # dots: what is drawn before the window is asked whether it has something else to do
_EDGES = {"long": QPrinter.DuplexMode.DuplexLongSide, "short": QPrinter.DuplexMode.DuplexShortSide}

Sides = Sequence[int | None]
"""Pages from 0 in the order of printing; None is a side that stays empty."""


class NotWrittenError(ReportableError):
    """The file the user named could not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(N_("无法写入“{path}”，请换一个位置，或检查 U 盘是否已满、是否写保护。"), path=path)


class PrinterError(ReportableError):
    """The printer took nothing."""

    def __init__(self) -> None:
        super().__init__(N_("打印没有完成，请检查打印机是否开机、是否缺纸，再打印一次。"))


@dataclass(frozen=True)
class Plan:
    """How a PDF is printed, where it is not simply from the first page to the last.

    ``sides`` is told whether the chosen printer prints on both sides. ``settings`` know how far a printer prints
    beside the true place. ``on_stopped`` is told how many sides were printed before somebody cancelled.
    """

    sides: Callable[[bool], Sides] | None = None
    duplex: Duplex = ""
    settings: Settings | None = None
    on_stopped: Callable[[int], None] | None = None


PLAIN = Plan()


def choose_printer(
    parent: QWidget, pdf: bytes, title: str, on_done: Callable[[], None], plan: Plan = PLAIN
) -> None:
    """Open the system's dialog and print; ``on_done`` is called when the printer has taken all pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    if plan.duplex:
        printer.setDuplex(_EDGES[plan.duplex])
    pages = PdfPages(pdf)
    lay(printer, pages.sizes[0])
    pages.close()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    order = _Order(dialog, parent, printer, pdf, on_done, plan)
    dialog.accepted.connect(order.print)
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def choose_file(parent: QWidget, pdf: bytes, name: str, on_done: Callable[[Path], None]) -> None:
    """Ask for a place and write the PDF there; ``name`` is offered as the file's name."""
    dialog = QFileDialog(parent, _("另存为 PDF"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("PDF 文件 (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    copy = _Copy(dialog, parent, pdf, on_done)
    dialog.fileSelected.connect(copy.write)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def lay(printer: QPrinter, size: QSizeF) -> None:
    """Choose the paper for a page of ``size`` points: A4 or A3, upright or across, from edge to edge."""
    upright = size.width() <= size.height()
    way = QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(size if upright else size.transposed(), QPageSize.Unit.Point))
    printer.setPageOrientation(way)


def sides_onto(
    pdf: bytes, printer: QPrinter, order: Sides | None = None, offset: tuple[float, float] = (0, 0)
) -> Generator[tuple[int, int], None, None]:
    """Draw side after side at 100 %, measured from the corner of the paper and moved by ``offset`` millimetres.

    Gives again and again which of how many is being drawn. Raises PrinterError. Closed before the end, it gives the
    printer up.
    """
    painter = QPainter()
    pages = PdfPages(pdf)
    sides = range(len(pages.sizes)) if order is None else order
    size = pages.sizes[0]
    try:
        for number, page in enumerate(sides, start=1):
            size = size if page is None else pages.sizes[page]
            lay(printer, size)
            if not (painter.begin(printer) if number == 1 else printer.newPage()):
                raise PrinterError
            if page is not None:
                fine = _FINEST if len(sides) <= _FEW and pages.is_grey(page) else _FINE
                for _drawn in _strips_onto(painter, pages, page, (printer.resolution(), fine), offset):
                    yield number, len(sides)
            else:
                yield number, len(sides)
        if not painter.end():
            raise PrinterError
    finally:
        pages.close()
        if painter.isActive():
            printer.abort()
            painter.end()


def _strips_onto(
    painter: QPainter, pages: PdfPages, page: int, resolution: tuple[int, int], offset: tuple[float, float]
) -> Generator[None, None, None]:
    """Draw one page strip by strip; a dot of the picture is a whole number of the printer's.

    ``resolution`` is the printer's and the most that is drawn, in dots an inch.
    """
    dots, fine = resolution
    grey = pages.is_grey(page)
    ratio = math.ceil(dots / fine)
    scale = dots / ratio / _POINTS
    across, down = (part * dots / _MM for part in offset)
    for top in range(0, pages.height(page, scale), _STRIP):
        image = pages.strip(page, scale, top, _STRIP, grey=grey)
        where = QRectF(across, down + top * ratio, image.width() * ratio, image.height() * ratio)
        painter.drawImage(where, image)
        yield


class _Order(QObject):
    """What is printed when a printer has been chosen: a strip each time the window has nothing else to do."""

    def __init__(
        self,
        dialog: QPrintDialog,
        parent: QWidget,
        printer: QPrinter,
        pdf: bytes,
        on_done: Callable[[], None],
        plan: Plan = PLAIN,
    ) -> None:
        super().__init__(dialog)
        self._parent = parent
        self._printer = printer
        self._pdf = pdf
        self._on_done = on_done
        self._plan = plan
        self._sides: Generator[tuple[int, int], None, None] | None = None
        self._progress: QProgressDialog | None = None
        self._begun = QElapsedTimer()
        self._reached = 0
        self._window = parent

    @Slot()
    def print(self) -> None:
        self._window = _outermost(self._parent)
        self.setParent(self._window)  # the dialog goes at once; the preview may be closed meanwhile
        plan = self._plan
        both = self._printer.duplex() != QPrinter.DuplexMode.DuplexNone
        sides = plan.sides(both) if plan.sides else None
        offset = plan.settings.get(offset_of(self._printer.printerName())) if plan.settings else (0.0, 0.0)
        self._sides = sides_onto(self._pdf, self._printer, sides, offset)
        self._progress = QProgressDialog(self._parent)
        self._progress.setWindowTitle(self._printer.docName())
        self._progress.setCancelButtonText(_("取消"))
        self._progress.setMinimumDuration(_NEVER)  # by itself it would stand before the password too
        self._begun.start()
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        sides = self._sides
        if sides is None:
            return
        progress = self._progress if isValid(self._progress) else None
        if progress is not None and progress.wasCanceled():
            sides.close()
            self._leave()
            if self._plan.on_stopped:
                self._plan.on_stopped(max(self._reached - 1, 0))
            return
        try:
            self._reached, total = next(sides)
        except StopIteration:
            self._leave()
            self._on_done()
        except PrinterError as error:
            self._leave()
            messages.show_error(self._parent if isValid(self._parent) else self._window, error)
            if self._plan.on_stopped:
                self._plan.on_stopped(max(self._reached - 1, 0))
        else:
            if progress is not None:
                _tell(progress, self._reached, total)
                if self._begun.elapsed() > _QUICK and self._window.isVisible():
                    progress.show()
            QTimer.singleShot(0, self, self._go_on)

    def _leave(self) -> None:
        self._sides = None
        if self._progress is not None and isValid(self._progress):
            self._progress.deleteLater()
        self.deleteLater()


def _tell(progress: QProgressDialog, reached: int, total: int) -> None:
    values = {"done": reached, "total": total}
    progress.setLabelText(said(Message(N_("正在打印第 {done} 页，共 {total} 页"), values)))
    progress.setMaximum(total + 1)  # at its maximum it would close before the printer has the last page
    progress.setValue(reached)


def _outermost(widget: QWidget) -> QWidget:
    parent = widget.parentWidget()
    return widget if parent is None else _outermost(parent)


class _Copy(QObject):
    """What is written when a place has been chosen."""

    def __init__(
        self, dialog: QFileDialog, parent: QWidget, pdf: bytes, on_done: Callable[[Path], None]
    ) -> None:
        super().__init__(dialog)
        self._parent = parent
        self._pdf = pdf
        self._on_done = on_done

    @Slot(str)
    def write(self, path: str) -> None:
        try:
            saving_file.write(Path(path), self._pdf)
        except ReportableError:
            messages.show_error(self._parent, NotWrittenError(Path(path)))
        else:
            self._on_done(Path(path))
