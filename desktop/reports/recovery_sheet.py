"""The recovery sheet (恢复码单): the code that opens the ledger without a password, on one page for the safe.

It exists as bytes on their way to the printer only: nobody may write them to a disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from reportlab.lib.units import mm

from desktop.reports import qr_code
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.line_breaking import lines_of
from desktop.reports.page import CHINA, Paper, Running
from desktop.reports.table import Cell, Table

TITLE = "台账恢复码单"
_COLUMNS = 4  # groups in a line
_QR_SIDE = 38 * mm
_SEAL = 46 * mm  # the largest seal is 42 mm, its place is kept free
_LEADING = 16.0
_PURPOSE = (
    "忘记密码时，在打开台账的窗口选“用恢复码打开”，依次输入上面的 8 组字符，就可以设新密码。"
    "没有密码又没有恢复码，任何人（包括软件作者和上级工会）都打不开台账，数据无法找回。"
)
_KEEPING = (
    "打印时两人在场，当场在窗口中输入指定的两组字符核对，核对后两人签字。",
    "本单装入信封，封口盖章，由单位负责人锁入保险柜或铁皮柜，不与电脑放在一起。",
    "不拍照、不扫描、不复印，不发微信、QQ 或邮件，不存入任何电脑和 U 盘。",
    "开启信封要两人在场，在下表登记；用过之后，在“设置”中更换恢复码并重新打印。",
    "更换恢复码、保管人调动或怀疑外泄后，旧单作废，当面销毁。",
    "字符中没有数字 0、1，也没有字母 O、I；输入时大小写均可，“-”可以不输。",
)
_OPENINGS = 3  # lines to note when the envelope was opened


def build(office: str, user: str, code: str, printed: datetime) -> bytes:
    """Draw the sheet of a recovery code whose groups stand between hyphens; gives a PDF/A-2b of one page."""
    mark = hashlib.sha256(f"recovery sheet {code}".encode()).hexdigest()[:8].upper()  # tells sheets apart
    paper = Paper(Running(office, TITLE, printed, f"{mark[:4]} {mark[4:]}"))
    paper.new_page(landscape=False, personal=True)
    paper.heading(TITLE)
    _draw_facts(paper, office, user, printed)
    _draw_code(paper, code)
    _draw_words(paper, "用途", [_PURPOSE])
    _draw_words(paper, "保管", [f"{number}. {rule}" for number, rule in enumerate(_KEEPING, start=1)])
    _draw_openings(paper)
    _draw_signatures(paper)
    return archive(paper.finish(), Description(TITLE, office, TITLE, printed))


def _draw_facts(paper: Paper, office: str, user: str, printed: datetime) -> None:
    day = printed.astimezone(CHINA)
    label, value = 22 * mm, paper.room - 22 * mm
    table = Table(paper, (label, value))
    for words, fact in (
        ("单位", office),
        ("打印人", user),
        ("日期", f"{day.year}年{day.month}月{day.day}日"),
    ):
        table.add(Cell(words, align="center"), Cell(fact))
    table.close()
    paper.y -= 4 * mm


def _draw_code(paper: Paper, code: str) -> None:
    """Draw the numbered groups in large letters, with the QR code of all of them at the right."""
    groups = code.split("-")
    height = _QR_SIDE + 4 * mm
    bottom = paper.y - height
    paper.box(paper.left, bottom, paper.room, height)
    qr_code.draw(paper, code, paper.right - _QR_SIDE - 2 * mm, bottom + 2 * mm, _QR_SIDE)
    lines = -(-len(groups) // _COLUMNS)
    across, high = (paper.room - _QR_SIDE - 6 * mm) / _COLUMNS, height / lines
    for place, group in enumerate(groups):
        line, column = divmod(place, _COLUMNS)
        middle, top = paper.left + (column + 0.5) * across, paper.y - line * high
        paper.text(middle, top - high * 0.3, f"第 {place + 1} 组", size=8, align="center")
        paper.text(middle, top - high * 0.75, group, "hei", 22, "center")
    paper.y = bottom - 3 * mm


def _draw_words(paper: Paper, title: str, sentences: Sequence[str]) -> None:
    paper.y -= 14
    paper.text(paper.left, paper.y, title, "hei", 11)
    paper.y -= 4
    for sentence in sentences:
        for line in lines_of(sentence, "song", 10.5, paper.room - 5 * mm):
            paper.y -= _LEADING
            paper.text(paper.left + 5 * mm, paper.y, line)
    paper.y -= 6


def _draw_openings(paper: Paper) -> None:
    paper.y -= 3 * mm
    widths = [share * paper.room for share in (0.2, 0.36, 0.22, 0.22)]
    head = [
        Cell(words, align="center") for words in ("开启日期", "开启事由", "开启人（签字）", "见证人（签字）")
    ]
    table = Table(paper, widths, head=[head], row_height=7.5 * mm)
    for _ in range(_OPENINGS):
        table.add(*(Cell("") for _ in widths))
    table.close()
    paper.y -= 4 * mm


def _draw_signatures(paper: Paper) -> None:
    """Draw where two people sign, and keep the place of the seal free at the right."""
    bottom, half = paper.y - _SEAL, paper.room / 2
    paper.box(paper.left, bottom, paper.room, _SEAL)
    paper.lines([(paper.left + half, bottom, paper.left + half, paper.y)])
    x = paper.left + 4 * mm
    for line, words in ((13, "打印人（签字）："), (29, "保管人（签字）：")):
        y = paper.y - line * mm
        paper.text(x, y, words)
        paper.lines([(x + 29 * mm, y - 2, paper.left + half - 4 * mm, y - 2)])
    paper.text(paper.left + half - 4 * mm, bottom + 4 * mm, "年　　月　　日", align="right")
    paper.text(paper.left + half + 4 * mm, paper.y - 7 * mm, "单位（盖章）")
    paper.y = bottom
