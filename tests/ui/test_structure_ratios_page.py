"""结构比例 in the window: it follows the nominees and the rules, says every verdict in words, and opens the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.rule_tables import RATIOS, Figure, ratio_name
from db.store.ledger import Ledger
from desktop.language import choose
from desktop.services import records, rule_figures
from desktop.services.filtering import ListFilter
from desktop.services.structure_ratios import Batch, Verdict
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.structure_ratios_page import StructureRatiosPage
from desktop.ui.preview.preview import Preview
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Listing, Session
from tests.picturing.album import settle
from tests.reports.forms.geometry import sides
from tests.support.misfits import SCREEN, misfits
from tests.support.typing import press, shortcut

CODE = "structure_ratios"


def nominee(session: Session, category: str, number: int = 0, **values: Any) -> str:
    register = session.registers["nominees"]
    record = records.new(session.ledger, register)
    given = {"title": "21", "year": 2010, "name": f"熊{number}", "sex": "1", "person_category": category}
    for code, value in (given | {"unit_type": "170"} | values).items():
        setattr(record, code, value)
    return session.do(records.save, register, record).record.id


def enter(ledger: Ledger, group: str, percent: int, title: str = "31") -> None:
    name = ratio_name(title, group, is_minimum=True)
    number = Decimal(percent)
    given = Figure(
        table=RATIOS, name=name, value=number, valid_from=date(2026, 1, 1), source="洪工发〔2026〕3号"
    )
    rule_figures.enter(ledger, given)


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    for number in range(6):
        nominee(session, "01", number)
    for number in range(5):
        nominee(session, "03", 10 + number)
    made: MainWindow = show(MainWindow(session))
    return made


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> StructureRatiosPage:
    window.go_to(CODE)
    found = window.page(CODE)
    assert isinstance(found, StructureRatiosPage)
    qtbot.waitUntil(lambda: found.batch.count() == 2)
    found.batch.setCurrentIndex(1)
    qtbot.waitUntil(lambda: found.shown is not None and found.shown.batch.year == 2010)
    return found


def row(page: StructureRatiosPage, group: str) -> int:
    return next(place for place, one in enumerate(page.table.items) if one.ratio.group == group)


def cells(page: StructureRatiosPage, group: str) -> tuple[str, ...]:
    model = page.table.model()
    return tuple(model.index(row(page, group), column).data() for column in range(model.columnCount()))


def colour(page: StructureRatiosPage, group: str) -> QColor:
    index = page.table.model().index(row(page, group), 4)
    found = index.data(Qt.ItemDataRole.ForegroundRole)
    assert isinstance(found, QColor)
    return found


def test_each_group_is_told_in_words_and_colour(page: StructureRatiosPage) -> None:
    assert page.batch.currentText() == "江西省劳动模范 2010年（11 人）"
    workers = "一线工人和专业技术人员"
    assert cells(page, workers)[1:] == (
        "6 人",
        "54.5%",
        "不少于 55%",
        "✖ 不符合，还差 1 人",
        "企业职工 11 人",
    )
    assert colour(page, workers) == appearance.ACCENT
    assert cells(page, "企业职工")[2:] == ("100%", "不少于 45%", "✓ 符合", "全部人选 11 人")
    assert colour(page, "企业职工") == appearance.GOOD
    assert cells(page, "企业负责人")[4] == "✖ 不符合，多出 3 人"
    assert cells(page, "乡镇企业负责人")[1:] == ("—", "—", "不超过 20%", "? 无法统计", "农民")
    assert cells(page, "女职工")[3:5] == ("没有规定", "—")
    assert page.summary.text().startswith("人选 11 人：")
    assert page.summary.text().endswith("统计时点：2026年6月15日。")


def test_the_chosen_line_is_told_in_full(page: StructureRatiosPage) -> None:
    page.table.choose(row(page, "一线工人和专业技术人员"))
    assert (
        page.told.text() == "一线工人和专业技术人员 6 人，占企业职工 11 人的 54.5%，应不少于 55%，还差 1 人。"
    )
    assert "江西省劳动模范推荐评选通知（2010年）" in page.basis.text()
    assert not page.doubt.isVisible()
    page.table.choose(row(page, "乡镇企业负责人"))
    assert "无法统计" in page.told.text()
    assert not page.names.isEnabled()


def test_it_follows_the_nominees_and_keeps_the_line(
    page: StructureRatiosPage, session: Session, qtbot: QtBot
) -> None:
    page.table.choose(row(page, "企业负责人"))
    nominee(session, "02", 20)
    nominee(session, "01", 21, unit_type=None)
    qtbot.waitUntil(lambda: page.batch.currentText().endswith("（13 人）"))
    qtbot.waitUntil(lambda: cells(page, "企业职工")[1] == "12 人")
    assert page.table.current.ratio.group == "企业负责人"
    assert cells(page, "一线工人和专业技术人员")[2:5] == ("58.3%", "不少于 55%", "? 暂时符合")
    assert cells(page, "企业负责人")[4] == "✖ 不符合，多出 3 人"
    assert page.doubt.isVisible()
    assert page.doubt.text().startswith("另有 1 人没有填“人员类别（身份）、单位性质”")


def test_a_ratio_that_the_office_enters_is_asked_for_when_the_page_is_seen_again(
    page: StructureRatiosPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    nominee(session, "05", 30, title="31", year=2026)
    qtbot.waitUntil(lambda: page.batch.count() == 3)
    page.batch.setCurrentIndex(page.batch.findText("南昌市劳动模范", Qt.MatchFlag.MatchStartsWith))
    qtbot.waitUntil(lambda: "规则表里没有这个称号这一年度的比例" in page.summary.text())
    page.rules.click()
    assert window.stack.currentWidget() is window.page("rules")
    enter(session.ledger, "农民", 20)
    window.go_to(CODE)
    qtbot.waitUntil(lambda: cells(page, "农民")[3:5] == ("不少于 20%", "✓ 符合"))
    assert page.batch.currentText() == "南昌市劳动模范 2026年（1 人）"


def test_the_rules_are_shown_at_the_ratios_whatever_was_shown_last(
    page: StructureRatiosPage, window: MainWindow
) -> None:
    rules: Any = window.page("rules")
    assert rules.table == "low_income_line"
    page.rules.click()
    assert window.stack.currentWidget() is rules
    assert rules.table == RATIOS
    assert rules.chosen.source == "江西省劳动模范推荐评选通知（2010年）"
    assert rules.add_ratio.isVisible()


def test_the_list_of_nominees_offers_the_page_and_no_other_list_does(
    window: MainWindow, session: Session
) -> None:
    window.go_to("nominees")
    listed = window.page("nominees")
    way = listed.findChild(QPushButton, CODE)
    assert way.text() == "结构比例"
    assert way.isVisible()
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.page(CODE)
    others = [code for code in session.registers if window.page(code).findChild(QPushButton, CODE)]
    assert others == ["nominees"]


def opened_from_the_list(window: MainWindow) -> StructureRatiosPage:
    way = window.page("nominees").findChild(QPushButton, CODE)
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    page = window.page(CODE)
    assert isinstance(page, StructureRatiosPage)
    return page


def test_from_the_list_it_opens_at_the_title_of_the_cursor(
    page: StructureRatiosPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    record_id = nominee(session, "05", 30, title="31", year=2026)
    window.go_to("nominees")
    listed: Any = window.page("nominees")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 12)
    listed.table.setCurrentIndex(listed.model.index(listed.model.row_of(record_id), 1))
    assert opened_from_the_list(window) is page
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.batch.title == "31")
    assert page.batch.currentText() == "南昌市劳动模范 2026年（1 人）"
    assert page.summary.text().startswith(
        "人选 1 人。规则表里没有这个称号这一年度的比例，不能判断是否符合；请点“到规则表录入比例…”"
    )


def test_from_a_narrowed_list_it_opens_at_the_title_of_that_list(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    nominee(session, "05", 30, title="31", year=2026)
    of_2010 = ListFilter("nominees", Batch("21", 2010).conditions)
    window.show_list(Listing("nominees", narrowed=of_2010))
    listed: Any = window.page("nominees")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 11)
    page = opened_from_the_list(window)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.batch.year == 2010)
    assert page.batch.currentText() == "江西省劳动模范 2010年（11 人）"


def test_a_nominee_without_a_title_leaves_the_batch_that_is_shown(
    page: StructureRatiosPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    record_id = nominee(session, "05", 30, title=None)
    page.show_part(record_id)
    page.show_part("")
    qtbot.waitUntil(lambda: not session.background.is_busy)
    window.go_to(CODE)
    qtbot.waitUntil(lambda: page.batch.count() == 2)
    assert page.batch.currentText() == "江西省劳动模范 2010年（11 人）"


def test_it_is_printed_as_it_was_counted(page: StructureRatiosPage, window: MainWindow, qtbot: QtBot) -> None:
    page.print.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(Preview)))
    (preview,) = window.findChildren(Preview)
    assert preview.windowTitle() == "打印预览 — 江西省劳动模范推荐人选结构比例表（2010年）"
    assert page.print.isEnabled()
    pdf = preview._paper.pdf
    preview.close()
    (sheet,) = sides(pdf)
    assert "一线工人和专业技术人员6企业职工1154.5%不少于55%不符合，还差1人" in sheet.text


def test_the_keyboard_alone_finds_the_page_and_opens_the_list_of_a_group(
    window: MainWindow, qtbot: QtBot
) -> None:
    shortcut(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.box.line.setText("jgbl")
    press(window.box.line, Qt.Key.Key_Return)
    page = window.page(CODE)
    assert isinstance(page, StructureRatiosPage)
    assert window.stack.currentWidget() is page
    qtbot.waitUntil(lambda: page.shown is not None)
    page.batch.setFocus()
    QTest.keyClick(page.batch, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.batch.title == "21")
    page.table.setFocus()
    page.table.choose(row(page, "企业负责人"))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    listed = window.page("nominees")
    assert isinstance(listed, RegisterPage)
    assert window.stack.currentWidget() is listed
    qtbot.waitUntil(lambda: listed.model.rowCount() == 5)


def test_without_nominees_and_ratios_it_says_what_to_do(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    page: StructureRatiosPage = show(StructureRatiosPage(session))
    qtbot.waitUntil(lambda: page.batch.currentText() == "江西省五一劳动奖章 2026年（0 人）")
    qtbot.waitUntil(lambda: page.shown is not None)
    assert {one.verdict for one in page.table.items} == {Verdict.NOBODY}
    page._offer([])
    assert "还没有登记人选" in page.summary.text()
    assert page.table.items == ()
    assert page.told.text() == ""
    assert not page.names.isEnabled()
    assert not page.print.isEnabled()


@pytest.mark.parametrize("look", [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)], ids=str)
def test_nothing_is_cut(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, look: tuple[str, int]
) -> None:
    choose(look[0])
    for number in range(11):
        nominee(session, "01" if number < 6 else "03", number, unit_type="170" if number else None)
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(look[1])
    try:
        window.resize(SCREEN.width(), 728)
        window.go_to(CODE)
        page: Any = window.page(CODE)
        qtbot.waitUntil(lambda: page.batch.count() == 2)
        page.batch.setCurrentIndex(1)
        qtbot.waitUntil(lambda: page.shown is not None and page.shown.batch.year == 2010)
        page.table.choose(3)
        settle(window)
        assert misfits(window) == []
        assert page.table.columnWidth(5) >= page.table.sizeHintForColumn(5)
    finally:
        appearance.set_text_size(100)
