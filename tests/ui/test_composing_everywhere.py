"""Every line of the window that takes text: nothing is searched, checked or completed while an input method composes in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from db import areas
from db.registers import all_registers
from desktop.services import drafts, records, recovery
from desktop.services.comparing import ComparedRecord, Kind
from desktop.services.lock_board import OfficeLock
from desktop.ui import area_chooser, new_password, recovery_card
from desktop.ui.background import Background
from desktop.ui.first_start import FirstStart
from desktop.ui.main_window import MainWindow
from desktop.ui.pages.enrolment_fingerprint import FingerprintProof
from desktop.ui.pages.exception_dialog import ExceptionDialog
from desktop.ui.pages.merge_dialog import MergeDialog
from desktop.ui.pages.user_dialog import UserDialog
from desktop.ui.registers.bulk_change import BulkChange
from desktop.ui.registers.filter_dialog import FilterDialog
from desktop.ui.session import Destination, Session
from tests.support.offices import clock
from tests.support.typing import compose

CASES = all_registers()["hardship_cases"]
UI = Path(area_chooser.__file__).parent
SOON = 1000  # milliseconds within which an edit is followed by what it starts
BY_THEMSELVES = {
    "entry_line.py": "asks whether a text is composed",
    "problem_line.py": "asks whether a text is composed",
    "text.py": "an editor, which holds its edits back",
    "search.py": "an editor, which holds its edits back",
    "choice_box.py": "passes it on to its editor",
    "row_delegate.py": "an edit of a draft, which takes what is there",
    "first_start.py": "takes a sentence away",
    "submit_page.py": "forgets what was prepared",
    "bulk_change.py": "forgets the preview",
    "pin_dialog.py": "lets the button be pressed",
}
"""Where an edit is followed at once: nothing is asked of the ledger, and nothing is offered."""

Walk = Callable[..., dict[str, list[str]]]


def commit(widget: QWidget, text: str, preedit: str = "") -> None:
    """End a composition with its text; the same event may begin the next one."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


OF_THE_START_PAGE = {"last_words", "is_unproved", "reminder", "list_reminder", "board"}
"""What 工作台 asks whenever a count comes in, whatever is typed elsewhere."""


def lines(top: QWidget) -> Iterator[QWidget]:
    """Give what takes text: lines, boxes that can be typed into, texts."""
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        if isinstance(widget, QComboBox):
            takes = widget.isEditable()
        else:
            takes = isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()
            takes = takes and not isinstance(widget.parentWidget(), QComboBox)
        if takes:
            yield widget


def short_timers() -> list[QTimer]:
    """Give the timers of all windows that fire soon: a list behind a dialog has some, too."""
    found = [one for top in QApplication.topLevelWidgets() for one in top.findChildren(QTimer)]
    return [one for one in found if one.isActive() and 0 < one.interval() < SOON]


def let_time_pass() -> None:
    """Let the short timers fire."""
    short = short_timers()
    before = [one.interval() for one in short]
    for timer in short:
        timer.setInterval(1)
    QTest.qWait(15)
    for timer, interval in zip(short, before, strict=True):
        if isValid(timer):
            timer.setInterval(interval)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of what is asked of the session and of the slow rules, as it is asked."""
    names: list[str] = []

    def noted(holder: Any, name: str) -> None:
        real = getattr(holder, name)

        def note(*args: Any, **named: Any) -> Any:
            asked = args[1].__name__ if holder is Session else name
            if args[1:2] != (drafts.keep,) and asked not in OF_THE_START_PAGE:  # a draft takes what is there
                names.append(asked)
            return real(*args, **named)

        monkeypatch.setattr(holder, name, note)

    for holder, name in (
        (Session, "do"),
        (Session, "look"),
        (Session, "do_later"),
        (areas, "find"),
        (recovery, "is_proved"),
        (new_password, "strength"),
        (area_chooser.AreaChooser, "name"),
        (FingerprintProof, "is_filled"),
    ):
        noted(holder, name)
    return names


@pytest.fixture
def walk(done: list[str], background: Background, qtbot: QtBot) -> Walk:
    """Compose in every line of a window, and give what was done meanwhile, by line."""

    def meanwhile() -> list[str]:
        let_time_pass()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            done.append("a list of completions")
            popup.hide()
        return list(done)

    def let_jobs_end() -> None:
        """Wait for what was asked beside the window: a list that comes in late starts its own timers."""
        ended: list[None] = []
        background.run(lambda: None, ended.append, pytest.fail, waited_for=False)
        qtbot.waitUntil(lambda: bool(ended), timeout=30_000)

    def rest() -> None:
        """Wait until nothing more follows from what was done before."""
        for _time in range(50):
            done.clear()
            let_jobs_end()
            let_time_pass()
            if not done and not any(one.isSingleShot() for one in short_timers()):
                return
        raise AssertionError(done)

    def found_in(line: QWidget) -> list[str]:
        line.setFocus()
        rest()
        commit(line, "熊", "guo")  # one syllable after the other
        found = meanwhile()
        commit(line, "国")
        rest()
        inner: Any = line.lineEdit() if isinstance(line, QComboBox) else line
        inner.selectAll()
        compose(line, "luo")  # over what is marked
        found += meanwhile()
        compose(line, "")
        inner.clear()
        rest()
        if QApplication.activePopupWidget() is not None:
            QApplication.activePopupWidget().hide()
        return found

    def walked(top: QWidget, *chosen: QWidget) -> dict[str, list[str]]:
        seen = {}
        for number, line in enumerate(chosen or list(lines(top))):
            if isValid(line) and line.isVisible():
                seen[f"{number} {type(line).__name__} {line.accessibleName() or line.objectName()}"] = (
                    found_in(line)
                )
        assert seen
        return {line: found for line, found in seen.items() if found}

    return walked


@pytest.fixture
def window(session: Session, show: Callable[[Any], Any], qtbot: QtBot) -> MainWindow:
    for name in ("熊国平", "罗小红"):
        record = session.do(records.new, CASES)
        record.name = name  # type: ignore[attr-defined]
        session.do(records.save, CASES, record)
    made: MainWindow = show(MainWindow(session))
    qtbot.waitUntil(lambda: session.counts.are_known)
    return made


def dialog(kind: type[Any]) -> Any:
    """Give the open dialog of a kind."""
    (found,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())
    return found


def test_the_lines_of_the_pages(window: MainWindow, walk: Walk) -> None:
    found = {}
    for entry in window._entries:
        window.go_to(entry.code)
        page = window.page(entry.code)
        if list(lines(page)):
            found[entry.code] = walk(window, *lines(page))
    assert {"hardship_cases", "submit", "settings"} <= set(found)
    assert {code: one for code, one in found.items() if one} == {}


def test_ctrl_k(window: MainWindow, walk: Walk) -> None:
    window.box.open()
    assert walk(window, window.box.line) == {}


@pytest.mark.parametrize("code", ["hardship_cases", "units", "nominees"])
def test_the_lines_of_a_record_one_of_each_kind(window: MainWindow, walk: Walk, code: str) -> None:
    window.open_record(Destination(code))
    page: Any = window.record_page
    kinds = {type(editor): editor for editor in page.form.editors.values()}
    found = {}
    for kind, editor in kinds.items():
        page.form.go_to_section(editor.field.section)
        if list(lines(editor)):
            found[kind.__name__] = walk(window, *lines(editor))
    assert {"LineEditor", "ChoiceEditor"} <= set(found)
    assert {kind: one for kind, one in found.items() if one} == {}


def test_the_cells_of_a_grid(window: MainWindow, walk: Walk) -> None:
    window.open_record(Destination("hardship_cases"))
    page: Any = window.record_page
    grid = page.form.grids["members"]
    grid.model.add_row()
    grid.view.setFocus()
    QTest.qWait(50)
    found = {}
    for column, (code, _field) in enumerate(grid.model.columns):
        index = grid.model.index(0, column)
        grid.view.setCurrentIndex(index)
        grid.view.edit(index)
        line = grid.view.indexWidget(index)
        if line is not None:
            found[code] = walk(window, line)
        grid.commit()
    assert {"name", "ethnic"} <= set(found)
    assert {code: one for code, one in found.items() if one} == {}


def test_the_conditions_of_a_filter(window: MainWindow, walk: Walk) -> None:
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    page.choose_filter()
    opened = dialog(FilterDialog)
    found = {}
    for code in ("", "name", "ethnic", "household_size", "filed_on"):
        row = opened.rows[0]
        if code:
            row.field.setCurrentIndex(row.field.findText(CASES.fields[code].label))
            QTest.qWait(5)
            assert row.comparison.count() > 1
        found[code] = walk(opened, *(one for one in lines(opened) if code == "" or one is not row.field))
    opened.reject()
    assert {code: one for code, one in found.items() if one} == {}


def test_a_field_that_is_typed_anew_keeps_its_condition_while_it_is_composed(window: MainWindow) -> None:
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    page.choose_filter()
    opened = dialog(FilterDialog)
    row = opened.rows[0]
    row.field.setCurrentIndex(row.field.findText(CASES.fields["household_size"].label))
    before = row.comparison.count()
    row.field.setFocus()
    row.field.lineEdit().selectAll()
    compose(row.field, "xing'ming")
    assert (row.comparison.count(), len(row.editors)) == (before, 2)
    commit(row.field, "姓名")
    assert row.text.isVisible()
    assert row.editors == []
    opened.reject()


def test_the_dialogs(window: MainWindow, walk: Walk, session: Session) -> None:
    lock = OfficeLock("360111103", "罗家镇总工会", date(2026, 1, 31), "", 0, None)
    record = ComparedRecord("hardship_cases", "x", "熊国平", 1, 0, next(iter(Kind)))
    window.go_to("hardship_cases")
    page: Any = window.page("hardship_cases")
    makers: dict[str, Callable[[], Any]] = {
        "exception": partial(ExceptionDialog, session, lock, window),
        "merge": partial(MergeDialog, session, record, window),
        "user": partial(UserDialog, session, "添加用户", "", parent=window),
        "bulk change": partial(BulkChange, session, CASES, list(page.model.ids), window),
    }
    found = {}
    for name, make in makers.items():
        opened = make()
        opened.open()
        QTest.qWait(30)
        found[name] = walk(opened)
        opened.reject()
    assert {name: one for name, one in found.items() if one} == {}


def test_the_fingerprint(walk: Walk, show: Callable[[Any], Any]) -> None:
    proof = show(FingerprintProof("十四组"))
    told: list[bool] = []
    proof.changed.connect(lambda: told.append(proof.is_filled()))
    proof.show_fingerprint("ab" * 32)
    proof.resize(600, 400)
    QTest.qWait(20)
    assert walk(proof) == {}
    assert told


def test_the_first_start(
    tmp_path: Path, background: Background, walk: Walk, show: Callable[[Any], Any]
) -> None:
    first = show(FirstStart(tmp_path / "new", clock, background))
    found = walk(first)
    first._steps.setCurrentIndex(1)
    first.card.show_code("YRAL-Z5TZ-9T4U-75A8-6P5C-BWWX-TVZ9-6Z8H", bytes)
    first.card.check_button.click()
    assert len(list(lines(first.card))) == len(recovery_card.RecoveryCard(background).answers)
    found |= walk(first, *lines(first.card))
    assert found == {}


def test_no_line_acts_on_its_edits_by_itself() -> None:
    direct = re.compile(r"\.(?:textChanged|textEdited|editTextChanged)\.connect\(")
    found = {path.name for path in UI.rglob("*.py") if direct.search(path.read_text("utf-8"))}
    assert found - set(BY_THEMSELVES) == set()
