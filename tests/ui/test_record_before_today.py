"""What an earlier session leaves to the first record of the day: the record before, the pinned fields, the papers there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.registers import all_registers
from db.registers.hardship_cases.rows import CaseAttachment
from desktop.services import records
from desktop.settings import pinned_in
from desktop.ui.registers.record_page import RecordPage
from desktop.ui.session import Session
from tests.support.typing import press

CASES = all_registers()["hardship_cases"]
CTRL = Qt.KeyboardModifier.ControlModifier


def add(session: Session, name: str, address: str | None = None) -> str:
    record: Any = session.do(records.new, CASES)
    record.name, record.address = name, address
    return session.do(records.save, CASES, record).record.id


def begin(session: Session, show: Callable[[Any], Any]) -> RecordPage:
    made: RecordPage = show(RecordPage(session, CASES, session.do(records.new, CASES)))
    return made


def test_the_first_record_of_the_day_takes_from_the_users_newest(
    session: Session, show: Callable[[Any], Any]
) -> None:
    add(session, "万小红", "罗家镇1组")
    add(session, "熊国平", "罗家镇2组")
    session.ledger.user, own = "别人", session.ledger.user
    add(session, "李建军", "罗家镇3组")
    session.ledger.user = own
    page = begin(session, show)
    page.form.editors["address"].setFocus()
    press(page.form.editors["address"], Qt.Key.Key_Apostrophe, CTRL)
    assert page.form.editors["address"].value() == "罗家镇2组"


def test_the_record_before_is_not_the_record_itself(session: Session) -> None:
    first, second = add(session, "万小红"), add(session, "熊国平")
    newest = session.do(records.newest, CASES, second)
    assert newest is not None
    assert newest.id == first
    assert session.do(records.newest, all_registers()["units"]) is None


def test_pins_outlive_the_session_with_the_value_of_the_newest_record(
    session: Session, show: Callable[[Any], Any]
) -> None:
    add(session, "熊国平", "罗家镇2组")
    first = begin(session, show)
    first.form.editors["address"].setFocus()
    press(first.form.editors["address"], Qt.Key.Key_T, CTRL)
    assert session.settings.get(pinned_in("hardship_cases")) == ("address",)
    tomorrow = begin(session, show)  # a page of its own knows nothing but the ledger and the settings
    assert tomorrow.record.address == "罗家镇2组"
    assert tomorrow.form._page.labels["address"].pin == "◆"
    tomorrow.form.editors["address"].setFocus()
    press(tomorrow.form.editors["address"], Qt.Key.Key_T, CTRL)
    assert session.settings.get(pinned_in("hardship_cases")) == ()


@pytest.mark.parametrize(("unknown", "label"), [("gone", ""), ("id_no", ""), ("name", "◆")])
def test_only_what_can_be_pinned_is(
    session: Session, show: Callable[[Any], Any], unknown: str, label: str
) -> None:
    add(session, "熊国平")
    session.settings.put(pinned_in("hardship_cases"), (unknown,))
    page = begin(session, show)
    pinned = [one for one in page.form._page.labels.values() if one.pin == "◆"]
    assert len(pinned) == len(label)


def test_the_saving_is_told_with_its_time(session: Session, show: Callable[[Any], Any]) -> None:
    spoken: list[str] = []
    session.spoken.connect(spoken.append)
    page = begin(session, show)
    page.record.name = "熊国平"
    page.form.show_record(page.record)
    assert page.save()
    assert spoken[-1].startswith(f"已保存 {session.ledger.clock():%H:%M}：")
    assert "熊国平，还有" in spoken[-1]


def test_the_papers_are_counted_against_those_that_are_needed(
    session: Session, show: Callable[[Any], Any]
) -> None:
    page = begin(session, show)
    place = [section.code for section in CASES.sections].index("attachments")
    record: Any = page.record
    told = []
    for kinds in ((), ("01", "19", "19"), ("01", "02", "03", "04", "06", "07", "08")):
        record.attachments = [CaseAttachment(position=n, kind=kind) for n, kind in enumerate(kinds)]
        page.sections.show_state(record, (), ())
        told.append(page.sections.item(place).text())
    assert told == ["○ 附件 0/7", "● 附件 1/7", "✓ 附件 7/7"]
    record.marriage = "30"
    page.sections.show_state(record, (), ())
    assert page.sections.item(place).text() == "● 附件 7/8"
