"""The round by stick on the real pages: the county decides and answers, the township corrects what came back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.record import State
from db.store.ledger import Ledger
from desktop.language import choose
from desktop.services import submitting
from desktop.services.deciding import Verdict
from desktop.ui import appearance, pages
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.merge_dialog import MergeDialog
from desktop.ui.pages.receipts_page import ReceiptsPage
from desktop.ui.pages.receive_page import ReceivePage
from desktop.ui.pages.return_dialog import ReturnDialog
from desktop.ui.session import Session
from desktop.ui.stick_watch import StickWatch
from tests.support.misfits import SCREEN, misfits
from tests.support.round_trip import (
    UNITS,
    Round,
    copy_of,
    correct,
    save_household,
    save_unit,
    send,
)
from tests.ui.test_accessible import beyond_the_keyboard, nameless

Sit = Callable[[Ledger], Session]
Show = Callable[[Any], Any]


def until_idle(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.background.is_busy, timeout=60_000)


def checked(qtbot: QtBot, page: ReceivePage, stick: Path) -> ReceivePage:
    """Choose the stick and check it."""
    page.place.show_folder(stick)
    page.look.click()
    until_idle(qtbot, page.session)
    return page


def choose_record(page: ReceivePage, record: Any) -> None:
    ids = [one.record_id for one in page.pane.records.items]
    page.pane.records.choose(ids.index(record.id))


def text(table: Any, row: int, column: int) -> str:
    return str(table.model().index(row, column).data())


def write(qtbot: QtBot, page: ReceivePage, recorded: Any) -> None:
    """Write into the ledger, and the receipts to the stick."""
    page.write.click()
    recorded.answer("写入台账")
    until_idle(qtbot, page.session)
    page.answer.click()
    until_idle(qtbot, page.session)


def give_back(page: ReceivePage, record: Any) -> None:
    """Return a unit because of its employees."""
    choose_record(page, record)
    page.pane.give_back.click()
    (dialog,) = page.findChildren(ReturnDialog)
    dialog.reason.setCurrentIndex(dialog.reason.findText("填写有误，请核对后改正"))
    dialog.text.setText("职工人数有误，请核对")
    dialog.field.setCurrentIndex(dialog.field.findData("employees"))
    dialog.suggested.setText("110")
    dialog.give.click()


def take_receipts(qtbot: QtBot, page: ReceiptsPage, stick: Path) -> list[str]:
    """Find the receipts on the stick and use them; gives how the first one looked."""
    page.place.show_folder(stick)
    page.look.click()
    until_idle(qtbot, page.session)
    told = [text(page.table, 0, column) for column in range(page.table.model().columnCount())]
    page.use.click()
    until_idle(qtbot, page.session)
    return told


def test_a_record_goes_back_and_comes_again_corrected(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot
) -> None:
    good, bad = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)

    county: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    assert [text(county.pane.arrivals, 0, n) for n in (0, 1, 2, 4)] == [
        "✓ 可以接收",
        "罗家镇总工会",
        "1",
        "2",
    ]
    assert not county.write.isEnabled()
    give_back(county, bad)
    county.clean.click()
    assert county.write.isEnabled()
    write(qtbot, county, recorded)
    assert [str(error) for error in recorded.errors] == []
    assert "收下 1 条，退回 1 条" in str(recorded.questions[0][0])
    assert county.summary.text().startswith("可以拔出。已写入 1 份回执")
    assert copy_of(trip.county, UNITS, good.id).state == State.RECEIVED
    assert copy_of(trip.county, UNITS, bad.id) is None

    session = at(trip.luojia)
    window: MainWindow = show(MainWindow(session))
    window.status.corrections.click()
    township: Any = window.page("receipts")
    assert isinstance(township, ReceiptsPage)
    assert window.stack.currentWidget() is township
    told = take_receipts(qtbot, township, trip.stick)
    assert told[:3] == ["✓ 可以处理", "青山湖区总工会", "✓ 有效"]
    assert copy_of(trip.luojia, UNITS, good.id).state == State.RECEIVED
    assert [text(township.todos, 0, n) for n in (0, 3, 4, 5)] == [
        "退回，待更正",
        "职工人数",
        "110",
        "职工人数有误，请核对",
    ]

    QTest.keyClick(township, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.record_page is not None)  # the button is seen going down first
    page: Any = window.record_page
    assert page.record.id == bad.id
    assert page.form.editors["employees"].isAncestorOf(window.focusWidget())
    assert "建议改为：110" in page.notices.why.text()
    correct(trip.luojia, bad, employees=110)
    window.go_to("receipts")
    township.todos.refresh()
    assert text(township.todos, 0, 0) == "更正中，还没有通过检查"
    submitting.prepare(trip.luojia, ["units"], "2026年6月")
    township.todos.refresh()
    assert text(township.todos, 0, 0) == "已更正，等下一次上报"
    assert township.todos.waiting == 0

    send(trip.luojia, trip.stick)
    checked(qtbot, county, trip.stick)
    row = [one.sequence for one in county.pane.arrivals.items].index(2)
    county.pane.arrivals.choose(row)
    assert text(county.pane.records, 0, 1) == "新增"
    county.clean.click()
    write(qtbot, county, recorded)
    assert copy_of(trip.county, UNITS, bad.id).employees == 110
    take_receipts(qtbot, township, trip.stick)
    assert list(township.todos.items) == []
    assert copy_of(trip.luojia, UNITS, bad.id).state == State.RECEIVED


def test_what_arrives_is_shown_beside_ours_field_by_field(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot
) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    page.clean.click()
    write(qtbot, page, recorded)
    correct(trip.luojia, unit, employees=120)
    send(trip.luojia, trip.stick)
    checked(qtbot, page, trip.stick)
    assert [text(page.pane.arrivals, row, 0) for row in (0, 1)] == ["✓ 可以接收", "· 已经收过"]
    assert (page.pane.arrivals.row, page.pane.arrival.sequence) == (0, 2)
    assert text(page.pane.records, 0, 4) == "1 → 2"
    changes = page.pane.changes
    lines = {
        text(changes, n, 0): (text(changes, n, 1), text(changes, n, 2)) for n in range(changes.rowCount())
    }
    assert lines["职工人数"] == ("100", "120")


def test_a_duplicate_is_decided_by_a_person_and_can_be_merged(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot
) -> None:
    kept = save_household(trip.tangshan)
    send(trip.tangshan, trip.stick)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    page.clean.click()
    write(qtbot, page, recorded)
    again = save_household(trip.luojia)
    send(trip.luojia, trip.stick)
    checked(qtbot, page, trip.stick)
    page.clean.click()
    assert page.summary.text() == "0 条没有问题的记录决定接收，还有 1 条要逐条决定（F8）。"
    assert "塘山镇总工会" in page.pane.remarks.item(0).text()
    page.pane.merge.click()
    (dialog,) = page.findChildren(MergeDialog)
    qtbot.waitUntil(dialog.give.isEnabled)
    assert (dialog.table.current.record_id, dialog.table.current.office) == (kept.id, "塘山镇总工会")
    dialog.give.click()
    arrival = page.pane.arrival
    assert arrival is not None
    (decision,) = page.pane.inbox.decisions[arrival.identity].values()
    assert (decision.verdict, decision.merge_into) == (Verdict.MERGE, kept.id)
    write(qtbot, page, recorded)
    assert "合并 1 条" in text(page.pane.arrivals, page.pane.arrivals.row, 6)
    assert copy_of(trip.county, page.session.registers["hardship_cases"], again.id) is not None


def test_a_return_needs_a_reason(trip: Round, at: Sit, show: Show, qtbot: QtBot) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    page.pane.give_back.click()
    (dialog,) = page.findChildren(ReturnDialog)
    dialog.reason.setCurrentIndex(dialog.reason.findText("其他原因"))
    dialog.text.setText("不对")
    dialog.give.click()
    assert dialog.problem.text() == "请写明原因，至少 6 个字。"
    assert page.pane.inbox.decisions == {}
    dialog.text.setText("与纸质材料不一致")
    dialog.give.click()
    arrival = page.pane.arrival
    assert arrival is not None
    (decision,) = page.pane.inbox.decisions[arrival.identity].values()
    assert (decision.code, decision.text, decision.field) == ("R109", "与纸质材料不一致", "")


def test_a_whole_package_is_refused(trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    page.pane.refuse.click()
    (dialog,) = page.findChildren(ReturnDialog)
    dialog.give.click()
    recorded.answer("整包退回")
    until_idle(qtbot, page.session)
    assert text(page.pane.arrivals, 0, 0) == "↩ 已整包退回"
    assert not page.write.isEnabled()
    page.answer.click()
    until_idle(qtbot, page.session)
    session = at(trip.luojia)
    township: ReceiptsPage = show(ReceiptsPage(session))
    assert take_receipts(qtbot, township, trip.stick)[5] == "整包退回：填写不全，请补齐"
    assert copy_of(trip.luojia, UNITS, unit.id).state == State.CHECKED


def test_what_cannot_be_taken_in_says_why(trip: Round, at: Sit, show: Show, qtbot: QtBot) -> None:
    save_unit(trip.luojia, 1)
    first = send(trip.luojia, trip.stick)
    save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    raw = bytearray(first.read_bytes())
    raw[len(raw) // 2] ^= 1
    first.write_bytes(raw)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    assert [text(page.pane.arrivals, row, 0) for row in (0, 1)] == ["… 等待前一号", "✖ 不能接收"]
    assert first.name in text(page.pane.arrivals, 1, 6)
    assert not page.clean.isEnabled()
    page.pane.arrivals.choose(1)
    assert page.pane.findings.count() == 1
    assert not page.pane.refuse.isEnabled()


def test_a_lost_receipt_is_written_again_byte_for_byte(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    page: ReceivePage = checked(qtbot, show(ReceivePage(at(trip.county))), trip.stick)
    page.clean.click()
    write(qtbot, page, recorded)
    (receipt,) = (trip.stick / "TAIZHANG" / "IN").iterdir()
    first = receipt.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    page.place.show_folder(other)
    page.tabs.setCurrentWidget(page.issued)
    assert text(page.issued.table, 0, 3) == "全部收下（收 1，退 0）"
    page.issued.again.click()
    until_idle(qtbot, page.session)
    assert (other / "TAIZHANG" / "IN" / receipt.name).read_bytes() == first
    page.tabs.setCurrentWidget(page.board)
    board = {text(page.board.table, row, 0): text(page.board.table, row, 1) for row in (0, 1)}
    assert board == {"罗家镇总工会": "✓ 今天收到", "塘山镇总工会": "✖ 从未报送，入网 0 天"}


def test_a_stick_is_found_by_itself_while_somebody_looks(
    trip: Round, at: Sit, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged: list[Path] = []
    session = at(trip.luojia)
    page: ReceiptsPage = show(ReceiptsPage(session))
    watch = StickWatch(lambda: plugged, page)
    arrived: list[Path] = []
    watch.arrived.connect(arrived.append)
    plugged.append(trip.stick)
    watch.look()
    assert arrived == []  # nothing for us on it
    (trip.stick / "TAIZHANG" / "IN").mkdir(parents=True)
    watch.look()
    watch.look()
    assert arrived == [trip.stick]
    plugged.clear()
    watch.look()
    plugged.append(trip.stick)
    watch.look()
    assert arrived == [trip.stick, trip.stick]
    looked: list[Path] = []
    monkeypatch.setattr(page, "start_job", lambda _job, _done, folder: looked.append(folder))
    page.watch.arrived.emit(trip.stick)
    assert looked == [trip.stick]
    assert page.watch._timer.isActive()
    page.hide()
    assert not page.watch._timer.isActive()


def test_each_level_has_its_pages() -> None:
    shown = {
        area: {one.code for one in pages.entries_for(area)} for area in ("360111103", "360111", "360100")
    }
    wanted = {"receive", "submit", "receipts"}
    assert {area: codes & wanted for area, codes in shown.items()} == {
        "360111103": {"submit", "receipts"},
        "360111": {"receive", "submit", "receipts"},
        "360100": {"receive"},
    }


@pytest.mark.parametrize("look", [("zh", 100), ("zh", 150), ("en", 150)], ids=str)
def test_the_pages_fit_and_have_names(
    trip: Round, at: Sit, show: Show, qtbot: QtBot, look: tuple[str, int]
) -> None:
    save_household(trip.luojia)
    save_household(trip.tangshan)
    for township in (trip.luojia, trip.tangshan):
        send(township, trip.stick)
    choose(look[0])
    found: dict[str, list[str]] = {}
    for ledger, code in ((trip.county, "receive"), (trip.luojia, "receipts")):
        session = at(ledger)
        window: MainWindow = show(MainWindow(session))
        appearance.set_text_size(look[1])
        window.resize(SCREEN.width(), 728)
        window.go_to(code)
        page: Any = window.page(code)
        page.place.show_folder(trip.stick)
        page.look.click()
        until_idle(qtbot, session)
        QTest.qWait(80)  # wrapped texts take some rounds of layout
        found[code] = misfits(window) + nameless(window) + beyond_the_keyboard(window)
        if code == "receive":
            for number in (1, 2):
                page.tabs.setCurrentIndex(number)
                QTest.qWait(80)
                found[f"tab {number}"] = misfits(window) + nameless(window)
            page.tabs.setCurrentIndex(0)
            page.pane.give_back.click()
            page.pane.merge.click()
            QTest.qWait(120)
            for dialog in (*page.findChildren(ReturnDialog), *page.findChildren(MergeDialog)):
                found[type(dialog).__name__] = misfits(dialog) + nameless(dialog)
                dialog.reject()
        window.close()
    appearance.set_text_size(100)
    assert {name: words for name, words in found.items() if words} == {}
