"""The pages that concern all registers, on a real ledger: check, submit, verify, import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from db.record import State
from db.registers import all_registers
from desktop.services import records, searching, submitting
from desktop.ui import pages
from desktop.ui.pages.check_page import CheckPage
from desktop.ui.pages.import_page import ImportPage
from desktop.ui.pages.submit_page import SubmitPage
from desktop.ui.pages.verify_page import VerifyPage
from desktop.ui.session import Destination, Session
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]
CASES = all_registers()["hardship_cases"]


@pytest.fixture
def unit(session: Session) -> str:
    """Store a unit that may be submitted."""
    return session.do(records.save, UNITS, clean_unit(session.ledger)).record.id


def children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [item.child(row) for row in range(item.childCount())]


def test_every_page_can_be_made(session: Session, show: Callable[[Any], Any]) -> None:
    for entry in pages.ENTRIES:
        page = show(pages.make(entry.code, session))
        assert page.isVisible()


def test_the_check_lists_problems_and_leads_to_them(
    session: Session, unit: str, show: Callable[[Any], Any], qtbot: QtBot
) -> None:
    case = session.do(records.new, CASES)
    case.name = "熊国平"  # type: ignore[attr-defined]
    session.do(records.save, CASES, case)
    page: CheckPage = show(CheckPage(session))
    page.run()
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() == 1)
    top = page.tree.topLevelItem(0)
    assert top is not None
    assert "熊国平" in top.text(0)
    assert "检查了 2 条记录" in page.summary.text()
    problem = next(item for item in children(top) if "身份证号" in item.text(0))
    with qtbot.waitSignal(session.record_wanted) as wanted:
        page.tree.itemActivated.emit(problem, 0)
    destination: Destination = wanted.args[0]
    assert (destination.register, destination.problem and destination.problem.field) == (
        "hardship_cases",
        "id_no",
    )
    unit_record = session.do(records.open_record, UNITS, unit)
    assert unit_record is not None
    assert unit_record.state == State.CHECKED.value


def test_a_submission_is_reviewed_written_verified_and_written_again(
    session: Session, unit: str, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path, recorded: Any
) -> None:
    stick, other = tmp_path / "stick", tmp_path / "other"
    stick.mkdir()
    other.mkdir()
    page: SubmitPage = show(SubmitPage(session))
    assert not page.make.isEnabled()
    page.place.show_folder(stick)
    page.prepare.click()
    qtbot.waitUntil(page.make.isEnabled, timeout=20_000)
    page.make.click()
    qtbot.waitUntil(lambda: bool(recorded.errors) or "可以拔出" in page.result.text(), timeout=60_000)
    assert recorded.errors == []
    files = list(stick.rglob("*.asice.age"))
    assert len(files) == 1
    assert [line[0] for line in session.do(searching.lines, UNITS, [unit], ["state"])] == ["handed_over"]
    page.packages.table.selectRow(0)
    page.place.show_folder(other)
    page.packages.again.click()
    qtbot.waitUntil(lambda: str(other) in page.result.text(), timeout=20_000)
    assert next(other.rglob("*.asice.age")).read_bytes() == files[0].read_bytes()
    verify: VerifyPage = show(VerifyPage(session))
    (made,) = session.do(submitting.packages)
    plain = session.do(submitting.plain_copy, made.id, tmp_path)
    verify.verify(str(plain.path))
    qtbot.waitUntil(lambda: verify.tree.topLevelItemCount() > 5, timeout=20_000)
    assert "完好" in verify.verdict.text()
    assert recorded.errors == []


def test_standing_problems_keep_the_package_from_being_made(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path
) -> None:
    case = session.do(records.new, CASES)
    case.name = "熊国平"  # type: ignore[attr-defined]
    session.do(records.save, CASES, case)
    page: SubmitPage = show(SubmitPage(session))
    page.place.show_folder(tmp_path)
    page.prepare.click()
    qtbot.waitUntil(lambda: page.blocking.topLevelItemCount() == 1, timeout=20_000)
    assert not page.make.isEnabled()
    page.leave_out.setChecked(True)
    page.prepare.click()
    qtbot.waitUntil(lambda: page.prepare.isEnabled() and page.blocking.isHidden(), timeout=20_000)
    assert page.blocking.topLevelItemCount() == 0
    assert not page.make.isEnabled()  # nothing is left to submit


def test_a_tampered_file_is_shown_as_such(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "x.asice"
    file.write_bytes(b"PK\x03\x04 not a package")
    page: VerifyPage = show(VerifyPage(session))
    page.verify(str(file))
    qtbot.waitUntil(lambda: page.tree.topLevelItemCount() > 0, timeout=20_000)
    assert "不能采用" in page.verdict.text()


def test_an_import_writes_nothing_until_asked(
    session: Session, show: Callable[[Any], Any], qtbot: QtBot, tmp_path: Path, recorded: Any
) -> None:
    inspections = session.registers["inspections"]
    codes = [code for code, field in inspections.fields.items() if field.required]
    table = tmp_path / "检查.csv"
    header = ",".join(inspections.fields[code].label for code in codes)
    good = {code: _cell(inspections.fields[code]) for code in codes}
    rows = [",".join(good.values()), ",".join("昨儿" if "日" in good[code] else good[code] for code in codes)]
    table.write_text("\n".join([header, *rows]), "utf-8-sig")
    page: ImportPage = show(ImportPage(session))
    page.show_part("inspections")
    page.try_file(str(table))
    qtbot.waitUntil(page.apply.isEnabled, timeout=20_000)
    assert page.table.model().index(0, 0).data() == "3"
    assert session.do(searching.record_ids, inspections) == []
    page.apply.click()
    recorded.answer("导入")
    qtbot.waitUntil(lambda: len(session.do(searching.record_ids, inspections)) == 1, timeout=20_000)


def _cell(field: Any) -> str:
    from db.fields import DateField
    from db.wording import worded
    from tests.support.sample_records import value_of

    if isinstance(field, DateField):
        return "2026年5月8日"
    return worded(field, value_of(field, __import__("datetime").date(2026, 5, 8))).replace(",", "")


def test_the_pages_take_no_part_in_the_keyboard_of_others(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page = show(pages.make("check", session))
    assert page.start.shortcut().toString() == "F7"
    assert page.start.focusPolicy() & Qt.FocusPolicy.TabFocus
