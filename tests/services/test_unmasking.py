"""Who looks at a full number is noted: the field, never the value."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from db.messages import ReportableError
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import records, undoing, unmasking
from tests.support.noted_changes import changes_of
from tests.support.offices import USER
from tests.support.sample_records import clean_household

CASES = all_registers()["hardship_cases"]


def test_the_value_is_given_and_the_look_noted(ledger: Ledger) -> None:
    case: Any = records.save(ledger, CASES, clean_household(ledger)).record
    assert unmasking.unmask(ledger, CASES, case.id, "id_no") == case.id_no
    last = changes_of(ledger, case.id)[-1]
    assert (last.action, last.by, last.revision) == ("unmask", USER, 1)
    assert last.changes == {"unmasked": [None, "id_no"]}
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
        noted = session.execute(text("SELECT changes FROM history WHERE action = 'unmask'")).scalar_one()
    assert case.id_no not in noted
    assert len(undoing.steps(ledger)) == 1  # to look is no step


def test_a_page_of_a_list_is_noted_record_by_record(ledger: Ledger) -> None:
    cases: list[Any] = [records.save(ledger, CASES, clean_household(ledger)).record for _ in range(2)]
    empty = records.save(ledger, CASES, records.new(ledger, CASES)).record
    shown = unmasking.unmask_lines(ledger, CASES, [one.id for one in (*cases, empty)], "mobile")
    assert shown == {cases[0].id: "13970012345", cases[1].id: "13970012345", empty.id: ""}
    assert [changes_of(ledger, one.id)[-1].action for one in (*cases, empty)] == [
        "unmask",
        "unmask",
        "create",
    ]


def test_what_is_not_there_is_not_noted(ledger: Ledger) -> None:
    case = records.save(ledger, CASES, clean_household(ledger)).record
    with pytest.raises(ReportableError, match="已不存在"):
        unmasking.unmask_lines(ledger, CASES, [case.id, "nothing"], "id_no")
    with pytest.raises(ValueError, match="industry"):
        unmasking.unmask(ledger, CASES, case.id, "industry")
    assert len(changes_of(ledger, case.id)) == 1


def test_looking_does_not_stand_in_the_way_of_undoing(ledger: Ledger) -> None:
    saved = records.save(ledger, CASES, clean_household(ledger))
    unmasking.unmask(ledger, CASES, saved.record.id, "id_no")
    undoing.undo(ledger, saved.changes.step)
    assert undoing.steps(ledger)[1].is_undone
