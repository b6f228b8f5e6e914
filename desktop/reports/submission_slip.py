"""The slip that goes with a package (报送单): what is handed over, in two copies, one for each office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from db.values import money
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.fonts import Face
from desktop.reports.handing_over import (
    FINGERPRINT,
    GAP,
    SIGNATURES,
    draw_fingerprint,
    draw_signatures,
    grouped,
)
from desktop.reports.page import Paper, Running, moment_written
from desktop.reports.submission_content import ControlSum
from desktop.reports.table import Cell, Table

TITLE = "工会台账数据报送单"
COPIES = ("第一联　报送单位存", "第二联　接收单位存")
_WORDS = (
    "报送包指纹由程序按包内全部文件算出，改动一个字就不相同；文件指纹是U盘上加密文件的。"
    "接收时用程序核验，报送包指纹与本单一致再签收。"
)
_ROW = 7 * mm
_SMALL = 9


@dataclass(frozen=True)
class SlipLine:
    """What a package has of one register: its records, the rows of their groups in words, sums of money."""

    register: str
    records: int
    details: str
    sums: tuple[ControlSum, ...] = ()


@dataclass(frozen=True)
class Slip:
    """Everything on the slip; ``fingerprint`` is the package's identity in hexadecimal, moments have their time zone.

    ``file_name`` is that of the file on the stick and ``file_fingerprint`` its SHA-256, "" while it is not sealed yet.
    """

    office: str
    office_code: str
    addressee: str
    sequence: int
    period: str
    file_name: str
    files: int
    made_at: datetime
    made_by: str
    lines: tuple[SlipLine, ...]
    fingerprint: str
    data_fingerprint: str
    printed: datetime
    file_fingerprint: str = ""

    @property
    def qr_text(self) -> str:
        """What the QR code says: sender, sequence and fingerprint of the package."""
        return f"TAIZHANG-PACKAGE:{self.office_code}:{self.sequence}:{self.fingerprint.lower()}"


@dataclass(frozen=True)
class Drawn:
    """A finished PDF/A-2b; ``missing`` are characters that stand in it only as 〔U+XXXXX〕."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...]


def build(slip: Slip) -> Drawn:
    """Draw both copies; they differ only in the words that say whose they are."""
    title = f"{TITLE}（{slip.period}，第 {slip.sequence} 号）"
    paper = Paper(Running(slip.office, title, slip.printed, " ".join(grouped(slip.data_fingerprint)[:2])))
    for copy in COPIES:
        _draw(paper, slip, copy)
    description = Description(title, slip.office, slip.qr_text, slip.printed)
    return Drawn(archive(paper.finish(), description), paper.pages, tuple(paper.missing))


def _draw(paper: Paper, slip: Slip, copy: str) -> None:
    paper.new_page(landscape=False, personal=False)
    paper.bookmark(copy, level=0)
    paper.heading(TITLE, 22)
    paper.text(paper.left, paper.y, f"编号：{slip.office_code}－{slip.sequence}", size=10.5)
    paper.text(paper.right, paper.y, copy, "hei", 10.5, "right")
    paper.y -= 2.5 * mm
    _draw_facts(paper, slip)
    _draw_contents(paper, slip)
    if paper.y - FINGERPRINT - SIGNATURES - 2 * GAP < paper.bottom:
        paper.new_page()  # what is signed stays with the fingerprint
    label = "报送包指纹（SHA-256，每四位一组）"
    draw_fingerprint(paper, label, slip.fingerprint, slip.qr_text, _WORDS)
    draw_signatures(paper)


def _draw_facts(paper: Paper, slip: Slip) -> None:
    label = 24 * mm
    value = paper.room / 2 - label
    table = Table(paper, (label, value, label, value), row_height=_ROW)
    checked = " ".join(grouped(slip.data_fingerprint)[:2])
    for row in (
        ("报送单位", slip.office, "接收单位", slip.addressee),
        ("数据期间", slip.period, "报送序号", f"第 {slip.sequence} 号"),
        ("打包时间", moment_written(slip.made_at), "经 办 人", slip.made_by),
        ("数据校验码", f"{checked}（与核对单一致）", "包内文件", f"共 {slip.files} 个"),
    ):
        table.add(*(_label(text) if number % 2 == 0 else Cell(text) for number, text in enumerate(row)))
    table.change_columns((label, paper.room - label))
    table.add(_label("报送文件"), Cell(slip.file_name))
    if slip.file_fingerprint:
        table.add(_label("文件指纹"), Cell(" ".join(grouped(slip.file_fingerprint)), size=_SMALL))
    table.close()


def _draw_contents(paper: Paper, slip: Slip) -> None:
    paper.y -= GAP
    shares = (0.07, 0.17, 0.12, 0.32, 0.32)
    labels = ("序号", "台　账", "条　数", "明细文件和行数", "金额合计（元）")
    head = [[_label(text) for text in labels]]
    table = Table(paper, tuple(share * paper.room for share in shares), head=head, row_height=_ROW)
    for number, line in enumerate(slip.lines, start=1):
        sums = "\n".join(
            f"{one.label} {money.grouped(one.total)}\n{money.capitals(one.total)}" for one in line.sums
        )
        table.add(
            _label(str(number)),
            _label(line.register),
            Cell(str(line.records), align="right"),
            Cell(line.details or "/", size=_SMALL),
            Cell(sums or "/", size=_SMALL),
        )
    total = str(sum(line.records for line in slip.lines))
    table.add(
        _label("合　计", "hei", span=2), Cell(total, align="right", face="hei"), _label("/"), _label("/")
    )
    table.close()


def _label(text: str, face: Face = "song", span: int = 1) -> Cell:
    return Cell(text, span=span, align="center", face=face)
