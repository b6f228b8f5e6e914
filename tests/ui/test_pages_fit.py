"""Nothing on the pages and dialogs of the window is cut or overlapping on a small screen, with the longest data there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from db.registers import all_registers
from desktop.language import choose
from desktop.services import records
from desktop.ui import appearance
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.register_page import RegisterPage
from desktop.ui.session import Session
from tests.picturing.album import settle
from tests.picturing.ledgers import at_its_limit
from tests.support.misfits import SCREEN, misfits

CASES = all_registers()["hardship_cases"]
PAGES = (
    "workbench",
    "hardship_cases",
    "check",
    "submit",
    "verify",
    "rollup",
    "import",
    "rules",
    "backup",
    "settings",
)


@pytest.fixture(params=[("zh", 100), ("zh", 150), ("en", 100), ("en", 150)], ids=str)
def window(request: Any, session: Session, show: Callable[[Any], Any], ledger: Any) -> Iterator[MainWindow]:
    language, percent = request.param
    choose(language)
    for _ in range(3):
        record = records.new(ledger, CASES)
        for code, field in CASES.fields.items():
            if code != CASES.number_field:
                setattr(record, code, at_its_limit(field, record.written_on, {}))
        session.do(records.save, CASES, record)
    made: MainWindow = show(MainWindow(session))
    appearance.set_text_size(percent)
    made.resize(SCREEN.width(), 728)  # above a task bar
    yield made
    appearance.set_text_size(100)


def seen(widget: QWidget) -> list[str]:
    settle(widget)
    return misfits(widget)


def dialog(page: QWidget) -> list[str]:
    """Look at the dialog that a page has opened, and close it."""
    (opened,) = (one for one in page.findChildren(QDialog) if isValid(one) and one.isVisible())
    found = seen(opened)
    opened.reject()
    return found


def test_pages_and_dialogs_fit(window: MainWindow) -> None:
    found: dict[str, list[str]] = {}
    for code in PAGES:
        window.go_to(code)
        found[code] = seen(window)
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    assert isinstance(page, RegisterPage)
    page.table.selectAll()
    found["selected"] = seen(window)
    for name, opening in (
        ("columns", page.choose_columns),
        ("filter", page.choose_filter),
        ("bulk change", page.selection.change_field),
    ):
        opening()
        found[name] = dialog(page)
    settings: Any = window.page("settings")
    settings.users.add.click()
    found["new user"] = dialog(settings)
    rules: Any = window.page("rules")
    rules.add.click()
    found["rule"] = dialog(rules)
    assert {name: words for name, words in found.items() if words} == {}


def test_the_columns_of_an_import_fit(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.go_to("import")
    page: Any = window.page("import")
    page.show_part("units")
    table = tmp_path / "表.csv"
    table.write_text(
        "单位名称,职工人数,是否建会,劳动关系三方协商机制建立情况,邮箱\n甲厂,12,是,有,x\n", encoding="utf-8"
    )
    page.try_file(str(table))
    qtbot.waitUntil(lambda: not page.session.background.is_busy, timeout=20_000)
    assert list(page.questions.boxes) == ["是否建会", "劳动关系三方协商机制建立情况", "邮箱"]
    asked = seen(window)
    page.questions.everything.click()
    assert list(page.questions.boxes)[3:] == ["单位名称", "职工人数"]
    assert (asked, seen(window)) == ([], [])


def test_what_does_not_fit_is_found(show: Callable[[Any], Any]) -> None:
    box = QWidget()
    line = QHBoxLayout(box)
    label, button = QLabel("姓名和身份证号"), QPushButton("添加新记录")
    for one in (label, button):
        line.addWidget(one)
    show(box)
    assert seen(box) == []
    label.setFixedWidth(40)
    button.setFixedWidth(30)
    cut = seen(box)
    assert [words.split("'")[1] for words in cut] == ["姓名和身份证号", "添加新记录"]
    button.setToolTip("添加新记录")
    label.move(button.pos())
    assert "lies over" in "".join(misfits(box))
    box.resize(SCREEN.width() + 1, 40)
    assert "larger than the screen" in misfits(box)[0]
