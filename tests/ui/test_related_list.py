"""帮扶记录 of a household: seen, opened and added from its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.record import Record
from db.registers import all_registers
from desktop.services import records
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.support.sample_records import clean_household

CASES, HELP = all_registers()["hardship_cases"], all_registers()["assistance"]


@pytest.fixture
def case(session: Session) -> Record:
    saved: Record = session.do(records.save, CASES, clean_household(session.ledger)).record
    return saved


def give(session: Session, case: Record, amount: int) -> str:
    given: Any = session.do(records.new, HELP)
    given.hardship_case, given.paid_on, given.kind, given.form = case.id, date(2026, 2, 3), "01", "1"
    given.amount = amount
    return str(session.do(records.save, HELP, given).record.id)


def titles(page: RecordPage) -> list[str]:
    return [page.sections.item(row).text() for row in range(page.sections.count())]


def test_the_last_part_counts_and_adds_up_the_help(
    session: Session, case: Record, show: Callable[[Any], Any]
) -> None:
    page: RecordPage = show(RecordPage(session, CASES, case))
    part = page.form.related["help_given"]
    assert titles(page)[-1] == "○ 帮扶记录"
    assert (part.words.text(), part.table.isVisibleTo(part)) == ("还没有记录。", False)
    give(session, case, 50_000)
    page.show_record(case)
    assert titles(page)[-1] == "✓ 帮扶记录 1"
    assert part.words.text() == "1 条，帮扶合计 500.00 元。点第一列或按 Enter 打开。"
    shown = [part.table.model().index(0, column).data() for column in (0, 3)]
    assert shown == ["2026年2月3日", "500.00"]
    sides = [
        part.table.model().index(0, column).data(Qt.ItemDataRole.TextAlignmentRole) for column in range(6)
    ]
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert sides == [None, None, None, right, None, right]  # 金额 and 折价 stand digit under digit
    assert part.table.isVisibleTo(part)


def test_a_new_household_is_saved_before_help_is_added(session: Session, show: Callable[[Any], Any]) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.begin, CASES)))
    part = page.form.related["help_given"]
    assert not part.add.isEnabled()
    assert part.words.text() == "先保存这条记录，再在这里添加。"


def test_return_opens_a_line_and_the_button_begins_another(
    session: Session, case: Record, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    given = give(session, case, 50_000)
    page: RecordPage = show(RecordPage(session, CASES, case))
    wanted: list[Destination] = []
    session.record_wanted.connect(wanted.append)
    page.form.go_to_section("help_given")
    qtbot.waitUntil(page.form.related["help_given"].table.hasFocus)
    qtbot.keyClick(page.form.related["help_given"].table, Qt.Key.Key_Return)
    page.form.related["help_given"].add.click()
    begun = Destination("assistance", names=("hardship_case", case.id))
    assert wanted == [Destination("assistance", given), begun]


def test_return_in_the_form_never_lands_on_a_line(
    session: Session, case: Record, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    give(session, case, 50_000)
    page: RecordPage = show(RecordPage(session, CASES, case))
    last = list(page.form.editors.values())[-1]
    last.setFocus()
    qtbot.waitUntil(lambda: last.isAncestorOf(page.focusWidget()))
    for _ in range(4):
        page.form.go_on()
        assert not page.form.related["help_given"].isAncestorOf(page.focusWidget())


def test_the_window_begins_help_with_the_household_filled_in(
    session: Session, case: Any, show: Callable[[Any], Any]
) -> None:
    window: MainWindow = show(MainWindow(session))
    session.record_wanted.emit(Destination("assistance", names=("hardship_case", case.id)))
    page = window.findChildren(RecordPage)[-1]
    assert page.register is HELP
    assert page.form.editors["name"].value() == case.name
    assert page.form.editors["hardship_case"].value() == case.id
    assert page.form.editors["card_no"].value() == case.card_no
