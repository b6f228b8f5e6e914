"""Find a QR code in the picture of a page, as a camera sees it: where it stands is not asked of what drew it."""

from __future__ import annotations

from typing import Any

import pypdfium2
import segno

_SCALE = 4  # pixels for a point
_DARK = 128  # of 255
_STRIDE = 4  # pixels between two looks: a module of a code of 32 mm has 8 and more
_QUIET = 2  # modules of white around it
_POINTS = 72 / 25.4  # in a millimetre


def places(pdf: bytes, text: str, side: float, page: int = 0) -> list[tuple[float, float]]:
    """Give where the whole code of a text stands on a page, white margin included: left and top in millimetres.

    ``side`` is that of the code with its margin in millimetres. A code is found when each module has its colour.
    """
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=_QUIET)]
    module = side * _POINTS * _SCALE / len(rows)
    picture = _picture(pdf, page)
    pixels: Any = picture.load()
    wide, high = picture.size
    edge = round(len(rows) * module)
    modules = [
        (round((column + 0.5) * module), round((number + 0.5) * module), bool(is_black))
        for number, row in enumerate(rows)
        for column, is_black in enumerate(row)
    ]
    modules.sort(key=lambda one: not one[2])  # most of a page is white: ask for the black ones first
    right, down, _is_black = modules[0]
    found: list[tuple[float, float]] = []
    for top in range(0, high - edge, _STRIDE):
        for left in range(0, wide - edge, _STRIDE):
            if pixels[left + right, top + down] >= _DARK:
                continue
            if all((pixels[left + x, top + y] < _DARK) == is_black for x, y, is_black in modules):
                place = left / _SCALE / _POINTS, top / _SCALE / _POINTS
                if not any(max(abs(place[0] - x), abs(place[1] - y)) < side / 2 for x, y in found):
                    found.append(place)  # the same one is seen from several places
    return found


def _picture(pdf: bytes, page: int) -> Any:
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn: Any = document[page]
        return drawn.render(scale=_SCALE).to_pil().convert("L")
    finally:
        document.close()
