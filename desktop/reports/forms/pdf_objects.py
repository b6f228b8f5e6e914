"""Pages and streams in the words of PDF, written straight: reportlab's own objects take longer than the drawing."""

from __future__ import annotations

import io
import zlib
from typing import Any

from PIL import Image
from reportlab.pdfbase.pdfdoc import PDFObject, PDFObjectReference

_LEVEL = 6  # of compression: higher takes longer and saves nothing on pages this small


class Stream(PDFObject):
    """Operators, compressed at once; ``entries`` are further words of its dictionary."""

    __RefOnly__ = 1

    def __init__(
        self, operators: str, entries: str = "", resources: PDFObjectReference | None = None
    ) -> None:
        self._content = zlib.compress(operators.encode("latin-1"), _LEVEL)
        self._entries = entries
        self._resources = resources

    def format(self, document: Any) -> bytes:
        resources = b"/Resources " + self._resources.format(document) if self._resources else b""
        head = f"<</Length {len(self._content)}/Filter/FlateDecode{self._entries}".encode()
        return head + resources + b">>\nstream\n" + self._content + b"\nendstream\n"


class Picture(PDFObject):
    """A JPEG in plain colours as it is, not decoded; ``size`` in pixels."""

    __RefOnly__ = 1

    def __init__(self, jpeg: bytes) -> None:
        self._content = jpeg
        with Image.open(io.BytesIO(jpeg)) as opened:
            self.size = opened.size

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - reportlab's form
        across, high = self.size
        head = (
            f"<</Type/XObject/Subtype/Image/Width {across}/Height {high}/ColorSpace/DeviceRGB"
            f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(self._content)}>>\nstream\n"
        )
        return head.encode() + self._content + b"\nendstream\n"


class Side(PDFObject):
    """One side of a sheet: a page of the PDF, ``size`` in points."""

    __RefOnly__ = 1

    def __init__(self, size: tuple[float, float], stream: Stream, resources: PDFObjectReference) -> None:
        self._box = f"[0 0 {size[0]:.2f} {size[1]:.2f}]".encode()
        self._stream = stream
        self._resources = resources

    def format(self, document: Any) -> bytes:
        parent, contents = document.Reference(document.Pages), document.Reference(self._stream)
        return b"<</Type/Page/Parent %b/MediaBox%b/Contents %b/Resources %b>>\n" % (
            parent.format(document),
            self._box,
            contents.format(document),
            self._resources.format(document),
        )
