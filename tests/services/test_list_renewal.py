"""The revocation list (吊销名单) runs out after 13 months: renewed in time by itself or by hand, and the way back after."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.store.ledger import Ledger
from desktop.exchange import certificates, revocation
from desktop.services import (
    answering,
    comparing,
    issuing,
    offices,
    receipt_using,
    receipts,
    receiving,
    root_keeping,
    root_reminder,
    taking_in,
)
from desktop.services.answering import ListRanOutError
from desktop.services.deciding import ACCEPT
from desktop.services.receipt_using import TakenReceipt
from desktop.services.receiving import Standing
from tests.support.offices import NOW
from tests.support.round_trip import COUNTY, OfficeMaker, Round, save_unit, send

PASSPHRASE = "钥匙一半 另外一半 1949"
FOURTEEN_MONTHS = timedelta(days=426)


@pytest.fixture
def trip(trip: Round) -> Round:
    """Give the round with a list that the county issued at NOW and every township has."""
    root = root_of(trip)
    issuing.renew_list(trip.county, root_keeping.root_secrets(trip.county))
    for township in (trip.luojia, trip.tangshan):
        with trip.county.store.reading() as above, township.store.writing() as below:
            kept = offices.revocation_list(above, root)
            assert kept is not None
            offices.keep_list(below, kept.content, root)
    return trip


def take_in(trip: Round, stick: Path | None = None) -> None:
    arrivals = receiving.look(trip.county, stick or trip.stick)
    ready = [one for one in arrivals if one.standing is Standing.READY]
    assert ready, [str(finding.message) for one in arrivals for finding in one.wrong]
    decided = [
        (one, {(record.register, record.record_id): ACCEPT for record in one.records})
        for one in comparing.compare_all(trip.county, ready)
    ]
    assert [str(one.error) for one in taking_in.apply(trip.county, decided) if one.error] == []


def use_receipts(township: Ledger, stick: Path) -> tuple[TakenReceipt, ...]:
    return receipt_using.apply(township, receipts.look(township, stick))


def ends(ledger: Ledger, root: bytes) -> datetime:
    with ledger.store.reading() as session:
        kept = offices.revocation_list(session, root)
        assert kept is not None
        assert revocation.read(kept.content, root).next_update == kept.next_update
        return kept.next_update


def root_of(trip: Round) -> bytes:
    return trip.county.office().root_certificate


def export_root(trip: Round, tmp_path: Path) -> Path:
    folders = [tmp_path / "safe one", tmp_path / "safe two"]
    for folder in folders:
        folder.mkdir()
    return root_keeping.root_export(trip.county, PASSPHRASE, folders)[0].path


def test_with_the_key_in_the_ledger_a_list_that_ran_out_on_both_sides_gets_well_by_the_next_round(
    trip: Round, maker: OfficeMaker
) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    maker.clock.now += FOURTEEN_MONTHS
    assert ends(trip.luojia, root_of(trip)) < maker.clock.now
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    (used,) = use_receipts(trip.luojia, trip.stick)
    assert (used.error, used.received) == (None, 1)
    for ledger in (trip.county, trip.luojia):
        assert ends(ledger, root_of(trip)) > maker.clock.now + timedelta(days=390)


def test_a_list_is_renewed_when_it_is_older_than_a_month_and_not_before(
    trip: Round, maker: OfficeMaker
) -> None:
    before = ends(trip.county, root_of(trip))
    maker.clock.now = NOW + timedelta(days=29)
    issuing.renew_due_list(trip.county)
    assert ends(trip.county, root_of(trip)) == before
    maker.clock.now = NOW + timedelta(days=31)
    issuing.renew_due_list(trip.county)
    assert timedelta(days=30) < ends(trip.county, root_of(trip)) - before < timedelta(days=32)


def test_a_township_has_no_list_of_its_own_to_renew(trip: Round, maker: OfficeMaker) -> None:
    maker.clock.now += FOURTEEN_MONTHS
    own = trip.tangshan.office().root_certificate
    before = ends(trip.tangshan, root_of(trip))
    assert own == root_of(trip)  # the round shares one root: nothing that a township does may touch its list
    receipts.look(trip.tangshan, trip.stick)
    assert ends(trip.tangshan, root_of(trip)) == before


def test_where_the_key_was_exported_nothing_goes_until_it_is_renewed_by_hand(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    """The first receipt was made before the list ran out and comes after: it waits for one with a list that holds."""
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    save_unit(trip.luojia, 2)
    send(trip.luojia, tmp_path / "second")
    file = export_root(trip, tmp_path)
    maker.clock.now += FOURTEEN_MONTHS
    (late,) = use_receipts(trip.luojia, trip.stick)
    assert late.error is not None
    assert "续签吊销名单" in str(late.arrival.wrong[0].message)

    (refused,) = receiving.look(trip.county, tmp_path / "second")
    assert refused.standing is Standing.REFUSED
    assert "续签吊销名单" in str(refused.wrong[0].message)

    secret = root_keeping.root_secrets(trip.county, file, PASSPHRASE)
    issuing.renew_list(trip.county, secret)
    take_in(trip, tmp_path / "second")
    answering.answer(trip.county, trip.stick)
    first, second = use_receipts(trip.luojia, trip.stick)
    assert first.error is not None  # looked at before the second had brought its list
    assert (second.error, second.received) == (None, 1)
    first, second = use_receipts(trip.luojia, trip.stick)
    assert (first.error, first.received) == (None, 1)


def test_no_receipt_is_made_that_nobody_below_could_take(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    file = export_root(trip, tmp_path)
    maker.clock.now += FOURTEEN_MONTHS
    with pytest.raises(ListRanOutError, match="续签吊销名单"):
        answering.answer(trip.county, trip.stick)
    assert len(answering.waiting(trip.county)) == 1
    issuing.renew_list(trip.county, root_keeping.root_secrets(trip.county, file, PASSPHRASE))
    assert len(answering.answer(trip.county, trip.stick)) == 1
    assert use_receipts(trip.luojia, trip.stick)[0].received == 1


def test_a_list_of_another_root_in_a_receipt_is_no_way_back(trip: Round) -> None:
    foreign_key = certificates.make_key()
    foreign = certificates.make_root(foreign_key, COUNTY, NOW)
    root = root_of(trip)
    with trip.luojia.store.reading() as session:
        kept = offices.revocation_list(session, root)
        assert kept is not None
        ours = (kept.content,)
    theirs = revocation.issue(foreign_key, foreign, {}, 9, NOW)
    key = root_keeping.root_secrets(trip.county).root_key
    older, newer = (revocation.issue(key, root, {}, number, NOW) for number in (1, 2))
    assert revocation.newest(ours, theirs, root) == ours
    assert revocation.newest(ours, older, root) == ours
    assert revocation.newest(ours, b"no list", root) == ours
    assert revocation.newest(ours, newer, root) == (newer,)
    assert revocation.newest((), newer, root) == ()


def test_the_county_is_told_in_time_where_the_key_was_exported(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    end = ends(trip.county, root_of(trip))
    maker.clock.now = end - timedelta(days=10)
    assert root_reminder.list_reminder(trip.county) is None  # renewed by itself
    export_root(trip, tmp_path)
    maker.clock.now = end - timedelta(days=61)
    assert root_reminder.list_reminder(trip.county) is None
    maker.clock.now = end - timedelta(days=59)
    assert f"{end.astimezone():%Y-%m-%d}" in str(root_reminder.list_reminder(trip.county))
    maker.clock.now = end + timedelta(days=1)
    assert "已经过期" in str(root_reminder.list_reminder(trip.county))
    assert root_reminder.list_reminder(trip.luojia) is None
