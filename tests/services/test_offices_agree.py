"""Rounds that once left township and county with different records or states, found by chance, told here in few steps."""

from __future__ import annotations

from db.record import State
from desktop.services import answering, receiving, submitting, taking_in
from tests.support.carrying import accept, use_receipts
from tests.support.round_trip import UNITS, Round, copy_of, save_unit, send


def test_a_record_of_a_refused_package_that_was_reported_again_waits_for_the_other_receipt(
    trip: Round,
) -> None:
    record_id = save_unit(trip.luojia, 1).id
    send(trip.luojia, trip.stick)
    again = submitting.prepare(trip.luojia, ["units"], "2026年6月", only_changed=False)
    submitting.place(trip.luojia, submitting.make(trip.luojia, again), trip.stick)
    first, second = receiving.look(trip.county, trip.stick)
    taking_in.refuse(trip.county, first, "请按全部记录重新报送")
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert copy_of(trip.luojia, UNITS, record_id).state == State.HANDED_OVER.value
    accept(trip.county, second)
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert copy_of(trip.luojia, UNITS, record_id).state == State.RECEIVED.value
