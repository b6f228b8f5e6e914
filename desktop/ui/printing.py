"""Paper: a finished PDF goes onto a printer at its true size, or into a file that the user names."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from db.messages import N_, Message, ReportableError
from desktop.language import _, said
from desktop.ui import messages

_POINTS = 72  # in an inch
_FINEST = 300  # dots an inch: finer ones cost memory and show nothing


class NotWrittenError(ReportableError):
    """The file the user named could not be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(N_("无法写入“{path}”，请换一个位置，或检查 U 盘是否已满、是否写保护。"), path=path)


class PrinterError(ReportableError):
    """The printer took nothing."""

    def __init__(self) -> None:
        super().__init__(N_("打印没有完成，请检查打印机是否开机、是否缺纸，再打印一次。"))


def choose_printer(parent: QWidget, pdf: bytes, title: str, on_done: Callable[[], None]) -> None:
    """Open the system's dialog and print; ``on_done`` is called when the printer has taken all pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=False)
    order = _Order(dialog, parent, printer, pdf, on_done)
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


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Draw every page; raises PrinterError."""
    for _done in pages_onto(pdf, printer):
        pass


def pages_onto(pdf: bytes, printer: QPrinter) -> Generator[tuple[int, int], None, None]:
    """Draw page after page at 100 %, measured from the corner of the paper; gives how many of how many are drawn.

    Raises PrinterError. Closed before the end, it gives the printer up.
    """
    import pypdfium2  # noqa: PLC0415 - loaded when something is printed

    printer.setFullPage(True)
    dots = printer.resolution()
    painter = QPainter()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            for number, page in enumerate(document):
                size = QSizeF(*page.get_size())
                printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
                if not (printer.newPage() if number else painter.begin(printer)):
                    raise PrinterError
                bitmap = page.render(scale=min(dots, _FINEST) / _POINTS, prefer_bgrx=True)
                image = QImage(
                    bytes(bitmap.buffer),
                    bitmap.width,
                    bitmap.height,
                    bitmap.stride,
                    QImage.Format.Format_RGB32,
                )
                painter.drawImage(QRectF(0, 0, *(size * (dots / _POINTS)).toTuple()), image)
                yield number + 1, len(document)
        if not painter.end():
            raise PrinterError
    finally:
        if painter.isActive():
            printer.abort()
            painter.end()


class _Order(QObject):
    """What is printed when a printer has been chosen: a page each time the window has nothing else to do."""

    def __init__(
        self,
        dialog: QPrintDialog,
        parent: QWidget,
        printer: QPrinter,
        pdf: bytes,
        on_done: Callable[[], None],
    ) -> None:
        super().__init__(dialog)
        self._parent = parent
        self._printer = printer
        self._on_done = on_done
        self._pages = pages_onto(pdf, printer)
        self._progress: QProgressDialog | None = None

    @Slot()
    def print(self) -> None:
        self.setParent(self._parent)  # the dialog goes at once
        self._progress = QProgressDialog(self._parent)
        self._progress.setWindowTitle(self._printer.docName())
        self._progress.setCancelButtonText(_("取消"))
        self._progress.setMinimumDuration(1000)  # milliseconds: a sheet or two are quicker
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        progress = self._progress
        if progress is None or progress.wasCanceled():
            self._pages.close()
            self._leave()
            return
        try:
            done, total = next(self._pages)
        except StopIteration:
            self._leave()
            self._on_done()
        except PrinterError as error:
            self._leave()
            messages.show_error(self._parent, error)
        else:
            values = {"done": done, "total": total}
            progress.setLabelText(said(Message(N_("正在打印第 {done} 页，共 {total} 页"), values)))
            progress.setMaximum(
                total + 1
            )  # at its maximum it would close before the printer has the last page
            progress.setValue(done)
            QTimer.singleShot(0, self, self._go_on)

    def _leave(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None
        self.deleteLater()


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
            Path(path).write_bytes(self._pdf)
        except OSError:
            messages.show_error(self._parent, NotWrittenError(Path(path)))
        else:
            self._on_done(Path(path))
