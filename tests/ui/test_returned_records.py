"""What came back, in the window: the package's state, the reason beside the record, F8 from one to the next, what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.services import answering, comparing, receiving, records, return_list, sent_packages, taking_in
from desktop.services.deciding import ACCEPT, Decision, give_back
from desktop.settings import Settings
from desktop.ui import appearance
from desktop.ui.background import Background
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.receipts_page import ReceiptsPage
from desktop.ui.pages.todo_table import TodoTable
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.support.carrying import accept, use_receipts
from tests.support.round_trip import UNITS, Round, correct, save_unit, send
from tests.support.typing import press, type_text

REASON = "职工人数有误，请核对"


@pytest.fixture
def returned(trip: Round) -> list[Any]:
    """Let three units be sent, of which the second and the third come back."""
    units = [save_unit(trip.luojia, number) for number in (1, 2, 3)]
    send(trip.luojia, trip.stick)
    (arrival,) = receiving.look(trip.county, trip.stick)
    decisions: dict[str, Decision] = {
        units[1].id: give_back(REASON, "R102", "employees", "110"),
        units[2].id: give_back("与纸质材料不一致", "R109"),
    }
    compared = comparing.compare(trip.county, arrival)
    keys = [(one.register, one.record_id) for one in compared.records]
    taking_in.apply(trip.county, [(compared, {key: decisions.get(key[1], ACCEPT) for key in keys})])
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    return units[1:]


@pytest.fixture
def session(trip: Round, background: Background, tmp_path: Path) -> Iterator[Session]:
    made = Session(trip.luojia, background, settings=Settings(tmp_path / "settings.json"))
    yield made
    made.close()
    appearance.set_text_size(100)


@pytest.fixture
def window(returned: list[Any], session: Session, show: Callable[[Any], Any]) -> MainWindow:  # noqa: ARG001 - they are back before the window opens
    made: MainWindow = show(MainWindow(session))
    return made


def test_the_package_is_told_as_its_receipt_says(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.status.submission.text() == "上次上报：第 1 号，部分退回")
    window.go_to("submit")
    page: Any = window.page("submit")
    assert page.packages.table.item(0, 4).text() == "部分退回"
    assert page.packages.table.item(0, 4).foreground().color() == appearance.ACCENT


def open_from_its_list(window: MainWindow, record: Any) -> RecordPage:
    window.open_record(Destination("units", record.id))
    assert window.record_page is not None
    return window.record_page


def why(page: RecordPage) -> str:
    """Give the line above the form as a person reads it, "" when none is shown."""
    if not page.notices.why.isVisibleTo(page):
        return ""
    document = QTextDocument()
    document.setHtml(page.notices.why.text())
    return document.toPlainText()


def type_employees(page: RecordPage, number: str) -> None:
    editor = page.form.editors["employees"]
    editor.setFocus()
    (line,) = editor.findChildren(QLineEdit)
    line.selectAll()
    type_text(line, number)


def test_a_returned_record_says_why_until_it_goes_up_again(
    window: MainWindow, returned: list[Any], session: Session, trip: Round
) -> None:
    page = open_from_its_list(window, returned[0])
    assert why(page) == f"退回原因（职工人数）：{REASON}（建议改为：110）"
    type_employees(page, "110")
    assert page.save()
    assert page.record.state == "correction"
    assert why(page) == f"退回原因（职工人数）：{REASON}（建议改为：110）"
    session.text_size_wanted.emit(150)
    assert why(page) != ""
    send(trip.luojia, trip.stick)
    page = open_from_its_list(window, returned[0])
    assert why(page) == ""


def test_a_correction_after_the_corrected_record_went_up_is_nobodys_return(
    window: MainWindow, returned: list[Any], trip: Round
) -> None:
    correct(trip.luojia, returned[0], employees=110)
    send(trip.luojia, trip.stick)
    correct(trip.luojia, returned[0], employees=111)
    assert why(open_from_its_list(window, returned[0])) == ""
    todos = {one.record_id: one.text for one in return_list.todos(trip.luojia)}
    assert todos == {returned[0].id: "", returned[1].id: "与纸质材料不一致"}


def test_the_link_and_f8_go_to_the_returned_field(window: MainWindow, returned: list[Any]) -> None:
    page = open_from_its_list(window, returned[0])
    field = page.form.editors["employees"]
    assert not field.isAncestorOf(page.focusWidget())
    page.notices.why.linkActivated.emit("place")
    assert field.isAncestorOf(page.focusWidget())
    page.form.focus_first()
    press(page, Qt.Key.Key_F8)
    assert field.isAncestorOf(page.focusWidget())


def test_f8_goes_through_what_came_back(
    window: MainWindow, returned: list[Any], session: Session, recorded: Any
) -> None:
    window.go_to("receipts")
    table: TodoTable = window.page("receipts").todos  # type: ignore[attr-defined]
    table.open_next()
    first = window.record_page
    assert first is not None
    assert first.record.id == returned[0].id
    type_employees(first, "110")
    press(first, Qt.Key.Key_F8)
    recorded.answer("保存")
    second = window.record_page
    assert second is not None
    assert (second.record.id, why(second)) == (returned[1].id, "退回原因（整条记录）：与纸质材料不一致")
    assert session.do(records.open_record, UNITS, returned[0].id).employees == 110  # type: ignore[union-attr]
    type_employees(second, "0")
    press(second, Qt.Key.Key_F7)
    assert second.checks.problems
    press(second, Qt.Key.Key_F8)
    assert len(recorded.questions) == 1  # a problem stands: F8 stays here
    type_employees(second, "110")
    assert second.save()
    press(second, Qt.Key.Key_F8)
    assert window.status.message.text() == "没有别的待更正的退回记录。"


def test_the_pages_tell_what_waits(window: MainWindow, returned: list[Any], qtbot: QtBot) -> None:
    def told(code: str) -> str:
        return window.navigation._items[code].text(0)

    qtbot.waitUntil(lambda: told("units") == "单位台账  3 · 2●")
    qtbot.waitUntil(lambda: told("hardship_cases") == "困难职工  0")
    assert told("receipts") == "回执与退回  2●"
    assert "更正 2 条" in window.status.corrections.text()
    page = open_from_its_list(window, returned[0])
    type_employees(page, "0")  # wrong as well: it waits once
    assert page.save()
    fine = open_from_its_list(window, save_unit(window._session.ledger, 4))
    type_employees(fine, "0")
    assert fine.save()
    qtbot.waitUntil(lambda: told("units") == "单位台账  4 · 3●")
    assert told("receipts") == "回执与退回  2●"


def test_receipts_are_used_by_return_and_those_of_neighbours_are_no_fault(
    trip: Round, session: Session, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    for ledger in (trip.luojia, trip.tangshan):
        save_unit(ledger, 1)
        send(ledger, trip.stick)
    for arrival in receiving.look(trip.county, trip.stick):
        accept(trip.county, arrival)
    answering.answer(trip.county, trip.stick)
    page: ReceiptsPage = show(ReceiptsPage(session))
    page.place.show_folder(trip.stick)
    page.look_for_receipts()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2)
    told = [[page.table.model().index(row, column).data() for column in (0, 2, 5)] for row in (0, 1)]
    assert told == [["✓ 可以处理", "✓ 有效", "全部收下 1 条"], ["给其他单位的（湖坊镇）", "—", "—"]]
    assert page.table.model().index(1, 0).data(Qt.ItemDataRole.ForegroundRole) == appearance.QUIET
    assert page.summary.text() == "找到 1 份回执，1 份可以处理。"
    page.table.choose(1)
    assert [page.findings.item(n).text() for n in range(page.findings.count())] == [
        "· 给“湖坊镇”的回执，留在 U 盘上就行。"
    ]
    qtbot.waitUntil(lambda: not session.background.is_busy)
    assert page.use.isDefault()
    assert page.use.hasFocus()
    QTest.keyClick(page.use, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.summary.text() == "回执已处理：1 条已收，0 条退回。")
    assert not page.use.isDefault()
    assert [one.decision for one in sent_packages.listed(trip.luojia)] == ["accepted"]
