"""What sheets with a code to be typed from paper (恢复码、指纹) have in common: facts, numbered groups, sentences."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm

from desktop.reports import qr_code
from desktop.reports.line_breaking import lines_of
from desktop.reports.page import Paper
from desktop.reports.table import Cell, Table

SEAL = 46 * mm  # the largest seal is 42 mm, its place is kept free
_COLUMNS = 4  # groups in a line
_QR_SIDE = 38 * mm
_LINE = 15 * mm  # a line of groups, each with its number above it
_LEADING = 16.0


def facts(paper: Paper, lines: Sequence[tuple[str, str]], label: float = 22 * mm) -> None:
    """Draw a table of labels and facts; ``label`` is the width of the labels in points."""
    table = Table(paper, (label, paper.room - label))
    for words, fact in lines:
        table.add(Cell(words, align="center"), Cell(fact))
    table.close()
    paper.y -= 4 * mm


def groups(paper: Paper, code: Sequence[str], qr_text: str, size: float = 22) -> None:
    """Draw the numbered groups of a code in large letters, with the QR code of ``qr_text`` at the right."""
    lines = -(-len(code) // _COLUMNS)
    height = max(_QR_SIDE + 4 * mm, lines * _LINE)
    bottom = paper.y - height
    paper.box(paper.left, bottom, paper.room, height)
    lower = bottom + (height - _QR_SIDE) / 2
    qr_code.draw(paper, qr_text, paper.right - _QR_SIDE - 2 * mm, lower, _QR_SIDE)
    across, high = (paper.room - _QR_SIDE - 6 * mm) / _COLUMNS, height / lines
    for place, group in enumerate(code):
        line, column = divmod(place, _COLUMNS)
        middle, top = paper.left + (column + 0.5) * across, paper.y - line * high
        paper.text(middle, top - high * 0.3, f"第 {place + 1} 组", size=8, align="center")
        paper.text(middle, top - high * 0.75 - (22 - size) * 0.3, group, "hei", size, "center")
    paper.y = bottom - 3 * mm


def words(paper: Paper, title: str, sentences: Sequence[str]) -> None:
    """Draw a small heading and its sentences, broken into lines."""
    paper.y -= 14
    paper.text(paper.left, paper.y, title, "hei", 11)
    paper.y -= 4
    for sentence in sentences:
        for line in lines_of(sentence, "song", 10.5, paper.room - 5 * mm):
            paper.y -= _LEADING
            paper.text(paper.left + 5 * mm, paper.y, line)
    paper.y -= 6


def signatures(paper: Paper, signers: Sequence[str], seal: str) -> None:
    """Draw where two people sign, and keep the place of the seal free at the right."""
    bottom, half = paper.y - SEAL, paper.room / 2
    paper.box(paper.left, bottom, paper.room, SEAL)
    paper.lines([(paper.left + half, bottom, paper.left + half, paper.y)])
    x = paper.left + 4 * mm
    for line, signer in zip((13, 29), signers, strict=True):
        y = paper.y - line * mm
        paper.text(x, y, signer)
        paper.lines([(x + 29 * mm, y - 2, paper.left + half - 4 * mm, y - 2)])
    paper.text(paper.left + half - 4 * mm, bottom + 4 * mm, "年　　月　　日", align="right")
    paper.text(paper.left + half + 4 * mm, paper.y - 7 * mm, seal)
    paper.y = bottom
