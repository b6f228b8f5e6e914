"""One page serves all records of a register: what the record before left on it must not show in the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from db.fields import ChoiceField
from db.registers import all_registers
from desktop.services import records
from desktop.ui.fields import choice
from desktop.ui.fields.choice import ChoiceEditor
from desktop.ui.fields.choice_box import Choice
from desktop.ui.main_window import MainWindow
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Destination, Session
from tests.support.typing import shortcut, type_text

CASES = all_registers()["hardship_cases"]
ALT = Qt.KeyboardModifier.AltModifier


def add(session: Session, name: str) -> str:
    record = session.do(records.new, CASES)
    record.name = name
    return session.do(records.save, CASES, record).record.id


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any]) -> MainWindow:
    made: MainWindow = show(MainWindow(session))
    return made


def test_a_refused_text_and_a_correction_do_not_reach_the_next_record(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    editor = page.form.editors["filed_on"]
    type_text(editor, "前年")
    page.form.commit()
    page.correct()
    assert [problem.field for problem in page.problems_pane.problems] == ["filed_on"]
    page.show_record(session.do(records.new, CASES))
    line = editor.findChild(QLineEdit)
    assert line is not None
    assert line.text() == ""
    assert page.problems_pane.problems == []
    assert page.is_edited is False


def test_help_and_current_problem_are_not_those_of_the_record_before(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    pane = page.problems_pane
    page.go_to(None)
    page.check()
    pane.go_to_next()
    assert pane._help.text().splitlines()[0] == CASES.fields[pane.problems[1].field].help
    page.show_record(session.do(records.new, CASES))
    assert pane._help.text() == ""
    page.check()
    assert page.form.here().field == pane.problems[0].field
    page.show_record(session.do(records.new, CASES))
    page.go_to(None)
    assert pane._help.text().splitlines()[0] == CASES.fields["hardship_class"].help


def test_alt_and_an_arrow_go_through_the_list(window: MainWindow, session: Session, qtbot: Any) -> None:
    ids = [add(session, name) for name in ("甲", "乙", "丙")]
    window.open_record(Destination("hardship_cases", ids[1]))
    page = window.record_page
    assert page is not None
    for key, wanted in ((Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Up, 0)):
        shortcut(window, key, ALT)
        qtbot.waitUntil(lambda wanted=wanted: page.record.id == ids[wanted])
    assert page.form.editors["name"].value() == "甲"
    assert window.stack.currentWidget() is page


def test_a_record_of_another_day_offers_the_codes_of_its_day(
    monkeypatch: pytest.MonkeyPatch, show: Callable[[Any], Any]
) -> None:
    old, new = Choice("1", "特困职工", "特困职工 tkzg 1"), Choice("2", "深度困难", "深度困难 sdkn 2")
    monkeypatch.setattr(choice, "choices_of", lambda _codes, day: (old,) if day.year < 2020 else (new,))
    editor: ChoiceEditor = show(
        ChoiceEditor(
            "code", ChoiceField("困难类别", codes="hardship_class"), date(2026, 5, 8), date(2026, 5, 8)
        )
    )
    editor._box.fill()
    assert [editor._box.itemText(row) for row in range(editor._box.count())] == ["深度困难"]
    editor.show_day(date(2018, 1, 1))
    assert [editor._box.itemText(row) for row in range(editor._box.count())] == ["特困职工"]
    editor.setFocus()
    type_text(editor, "tkzg")
    editor.finish()
    assert (editor._box.currentText(), editor.value()) == ("特困职工", "1")
