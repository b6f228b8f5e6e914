"""The page of 打印校准: a frame at a known place and rulers, to measure how far a printer prints beside the true place."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from desktop.reports import fonts
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import FastCanvas, moment_written

FRAME = 20
"""Millimetres from each edge of the paper to the middle of the frame's line."""

_TITLE = "打印校准页"
_LINES = (
    "1. 打印时请选“实际大小”或 100%，不要“适合纸张”。",
    "2. 用直尺量框的左边线到纸左边的距离，再量框的上边线到纸上边的距离，都应是 20.0 毫米。",
    "3. 在“打印校准”窗口里选好这台打印机，填上量得的两个数，以后的表格会自动移正。",
    "4. 下面的横线应正好长 100 毫米；不是的话，打印机缩放了页面，请先改打印机的设置。",
)


def draw(office: str, printed: datetime) -> bytes:
    """Draw the page; gives a PDF/A-2b."""
    written = io.BytesIO()
    song = fonts.font(fonts.SONG).fontName
    canvas = FastCanvas(written, pagesize=A4, initialFontName=song, invariant=1, lang="zh-CN")
    missing: dict[str, None] = {}

    def text(x: float, y: float, words: str, size: float = 12, *, middle: bool = False) -> None:
        operators, across = canvas.encoded(words, "song", size, missing)
        canvas.addLiteral(f"BT {x - across / 2 if middle else x:.2f} {y:.2f} Td {operators} ET")

    across, high = A4
    canvas.setLineWidth(0.4)
    canvas.rect(FRAME * mm, FRAME * mm, across - 2 * FRAME * mm, high - 2 * FRAME * mm)
    canvas.setLineWidth(0.25)
    _ruler(canvas, round(across / mm), lambda at, length: (at, high, at, high - length))
    _ruler(canvas, round(high / mm), lambda at, length: (0, high - at, length, high - at))
    for number in range(10, round(across / mm), 10):
        text(number * mm, high - 12.5 * mm, str(number), 7, middle=True)
    for number in range(20, round(high / mm), 10):
        text(10 * mm, high - number * mm - 2.5, str(number), 7)
    text(across / 2, high - 45 * mm, _TITLE, 22, middle=True)
    for number, words in enumerate(_LINES):
        text(28 * mm, high - (62 + 10 * number) * mm, words, 10.5)
    left, y = (across - 100 * mm) / 2, high - 120 * mm
    canvas.line(left, y, left + 100 * mm, y)
    for at in (left, left + 100 * mm):
        canvas.line(at, y - 3 * mm, at, y + 3 * mm)
    text(across / 2, y - 8 * mm, "100 毫米", 10.5, middle=True)
    text(28 * mm, 28 * mm, f"{office}　{moment_written(printed)}", 9)
    canvas.showPage()
    canvas.save()
    return archive(written.getvalue(), Description(_TITLE, office, _TITLE, printed))


def _ruler(
    canvas: FastCanvas, length: int, line: Callable[[float, float], tuple[float, float, float, float]]
) -> None:
    """Draw a tick each millimetre from the edge on, a longer one each five and ten."""
    for number in range(1, length):
        tick = 9 if number % 10 == 0 else 7.5 if number % 5 == 0 else 6.5
        canvas.line(*line(number * mm, tick * mm))
