"""The sheet of a record: few pages, nothing torn from what it belongs to, empty sections in one line."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.record import Record
from db.register import RowGroup, Section
from db.registers import all_registers
from desktop.reports.record_layout import NO_ROWS, UNUSED, Part, lay_out
from desktop.reports.submission_report import build
from tests.reports.report_samples import content, context, household, nominee, part

ROOM = 480


def _pages(tmp_path: Path, code: str, records: list[Record], **changes: Any) -> list[str]:
    """Give the text of each page behind review sheet and list, without spaces."""
    path = tmp_path / "report.pdf"
    path.write_bytes(build(content(part(code, records), **changes)).pdf)
    run = subprocess.run(["pdftotext", "-raw", "-f", "3", path, "-"], check=True, capture_output=True)
    return ["".join(page.split()) for page in run.stdout.decode().split("\f")[:-1]]


def _section(register: str, code: str) -> Section:
    return next(one for one in all_registers()[register].sections if one.code == code)


def _laid_out(code: str, record: Record, register: str = "hardship_cases") -> Part:
    return lay_out(_section(register, code), all_registers()[register], record, context(), ROOM)


def _words(laid_out: Part) -> list[str]:
    return [cell.text for grid in laid_out.grids for row in grid.rows for cell in row.cells]


def test_a_section_that_nobody_used_is_its_heading() -> None:
    unused = _laid_out("campaign", household(1))
    assert unused.title.endswith(UNUSED)
    assert unused.grids == ()


def test_an_answer_of_no_uses_its_section() -> None:
    used = _laid_out("campaign", household(0))
    assert not used.title.endswith(UNUSED)
    assert "□是　☑否" in _words(used)


def test_a_section_with_a_required_field_keeps_its_boxes() -> None:
    empty = all_registers()["hardship_cases"].record(members=[], attachments=[])
    assert "建档日期" in _words(_laid_out("filing", empty))


def test_opinions_are_shown_once_one_is_written() -> None:
    make = all_registers()["nominees"].record
    assert _laid_out("opinions", make(resume=[], honours=[]), "nominees").title.endswith(UNUSED)
    kept = _laid_out("opinions", make(resume=[], honours=[], party_opinion="同意推荐。"), "nominees")
    assert any("（盖章）" in cell.foot for grid in kept.grids for row in grid.rows for cell in row.cells)


def test_a_section_of_rows_without_rows_says_none() -> None:
    alone = _laid_out("members", household(1, members=0))
    assert alone == Part("家庭成员" + NO_ROWS)


def test_rows_that_must_be_there_are_never_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    group: RowGroup = all_registers()["hardship_cases"].row_group("members")
    monkeypatch.setitem(group.__dict__, "at_least", 1)
    assert _words(_laid_out("members", household(1, members=0))) == ["家庭成员", "无"]


def test_a_household_of_four_takes_two_pages(tmp_path: Path) -> None:
    pages = _pages(tmp_path, "hardship_cases", [household(0, members=3)])
    assert len(pages) == 2
    assert "填报日期" in pages[1]


def test_signatures_stand_below_the_last_section(tmp_path: Path) -> None:
    records = [household(number, members=number) for number in range(40)]
    pages = _pages(tmp_path, "hardship_cases", records)
    signed = [page for page in pages if "单位负责人：" in page and "联系电话：" not in page]  # not the list
    assert len(signed) == 40
    last = all_registers()["hardship_cases"].sections[-1].title
    assert all(f"、{last}{UNUSED}" in page for page in signed)


def test_a_heading_stands_on_the_page_of_its_first_boxes(tmp_path: Path) -> None:
    entry = all_registers()["nominees"].row_group("resume").row
    records = []
    for count in range(45):
        record = nominee(count)
        record.resume = [
            entry(
                id=f"entry-{count}-{position}",
                position=position,
                from_on=date(1999, 7, 1),
                organisation="某厂",
            )
            for position in range(count)
        ]
        records.append(record)
    with_heading = [page for page in _pages(tmp_path, "nominees", records) if "、意见" in page]
    assert len(with_heading) == 45
    assert all("（盖章）" in page.split("、意见")[1] for page in with_heading)
