"""The recovery sheet (恢复码单): the code that opens the ledger without a password, on one page for the safe.

It exists as bytes on their way to the printer only: nobody may write them to a disk.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from reportlab.lib.units import mm

from desktop.reports import sheet_parts
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import CHINA, Paper, Running
from desktop.reports.table import Cell, Table

TITLE = "台账恢复码单"
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
    day = printed.astimezone(CHINA)
    sheet_parts.facts(
        paper,
        [("单位", office), ("打印人", user), ("日期", f"{day.year}年{day.month}月{day.day}日")],
    )
    sheet_parts.groups(paper, code.split("-"), code)
    sheet_parts.words(paper, "用途", [_PURPOSE])
    sheet_parts.words(paper, "保管", [f"{number}. {rule}" for number, rule in enumerate(_KEEPING, start=1)])
    _draw_openings(paper)
    sheet_parts.signatures(paper, ("打印人（签字）：", "保管人（签字）："), "单位（盖章）")
    return archive(paper.finish(), Description(TITLE, office, TITLE, printed))


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
