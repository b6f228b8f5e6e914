"""The papers that go with a package: both copies of its slip, the letter, and the agreement on signatures."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from typing import Any

import pytest

from db.code_lists import code_list
from db.registers import all_registers
from db.store import journal
from db.store.ledger import Ledger
from db.store.shared_tables import Package
from desktop.exchange import certificates, manifest
from desktop.reports.archival_pdf import violations
from desktop.services import printables, records, submission_papers, submitting
from tests.reports.forms.geometry import (
    MM,
    check_printable,
    check_text_apart,
    check_text_clear_of_lines,
    find,
    sides,
)
from tests.support.offices import COUNTY, NAME, county
from tests.support.sample_records import clean_household, clean_unit

UNITS, CASES, HELP = (all_registers()[code] for code in ("units", "hardship_cases", "assistance"))


@pytest.fixture
def made(ledger: Ledger) -> Package:
    """Make a package of a unit, a household and money given to it."""
    records.save(ledger, UNITS, clean_unit(ledger))
    household: Any = records.save(ledger, CASES, clean_household(ledger)).record
    given: Any = records.new(ledger, HELP)
    given.hardship_case, given.amount, given.paid_on = household.id, 248_000, date(2026, 6, 1)
    given.name, given.id_no, given.year = household.name, household.id_no, 2026
    given.kind, given.form, given.fund_source = (
        code_list(codes).valid_on(date(2026, 6, 1))[0].code
        for codes in ("assistance_kind", "assistance_form", "fund_source")
    )
    given.reasons = {}
    records.save(ledger, HELP, given)
    review = submitting.prepare(ledger, list(all_registers()), "2026年6月", leave_out_standing=True)
    assert not review.left_out, [str(one.message) for left in review.left_out for one in left.stands]
    package_id = submitting.make(ledger, review)
    with ledger.store.reading() as session:
        return journal.with_content(session, package_id)


def texts(pdf: bytes) -> list[str]:
    return [side.text for side in sides(pdf)]


def test_the_slip_has_two_copies_that_say_whose_they_are(ledger: Ledger, made: Package) -> None:
    paper = printables.submission_slip(ledger, made.id)
    first, second = texts(paper.pdf)
    assert paper.pages == 2
    assert "第一联报送单位存" in first
    assert "第二联接收单位存" in second
    assert first.replace("第一联报送", "").replace("第1页", "") == second.replace("第二联接收", "").replace(
        "第2页", ""
    )
    assert "一式两份" in paper.copies_note
    assert violations(paper.pdf) == []


def test_the_slip_says_from_whom_to_whom_and_what(ledger: Ledger, made: Package) -> None:
    slip = submission_papers.slip_of(ledger, made.id)
    text = texts(submission_papers.pdf(ledger, made.id))[0]
    assert (slip.office, slip.addressee, slip.sequence) == (NAME, COUNTY, 1)
    assert {line.register: line.records for line in slip.lines if line.records} == made_counts(made)
    assert f"报送单位{NAME}接收单位{COUNTY}" in text
    assert "2026年6月" in text
    assert made.file_name in text
    for line in slip.lines:
        assert f"{line.register}{line.records}" in text
    assert f"合计{sum(line.records for line in slip.lines)}" in text


def made_counts(made: Package) -> dict[str, int]:
    names = {
        code: one.title if len(one.title) > 2 else one.group + one.title
        for code, one in all_registers().items()
    }
    return {names[code]: count for code, count in made.counts["registers"].items() if count}


def test_the_fingerprint_is_that_of_the_package_in_groups_of_four(ledger: Ledger, made: Package) -> None:
    (page, _copy) = sides(submission_papers.pdf(ledger, made.id))
    assert "".join(certificates.grouped(made.identity.upper()).split()) in page.text
    slip = submission_papers.slip_of(ledger, made.id)
    assert slip.qr_text == f"TAIZHANG-PACKAGE:{made.sender}:1:{made.identity}"
    assert len(made.identity) == 64


def test_the_file_is_named_as_it_lies_on_the_stick_with_its_own_fingerprint(
    ledger: Ledger, made: Package
) -> None:
    before = submission_papers.slip_of(ledger, made.id)
    assert (before.file_name, before.file_fingerprint) == (f"{made.file_name}.age", "")
    with ledger.store.writing() as session:
        journal.sealed(session, made.id, b"sealed")
    slip = submission_papers.slip_of(ledger, made.id)
    assert slip.file_fingerprint == hashlib.sha256(b"sealed").hexdigest() != slip.fingerprint
    page = texts(submission_papers.pdf(ledger, made.id))[0]
    assert f"报送文件{made.file_name}.age" in page
    assert slip.file_fingerprint.upper() in page


def test_rows_and_money_are_those_of_the_package(ledger: Ledger, made: Package) -> None:
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        stated = manifest.parse(archive.read("manifest.json"))
    slip = submission_papers.slip_of(ledger, made.id)
    cases = next(line for line in slip.lines if line.register == "困难职工")
    members = next(one.rows for one in stated.files if one.name == "data/hardship_cases.members.csv")
    assert f"家庭成员 {members} 行" in cases.details
    assert stated.control_sums["assistance.amount"] == "2480.00"
    money = [one for line in slip.lines for one in line.sums]
    assert [(one.label, one.total) for one in money] == [("金额", 248_000)]
    assert "金额2,480.00人民币贰仟肆佰捌拾元整" in texts(submission_papers.pdf(ledger, made.id))[0]
    assert slip.files == len(stated.files)


def test_everything_of_the_slip_is_printable_and_the_seals_have_room(ledger: Ledger, made: Package) -> None:
    for number, page in enumerate(sides(submission_papers.pdf(ledger, made.id)), start=1):
        check_printable(page, number)
        check_text_clear_of_lines(page, number)
        check_text_apart(page, number)
        for words in ("报送单位（盖章）", "接收单位（盖章）"):
            left, _bottom, _right, top = find(page, words)
            right = left + 84 * MM - 3 * MM
            free = (right - 46 * MM, top - 48 * MM, right, top - 2 * MM)
            inside = [
                box
                for box in page.characters
                if box.left < free[2] and box.right > free[0] and box.bottom < free[3] and box.top > free[1]
            ]
            assert inside == []


def test_the_letter_names_what_goes_and_the_slip(ledger: Ledger, made: Package) -> None:
    paper = printables.submission_letter(ledger, made.id)
    text = "".join(texts(paper.pdf))
    assert f"{COUNTY}：" in text
    assert "关于报送2026年6月工会台账数据的函" in text
    assert "单位台账1条、困难职工1条、帮扶发放1条" in text
    assert made.file_name in text
    assert "附件：工会台账数据报送单（一式两份）" in text
    assert "2026年6月15日" in text


def test_the_agreement_has_the_fingerprints_that_enrolment_pinned(ledger: Ledger) -> None:
    text = "".join(texts(printables.signature_agreement(ledger).pdf))
    assert f"甲方：{COUNTY}" in text
    assert f"乙方：{NAME}" in text
    assert certificates.fingerprint(county().root).upper() in text
    assert "具有法律效力" not in text
    assert "不代替公章" in text
