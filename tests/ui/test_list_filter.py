"""筛选 on the real list: conditions by keyboard, counted live, combined with chips and search, kept, changed, dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db import filters
from db.filters import Comparison, Condition
from db.registers import all_registers
from desktop.services import filtering, records
from desktop.services.filtering import ListFilter
from desktop.ui.registers.filter_condition import FilterCondition
from desktop.ui.registers.filter_dialog import FilterDialog
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.support.typing import completions_ready, press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
PEOPLE = {"熊国平": ("1", 60_000), "万小红": ("2", 70_000), "熊小妹": ("2", 90_000), "罗大成": ("1", None)}
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RegisterPage:
    for name, (sex, income) in PEOPLE.items():
        record: Any = session.do(records.new, CASES)
        record.name, record.sex, record.monthly_income_self = name, sex, income
        session.do(records.save, CASES, record)
    made: RegisterPage = show(RegisterPage(session, CASES))
    made.resize(1100, 600)
    return made


def names(page: RegisterPage) -> list[str]:
    place = page.model.columns.index("name")
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


def opened(page: RegisterPage, qtbot: QtBot) -> FilterDialog:
    shortcut(page, Qt.Key.Key_F, CTRL | SHIFT)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(FilterDialog)))
    (dialog,) = (one for one in page.findChildren(FilterDialog) if one.isVisible())
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def choose_field(dialog: FilterDialog, qtbot: QtBot, typed: str) -> None:
    """Type initials into the row that has the focus and take the first field."""
    row = dialog.rows[-1]
    qtbot.waitUntil(row.field.lineEdit().hasFocus)
    type_text(row.field, typed)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None and completions_ready())
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)  # the popup itself takes the key
    qtbot.waitUntil(lambda: row.comparison.count() > 0)


def test_a_filter_is_made_by_keyboard_and_kept(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    dialog = opened(page, qtbot)
    choose_field(dialog, qtbot, "brypjs")
    (row,) = dialog.rows
    assert row.field.currentText() == "本人月平均收入"
    row.editors[1].setFocus()
    type_text(row.editors[1], "800")
    qtbot.waitUntil(lambda: dialog.count.text() == "4 条中有 2 条符合")
    shortcut(dialog, Qt.Key.Key_M, CTRL)
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    choose_field(dialog, qtbot, "性别")
    dialog.rows[1].editors[0].show_value(("2",))
    dialog._wait()
    qtbot.waitUntil(lambda: dialog.count.text() == "4 条中有 1 条符合")
    type_text(dialog.name, "低收入妇女")
    assert dialog.use.text() == "保存并使用"
    press(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["万小红"])
    assert page.filter_line.words.text() == "筛选：本人月平均收入不大于800.00 元；性别：女"
    assert [one.name for one in session.do(filtering.kept, CASES)] == ["低收入妇女"]
    (code,) = page.chips.filters
    qtbot.waitUntil(lambda: chip(page, code).text() == "低收入妇女 1")
    assert chip(page, code).isChecked()


def chip(page: RegisterPage, code: str) -> Any:
    return next(one for one in page.chips._buttons.buttons() if one.objectName() == code)


BEARS = ListFilter(CASES.code, (Condition("name", Comparison.CONTAINS, ("熊",)),))


def test_conditions_chips_and_search_narrow_together(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    page._use_filter(BEARS)
    qtbot.waitUntil(lambda: names(page) == ["熊国平", "熊小妹"])
    page.search.setText("国平")
    qtbot.waitUntil(lambda: names(page) == ["熊国平"])
    page.search.clear()
    session.do(records.withdraw, CASES, page.model.record_id(0))
    qtbot.waitUntil(lambda: names(page) == ["熊小妹"])
    qtbot.waitUntil(lambda: any(one.objectName() == "withdrawn" for one in page.chips._buttons.buttons()))
    chip(page, "withdrawn").click()
    assert names(page) == ["熊国平"]
    dialog = opened(page, qtbot)
    assert not dialog.name.isEnabled()
    dialog.reject()
    press(page.filter_line.clear, Qt.Key.Key_Space)
    assert names(page) == ["熊国平"]
    assert not page.filter_line.isVisible()


def test_a_saved_record_comes_into_the_filter(session: Session, page: RegisterPage, qtbot: QtBot) -> None:
    page._use_filter(BEARS)
    record: Any = session.do(records.new, CASES)
    record.name = "熊大成"
    session.do(records.save, CASES, record)
    qtbot.waitUntil(lambda: names(page) == ["熊国平", "熊小妹", "熊大成"])


def test_a_kept_filter_is_chosen_renamed_changed_and_dropped(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    kept = session.do(filtering.keep, ListFilter(CASES.code, BEARS.conditions, "熊家", "draft"))
    page.chips.show_filters([kept])
    chip(page, kept.code).click()
    qtbot.waitUntil(lambda: names(page) == ["熊国平", "熊小妹"])
    dialog = opened(page, qtbot)
    dialog.name.setText("姓万")
    dialog.rows[0].text.setText("万")
    dialog.use.click()
    qtbot.waitUntil(lambda: names(page) == ["万小红"])
    (changed,) = session.do(filtering.kept, CASES)
    assert (changed.id, changed.name, changed.listing) == (kept.id, "姓万", "draft")
    qtbot.waitUntil(lambda: chip(page, kept.code).text() == "姓万 1")
    chip(page, "").click()
    assert len(names(page)) == 4
    chip(page, kept.code).click()
    qtbot.waitUntil(lambda: names(page) == ["万小红"])
    dialog = opened(page, qtbot)
    dialog.drop.click()
    assert session.do(filtering.kept, CASES) == ()
    assert all(one.objectName() != kept.code for one in page.chips._buttons.buttons())
    assert page.listing == "draft"
    assert len(names(page)) == 4


def test_a_kept_filter_without_records_stays_in_reach(session: Session, show: Callable[[Any], Any]) -> None:
    kept = session.do(filtering.keep, ListFilter(CASES.code, BEARS.conditions, "熊家"))
    page: RegisterPage = show(RegisterPage(session, CASES))
    assert chip(page, kept.code).text() == "熊家 0"


def test_a_name_that_is_taken_or_an_empty_filter_keeps_the_dialog(
    session: Session, page: RegisterPage, qtbot: QtBot
) -> None:
    session.do(filtering.keep, ListFilter(CASES.code, BEARS.conditions, "熊家"))
    dialog = opened(page, qtbot)
    dialog.use.click()
    assert dialog.isVisible()
    assert dialog.wrong.text() == "请先选一个栏目，再填写要找的内容。"
    dialog.rows[0].show_condition(BEARS.conditions[0])
    dialog.name.setText("熊家")
    dialog.use.click()
    assert dialog.isVisible()
    assert dialog.wrong.text() == "已经有一个叫“熊家”的筛选，请换一个名称。"
    dialog.name.clear()
    dialog.use.click()
    qtbot.waitUntil(lambda: names(page) == ["熊国平", "熊小妹"])
    assert len(session.do(filtering.kept, CASES)) == 1


@pytest.mark.parametrize("register", all_registers())
def test_every_field_has_its_question_and_editors(
    session: Session, show: Callable[[Any], Any], register: str
) -> None:
    row: FilterCondition = show(FilterCondition(session, all_registers()[register]))
    fields = filters.fields_of(all_registers()[register])
    assert sorted(row._codes.values()) == sorted(fields)  # every field has a label of its own
    for code, field in fields.items():
        row.show_condition(Condition(code, Comparison.FILLED))
        assert row.condition() == Condition(code, Comparison.FILLED)
        first = filters.comparisons_of(field)[0]
        if first is Comparison.FILLED:
            continue  # of a picture nothing else can be asked
        row.comparison.setCurrentIndex(0)
        assert row.condition() is None
        assert (
            len(row.editors) == {Comparison.CONTAINS: 0, Comparison.ONE_OF: 1, Comparison.BETWEEN: 2}[first]
        )
