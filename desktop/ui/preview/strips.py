"""Strips of pages, drawn beside the window's thread; the newest ones are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from desktop.ui.pdf_pages import PdfPages

HEIGHT = 512  # pixels of the screen
KEPT = 96 * 1024 * 1024  # bytes


class Strip(NamedTuple):
    """A part of a page (from 0): ``scale`` pixels a point, from ``top`` pixels on."""

    page: int
    scale: float
    top: int


class Strips(QObject):
    """Draws one strip after the other: what nobody wants any more is never drawn."""

    drawn = Signal(object)  # Strip
    _finished = Signal(object, object)  # Strip, QImage

    def __init__(self, pages: PdfPages, parent: QObject | None = None, *, kept: int = KEPT) -> None:
        super().__init__(parent)
        self.pages = pages
        self._kept = kept
        self._images: OrderedDict[Strip, QImage] = OrderedDict()
        self._wanted: dict[Hashable, list[Strip]] = {}
        self._is_drawing = False
        self._is_closed = False
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preview")
        self.bytes = 0
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def get(self, strip: Strip) -> QImage | None:
        """Give a strip that is drawn already."""
        image = self._images.get(strip)
        if image is not None:
            self._images.move_to_end(strip)
        return image

    def want(self, who: Hashable, strips: Iterable[Strip]) -> None:
        """Say all that somebody wants now, the most urgent first; who asked first goes first."""
        self._wanted[who] = [strip for strip in strips if strip not in self._images]
        self._go_on()

    def close(self) -> None:
        """Wait for the strip that is being drawn and give the document back."""
        if self._is_closed:
            return
        self._is_closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)
        self.pages.close()
        self._images.clear()

    def _go_on(self) -> None:
        if self._is_drawing or self._is_closed:
            return
        for waiting in self._wanted.values():
            if waiting:
                self._is_drawing = True
                self._executor.submit(self._draw, waiting.pop(0))
                return

    def _draw(self, strip: Strip) -> None:
        """Draw on the worker."""
        self._finished.emit(strip, self.pages.strip(strip.page, strip.scale, strip.top, HEIGHT))

    @Slot(object, object)
    def _take(self, strip: Strip, image: QImage) -> None:
        self._is_drawing = False
        if self._is_closed:
            return
        if strip not in self._images:
            self.bytes += image.sizeInBytes()
        self._images[strip] = image
        while self.bytes > self._kept and len(self._images) > 1:
            self.bytes -= self._images.popitem(last=False)[1].sizeInBytes()
        self.drawn.emit(strip)
        self._go_on()
