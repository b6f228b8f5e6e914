"""看核对单: before packing, the sheet that will be page 1, marked as a draft; looking at it leaves no trace."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy import text

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.reports.archival_pdf import violations
from desktop.services import printables, records, submitting
from desktop.services.printables import Paper
from desktop.services.review import Review
from desktop.services.roles import NotAllowedError
from desktop.services.submitting import NothingToSubmitError, ReviewOutdatedError
from tests.reports.forms.geometry import sides
from tests.services.test_checking import KEY, WRONG_CODE
from tests.support.sample_records import another_unit, clean_household, clean_unit

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
DRAFT = "草稿，未签名"
REASON = "已核对营业执照原件"


@pytest.fixture
def review(ledger: Ledger) -> Review:
    """Look at a unit, one with a reason, one that stays behind, and a household with money."""
    records.save(ledger, UNITS, clean_unit(ledger))
    records.save(ledger, UNITS, another_unit(ledger, 1, credit_code=WRONG_CODE, reasons={KEY: REASON}))
    records.save(ledger, UNITS, another_unit(ledger, 2, employees=-1))
    records.save(ledger, CASES, clean_household(ledger))
    return submitting.prepare(ledger, list(all_registers()), "2026年6月", leave_out_standing=True)


def pages(pdf: bytes) -> list[str]:
    """Give the text of each page without its spaces."""
    return ["".join(side.text.split()) for side in sides(pdf)]


def table(page: str) -> str:
    """Give what a first page tells above the place of the fingerprint."""
    found = re.search(r"报送单位.*?(?=数据指纹|草稿，未签名本页)", page)
    assert found, page
    return found[0]


def lists(page: str) -> str:
    """Give what stands on a page between header and footer."""
    found = re.search(r"下列记录因有问题未上报.*?(?=打印时间|$)", page)
    assert found, page
    return found[0]


def everything(ledger: Ledger) -> dict[str, list[Any]]:
    """Give every row of every table."""
    with ledger.store.reading() as session:
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ).all()
        return {name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


def real(ledger: Ledger, review: Review, folder: Path) -> bytes:
    """Make the package and give its report."""
    path = submitting.plain_copy(ledger, submitting.make(ledger, review), folder).path
    with zipfile.ZipFile(path) as package:
        return package.read("report.pdf")


def drawn(ledger: Ledger, review: Review) -> Paper:
    return printables.review_draft(ledger, review)


def test_every_page_says_that_it_is_a_draft(ledger: Ledger, review: Review) -> None:
    paper = drawn(ledger, review)
    told = pages(paper.pdf)
    assert (len(told), paper.pages) == (2, 2)
    for page in told:
        assert page.count(DRAFT) == 2 + ("不能报送、签字或盖章" in page)  # in the header, across, in the box
    assert "不能报送、签字或盖章" in told[0]
    assert violations(paper.pdf) == []


def test_nothing_on_it_could_be_compared_or_signed(ledger: Ledger, review: Review, tmp_path: Path) -> None:
    draft = "".join(pages(drawn(ledger, review).pdf))
    signed = "".join(pages(real(ledger, review, tmp_path)))
    for words in ("指纹", "校验码", "（盖章）", "（签字）", "SHA-256"):
        assert words in signed
        assert words not in draft


def filled(pdf: bytes) -> int:
    """Count what is filled on the first page: the modules of a QR code."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(str(one[1]) == "f" for one in pikepdf.parse_content_stream(opened.pages[0]))


def test_no_code_is_on_it(ledger: Ledger, review: Review, tmp_path: Path) -> None:
    assert filled(drawn(ledger, review).pdf) == 0
    assert filled(real(ledger, review, tmp_path)) > 0


def test_counts_sums_and_lists_are_those_of_the_package(
    ledger: Ledger, review: Review, tmp_path: Path
) -> None:
    draft = pages(drawn(ledger, review).pdf)
    signed = pages(real(ledger, review, tmp_path))
    assert table(draft[0]) == table(signed[0])
    assert "单位台账200210" in table(draft[0])
    assert "第1号" in table(draft[0])
    assert REASON in draft[1]
    assert "罗家第2针织厂" in draft[1]
    assert lists(draft[1]) == lists(signed[1])


def test_looking_leaves_no_trace(ledger: Ledger, review: Review) -> None:
    before = everything(ledger)
    drawn(ledger, review)
    assert everything(ledger) == before
    assert submitting.packages(ledger) == []
    submitting.make(ledger, review)
    assert [one.sequence for one in submitting.packages(ledger)] == [1]
    assert everything(ledger) != before


def test_what_changed_after_the_review_is_not_drawn(ledger: Ledger, review: Review) -> None:
    records.save(ledger, UNITS, another_unit(ledger, 3))
    with pytest.raises(ReviewOutdatedError):
        drawn(ledger, review)


def test_nothing_to_report_has_no_sheet(ledger: Ledger) -> None:
    empty = submitting.prepare(ledger, ["units"], "2026年6月")
    with pytest.raises(NothingToSubmitError):
        drawn(ledger, empty)


def test_who_may_not_submit_does_not_draw_it(ledger: Ledger, review: Review) -> None:
    ledger.role = "entry"
    with pytest.raises(NotAllowedError):
        drawn(ledger, review)
