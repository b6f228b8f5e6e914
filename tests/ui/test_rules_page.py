"""The rule tables on the screen: what is an example is said, the office's numbers go in by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services import rule_figures
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.rule_dialog import RuleDialog
from desktop.ui.pages.rules_page import RulesPage
from desktop.ui.session import Session
from tests.support.typing import type_text


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    made.go_to("rules")
    return made


@pytest.fixture
def page(window: MainWindow) -> RulesPage:
    found = window.page("rules")
    assert isinstance(found, RulesPage)
    return found


def lines(page: RulesPage, *columns: int) -> list[tuple[str, ...]]:
    cells = page.list.model()
    return [
        tuple(cells.index(row, column).data() for column in columns) for row in range(page.list.rowCount())
    ]


def dialog_of(page: RulesPage) -> RuleDialog:
    dialog = next(one for one in page.findChildren(RuleDialog) if one.isVisible())
    assert isinstance(dialog, RuleDialog)
    return dialog


def write(dialog: RuleDialog, **texts: str) -> None:
    for code, text in texts.items():
        inner: Any = dialog.editor(code).focusProxy()
        inner.clear()
        type_text(inner, text)


def save(dialog: RuleDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)


def show_table(page: RulesPage, code: str) -> None:
    page.tables.setCurrentIndex(page.tables.findData(code))
    page.tables.activated.emit(page.tables.currentIndex())


def test_a_line_is_entered_by_keyboard_and_ends_the_one_before(window: MainWindow, page: RulesPage) -> None:
    assert page.tables.currentText() == "低保标准（1 个示例在用）"
    assert lines(page, 1, 4)[0] == ("1000 元/人·月（示例）", "在用")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    write(dialog, value="１，０５０.５", valid_from="2025.7.1", source="洪民发〔2025〕1号")
    save(dialog)
    assert dialog.problem.text() == ""
    page.add.click()
    dialog = dialog_of(page)
    write(dialog, value="1100", valid_from="20260101", source="洪民发〔2026〕2号")
    save(dialog)
    assert window.status.message.text() == "已保存，马上用于检查。前一条在2025年12月31日截止。"
    assert page.tables.currentText() == "低保标准"
    assert lines(page, 1, 2, 3, 4)[:2] == [
        ("1100 元/人·月", "青山湖区", "2026年1月1日起", "在用"),
        ("1050.5 元/人·月", "青山湖区", "2025年7月1日至2025年12月31日", "已过期"),
    ]
    assert page.chosen is not None
    assert str(page.chosen.words) == "1100"
    assert "录入" in page.history.text()


def test_a_number_is_corrected_ended_and_taken_back(page: RulesPage, recorded: Any) -> None:
    page.add.click()
    dialog = dialog_of(page)
    write(dialog, value="1050", valid_from="2025.1.1", source="洪民发〔2025〕1号")
    save(dialog)
    page.change.click()
    dialog = dialog_of(page)
    write(dialog, value="1080", valid_to="2025.12.31")
    save(dialog)
    assert lines(page, 1, 3)[0] == ("1080 元/人·月", "2025年1月1日至2025年12月31日")
    assert page.history.text().splitlines()[1].endswith("更正：数字 1050 → 1080，截止日期 — → 2025年12月31日")
    page.remove.click()
    assert "只用于录错的数字" in str(recorded.questions[-1][0])
    recorded.answer("删除")
    assert lines(page, 1)[0] == ("1000 元/人·月（示例）",)
    assert page.history.text().startswith("这是程序自带的数字")


def test_what_is_refused_is_said_in_the_dialog(page: RulesPage, session: Session) -> None:
    page.add.click()
    dialog = dialog_of(page)
    save(dialog)
    assert dialog.problem.text() == "请填写“数字”。"
    write(dialog, value="很多")
    save(dialog)
    assert dialog.problem.text() == "“很多”不是数字，请只填数字和小数点。"
    write(dialog, value="1050", valid_from="2025.1.1", valid_to="2024.1.1", source="文")
    save(dialog)
    assert dialog.problem.text() == "截止日期早于起始日期，请核对这两个日期。"
    assert not [one for one in rule_figures.listed(session.ledger, "low_income_line") if one.id]


def test_an_amount_is_typed_as_people_write_amounts(page: RulesPage, session: Session) -> None:
    show_table(page, "limits")
    assert page.tables.currentText() == "帮扶上限（8 个示例在用）"
    page.add.click()
    dialog = dialog_of(page)
    write(dialog, value="￥2,500元", valid_from="2026-1-1", source="洪工发〔2026〕1号")
    dialog.editor("value").finish()
    assert dialog.editor("value").remark() == "人民币贰仟伍佰元整"
    save(dialog)
    [own] = [one for one in rule_figures.listed(session.ledger, "limits") if one.id]
    assert (own.name, str(own.value)) == ("festival_visit_yuan", "2500")


def test_a_ratio_of_a_new_title_is_added(page: RulesPage, session: Session) -> None:
    assert not page.add_ratio.isVisible()
    show_table(page, "nomination_ratios")
    page.add_ratio.click()
    dialog = dialog_of(page)
    dialog.editor("title").show_value("11")
    write(dialog, group="企业负责人", value="20", valid_from="2026.1.1", source="通知")
    dialog.bound.setCurrentIndex(1)
    save(dialog)
    assert dialog.problem.text() == ""
    assert page.chosen is not None
    assert lines(page, 0, 1)[-1] == ("全国劳动模范：企业负责人占全部人选不超过", "20 %")
    assert rule_figures.in_force(session.ledger, "nomination_ratios") >= {page.chosen}


def test_who_only_enters_records_may_look(session: Session, show: Callable[[Any], Any]) -> None:
    session.ledger.role = "entry"
    page: RulesPage = show(RulesPage(session))
    assert page.list.rowCount() == 5
    assert not page.add.isEnabled()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.findChildren(RuleDialog) == []


@pytest.mark.parametrize("percent", [100, 150])
def test_days_stand_in_as_few_lines_as_leave_room_for_words(
    session: Session, show: Callable[[Any], Any], percent: int
) -> None:
    appearance.set_text_size(percent)
    try:
        page: RulesPage = show(RulesPage(session))
        page.resize(1080, 600)
        QApplication.sendPostedEvents()
        table = page.list
        for column in (1, 2, 4):
            assert table.columnWidth(column) >= table.sizeHintForColumn(column)
        line = table.fontMetrics().lineSpacing()
        assert [table.rowHeight(row) // line for row in range(2)] == ([1, 1] if percent == 100 else [2, 2])
        assert (table.columnWidth(3) >= table.sizeHintForColumn(3)) == (percent == 100)
        for column in (0, 5):
            least = min(appearance.scaled(150), table.sizeHintForColumn(column))
            assert table.columnWidth(column) >= least
        widths = sum(map(table.columnWidth, range(6)))
        assert 0.99 * table.viewport().width() < widths <= table.viewport().width()
    finally:
        appearance.set_text_size(100)


def test_a_column_of_words_takes_what_the_other_does_not_need(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page: RulesPage = show(RulesPage(session))
    page.resize(1180, 600)
    show_table(page, "nomination_ratios")
    QApplication.sendPostedEvents()
    table = page.list
    items, sources = map(table.columnWidth, (0, 5))
    assert items > sources >= table.sizeHintForColumn(5)
    heights = {table.rowHeight(row) for row in range(table.rowCount())}
    assert len(heights) == 1  # nothing wraps
