"""锁定期 on the real pages, by the keyboard: the county closes and lets one record through, the township is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.store.ledger import Ledger
from desktop.language import choose
from desktop.services import (
    answering,
    comparing,
    lock_board,
    period_locks,
    receiving,
    taking_in,
)
from desktop.services.deciding import default_decisions
from desktop.ui import appearance, pages
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.exception_dialog import ExceptionDialog
from desktop.ui.pages.lock_dialog import LockDialog
from desktop.ui.pages.locks_page import LocksPage
from desktop.ui.session import Destination, Session
from tests.picturing.album import settle
from tests.support.carrying import use_receipts
from tests.support.misfits import SCREEN, misfits
from tests.support.round_trip import LUOJIA, TANGSHAN, UNITS, Round, save_unit, send
from tests.support.typing import type_text
from tests.ui.test_accessible import beyond_the_keyboard, nameless

Sit = Callable[[Ledger], Session]
Show = Callable[[Any], Any]


def reported(trip: Round, *numbers: int) -> list[Any]:
    """Let the township report units, and the county take them in."""
    units = [save_unit(trip.luojia, number) for number in numbers]
    send(trip.luojia, trip.stick)
    compared = comparing.compare_all(trip.county, receiving.look(trip.county, trip.stick))
    taking_in.apply(trip.county, [(one, default_decisions(one)) for one in compared])
    return units


def answered(trip: Round) -> None:
    """Let the county answer, and the township use the receipt."""
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)


def lines(table: Any) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def press(qtbot: QtBot, button: QPushButton) -> None:
    """Press a button as the keyboard does."""
    button.window().activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_Space)


def the(kind: type[Any], parent: QWidget) -> Any:
    """Give the one dialog that is open."""
    (found,) = (one for one in parent.findChildren(kind) if one.isVisible())
    return found


def tab_to(dialog: QWidget, wanted: QWidget) -> None:
    """Go on with Tab until a widget has the focus."""
    for _ in range(20):
        at = dialog.focusWidget()
        if at is wanted or wanted.isAncestorOf(at):
            return
        QTest.keyClick(at, Qt.Key.Key_Tab)
    raise AssertionError(wanted)


def test_several_offices_are_closed_and_opened_by_the_keyboard(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot
) -> None:
    page: LocksPage = show(LocksPage(at(trip.county)))
    assert [line[:2] for line in lines(page.locks)] == [
        [LUOJIA.name, "没有锁定"],
        [TANGSHAN.name, "没有锁定"],
    ]
    page.locks.setFocus()
    QTest.keyClick(page.locks, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.locks, Qt.Key.Key_Return)
    dialog = the(LockDialog, page)
    assert dialog.until.value() == date(2026, 5, 31)  # the end of last month
    qtbot.waitUntil(dialog.reason.hasFocus)
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.problem.text() == "请写明原因，下级会看到它。"
    type_text(dialog.reason, "五月已汇总")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert [line[1:5] for line in lines(page.locks)] == [
        ["2026年5月31日", "五月已汇总", "—", "… 等下一份回执"]
    ] * 2
    assert page.summary.text() == "2 个单位里锁定了 2 个；2 个单位的变动还在等下一份回执。"
    assert {one.code for one in page.locks.chosen} == {LUOJIA.code, TANGSHAN.code}

    page.locks.choose(1)
    press(qtbot, page.reopen)
    question, _ = recorded.questions[-1]
    assert str(question).startswith(f"解除 1 个单位的锁定（{TANGSHAN.name}）？例外一并取消（0 条）。")
    recorded.answer("不解除")
    assert lines(page.locks)[1][1] == "2026年5月31日"
    recorded.answer("解除锁定")
    assert [line[1] for line in lines(page.locks)] == ["2026年5月31日", "没有锁定"]
    assert not page.reopen.isEnabled()


def test_any_day_can_be_typed_but_none_to_come(trip: Round, at: Sit, show: Show) -> None:
    page: LocksPage = show(LocksPage(at(trip.county)))
    page.locks.setFocus()
    QTest.keyClick(page.locks, Qt.Key.Key_Return)
    dialog = the(LockDialog, page)
    dialog.usual.setCurrentIndex(1)
    assert dialog.until.value() == date(2026, 3, 31)
    dialog.usual.setCurrentIndex(3)
    line = dialog.until.focusProxy()
    for typed, problem in (("下个月", "下个月"), ("2026.7.1", "只能锁定到今天为止")):
        line.clear()
        type_text(line, typed)
        dialog.reason.setText("五月已汇总")
        dialog.give.click()
        assert problem in dialog.problem.text()
    line.clear()
    type_text(line, "2026.6.10")
    assert dialog.usual.currentText() == "另选一天"
    dialog.give.click()
    assert lines(page.locks)[0][1] == "2026年6月10日"


def test_one_record_is_let_through_and_the_township_reads_it(
    trip: Round, at: Sit, show: Show, recorded: Any, qtbot: QtBot
) -> None:
    first, second = reported(trip, 1, 2)
    session = at(trip.county)
    page: LocksPage = show(LocksPage(session))
    period_locks.close(trip.county, [LUOJIA.code], session.today, "上半年已汇总")
    page.refresh()
    press(qtbot, page.grant)
    dialog = the(ExceptionDialog, page)
    qtbot.waitUntil(dialog.search.hasFocus)
    qtbot.waitUntil(lambda: len(dialog.table.items) == 2)
    type_text(dialog.search, second.unit_name)
    qtbot.waitUntil(lambda: [one.record_id for one in dialog.table.items] == [second.id])
    tab_to(dialog, dialog.reason)
    type_text(dialog.reason, "人数报错")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    (line,) = lines(page.exceptions)
    assert line[:3] == [LUOJIA.name, "单位台账", UNITS.label_of(second)]
    assert line[4:7] == ["2026年6月29日", "人数报错", "… 等下一份回执"]

    answered(trip)
    page.refresh()
    assert lines(page.exceptions)[0][6] == "✓ 第 1 号回执已带去"
    assert lines(page.locks)[0][3:5] == ["1 条", "✓ 第 1 号回执已带去"]

    below = at(trip.luojia)
    window: MainWindow = show(MainWindow(below))
    words = window.page("workbench").period_lock.text()
    assert words.startswith("上级已锁定填写日期在 2026年6月15日 及以前的记录（上半年已汇总）")
    assert f"{UNITS.label_of(second)}（2026年6月29日）" in words
    for record, sentence in ((first, "改了也不能报"), (second, "到 2026年6月29日 可以改、可以报")):
        window.open_record(Destination("units", record.id))
        opened = window.record_page
        assert opened is not None
        assert opened.notices.period_lock.isVisible()
        assert sentence in opened.notices.period_lock.text()
    window.close()

    press(qtbot, page.withdraw)
    recorded.answer("撤销例外")
    assert lines(page.exceptions) == []
    assert lock_board.board(trip.county).exceptions == ()


def test_nothing_is_said_where_nothing_is_closed(session: Session, show: Show) -> None:
    window: MainWindow = show(MainWindow(session))
    assert not window.page("workbench").period_lock.isVisible()  # type: ignore[attr-defined]
    window.open_record(Destination("units"))
    assert window.record_page is not None
    assert not window.record_page.notices.period_lock.isVisible()


def test_a_township_closes_nothing() -> None:
    assert pages.LOCKS not in pages.entries_for("360111103")
    assert pages.LOCKS in pages.entries_for("360111")
    assert pages.LOCKS in pages.entries_for("360100")


def test_who_only_enters_cannot_touch_it(trip: Round, at: Sit, show: Show) -> None:
    trip.county.role = "entry"
    page: LocksPage = show(LocksPage(at(trip.county)))
    assert not page.close_period.isEnabled()
    assert "数据接收" in page.toolTip()


@pytest.mark.parametrize("look", [("zh", 100), ("zh", 150), ("en", 100), ("en", 150)], ids=str)
def test_the_page_and_its_dialogs_fit_and_have_names(
    trip: Round, at: Sit, show: Show, qtbot: QtBot, look: tuple[str, int]
) -> None:
    (unit,) = reported(trip, 1)
    session = at(trip.county)
    codes = [LUOJIA.code, TANGSHAN.code]
    period_locks.close(trip.county, codes, session.today, "上半年数据已经全区汇总上报，不再改动")
    period_locks.grant(trip.county, LUOJIA.code, "units", unit.id, session.today, "职工人数报错，同意更正")
    choose(look[0])
    window: MainWindow = show(MainWindow(session))
    appearance.set_text_size(look[1])
    try:
        window.resize(SCREEN.width(), 728)
        window.go_to("locks")
        settle(window)
        found = {"page": misfits(window) + nameless(window) + beyond_the_keyboard(window)}
        page: Any = window.page("locks")
        sideways = [one.horizontalScrollBar().maximum() for one in (page.locks, page.exceptions)]
        for button, kind in ((page.close_period, LockDialog), (page.grant, ExceptionDialog)):
            button.click()
            dialog = the(kind, window)
            qtbot.waitUntil(lambda: not session.background.is_busy)
            settle(dialog)
            found[kind.__name__] = misfits(dialog) + nameless(dialog) + beyond_the_keyboard(dialog)
            dialog.reject()
    finally:
        appearance.set_text_size(100)
    window.close()
    assert {name: words for name, words in found.items() if words} == {}
    assert sideways == [0, 0]
