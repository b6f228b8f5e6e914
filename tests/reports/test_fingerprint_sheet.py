"""The sheets of an enrolment: one archival page each, all groups, a QR code of the same, the place of the seal."""

from __future__ import annotations

import hashlib
import subprocess

import pytest

from desktop.reports import fingerprint_sheet
from desktop.reports.archival_pdf import violations
from desktop.reports.fingerprint_sheet import Sheet
from tests.reports.report_samples import CREATED
from tests.support import qr_on_paper

FINGERPRINT = hashlib.sha256(b"key").hexdigest()
OFFICE = "江西省南昌市青山湖区罗家镇昌东工业园区高新技术产业开发区联合总工会筹备领导小组办公室"
REQUEST = fingerprint_sheet.request_sheet(OFFICE, "360111103", "青山湖区总工会", 7, FINGERPRINT)
ANSWER = fingerprint_sheet.answer_sheet(
    "青山湖区总工会", "360111", f"{OFFICE}（360111103）", FINGERPRINT, CREATED
)


@pytest.mark.parametrize("sheet", [REQUEST, ANSWER], ids=["request", "answer"])
def test_it_says_what_has_to_be_compared(sheet: Sheet) -> None:
    pdf = fingerprint_sheet.build(sheet, CREATED)
    assert violations(pdf) == []
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True)
    text = "".join(done.stdout.decode().split())
    assert text.count("第1页共1页") == 1
    for number in range(1, 17):
        assert f"第{number}组" in text
        assert FINGERPRINT[number * 4 - 4 : number * 4] in text
    for words in (
        OFFICE,
        sheet.title,
        "360111103",
        "（盖章）",
        "经办人（签字）",
        "负责人（签字）",
        "怎样核对",
    ):
        assert words in text


@pytest.mark.parametrize("sheet", [REQUEST, ANSWER], ids=["request", "answer"])
def test_the_qr_code_on_the_page_says_the_fingerprint(sheet: Sheet) -> None:
    assert len(qr_on_paper.places(fingerprint_sheet.build(sheet, CREATED), FINGERPRINT, 38)) == 1
