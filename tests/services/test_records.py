"""Save, correct, withdraw and restore a record: state, revision, number, history and search go together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from db import queries
from db.record import Record
from db.registers import all_registers
from db.store import history
from db.store.errors import DiskFullError, RecordChangedError
from db.store.ledger import Ledger
from desktop.services import records
from desktop.services.records import RecordLockedError, RecordWithdrawnError, RefusedCharactersError
from tests.registers.test_hardship_cases import member
from tests.support.noted_changes import changes_of
from tests.support.offices import AREA, NOW, USER
from tests.support.sample_records import clean_household, clean_unit

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]


def opened(ledger: Ledger, record: Record) -> Any:
    register = UNITS if record.__tablename__ == "units" else CASES
    found = records.open_record(ledger, register, record.id)
    assert found is not None
    return found


def set_state(ledger: Ledger, record: Record, state: str) -> None:
    """Move a record as checking and packing do: without a new version."""
    with ledger.store.writing() as session:
        session.execute(text(f"UPDATE {record.__tablename__} SET state = '{state}' WHERE id = '{record.id}'"))


def story(ledger: Ledger, record: Record) -> list[tuple[str, int]]:
    """Give action and revision of every history entry; the whole chain must hold."""
    with ledger.store.reading() as session:
        assert history.first_break(session) is None
    return [(entry.action, entry.revision) for entry in changes_of(ledger, record.id)]


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the last step of a save find no room."""

    def refuse(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(records, "index", refuse)
        yield


def test_a_new_record_is_a_draft_with_number_and_first_history(ledger: Ledger) -> None:
    saved = records.save(ledger, CASES, clean_household(ledger))
    case = opened(ledger, saved.record)
    assert (case.state, case.revision, case.version) == ("draft", 1, 1)
    assert case.file_no == f"{AREA}-2026-0001"
    assert (case.created_at, case.created_by, case.changed_at, case.changed_by) == (NOW, USER, NOW, USER)
    assert [line.position for line in case.members] == [0, 1]
    assert saved.changes.records == {"hardship_cases": (case.id,)}
    (entry,) = changes_of(ledger, case.id)
    assert (entry.action, entry.by, entry.changes["name"]) == ("create", USER, [None, "熊国平"])
    assert len(entry.changes["members"][1]) == 2


def test_a_change_notes_only_what_changed(ledger: Ledger) -> None:
    case = opened(ledger, records.save(ledger, CASES, clean_household(ledger)).record)
    case.mobile = "13970054321"
    case.members[0].name = "万秀莲"
    records.save(ledger, CASES, case)
    last = changes_of(ledger, case.id)[-1]
    assert (last.action, set(last.changes)) == ("change", {"mobile", "members"})
    assert last.changes["mobile"] == ["13970012345", "13970054321"]
    assert story(ledger, case) == [("create", 1), ("change", 1)]


def test_rows_are_added_removed_and_kept_in_order(ledger: Ledger) -> None:
    case = opened(ledger, records.save(ledger, CASES, clean_household(ledger)).record)
    names = [line.name for line in case.members]
    case.members.reverse()
    case.members.append(member(name="熊小妹", relation="30"))
    records.save(ledger, CASES, case)
    case = opened(ledger, case)
    assert [(line.position, line.name) for line in case.members] == list(
        enumerate([*reversed(names), "熊小妹"])
    )
    del case.members[0]
    records.save(ledger, CASES, case)
    with ledger.store.reading() as session:
        left = session.execute(text("SELECT count(*) FROM hardship_cases_members")).scalar_one()
    assert (left, [line.name for line in opened(ledger, case).members]) == (2, [names[0], "熊小妹"])


def test_numbers_count_up_and_pass_over_those_given_by_hand(ledger: Ledger) -> None:
    given = [None, None, f"{AREA}-2026-0004", None, None]
    numbers = [
        records.save(ledger, CASES, clean_household(ledger, file_no=one)).record.file_no  # type: ignore[attr-defined]
        for one in given
    ]
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0004", "0003", "0005"]


def test_a_failed_save_can_be_repeated_and_wastes_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = clean_household(ledger)
    with full_disk(monkeypatch), pytest.raises(DiskFullError):
        records.save(ledger, CASES, first)
    other = records.save(ledger, CASES, clean_household(ledger)).record
    again = records.save(ledger, CASES, first).record
    assert [opened(ledger, one).file_no[-4:] for one in (other, again)] == ["0001", "0002"]

    locked = opened(ledger, again)
    set_state(ledger, locked, "handed_over")
    with full_disk(monkeypatch), pytest.raises(DiskFullError):
        records.save(ledger, CASES, locked, correcting=True)
    records.save(ledger, CASES, locked, correcting=True)
    assert opened(ledger, locked).revision == 2
    assert story(ledger, locked) == [("create", 1), ("correct", 2)]


@pytest.mark.parametrize("state", ["packed", "handed_over", "received"])
def test_a_record_in_a_package_is_locked_until_it_is_corrected(ledger: Ledger, state: str) -> None:
    unit = opened(ledger, records.save(ledger, UNITS, clean_unit(ledger)).record)
    set_state(ledger, unit, state)
    unit.employees = 120
    with pytest.raises(RecordLockedError, match="更正"):
        records.save(ledger, UNITS, unit)
    with pytest.raises(RecordLockedError):
        records.withdraw(ledger, UNITS, unit.id)
    assert opened(ledger, unit).employees == 100
    saved = records.save(ledger, UNITS, unit, correcting=True).record
    assert (saved.state, saved.revision) == ("correction", 2)
    saved.employees = 121  # type: ignore[attr-defined]
    assert records.save(ledger, UNITS, saved).record.revision == 2
    assert story(ledger, unit) == [("create", 1), ("correct", 2), ("correct", 2)]
    assert changes_of(ledger, unit.id)[1].changes["state"] == [state, "correction"]


def test_a_returned_record_becomes_a_correction(ledger: Ledger) -> None:
    unit = opened(ledger, records.save(ledger, UNITS, clean_unit(ledger)).record)
    set_state(ledger, unit, "returned")
    saved = records.save(ledger, UNITS, opened(ledger, unit)).record
    assert (saved.state, saved.revision) == ("correction", 2)


def test_a_checked_record_is_a_draft_again_after_an_edit(ledger: Ledger) -> None:
    unit = opened(ledger, records.save(ledger, UNITS, clean_unit(ledger)).record)
    set_state(ledger, unit, "checked")
    assert records.save(ledger, UNITS, unit).record.state == "draft"


def test_a_copy_that_was_opened_as_checked_does_not_stay_checked_by_itself(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    set_state(ledger, unit, "checked")
    copy = opened(ledger, unit)
    set_state(ledger, unit, "draft")  # a check in the meantime found something
    assert records.save(ledger, UNITS, copy).record.state == "draft"


def test_a_copy_opened_before_packing_is_locked_too(ledger: Ledger) -> None:
    copy = opened(ledger, records.save(ledger, UNITS, clean_unit(ledger)).record)
    set_state(ledger, copy, "packed")
    with pytest.raises(RecordLockedError):
        records.save(ledger, UNITS, copy)


def test_withdrawn_and_restored(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    copy = opened(ledger, unit)
    assert records.withdraw(ledger, UNITS, unit.id).touches("units")
    withdrawn = opened(ledger, unit)
    assert withdrawn.deleted_at == NOW
    with pytest.raises((RecordWithdrawnError, RecordChangedError)):
        records.save(ledger, UNITS, copy)
    with pytest.raises(RecordWithdrawnError, match="恢复"):
        records.save(ledger, UNITS, withdrawn)
    with ledger.store.reading() as session:
        assert queries.record_ids(session, UNITS) == []
    records.restore(ledger, UNITS, unit.id)
    restored = opened(ledger, unit)
    assert (restored.deleted_at, restored.revision, restored.state) == (None, 1, "draft")
    assert story(ledger, unit) == [("create", 1), ("withdraw", 1), ("restore", 1)]


def test_a_withdrawal_that_was_packed_is_restored_as_the_next_revision(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    records.withdraw(ledger, UNITS, unit.id)
    set_state(ledger, unit, "handed_over")
    records.restore(ledger, UNITS, unit.id)
    assert (opened(ledger, unit).state, opened(ledger, unit).revision) == ("correction", 2)
    assert changes_of(ledger, unit.id)[-1].changes == {"state": ["handed_over", "correction"]}


def test_a_returned_record_that_is_withdrawn_tells_the_county(ledger: Ledger) -> None:
    unit = records.save(ledger, UNITS, clean_unit(ledger)).record
    set_state(ledger, unit, "returned")
    records.withdraw(ledger, UNITS, unit.id)
    assert opened(ledger, unit).revision == 2


@pytest.mark.parametrize("character", ["\0", "\x07", "\u202e", "\u200b", "\ud84c"])
def test_characters_that_must_not_enter_are_refused_everywhere(ledger: Ledger, character: str) -> None:
    case: Any = clean_household(ledger)
    case.members[0].name = f"万秀{character}英"
    with pytest.raises(RefusedCharactersError, match="第 3 个字符"):
        records.save(ledger, CASES, case)
    unit: Any = clean_unit(ledger, unit_name=f"罗家{character}厂")
    with pytest.raises(RefusedCharactersError):
        records.save(ledger, UNITS, unit)
    unit = clean_unit(ledger)
    unit.reasons = {"credit_code@credit_code": f"已核对{character}证照原件"}
    with pytest.raises(RefusedCharactersError):
        records.save(ledger, UNITS, unit)
    with ledger.store.reading() as session:
        assert queries.record_ids(session, UNITS) == queries.record_ids(session, CASES) == []


def test_rare_characters_and_nothing_come_back_as_they_are(ledger: Ledger) -> None:
    unit = clean_unit(
        ledger, unit_name="𬱖㛃䶮镇“厂”'; DROP TABLE units; --", union_name="", legacy_code=None
    )
    kept = opened(ledger, records.save(ledger, UNITS, unit).record)
    assert kept.unit_name == "𬱖㛃䶮镇“厂”'; DROP TABLE units; --"
    assert (kept.union_name, kept.legacy_code) == (None, None)


def test_problems_are_told_but_do_not_prevent_saving(ledger: Ledger) -> None:
    saved = records.save(ledger, UNITS, clean_unit(ledger, unit_name=None, female_employees=101))
    assert {problem.field for problem in saved.problems} >= {"unit_name", "female_employees"}
    on_screen = records.problems(ledger, UNITS, opened(ledger, saved.record))
    assert [problem.key for problem in on_screen] == [problem.key for problem in saved.problems]


def test_a_record_that_is_not_there(ledger: Ledger) -> None:
    assert records.open_record(ledger, UNITS, "nothing") is None
    with pytest.raises(records.ReportableError, match="已不存在"):
        records.withdraw(ledger, UNITS, "nothing")
