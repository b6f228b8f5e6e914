"""Ctrl+K finds whatever has a button or a menu entry on the screen, with its keys, and says how many more records there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from db.registers import all_registers
from desktop.services import records
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.filter_dialog import FilterDialog
from desktop.ui.session import Destination, Session
from tests.support.typing import press, shortcut, type_text

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def record_id(session: Session) -> str:
    record = session.do(records.new, CASES)
    record.name = "熊国平"  # type: ignore[attr-defined]
    return session.do(records.save, CASES, record).record.id


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any], record_id: str, qtbot: QtBot) -> MainWindow:  # noqa: ARG001 - the list has it
    made: MainWindow = show(MainWindow(session))
    made.resize(1280, 720)
    qtbot.waitUntil(lambda: session.counts.are_known)
    return made


def find(window: MainWindow, words: str) -> list[str]:
    """Open the box and search; it stays open."""
    if not window.box.isVisible():
        shortcut(window, Qt.Key.Key_K, CTRL)
    window.box.line.setText(words)
    window.box._search()
    return [window.box.list.item(row).text() for row in range(window.box.list.count())]


def take(window: MainWindow, words: str) -> None:
    """Find something and press Return on it."""
    found = find(window, words)
    window.box.list.setCurrentRow(next(row for row, one in enumerate(found) if words in one))
    press(window.box.line, Qt.Key.Key_Return)


def labels(window: MainWindow) -> list[str]:
    """Give the words of the buttons that can be pressed just now, and the entries of their menus."""
    shown = []
    for button in (*window.findChildren(QPushButton), *window.findChildren(QToolButton)):
        if button.objectName() in {"undo", "redo"} or not button.isVisible() or not button.isEnabled():
            continue
        if not button.text():
            continue
        if button.menu() is None:
            shown.append(button.text())
        else:
            shown += [action.text() for action in button.menu().actions() if action.objectName()]
    return shown


def missing(window: MainWindow) -> list[str]:
    window.box.open()
    shown = labels(window)
    found = [one for one in dict.fromkeys(shown) if one not in " ".join(find(window, one)).replace("  ", " ")]
    window.box.close_box()
    assert len(shown) >= 2
    return [one for one in found if shown.count(one) == 1]  # of several alike none is meant


def test_every_button_of_every_page_is_found(window: MainWindow) -> None:
    window.resize(2400, 900)  # nothing is written shorter
    found = {}
    for entry in window._entries:
        window.go_to(entry.code)
        found[entry.code] = missing(window)
    assert {code: one for code, one in found.items() if one} == {}


def test_every_button_of_a_record_is_found(window: MainWindow, record_id: str) -> None:
    window.resize(2400, 900)
    window.open_record(Destination("hardship_cases", record_id))
    assert missing(window) == []


def test_every_button_for_what_is_selected_is_found(window: MainWindow, record_id: str) -> None:
    window.resize(2400, 900)
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    assert not any("批量修改" in one for one in find(window, "批量"))
    window.box.close_box()
    page.table.select_ids({record_id})
    assert missing(window) == []
    assert "批量修改…" in find(window, "批量")
    assert "删除" in find(window, "删除")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("密码", "用户与设置：更改密码"),
        ("恢复码", "用户与设置：更换恢复码"),
        ("语言", "用户与设置：语言（Language）"),
        ("yhyjs", "用户与设置：用户与角色"),
        ("撤销上", "撤销上一步  Ctrl+Z"),
        ("锁定 Ctrl", "锁定  Ctrl+L"),
        ("hf", "文字恢复原来的大小  Ctrl+0"),
        ("工作台", "工作台  Ctrl+1"),
    ],
)
def test_what_stands_elsewhere_is_found_everywhere(window: MainWindow, typed: str, found: str) -> None:
    assert found in find(window, typed)


@pytest.mark.parametrize(
    ("typed", "place"),
    [("更改密码", "old"), ("Language", ""), ("更换恢复码", ""), ("无人操作", "")],
)
def test_the_cursor_goes_to_what_was_wanted(window: MainWindow, typed: str, place: str) -> None:
    take(window, typed)
    assert window.stack.currentWidget() is window.page("settings")
    page: Any = window.page("settings")
    focus = QApplication.focusWidget()
    wanted = {
        "更改密码": page.own_password.old,
        "Language": page.language,
        "更换恢复码": page.recovery.replace,
        "无人操作": page.idle,
    }
    assert focus is wanted[typed]
    assert not place or focus.objectName() == place


def test_commands_of_a_list_and_of_a_record_are_found_where_they_are(
    window: MainWindow, record_id: str, qtbot: QtBot
) -> None:
    on_list = {
        "筛选": "筛选…  Ctrl+Shift+F",
        "列…": "列…",
        "导入": "导入",
        "导出": "导出…",
        "排序": "按光标所在的列排序  Ctrl+Shift+S",
    }
    on_record = {"保存": "保存记录  Ctrl+S", "历史": "历史  Ctrl+H", "删除": "删除记录"}
    window.go_to("hardship_cases")
    assert {one: words in find(window, one) for one, words in on_list.items()} == dict.fromkeys(on_list, True)
    assert {one: words in find(window, one) for one, words in on_record.items()} == dict.fromkeys(
        on_record, False
    )
    take(window, "筛选…")
    (dialog,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, FilterDialog))
    dialog.reject()
    window.open_record(Destination("hardship_cases", record_id))
    page: Any = window.record_page
    assert {one: words in find(window, one) for one, words in on_record.items()} == dict.fromkeys(
        on_record, True
    )
    assert {one: words in find(window, one) for one, words in on_list.items()} == dict.fromkeys(
        on_list, False
    )
    window.box.close_box()
    page.form.editors["name"].setFocus()
    type_text(page.form.editors["name"], "一")
    assert page.is_edited
    take(window, "保存记录")
    assert not page.is_edited
    qtbot.waitUntil(lambda: not window._session.background.is_busy)


def test_an_entry_of_a_menu_is_chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    asked: list[str] = []
    monkeypatch.setattr(page.selection.print, "_make", lambda one: asked.append(one.title))
    entry = page.selection.print.entries.actions()[0]
    title = page.selection.print._by_action[entry].title
    assert f"打印：{title}：列表中的 1 条" in find(window, title)
    take(window, f"打印：{title}")
    assert asked == [title]


def test_who_looks_for_a_record_does_not_undo_it(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    record = session.do(records.new, CASES)
    record.name = "罗小红"  # type: ignore[attr-defined]
    session.do(records.save, CASES, record)
    qtbot.waitUntil(lambda: "罗小红" in window.status.button.text())
    assert [one.split()[0] for one in find(window, "罗小红")] == ["困难职工：罗小红"]


def test_of_several_alike_the_one_beside_the_cursor_is_meant(window: MainWindow) -> None:
    window.open_record(Destination("hardship_cases"))
    page: Any = window.record_page
    assert len(page.form.grids) > 1
    assert not any("添加一行" in one for one in find(window, "添加一行"))
    window.box.close_box()
    grid = page.form.grids["members"]
    before = grid.model.rowCount()
    grid.view.setFocus()
    take(window, "添加一行")
    assert grid.model.rowCount() == before + 1


def test_it_says_how_many_more_there_are_and_opens_the_list(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    for number in "一二三四五六七八九十甲乙":
        record = session.do(records.new, CASES)
        record.name = f"王小{number}"  # type: ignore[attr-defined]
        session.do(records.save, CASES, record)
    found = find(window, "王小")
    assert len(found) == 9
    assert found[-1] == "困难职工：还有 4 条，在列表中查看…"
    window.box.list.setCurrentRow(8)
    press(window.box.line, Qt.Key.Key_Return)
    page: Any = window.page("hardship_cases")
    assert window.stack.currentWidget() is page
    assert page.search.text() == "王小"
    qtbot.waitUntil(lambda: page.model.rowCount() == 12)
    assert "还有" not in " ".join(find(window, "王小一"))


def test_escape_closes_the_box_and_leaves_the_record_below(window: MainWindow, record_id: str) -> None:
    window.open_record(Destination("hardship_cases", record_id))
    shortcut(window, Qt.Key.Key_K, CTRL)
    assert window.box.isVisible()
    shortcut(window, Qt.Key.Key_Escape)
    assert (window.box.isVisible(), window.stack.currentWidget() is window.record_page) == (False, True)
    shortcut(window, Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is window.page("hardship_cases")
