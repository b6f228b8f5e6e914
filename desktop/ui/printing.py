"""Paper: a finished PDF goes onto a printer at its true size, or into a file that the user names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from db.messages import N_, ReportableError
from desktop.language import _
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
    """Draw every page at 100 %, measured from the corner of the paper; raises PrinterError."""
    import pypdfium2  # noqa: PLC0415 - loaded when something is printed

    printer.setFullPage(True)
    dots = printer.resolution()
    painter = QPainter()
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            size = QSizeF(*page.get_size())
            printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
            if not (printer.newPage() if number else painter.begin(printer)):
                raise PrinterError
            bitmap = page.render(scale=min(dots, _FINEST) / _POINTS, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
            )
            painter.drawImage(QRectF(0, 0, *(size * (dots / _POINTS)).toTuple()), image)
    if not painter.end():
        raise PrinterError


class _Order(QObject):
    """What is printed when a printer has been chosen."""

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
        self._pdf = pdf
        self._on_done = on_done

    @Slot()
    def print(self) -> None:
        try:
            draw(self._pdf, self._printer)
        except PrinterError as error:
            messages.show_error(self._parent, error)
        else:
            self._on_done()


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
