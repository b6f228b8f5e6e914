"""The pages of a PDF as pictures: the screen and the printer draw the same ones, strip by strip."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_PDFIUM = threading.Lock()  # pdfium knows no threads: one call at a time in the whole program


class PdfPages:
    """An open PDF; ``sizes`` of its pages are in points. May be used from any thread until it is closed."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - loaded when something is first shown or printed

        with _PDFIUM:
            self._document: Any = pypdfium2.PdfDocument(pdf)
            self.sizes = tuple(
                QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))
            )
        self._page: Any = None
        self._number = -1

    def height(self, number: int, scale: float) -> int:
        """Give the height of a page (from 0) in pixels, at ``scale`` pixels a point."""
        return max(1, round(self.sizes[number].height() * scale))

    def strip(self, number: int, scale: float, top: int, height: int, *, grey: bool = False) -> QImage:
        """Draw the part of a page (from 0) that begins ``top`` pixels below its upper edge."""
        from pypdfium2 import PdfBitmap, raw  # noqa: PLC0415 - see above

        whole = self.height(number, scale)
        width = max(1, round(self.sizes[number].width() * scale))
        height = min(height, whole - top)
        form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
        with _PDFIUM:
            if number != self._number:
                self._leave_page()
                self._page, self._number = self._document[number], number
            bitmap = PdfBitmap.new_native(
                width, height, raw.FPDFBitmap_Gray if grey else raw.FPDFBitmap_BGRx, rev_byteorder=False
            )
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            flags = raw.FPDF_ANNOT | (raw.FPDF_GRAYSCALE if grey else 0)
            raw.FPDF_RenderPageBitmap(bitmap, self._page, 0, -top, width, whole, 0, flags)
            # Copied: the picture outlives the buffer of pdfium.
            image = QImage(bytes(bitmap.buffer), width, height, bitmap.stride, form).copy()
            bitmap.close()
        return image

    def is_grey(self, number: int) -> bool:
        """Whether a page has no colours, judged at a coarse size."""
        return self.strip(number, 0.5, 0, 2000).allGray()

    def close(self) -> None:
        """Give the document back."""
        with _PDFIUM:
            self._leave_page()
            self._document.close()

    def _leave_page(self) -> None:
        if self._page is not None:
            self._page.close()
            self._page = None
