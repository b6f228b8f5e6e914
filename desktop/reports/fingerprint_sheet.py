"""The two sheets of an enrolment (入网): the request's fingerprint from below, the root's from above, to be compared.

Each goes on paper with a seal, because a file on a stick cannot vouch for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm

from desktop.reports import sheet_parts
from desktop.reports.archival_pdf import Description, archive
from desktop.reports.page import CHINA, Paper, Running

REQUEST_TITLE = "入网申请单（密钥指纹）"
ANSWER_TITLE = "入网批复单（根证书指纹）"
_GROUP = 4  # hex digits


@dataclass(frozen=True)
class Sheet:
    """What a sheet says; ``fingerprint`` is 64 hex digits, ``signers`` are the labels of two signatures."""

    title: str
    office: str
    facts: tuple[tuple[str, str], ...]
    fingerprint: str
    purpose: tuple[str, ...]
    signers: tuple[str, str]
    seal: str


def request_sheet(office: str, code: str, superior: str, number: int, fingerprint: str) -> Sheet:
    """Describe the sheet that an office hands in together with its request file."""
    return Sheet(
        REQUEST_TITLE,
        office,
        (("申请单位", f"{office}（{code}）"), ("报送上级", superior), ("申请编号", f"第 {number} 号")),
        fingerprint,
        (
            "1. 申请单位打印本单，盖章、签字，与申请文件所在的 U 盘一起送交上级；不能当面送交的，电话逐组念出指纹。",
            "2. 上级打开申请文件，从本单上抄入软件指定的两组指纹；一致才签发证书，不一致就退回。",
            "3. 本单由上级存档。证书丢失、电脑被盗或人员变动时，凭书面申请吊销后重新入网。",
        ),
        ("经办人（签字）：", "负责人（签字）："),
        "申请单位（盖章）",
    )


def answer_sheet(office: str, code: str, below: str, fingerprint: str, valid_to: datetime) -> Sheet:
    """Describe the sheet that the office above hands back together with its answer file."""
    day = valid_to.astimezone(CHINA)
    return Sheet(
        ANSWER_TITLE,
        office,
        (
            ("批复单位", f"{office}（{code}）"),
            ("发给", below),
            ("证书有效至", f"{day.year}年{day.month}月{day.day}日"),
        ),
        fingerprint,
        (
            "1. 批复单位打印本单，盖章、签字，与批复文件所在的 U 盘一起交给申请单位。",
            "2. 申请单位读入批复文件，从本单上抄入软件指定的两组指纹；一致才写入，从此只认这个根证书。",
            "3. 不一致时软件会报警：请停止操作，当面或打电话向批复单位核实，不要再试。",
        ),
        ("经办人（签字）：", "负责人（签字）："),
        "批复单位（盖章）",
    )


def build(sheet: Sheet, printed: datetime) -> bytes:
    """Draw a sheet; gives a PDF/A-2b of one page."""
    mark = sheet.fingerprint[:8].upper()
    paper = Paper(Running(sheet.office, sheet.title, printed, f"{mark[:4]} {mark[4:]}"))
    paper.new_page(landscape=False, personal=False)
    paper.heading(sheet.title)
    day = printed.astimezone(CHINA)
    sheet_parts.facts(paper, (*sheet.facts, ("日期", f"{day.year}年{day.month}月{day.day}日")), label=26 * mm)
    sheet_parts.groups(paper, _groups(sheet.fingerprint), sheet.fingerprint, size=17)
    sheet_parts.words(paper, "怎样核对", sheet.purpose)
    paper.y -= 6 * mm
    sheet_parts.signatures(paper, sheet.signers, sheet.seal)
    return archive(paper.finish(), Description(sheet.title, sheet.office, sheet.title, printed))


def _groups(fingerprint: str) -> Sequence[str]:
    return [fingerprint[start : start + _GROUP] for start in range(0, len(fingerprint), _GROUP)]
