"""The foot of a paper that is handed over: a fingerprint with its QR code, and the two halves to sign and seal."""

from __future__ import annotations

from reportlab.lib.units import mm

from desktop.reports import qr_code
from desktop.reports.line_breaking import lines_of
from desktop.reports.page import Paper

GAP = 3 * mm
SEAL = 46 * mm  # the largest seal is 42 mm, kept free; a seal is never printed
SIGNATURES = SEAL + 4 * mm
QR_SIDE = 32 * mm
FINGERPRINT = QR_SIDE + 4 * mm


def grouped(fingerprint: str) -> tuple[str, ...]:
    """Write a fingerprint in capitals and groups of four, as it is read aloud and compared."""
    text = fingerprint.upper()
    return tuple(text[start : start + 4] for start in range(0, len(text), 4))


def draw_fingerprint(paper: Paper, label: str, fingerprint: str, qr_text: str, words: str) -> None:
    """Draw a fingerprint in two lines of groups beside its QR code, with a sentence below it."""
    height = FINGERPRINT
    paper.ensure(height + GAP)
    paper.y -= GAP
    top = paper.y
    paper.box(paper.left, top - height, paper.room, height)
    qr_code.draw(paper, qr_text, paper.right - QR_SIDE - 2 * mm, top - height + 2 * mm, QR_SIDE)
    x = paper.left + 3 * mm
    paper.text(x, top - 6 * mm, label, "hei", 10)
    groups = grouped(fingerprint)
    for line in range(2):
        text = "  ".join(groups[line * 8 : line * 8 + 8])
        paper.text(x, top - (12 + 6 * line) * mm, text, "song", 11.5)
    room = paper.room - QR_SIDE - 8 * mm
    for number, sentence in enumerate(lines_of(words, "kai", 9.5, room)):
        paper.text(x, top - 25 * mm - number * 13, sentence, "kai", 9.5)
    paper.y = top - height


def draw_signatures(paper: Paper) -> None:
    """Draw where who hands over and who receives sign, seal and date."""
    height = SIGNATURES
    paper.ensure(height + GAP)
    paper.y -= GAP
    half = paper.room / 2
    bottom = paper.y - height
    paper.box(paper.left, bottom, paper.room, height)
    paper.lines([(paper.left + half, bottom, paper.left + half, paper.y)])
    for x, office, person in (
        (paper.left, "报送单位（盖章）", "报送人（签字）："),
        (paper.left + half, "接收单位（盖章）", "接收人（签字）："),
    ):
        paper.text(x + 3 * mm, paper.y - 6 * mm, office, "hei", 10.5)
        # Words stay in the left 36 mm, the seal has the rest of the half to itself.
        for line, words in ((20, person), (39, "日期：")):
            paper.text(x + 3 * mm, paper.y - line * mm, words, size=10)
        paper.lines([(x + 3 * mm, paper.y - 31 * mm, x + 35 * mm, paper.y - 31 * mm)])
        paper.text(x + 35 * mm, paper.y - 45 * mm, "年　　月　　日", size=10, align="right")
    paper.y = bottom
