"""Official letters by GB/T 9704-2012: red head with number and line, signature over the date, imprint at the foot."""

from __future__ import annotations

from reportlab.lib.units import mm

from desktop.reports.fonts import Face, width
from desktop.reports.forms.description import SEAL, Imprint, Letterhead, Signed, Style
from desktop.reports.forms.sheets import Sheets, shrunk_to
from desktop.reports.forms.templates import Occasion, Subject
from desktop.reports.line_breaking import lines_of

BODY: tuple[Face, float] = ("fang", 16)  # 三号仿宋
LINE = 225 / 22 * mm  # 22 lines on a page of 225 mm
SIGNED = SEAL / 2 + 2 * LINE  # what name and date take, with room for the seal above them
_MARK_BELOW = 35 * mm  # from the upper edge of the text area to the name of the office
_MARK = Style("song_bold", 36, 22)
_RED_LINE = 4 * mm  # below the number
_THICK, _THIN = 0.35 * mm, 0.25 * mm
_IMPRINT: tuple[Face, float] = ("fang", 14)  # 四号
_RISE = 0.36


def draw_letterhead(sheets: Sheets, head: Letterhead, subject: Subject, occasion: Occasion) -> None:
    """Draw 发文机关标志 in red, the number, 签发人 where the letter goes upwards, and the red line."""
    name = head.template.filled(subject, occasion)
    size = shrunk_to(name, _MARK, sheets.right - sheets.left)
    middle = (sheets.left + sheets.right) / 2
    sheets.y -= _MARK_BELOW + size
    sheets.text(middle, sheets.y, name, (_MARK.face, size), "center", colour="1 0 0")
    sheets.y -= 2 * LINE
    number, signer = head.number.filled(subject, occasion), head.signer.filled(subject, occasion)
    room = sheets.right - sheets.left - 2 * BODY[1]
    if signer:  # a letter upwards has its number to the left
        small = shrunk_to(signer, Style("kai", BODY[1]), room / 3)
        across = width(signer, "kai", small)
        sheets.text(sheets.right - BODY[1] - across, sheets.y, "签发人：", BODY, "right")
        sheets.text(sheets.right - BODY[1], sheets.y, signer, ("kai", small), "right")
        room -= across + 5 * BODY[1]
        size = shrunk_to(number, Style(*BODY), room)
        sheets.text(sheets.left + BODY[1], sheets.y, number, (BODY[0], size))
    else:
        size = shrunk_to(number, Style(*BODY), room)
        sheets.text(middle, sheets.y, number, (BODY[0], size), "center")
    sheets.y -= _RED_LINE
    sheets.lines([(sheets.left, sheets.y, sheets.right, sheets.y)], _THICK * 2, colour="1 0 0")
    sheets.y -= 2 * LINE - BODY[1]


def draw_signed(sheets: Sheets, signed: Signed, subject: Subject, occasion: Occasion) -> None:
    """Draw who writes above the date, so far down that a seal pressed on both leaves the text above clear."""
    name, day = signed.template.filled(subject, occasion), signed.date.filled(subject, occasion)
    names = lines_of(name, *BODY, sheets.right - sheets.left)
    sheets.ensure(SEAL / 2 + (1 + len(names)) * LINE)
    sheets.y -= SEAL / 2
    across = width(day, *BODY)
    right = sheets.right - 4 * BODY[1]
    middle = right - across / 2
    half = max((width(line, *BODY) for line in names), default=0.0) / 2
    if middle + half > sheets.right:  # a long name pushes the date to the left
        middle = sheets.right - half
    for line in names:
        sheets.text(middle, sheets.y, line, BODY, "center")
        sheets.y -= LINE
    sheets.text(middle, sheets.y, day, BODY, "center")
    sheets.y -= LINE / 2


def draw_imprint(sheets: Sheets, imprint: Imprint, subject: Subject, occasion: Occasion) -> None:
    """Draw 版记 at the foot of the page: 抄送 above, who printed it and when below."""
    copied = imprint.copied.filled(subject, occasion)
    leading = 9 * mm
    high = leading * (2 if copied else 1)
    sheets.ensure(high)
    y = sheets.bottom + high
    indent = _IMPRINT[1]
    sheets.lines([(sheets.left, y, sheets.right, y)], _THICK)
    middle = leading / 2 + _IMPRINT[1] * _RISE
    if copied:
        words = f"抄送：{copied}"
        size = shrunk_to(words, Style(*_IMPRINT), sheets.right - sheets.left - 2 * indent)
        sheets.text(sheets.left + indent, y - middle, words, (_IMPRINT[0], size))
        y -= leading
        sheets.lines([(sheets.left, y, sheets.right, y)], _THIN)
    sheets.text(sheets.left + indent, y - middle, imprint.template.filled(subject, occasion), _IMPRINT)
    day = imprint.date.filled(subject, occasion)
    sheets.text(sheets.right - indent, y - middle, day + "印发" if day else "", _IMPRINT, "right")
    sheets.lines([(sheets.left, sheets.bottom, sheets.right, sheets.bottom)], _THICK)
    sheets.y = sheets.bottom
