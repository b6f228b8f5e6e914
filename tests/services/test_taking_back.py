"""A township that restored an old backup gets back what the county holds of its records, and goes on from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from db import canonical, queries
from db.messages import ReportableError
from db.record import State
from db.registers import all_registers
from db.store import history
from db.store.ledger import Ledger
from desktop.services import (
    answering,
    receiving,
    records,
    sending_back,
    submitting,
    taking_back,
    undoing,
)
from desktop.services.deciding import give_back, merge
from desktop.services.receiving import Standing
from desktop.services.record_writing import NotTakenInError
from desktop.services.submitting import NothingToSubmitError
from desktop.services.taking_back import Kind, Offer
from tests.support.carrying import accept, carry, restore_old_backup, unit, use_receipts
from tests.support.round_trip import (
    COUNTY,
    LUOJIA,
    TANGSHAN,
    UNITS,
    OfficeMaker,
    Round,
    copy_of,
    correct,
    register_office,
    save_household,
    save_unit,
    send,
)
from tests.support.verify_script import said_by_script


@pytest.fixture
def trip(trip: Round, maker: OfficeMaker) -> Round:
    """Let the township lose unit 3 and a correction of unit 1."""
    return restore_old_backup(trip, maker)


def sent_back(trip: Round, name: str = "back") -> Offer:
    stick = trip.stick / name
    stick.mkdir(exist_ok=True)
    sending_back.send_back(trip.county, LUOJIA.code, stick)
    return taking_back.look(trip.luojia, stick)[0]


def contents(ledger: Ledger) -> dict[str, tuple[int, bool, Any]]:
    with ledger.store.reading() as session:
        return {
            one.id: (one.revision, one.deleted_at is None, canonical.snapshot(register, one))
            for register in all_registers().values()
            for one in queries.load_all(session, register, withdrawn=False)
        }


def kinds(offer: Offer) -> dict[Kind, int]:
    return {kind: offer.count(kind) for kind in Kind if offer.count(kind)}


def test_what_was_lost_is_shown_and_comes_back(trip: Round) -> None:
    lost, before = contents(trip.county), contents(trip.luojia)
    offer = sent_back(trip)
    assert offer.arrival.standing is Standing.READY, offer.arrival.wrong
    assert kinds(offer) == {Kind.NEW: 1, Kind.OLDER: 1, Kind.SAME: 1}
    older = next(one for one in offer.records if one.kind is Kind.OLDER)
    assert [(one.code, one.new) for one in older.changes] == [("employees", "333")]
    assert contents(trip.luojia) == before
    made = taking_back.take(trip.luojia, offer, {})
    assert contents(trip.luojia) == lost
    assert {unit(trip.luojia, number).state for number in (1, 2, 3)} == {State.RECEIVED.value}
    assert made.step
    assert [path.name for path in trip.luojia.backups.iterdir() if "before-taking-back" in path.name]
    assert records.open_record(trip.luojia, UNITS, unit(trip.luojia, 3).id) is not None
    with trip.luojia.store.reading() as session:
        assert history.first_break(session) is None
        assert queries.record_ids(session, UNITS, str(unit(trip.county, 3).unit_name))


def test_the_script_verifies_it_too(trip: Round, tmp_path: Path) -> None:
    arrival = sent_back(trip).arrival
    root = trip.county.office().root_certificate
    name = arrival.path.name.removesuffix(".age")
    assert "结论:核验通过" in said_by_script(arrival.content, name, root, tmp_path / "script")


def test_afterwards_the_numbers_go_on_where_the_county_stands(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    assert (review.sequence, review.counts["units"].total) == (3, 0)
    with pytest.raises(NothingToSubmitError):
        submitting.make(trip.luojia, review)
    save_unit(trip.luojia, 4)
    carry(trip, "three")
    assert contents(trip.luojia) == contents(trip.county)


def test_without_it_the_next_package_is_in_conflict(trip: Round) -> None:
    save_unit(trip.luojia, 4)
    send(trip.luojia, trip.stick / "fork")
    (arrival,) = receiving.look(trip.county, trip.stick / "fork")
    assert arrival.standing is Standing.FORKED


def test_it_is_one_step_that_can_be_undone_and_done_again(trip: Round) -> None:
    before, lost = contents(trip.luojia), contents(trip.county)
    step = taking_back.take(trip.luojia, sent_back(trip), {}).step
    (named,) = undoing.steps(trip.luojia, limit=1)
    assert (str(named.name), named.count) == ("从上级取回 2 条", 2)
    undoing.undo(trip.luojia, step)
    assert contents(trip.luojia) == before
    assert submitting.prepare(trip.luojia, ["units"], "2026年6月").sequence == 2
    assert submitting.prepare(trip.luojia, ["units"], "2026年6月").counts["units"].total == 0
    undoing.undo(trip.luojia, undoing.steps(trip.luojia, limit=1)[0].number)
    assert contents(trip.luojia) == lost
    assert submitting.prepare(trip.luojia, ["units"], "2026年6月").sequence == 3


def test_what_was_corrected_since_is_not_undone_over(trip: Round) -> None:
    step = taking_back.take(trip.luojia, sent_back(trip), {}).step
    correct(trip.luojia, unit(trip.luojia, 1), employees=299)
    with pytest.raises(ReportableError, match="不能撤销“从上级取回 2 条”"):
        undoing.undo(trip.luojia, step)


def test_undone_a_record_stands_as_the_receipt_says_that_came_in_between(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    new = save_unit(trip.luojia, 5)
    stick = trip.stick / "three"
    send(trip.luojia, stick)
    (arrival,) = receiving.look(trip.county, stick)
    accept(trip.county, arrival)
    answering.answer(trip.county, stick)
    assert copy_of(trip.luojia, UNITS, new.id).state == State.HANDED_OVER.value
    step = taking_back.take(trip.luojia, sent_back(trip, "again"), {}).step
    use_receipts(trip.luojia, stick)
    undoing.undo(trip.luojia, step)
    assert copy_of(trip.luojia, UNITS, new.id).state == State.RECEIVED.value


def test_undone_a_returned_withdrawal_is_back_in_the_lists(trip: Round) -> None:
    ours = unit(trip.luojia, 2)
    correct(trip.luojia, ours, employees=288)
    records.withdraw(trip.luojia, UNITS, ours.id)
    stick = trip.stick / "branch"
    send(trip.luojia, stick)  # under a number that the county has from before the backup
    step = taking_back.take(trip.luojia, sent_back(trip), {}).step
    (arrival,) = receiving.look(trip.county, stick)
    accept(trip.county, arrival, give_back("这个单位还在", "R102"), is_confirmed=True)
    answering.answer(trip.county, stick)
    use_receipts(trip.luojia, stick)
    undoing.undo(trip.luojia, step)
    now = copy_of(trip.luojia, UNITS, ours.id)
    assert (now.state, now.revision, now.deleted_at) == (State.RETURNED.value, 2, None)


@pytest.mark.parametrize("takes", [True, False])
def test_of_two_different_revisions_a_person_chooses(trip: Round, *, takes: bool) -> None:
    ours = correct(trip.luojia, unit(trip.luojia, 1), employees=377)
    offer = sent_back(trip)
    (conflict,) = (one for one in offer.records if one.kind is Kind.CONFLICTING)
    with pytest.raises(NotTakenInError, match="还有 1 条"):
        taking_back.take(trip.luojia, offer, {})
    taking_back.take(trip.luojia, offer, {conflict.key: takes})
    now = copy_of(trip.luojia, UNITS, ours.id)
    expected = (333, 2, State.RECEIVED.value) if takes else (377, 3, State.CORRECTION.value)
    assert (now.employees, now.revision, now.state) == expected
    save_unit(trip.luojia, 4)
    carry(trip, "three")
    assert contents(trip.luojia) == contents(trip.county)
    assert copy_of(trip.county, UNITS, ours.id).employees == (333 if takes else 377)


def test_an_older_one_can_be_kept_too(trip: Round) -> None:
    offer = sent_back(trip)
    (older,) = (one for one in offer.records if one.kind is Kind.OLDER)
    taking_back.take(trip.luojia, offer, {older.key: False})
    now = copy_of(trip.luojia, UNITS, older.record_id)
    assert (now.revision, now.state) == (3, State.CORRECTION.value)


def test_what_went_into_a_package_that_never_arrived_goes_again(trip: Round) -> None:
    new = save_unit(trip.luojia, 5)
    send(trip.luojia, trip.stick / "fork")
    offer = sent_back(trip)
    assert kinds(offer) == {Kind.NEW: 1, Kind.OLDER: 1, Kind.SAME: 1, Kind.UNKNOWN: 1}
    assert not any(one.is_under_way for one in offer.records)
    taking_back.take(trip.luojia, offer, {})
    assert copy_of(trip.luojia, UNITS, new.id).state == State.CHECKED.value
    carry(trip, "three")
    assert copy_of(trip.county, UNITS, new.id) is not None
    assert contents(trip.luojia) == contents(trip.county)


def test_what_is_newer_here_and_under_way_stays_under_way(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    correct(trip.luojia, unit(trip.luojia, 1), employees=255)
    new = save_unit(trip.luojia, 5)
    send(trip.luojia, trip.stick / "late")
    offer = sent_back(trip, "again")
    assert kinds(offer) == {Kind.NEWER: 1, Kind.UNKNOWN: 1, Kind.SAME: 2}
    assert {one.kind for one in offer.records if one.is_under_way} == {Kind.NEWER, Kind.UNKNOWN}
    taking_back.take(trip.luojia, offer, {})
    for one in (unit(trip.luojia, 1), copy_of(trip.luojia, UNITS, new.id)):
        assert one.state == State.HANDED_OVER.value
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    assert (review.sequence, review.counts["units"].total) == (4, 0)  # the county waits for number 3
    (arrival,) = receiving.look(trip.county, trip.stick / "late")
    accept(trip.county, arrival)
    answering.answer(trip.county, trip.stick / "late")
    use_receipts(trip.luojia, trip.stick / "late")
    assert unit(trip.county, 1).employees == 255
    assert contents(trip.luojia) == contents(trip.county)


def test_what_is_withdrawn_while_it_was_under_way_is_withdrawn_above_too(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    new = save_unit(trip.luojia, 5)
    send(trip.luojia, trip.stick / "late")
    taking_back.take(trip.luojia, sent_back(trip, "again"), {})
    correct(trip.luojia, copy_of(trip.luojia, UNITS, new.id), employees=222)
    records.withdraw(trip.luojia, UNITS, new.id)
    (arrival,) = receiving.look(trip.county, trip.stick / "late")
    accept(trip.county, arrival)
    assert copy_of(trip.county, UNITS, new.id).deleted_at is None
    carry(trip, "four")
    assert copy_of(trip.county, UNITS, new.id).deleted_at is not None
    assert contents(trip.luojia) == contents(trip.county)


def test_a_withdrawal_comes_back_and_a_merged_record_stays_in_its_list(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    second = unit(trip.luojia, 2)
    correct(trip.luojia, second, employees=288)
    records.withdraw(trip.luojia, UNITS, second.id)
    carry(trip, "three")
    twin = save_unit(trip.luojia, 6)
    send(trip.luojia, trip.stick / "four")
    (arrival,) = receiving.look(trip.county, trip.stick / "four")
    accept(trip.county, arrival, merge(unit(trip.county, 1).id))
    assert copy_of(trip.county, UNITS, twin.id).deleted_at is not None
    offer = sent_back(trip, "again")
    assert kinds(offer) == {Kind.SAME: 4}
    taking_back.take(trip.luojia, offer, {})
    assert copy_of(trip.luojia, UNITS, twin.id).state == State.RECEIVED.value
    assert copy_of(trip.luojia, UNITS, second.id).deleted_at is not None


def test_an_empty_ledger_gets_everything_with_its_rows(trip: Round) -> None:
    taking_back.take(trip.luojia, sent_back(trip), {})
    save_household(trip.luojia)
    carry(trip, "three")
    stick = trip.stick / "again"
    stick.mkdir()
    sending_back.send_back(trip.county, LUOJIA.code, stick)
    with trip.luojia.store.writing() as session:
        for register in reversed(all_registers().values()):
            for one in queries.load_all(session, register, withdrawn=True):
                session.delete(one)
            session.flush()
    assert contents(trip.luojia) == {}
    (offer,) = taking_back.look(trip.luojia, stick)
    assert kinds(offer) == {Kind.NEW: 4}
    taking_back.take(trip.luojia, offer, {})
    assert contents(trip.luojia) == contents(trip.county)


def test_it_is_taken_once_and_only_as_it_was_seen(trip: Round) -> None:
    offer = sent_back(trip)
    correct(trip.luojia, unit(trip.luojia, 1), employees=377)
    with pytest.raises(NotTakenInError, match="又有变化"):
        taking_back.take(trip.luojia, offer, {})
    offer = taking_back.look(trip.luojia, trip.stick / "back")[0]
    taking_back.take(trip.luojia, offer, {one.key: True for one in offer.records})
    with pytest.raises(NotTakenInError, match="以前已经取回过"):
        taking_back.take(trip.luojia, offer, {one.key: True for one in offer.records})
    assert taking_back.look(trip.luojia, trip.stick / "back")[0].arrival.standing is Standing.REPEATED


def test_it_is_for_one_township_and_from_its_county_alone(trip: Round) -> None:
    with pytest.raises(ReportableError, match="只有县区"):
        sending_back.send_back(trip.tangshan, LUOJIA.code, trip.stick)
    with pytest.raises(ReportableError, match="没有收过“塘山镇总工会”的记录"):
        sending_back.send_back(trip.county, TANGSHAN.code, trip.stick)
    path = sent_back(trip).arrival.path
    assert taking_back.look(trip.tangshan, trip.stick / "back") == ()
    path.rename(path.with_name(path.name.replace(LUOJIA.code, TANGSHAN.code)))
    (elsewhere,) = taking_back.look(trip.tangshan, trip.stick / "back")
    assert (elsewhere.arrival.standing, elsewhere.records) == (Standing.REFUSED, ())


def test_a_forged_one_is_refused(trip: Round, maker: OfficeMaker, tmp_path: Path) -> None:
    """By somebody with a county's name and a root of their own."""
    forger = maker.make(COUNTY, tmp_path / "forger", foreign=True)
    trip.others.append(forger)
    register_office(forger, trip.luojia)
    save_unit(forger, 1)
    with forger.store.writing() as session:
        session.execute(update(UNITS.record).values(office=LUOJIA.code))
    stick = trip.stick / "forged"
    stick.mkdir()
    sending_back.send_back(forger, LUOJIA.code, stick)
    (offer,) = taking_back.look(trip.luojia, stick)
    assert (offer.arrival.standing, offer.records) == (Standing.REFUSED, ())
    assert {one.code for one in offer.arrival.wrong} >= {"E05"}
    with pytest.raises(NotTakenInError, match="核验不通过"):
        taking_back.take(trip.luojia, offer, {})


def test_a_submission_is_no_sending_back(trip: Round) -> None:
    """What a township has signed itself under the county's root, named like a sending back."""
    save_unit(trip.luojia, 7)
    path = send(trip.luojia, trip.stick / "own")
    path.rename(path.with_name(f"{COUNTY.code}_{LUOJIA.code}_CORR_000001.asice.age"))
    (offer,) = taking_back.look(trip.luojia, trip.stick / "own")
    assert offer.arrival.standing is Standing.REFUSED
