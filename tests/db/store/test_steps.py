"""Steps: unbroken runs of the history, found by their number or by an entry inside."""

from __future__ import annotations

import pytest

from db.store import history, steps
from db.store.history import Change
from db.store.ledger import Ledger
from db.store.steps import Naming
from tests.support.offices import NOW, USER


def note(ledger: Ledger, count: int, naming: Naming | None = None) -> int:
    changes = [Change("change", "units", f"u{number}", 1, {}) for number in range(count)]
    with ledger.store.writing() as session:
        return steps.note(session, NOW, USER, naming or Naming(steps.SAVE, "罗家厂"), changes)


def test_a_step_covers_its_entries(ledger: Ledger) -> None:
    assert (note(ledger, 1), note(ledger, 3), note(ledger, 0)) == (1, 4, 0)
    with ledger.store.writing() as session:
        history.note(session, NOW, USER, [Change("check", "units", "u0", 1, {})])  # no step
    assert note(ledger, 2) == 7
    with ledger.store.reading() as session:
        found = steps.latest(session, 5)
        assert [(step.first, step.number, step.subject, entry.by) for step, entry in found] == [
            (6, 7, "罗家厂", USER),
            (2, 4, "罗家厂", USER),
            (1, 1, "罗家厂", USER),
        ]
        holding = [steps.holding(session, number) for number in range(1, 9)]
        assert [step.number if step else None for step in holding] == [1, 4, 4, 4, None, 7, 7, None]
        assert [entry.number for entry in steps.entries_of(session, found[1][0])] == [2, 3, 4]


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_the_newest_undoing_decides(ledger: Ledger, times: int) -> None:
    first = last = note(ledger, 1)
    for _ in range(times):
        last = note(ledger, 1, Naming(steps.UNDO, undoes=last))
    with ledger.store.reading() as session:
        assert steps.undone(session, [first, last]) == ({first} if times % 2 else set())


def test_a_thousand_times_there_and_back(ledger: Ledger) -> None:
    first = last = note(ledger, 1)
    with ledger.store.writing() as session:
        for _ in range(1200):
            change = Change("change", "units", "u0", 1, {})
            last = steps.note(session, NOW, USER, Naming(steps.UNDO, undoes=last), [change])
    with ledger.store.reading() as session:
        assert steps.undone(session, [first]) == set()
        assert history.first_break(session) is None
