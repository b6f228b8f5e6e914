"""A ledger that was just opened is looked over beside the window: what is wrong is known without a button."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records
from desktop.ui.opening_check import OpeningCheck
from desktop.ui.session import Session
from desktop.ui.standing import STANDING
from tests.support.sample_records import clean_unit

UNITS = all_registers()["units"]


def save(ledger: Ledger, **changes: object) -> records.Saved:
    return records.save(ledger, UNITS, clean_unit(ledger, **changes))


def test_what_an_earlier_day_left_wrong_is_counted(session: Session, qtbot: QtBot) -> None:
    wrong = save(session.ledger, female_employees=101).record
    OpeningCheck(session).start()
    qtbot.waitUntil(lambda: session.counts.of("units").get(STANDING) == 1)
    assert session.standing.of("units")[STANDING] == {wrong.id}
    assert session.standing.checked_at == session.ledger.clock()
    found = records.open_record(session.ledger, UNITS, wrong.id)
    assert found is not None
    assert (found.state, found.version) == ("draft", wrong.version)


def test_a_save_in_between_is_not_forgotten(session: Session, qtbot: QtBot) -> None:
    mended = save(session.ledger, female_employees=101).record
    check = OpeningCheck(session)
    check.start()
    mended.female_employees = clean_unit(
        session.ledger
    ).female_employees  # the worker has looked, or is looking: its answer comes after this
    session.do(records.save, UNITS, mended)
    qtbot.waitUntil(lambda: session.standing.checked_at is not None)
    assert session.standing.of("units")[STANDING] == frozenset()
