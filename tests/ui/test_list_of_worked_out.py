"""A list shows what is worked out and what help comes to, says their average, and follows new help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import list_columns, records
from desktop.ui.registers.column_chooser import ColumnChooser
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.support.sample_records import clean_household

CASES, HELP = all_registers()["hardship_cases"], all_registers()["assistance"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for more in (0, 300_000):
        case = clean_household(session.ledger)
        case.id_no = case.card_no = None
        case.monthly_income_self += more
        session.do(records.save, CASES, case)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    return made


def column(page: RegisterPage, code: str) -> list[str]:
    place = page.model.columns.index(code)
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def test_the_average_stands_below_without_a_sum(page: RegisterPage, qtbot: QtBot) -> None:
    first, second = (float(words.replace(",", "")) for words in column(page, "per_head"))
    qtbot.waitUntil(lambda: bool(page.selection.total.text()))
    average = f"{(first + second) / 2:,.2f}"
    assert page.selection.total.text() == f"家庭月人均收入：平均 {average} 元"
    page.table.selectRow(1)
    qtbot.waitUntil(lambda: page.selection.total.text() == f"家庭月人均收入：平均 {second:,.2f} 元")


def test_help_given_since_stands_in_the_list(session: Session, page: RegisterPage) -> None:
    assert column(page, "help_given") == ["", ""]
    given: Any = session.do(records.new, HELP)
    given.hardship_case, given.amount = page.model.record_id(1), 123_400
    session.do(records.save, HELP, given)
    assert column(page, "help_given") == ["", "1,234.00"]


def test_sorting_by_what_takes_too_long_is_refused_in_words(
    session: Session, page: RegisterPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    session.spoken.connect(said.append)
    place = page.model.columns.index("per_head")
    page.table.sort_wanted.emit(place)
    page.table.sort_wanted.emit(place)
    richest_first = sorted(column(page, "per_head"), reverse=True)
    qtbot.waitUntil(lambda: column(page, "per_head") == richest_first)
    monkeypatch.setattr(list_columns, "MOST_WORKED_OUT", 1)
    page.table.sort_wanted.emit(place)
    assert said[-1] == "这一列是逐条算出来的，记录太多，不能按它排序。"
    assert column(page, "per_head") == richest_first


def test_they_can_be_chosen_frozen_and_left_out(page: RegisterPage, qtbot: QtBot) -> None:
    page.choose_columns()
    chooser = page.findChild(ColumnChooser)
    offered = [chooser.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(chooser.list.count())]
    assert {"per_head", "help_given", "age"} <= set(offered)
    chooser.chosen.emit(("help_given", "name"), 1)
    chooser.reject()
    assert page.model.columns == ("help_given", "name")
    assert page.table.frozen.count == 1
    assert page.model.label("help_given") == "帮扶合计"
    qtbot.waitUntil(lambda: page.selection.total.text() == "")
