"""Input methods: nothing runs while a text is composed, Chinese goes into every field, a commit replaces what was marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.fields import DateField, IdentityField, IntegerField, MoneyField, MultiChoiceField, YesNoField
from db.registers import all_registers
from desktop.services import records
from desktop.ui.fields.search_line import Offer, SearchLine
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import compose, type_text

CASES = all_registers()["hardship_cases"]


@pytest.fixture
def page(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    made.resize(1180, 680)
    return made


def commit(widget: QWidget, text: str) -> None:
    """End a composition with its text, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_nothing_is_checked_while_a_text_is_composed(
    page: RecordPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    editor = page.form.editors["name"]
    editor.setFocus()
    type_text(editor, "熊")
    compose(editor, "guo'ping")
    checks: list[bool] = []
    monkeypatch.setattr(page.checks, "run", lambda: checks.append(True))
    with qtbot.waitSignal(page.checks.pause.timeout):
        page.checks.pause.start(1)
    QTest.qWait(30)
    assert checks == []
    assert page.checks.pause.isActive()
    commit(editor.focusProxy(), "国平")
    assert page.record.name == "熊国平"
    qtbot.waitUntil(lambda: bool(checks))


def test_a_composition_over_a_marked_text_is_no_edit_until_it_ends(page: RecordPage, qtbot: QtBot) -> None:
    editor = page.form.editors["name"]
    editor.show_value("熊国平")
    page.record.name = "熊国平"
    editor.setFocus()
    line: Any = editor.focusProxy()
    line.selectAll()
    compose(editor, "luo")
    assert page.record.name == "熊国平"
    assert page.is_edited is False
    commit(line, "")  # the input method gives up; the marked text is gone on the screen
    qtbot.waitUntil(lambda: page.is_edited)
    assert (line.text(), page.record.name) == ("", None)


def test_every_field_takes_chinese(page: RecordPage) -> None:
    shown = {}
    for code, editor in page.form.editors.items():
        if code == CASES.number_field or isinstance(editor.field, MultiChoiceField | YesNoField):
            continue
        editor.setFocus()
        compose(editor, "han")
        commit(editor.focusProxy(), "汉字")
        inner: Any = editor.focusProxy()
        text = getattr(inner, "text", None) or getattr(inner, "currentText", None) or inner.toPlainText
        shown[code] = text()
    assert len(shown) > 40
    assert {code: text for code, text in shown.items() if text != "汉字"} == {}


def test_a_cell_opens_for_an_input_method_and_its_text_replaces(page: RecordPage) -> None:
    grid = page.form.grids["members"]
    grid.model.add_row()
    grid.model.setData(grid.model.index(0, 0), "旧名")
    grid.view.setFocus()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    compose(grid.view, "xiong")
    editor = grid.view.indexWidget(grid.model.index(0, 0))
    assert isinstance(editor, QLineEdit)
    commit(editor, "熊小平")
    assert editor.text() == "熊小平"
    grid.commit()
    assert page.record.members[0].name == "熊小平"


def test_no_search_opens_its_list_while_the_next_word_is_composed(
    show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    asked: list[str] = []

    def find(text: str) -> list[Offer]:
        asked.append(text)
        return [Offer("1", "罗家镇")]

    line: SearchLine = show(SearchLine(find))
    line.setFocus()
    commit(line, "罗")
    compose(line, "jia")
    QTest.qWait(150)
    assert asked == []
    commit(line, "家")
    qtbot.waitUntil(lambda: asked == ["罗家"])
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.hide()


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        ("id_no", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("household_size", "３", 3),
        ("monthly_income_self", "１，８００．５", 180_050),
        ("filed_on", "２０２６．５．８", date(2026, 5, 8)),
        ("mobile", "１３８７００１２３４５", "13870012345"),
    ],
)
def test_full_width_digits_are_turned_as_they_come(
    page: RecordPage, code: str, typed: str, value: Any
) -> None:
    assert (
        isinstance(CASES.fields[code], IdentityField | IntegerField | MoneyField | DateField)
        or code == "mobile"
    )
    editor = page.form.editors[code]
    editor.setFocus()
    line: Any = editor.focusProxy()
    for sign in typed:
        if page.focusWidget() is line:
            commit(line, sign)
            assert line.text().isascii()
    assert editor.value() == value


def test_a_full_width_name_is_left_alone(page: RecordPage) -> None:
    editor = page.form.editors["address"]
    editor.setFocus()
    commit(editor.focusProxy(), "罗家镇１组")
    line: Any = editor.focusProxy()
    assert line.text() == "罗家镇１组"
