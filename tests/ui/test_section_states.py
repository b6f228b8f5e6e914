"""The list of sections says of each whether it is empty, begun, complete or wrong, in words, sign and colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.messages import Message, Problem, Severity
from db.record import Record
from db.registers import all_registers
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.registers.section_list import SectionList
from desktop.ui.session import Session
from tests.support.typing import type_text

CASES = all_registers()["hardship_cases"]
MUST, VERIFY = Severity.MUST, next(one for one in Severity if one is not Severity.MUST)


def problem(field: str, rows: str = "", severity: Severity = MUST) -> Problem:
    return Problem("required", severity, Message(""), field, rows)


@pytest.fixture
def titles(show: Callable[[Any], Any]) -> SectionList:
    made: SectionList = show(SectionList(CASES))
    return made


def line(titles: SectionList, code: str) -> str:
    place = [section.code for section in CASES.sections].index(code)
    return titles.item(place).text()


def colour(titles: SectionList, code: str) -> Any:
    place = [section.code for section in CASES.sections].index(code)
    return titles.item(place).foreground().color()


@pytest.fixture
def record(session: Session) -> Record:
    made = session.do(records.new, CASES)
    made.name = "熊国平"  # type: ignore[attr-defined]
    return made


def test_a_section_is_empty_begun_complete_or_wrong(titles: SectionList, record: Record) -> None:
    member = CASES.row_group("members").row()
    record.members.append(member)  # type: ignore[attr-defined]
    begun = problem("id_no")
    titles.show_state(record, (), [begun])
    assert line(titles, "basics") == "● 基本情况"
    assert line(titles, "members") == "✓ 家庭成员 1"
    assert line(titles, "bank") == "○ 银行账户"
    assert [colour(titles, code) for code in ("basics", "members", "bank")] == [
        appearance.TEXT,
        appearance.GOOD,
        appearance.TEXT,
    ]
    titles.show_state(record, [begun], [begun])
    assert (line(titles, "basics"), colour(titles, "basics")) == ("✖ 基本情况", appearance.ACCENT)
    titles.show_state(record, (), ())
    assert (line(titles, "basics"), colour(titles, "basics")) == ("✓ 基本情况", appearance.GOOD)


def test_a_problem_of_a_row_marks_the_section_of_its_group(titles: SectionList, record: Record) -> None:
    wrong = problem("name", rows="members")
    titles.show_state(record, [wrong], [wrong])
    assert [line(titles, code) for code in ("basics", "members")] == ["✓ 基本情况", "✖ 家庭成员"]


def test_what_only_wants_a_look_is_no_mistake(titles: SectionList, record: Record) -> None:
    doubt = problem("id_no", severity=VERIFY)
    titles.show_state(record, [doubt], [doubt])
    assert line(titles, "basics") == "✓ 基本情况"


def test_the_list_follows_the_form_and_leads_it(session: Session, show: Callable[[Any], Any]) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    page.resize(1180, 680)
    assert line(page.sections, "basics") == "○ 基本情况"
    page.form.editors["name"].setFocus()
    type_text(page.form.editors["name"], "熊国平")
    page.form.commit()
    assert line(page.sections, "basics") == "● 基本情况"
    page.check()
    assert line(page.sections, "basics") == "✖ 基本情况"
    page.form.editors["bank"].setFocus()
    assert page.sections.currentItem().text() == line(page.sections, "bank")
    place = page.sections.visualItemRect(page.sections.item(0)).center()
    QTest.mouseClick(page.sections.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.form.here().field == CASES.number_field
