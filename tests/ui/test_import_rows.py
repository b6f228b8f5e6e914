"""A workbook with a sheet of rows through the import page, by keyboard: asked, corrected, imported again, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import queries
from db.registers import all_registers
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.session import Session
from tests.support.known_records import id_number
from tests.support.typing import shortcut

NOMINEES = all_registers()["nominees"]
PERSON = ["推荐称号", "申报级别", "年度", "姓名", "身份证号", "民族", "政治面貌", "工作单位", "人员类别"]
GOOD, WRONG = (id_number("360111", "19760412", serial) for serial in ("011", "013"))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Make two nominees, one with a wrong ID, and a sheet of their résumés with two renamed columns."""
    made = Workbook()
    main = made.worksheets[0]
    main.title = "个人"
    main.append(["推荐人选汇总表"])
    main.append(["序号", *PERSON])
    for number, (name, id_no) in enumerate((("张三", GOOD), ("李四", WRONG[:-1] + "?")), 1):
        main.append([number, "11", "1", 2026, name, id_no, "汉族", "群众", "罗家镇制衣厂", "企业一线工人"])
    rows = made.create_sheet("个人简历表")
    rows.append(["所属人选个人", "起始年份月份", "终止年月", "单位", "职务"])
    rows.append([1, "2010.1", "2015年6月", "甲厂", "工人"])
    rows.append([1, "201507", "", "乙厂", "班长"])
    rows.append([2, "2011-1", "", "丙厂", "工人"])
    path = tmp_path / "推荐人选.xlsx"
    made.save(path)
    return path


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    made.go_to("import")
    return made


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """Go to a widget and press a key: a button that is grey takes none."""
    widget.setFocus()
    QTest.keyClick(widget, key)


def wait(page: ImportPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.background.is_busy, timeout=20_000)


def stored(session: Session) -> dict[str, list[str]]:
    """Give the live nominees by name with the organisations of their résumés."""
    with session.ledger.store.reading() as reading:
        found: list[Any] = [
            queries.load(reading, NOMINEES, one) for one in queries.record_ids(reading, NOMINEES, "")
        ]
    return {one.name: [line.organisation for line in one.resume] for one in found}


def test_rows_are_confirmed_corrected_and_taken_back_with_their_records(
    window: MainWindow, workbook: Path, qtbot: QtBot, recorded: Any, tmp_path: Path
) -> None:
    page: Any = window.page("import")
    session: Session = page.session
    page.show_part("nominees")
    page.try_file(str(workbook))
    wait(page, qtbot)
    boxes = page.questions.boxes
    assert [box.accessibleName() for box in boxes.values()] == [
        "“个人简历”表的“所属人选个人”是不是“所属个人”？",
        "“个人简历”表的“起始年份月份”是不是“起始年月”？",
    ]
    assert not page.apply.isEnabled()
    for box in boxes.values():
        press(box, Qt.Key.Key_Down)
    press(page.again)
    wait(page, qtbot)
    assert page.questions.confirmed == {
        "个人简历!所属人选个人": "(parent)",
        "个人简历!起始年份月份": "from_on",
    }
    press(page.apply)
    recorded.answer("导入")
    wait(page, qtbot)
    assert stored(session) == {"张三": ["甲厂", "乙厂"]}

    marked = tmp_path / "标错.xlsx"
    page.write_marked(str(marked))
    wait(page, qtbot)
    book = load_workbook(marked)
    assert book.worksheets[0].cell(4, 6).fill.fgColor.rgb == "FFFFC7CE"
    book.worksheets[0].cell(4, 6).value = WRONG
    book.save(marked)
    page.try_file(str(marked))
    wait(page, qtbot)
    press(page.apply)
    recorded.answer("导入")
    wait(page, qtbot)
    assert stored(session) == {"张三": ["甲厂", "乙厂"], "李四": ["丙厂"]}

    shortcut(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(session) == {"张三": ["甲厂", "乙厂"]}, timeout=20_000)
    shortcut(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(session) == {}, timeout=20_000)
    assert recorded.errors == []
