"""A withdrawal that the office above returns: it holds the record as before, so below it is back in the list, to be acted on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.record import State
from desktop.services import (
    answering,
    receipt_using,
    receipts,
    receiving,
    records,
    return_list,
    submitting,
    withdrawing,
)
from desktop.services.deciding import ACCEPT, Decision, give_back
from desktop.services.receiving import Standing
from tests.support.carrying import accept, back_up, carry, use_receipts
from tests.support.round_trip import (
    COUNTY,
    UNITS,
    OfficeMaker,
    Round,
    copy_of,
    correct,
    save_unit,
    send,
)

KEEP_IT = give_back("这个单位还在，不要删除", "R102")


def answered(trip: Round, name: str, decision: Decision = ACCEPT) -> None:
    """Carry a package up, decide on it and answer it; nothing is brought back yet."""
    send(trip.luojia, trip.stick / name)
    (arrival,) = receiving.look(trip.county, trip.stick / name)
    accept(trip.county, arrival, decision)
    answering.answer(trip.county, trip.stick / name)


def stands(ledger: Any, record_id: str) -> tuple[str, int, bool]:
    """Give state, revision and whether it is withdrawn."""
    one = copy_of(ledger, UNITS, record_id)
    return one.state, one.revision, one.deleted_at is not None


def withdraw(trip: Round, record_id: str) -> None:
    """Correct a record that the county has, and withdraw it."""
    correct(trip.luojia, copy_of(trip.luojia, UNITS, record_id), employees=333)
    records.withdraw(trip.luojia, UNITS, record_id)


@pytest.fixture
def returned(trip: Round) -> str:
    """Give the id of a unit whose withdrawal (revision 2) the county returned."""
    record_id: str = save_unit(trip.luojia, 1).id
    carry(trip, "one")
    withdraw(trip, record_id)
    answered(trip, "two", KEEP_IT)
    use_receipts(trip.luojia, trip.stick / "two")
    return record_id


def test_the_record_is_back_in_the_lists_as_returned(trip: Round, returned: str) -> None:
    assert stands(trip.county, returned) == (State.RECEIVED.value, 1, False)
    assert stands(trip.luojia, returned) == (State.RETURNED.value, 2, False)
    with trip.luojia.store.reading() as session:
        assert queries.record_ids(session, UNITS, "针织厂") == [returned]
    assert [(one.record_id, one.text) for one in receipt_using.returns(trip.luojia)] == [
        (returned, "这个单位还在，不要删除")
    ]
    (todo,) = return_list.todos(trip.luojia)
    assert (todo.record_id, todo.standing, todo.text) == (
        returned,
        "删除被退回，待更正或再次删除",
        "这个单位还在，不要删除",
    )


def test_corrected_it_goes_up_and_both_agree(trip: Round, returned: str) -> None:
    correct(trip.luojia, copy_of(trip.luojia, UNITS, returned), employees=350)
    (todo,) = return_list.todos(trip.luojia)
    assert todo.standing == "更正中，还没有通过检查"
    carry(trip, "three")
    for ledger in (trip.luojia, trip.county):
        assert stands(ledger, returned) == (State.RECEIVED.value, 3, False)
        assert copy_of(ledger, UNITS, returned).employees == 350


@pytest.mark.parametrize("many", [False, True])
def test_withdrawn_again_it_goes_up_again(trip: Round, returned: str, *, many: bool) -> None:
    if many:
        withdrawing.withdraw_all(trip.luojia, UNITS, [returned])
    else:
        records.withdraw(trip.luojia, UNITS, returned)
    carry(trip, "three")
    for ledger in (trip.luojia, trip.county):
        assert stands(ledger, returned) == (State.RECEIVED.value, 3, True)
    assert submitting.prepare(trip.luojia, ["units"], "2026年6月").counts["units"].total == 0


def test_an_accepted_withdrawal_stays_withdrawn(trip: Round) -> None:
    record_id = save_unit(trip.luojia, 1).id
    carry(trip, "one")
    withdraw(trip, record_id)
    carry(trip, "two")
    for ledger in (trip.luojia, trip.county):
        assert stands(ledger, record_id) == (State.RECEIVED.value, 2, True)
    assert receipt_using.returns(trip.luojia) == ()


def test_when_the_county_accepts_it_after_all_it_is_withdrawn_again(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    record_id = save_unit(trip.luojia, 1).id
    carry(trip, "one")
    trip.county.close()
    old = back_up(trip.county, tmp_path / "old county")
    trip.county = maker.reopen(COUNTY, trip.county.folder)
    withdraw(trip, record_id)
    answered(trip, "two", KEEP_IT)
    use_receipts(trip.luojia, trip.stick / "two")
    trip.county.close()
    trip.county = maker.reopen(COUNTY, old)  # it no longer knows that it returned it
    (package, _) = submitting.packages(trip.luojia)
    (trip.stick / "again").mkdir()
    submitting.place(trip.luojia, package.id, trip.stick / "again")
    (arrival,) = receiving.look(trip.county, trip.stick / "again")
    accept(trip.county, arrival)
    answering.answer(trip.county, trip.stick / "again")
    (forked,) = receipts.look(trip.luojia, trip.stick / "again")
    assert forked.standing is Standing.FORKED
    (used,) = receipt_using.apply(trip.luojia, [forked], confirmed={forked.identity})
    assert used.error is None
    for ledger in (trip.luojia, trip.county):
        assert stands(ledger, record_id) == (State.RECEIVED.value, 2, True)
    with trip.luojia.store.reading() as session:
        assert queries.record_ids(session, UNITS, "针织厂") == []
