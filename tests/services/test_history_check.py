"""The history is walked before anything is signed: what was edited or deleted is named, and stops nobody."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import history_check, records, submitting
from desktop.services.review import Review
from tests.support.offices import USER
from tests.support.sample_records import another_unit

UNITS = all_registers()["units"]


@pytest.fixture
def units(ledger: Ledger) -> list[str]:
    """Save three units: one entry of the history each; gives their labels."""
    saved = [records.save(ledger, UNITS, another_unit(ledger, number)).record for number in (1, 2, 3)]
    return [UNITS.label_of(one) for one in saved]


def force(ledger: Ledger, statement: str) -> None:
    """Do what only somebody with the key and bad intentions does: take the triggers away first."""
    with ledger.store.writing() as session:
        for event in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER history_refuses_{event}"))
        session.execute(text(statement))


def review(ledger: Ledger) -> Review:
    return submitting.prepare(ledger, ["units"], "2026年6月")


def test_a_whole_history_is_not_spoken_of(ledger: Ledger, units: list[str]) -> None:
    made = review(ledger)
    assert made.broken_history is None
    assert made.counts["units"].total == len(units)
    assert history_check.check(ledger) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET \"by\" = '王五' WHERE number = 2",
        "UPDATE history SET at = 'gestern' WHERE number = 2",
        "UPDATE history SET changes = 'no json' WHERE number = 2",
        "DELETE FROM history WHERE number = 1",
    ],
)
def test_an_edited_or_deleted_entry_is_named(ledger: Ledger, units: list[str], statement: str) -> None:
    force(ledger, statement)
    found = review(ledger).broken_history
    assert found is not None
    by = "王五" if "王五" in statement else USER
    assert found.values == {"number": 2, "by": by, "label": units[1]}
    assert history_check.check(ledger) == found


@pytest.mark.usefixtures("units")
def test_an_entry_of_a_record_that_is_gone_is_named_by_its_number(ledger: Ledger) -> None:
    force(ledger, "UPDATE history SET record_id = 'x', register = 'nothing' WHERE number = 3")
    found = history_check.check(ledger)
    assert found is not None
    assert found.values == {"number": 3, "by": USER, "label": "x"}


@pytest.mark.usefixtures("units")
def test_a_broken_history_blocks_no_package(ledger: Ledger) -> None:
    force(ledger, "DELETE FROM history WHERE number = 2")
    made = review(ledger)
    assert made.broken_history is not None
    assert made.blocking == ()
    submitting.make(ledger, made)
    assert [one.sequence for one in submitting.packages(ledger)] == [1]
