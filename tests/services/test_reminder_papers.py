"""催报通知单: one page for each office that has not reported, which says since when and for which period."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from db.messages import ReportableError
from desktop.reports.archival_pdf import violations
from desktop.services import comparing, receiving, reminder_papers, reporting_board, taking_in
from desktop.services.deciding import default_decisions
from desktop.services.printables import Paper
from tests.reports.forms.geometry import MM, check_printable, check_text_apart, find, sides
from tests.support.offices import NOW, USER
from tests.support.round_trip import COUNTY, LUOJIA, TANGSHAN, OfficeMaker, Round, save_unit, send

ANSWERS = {
    "period": "2026年7月",
    "deadline": "2026年8月10日",
    "number": "青工办〔2026〕7号",
    "contact": "万秀英",
    "phone": "0791-88100000",
}


@pytest.fixture
def late(trip: Round, maker: OfficeMaker) -> Round:
    """One township reported 45 days ago, the other one never."""
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    compared = comparing.compare_all(trip.county, receiving.look(trip.county, trip.stick))
    taking_in.apply(trip.county, [(one, default_decisions(one)) for one in compared])
    maker.clock.now = NOW + timedelta(days=45)
    return trip


def words_of(paper: Paper, folder: Path) -> list[str]:
    """Read the pages as another program does, without the breaks of lines."""
    file = folder / "reminder.pdf"
    file.write_bytes(paper.pdf)
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return ["".join(page.split()) for page in read.stdout.split("\f") if page.strip()]


def test_each_late_office_gets_a_page_of_its_own(late: Round, tmp_path: Path) -> None:
    paper = reminder_papers.reminders(late.county, [LUOJIA.code, TANGSHAN.code], ANSWERS)
    never, once = words_of(paper, tmp_path)
    assert paper.pages == 2
    assert [(part.title, part.first, part.last, part.copies) for part in paper.parts] == [
        (TANGSHAN.name, 1, 1, 2),
        (LUOJIA.name, 2, 2, 2),
    ]
    for page, name in ((never, TANGSHAN.name), (once, LUOJIA.name)):
        assert page.startswith(f"{COUNTY.name}催报通知单青工办〔2026〕7号{name}：")
        assert "截至2026年7月30日，我会没有收到你单位2026年7月工会台账数据的报送包。" in page
        assert "于2026年8月10日前把报送包和盖章的报送单送到我会" in page
        assert f"特此通知。{COUNTY.name}2026年7月30日（联系人：万秀英，联系电话：0791-88100000）" in page
    assert "你单位自2026年6月15日入网以来还没有报送过，至今已45天。" in never
    assert (
        "你单位最近一次报送是第1号（报告期：2026年6月），我会于2026年6月15日收到，至今已45天没有再报。"
        in once
    )
    assert paper.missing == ()


def test_it_is_pdf_a(late: Round) -> None:
    paper = reminder_papers.reminders(late.county, [LUOJIA.code, TANGSHAN.code], ANSWERS)
    assert violations(paper.pdf) == []


def test_a_seal_on_name_and_date_touches_nothing_else(late: Round) -> None:
    (page,) = sides(reminder_papers.reminders(late.county, [TANGSHAN.code], ANSWERS).pdf)
    left, bottom, right, top = find(page, f"{COUNTY.name}2026年7月30日")
    middle, height = (left + right) / 2, (bottom + top) / 2
    under = "".join(
        box.character
        for box in page.characters
        if abs((box.left + box.right) / 2 - middle) < 23 * MM
        and height - 23 * MM < box.top
        and box.bottom < height + 23 * MM
    )
    assert under == f"{COUNTY.name}2026年7月30日"
    check_printable(page, 1)
    check_text_apart(page, 1)


def test_what_nobody_answered_is_left_to_write(late: Round, tmp_path: Path) -> None:
    (page,) = words_of(reminder_papers.reminders(late.county, [LUOJIA.code], {}), tmp_path)
    assert "催报通知单〔〕号" in page
    assert "于年月日前把报送包" in page
    assert "（联系人：，联系电话：）" in page
    assert "None" not in page


def test_who_has_reported_that_period_is_pointed_out(late: Round, maker: OfficeMaker, tmp_path: Path) -> None:
    both = [LUOJIA.code, TANGSHAN.code]
    assert reminder_papers.reminders(late.county, both, ANSWERS).remarks == ()
    maker.clock.now = NOW
    paper = reminder_papers.reminders(late.county, both, {"period": "2026年6月"})
    assert [str(one) for one in paper.remarks] == [f"{LUOJIA.name}已经报过2026年6月，请再看看是不是要催。"]
    never, once = words_of(paper, tmp_path)
    assert "你单位自2026年6月15日入网以来还没有报送过。" in never
    assert "我会于2026年6月15日收到。" in once


def test_nobody_chosen_is_said(late: Round) -> None:
    with pytest.raises(ReportableError, match="选中"):
        reminder_papers.reminders(late.county, [], ANSWERS)


def test_last_month_a_week_and_who_asks_are_proposed(late: Round) -> None:
    assert reporting_board.usual_answers(late.county) == {
        "period": "2026年6月",
        "deadline": "2026年8月6日",
        "contact": USER,
    }


def test_the_board_knows_who_is_late(late: Round, maker: OfficeMaker) -> None:
    assert [(one.name, one.days, one.is_late) for one in reporting_board.board(late.county)] == [
        (TANGSHAN.name, 45, True),
        (LUOJIA.name, 45, True),
    ]
    maker.clock.now = NOW + timedelta(days=31)
    assert [one.is_late for one in reporting_board.board(late.county)] == [True, False]
