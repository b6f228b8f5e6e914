"""The round by stick: a township sends, the county answers, the township corrects, and both agree in the end."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.record import State
from db.store import history, received
from db.store.ledger import Ledger
from db.store.received_tables import LockException
from desktop.exchange import receipt, receipt_check, updates
from desktop.exchange.updates import Updates
from desktop.services import (
    answering,
    comparing,
    offices,
    period_locks,
    receipt_using,
    receipts,
    receiving,
    records,
    sent_packages,
    submitting,
    taking_in,
)
from desktop.services.deciding import ACCEPT, Decision, Key, default_decisions, give_back, merge
from desktop.services.receiving import Standing
from tests.support.carrying import use_receipts
from tests.support.offices import NOW
from tests.support.round_trip import (
    CITY,
    COUNTY,
    LUOJIA,
    TANGSHAN,
    UNITS,
    OfficeMaker,
    Round,
    copy_of,
    correct,
    introduce,
    save_unit,
    send,
)


def take_in(trip: Round, decisions: Mapping[Key, Decision] | None = None) -> None:
    """Take in everything that is ready; what nothing is said of is accepted."""
    ready = [one for one in receiving.look(trip.county, trip.stick) if one.standing is Standing.READY]
    decided = [
        (
            one,
            {
                key: (decisions or {}).get(key, ACCEPT)
                for key in ((r.register, r.record_id) for r in one.records)
            },
        )
        for one in comparing.compare_all(trip.county, ready)
    ]
    assert [str(one.error) for one in taking_in.apply(trip.county, decided) if one.error] == []


def stands(ledger: Ledger, record: Any) -> tuple[str, int]:
    found = copy_of(ledger, UNITS, record.id)
    return found.state, found.revision


def wrong(findings: Any) -> list[str]:
    return [one.code for one in findings]


def test_accept_return_correct_resend_accept(trip: Round) -> None:
    good, bad = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    take_in(trip, {("units", bad.id): give_back("职工人数有误，请核对", "R102", "employees", "90")})
    (placed,) = answering.answer(trip.county, trip.stick)
    assert (
        placed.path.relative_to(trip.stick).as_posix()
        == f"TAIZHANG/IN/{COUNTY.code}_{LUOJIA.code}_RCP_000001.asice.age"
    )

    (result,) = use_receipts(trip.luojia, trip.stick)
    assert (result.received, result.returned) == (1, 1)
    assert stands(trip.luojia, good) == (State.RECEIVED, 1)
    assert stands(trip.luojia, bad) == (State.RETURNED, 1)
    (returned,) = receipt_using.returns(trip.luojia)
    assert (returned.record_id, returned.code, returned.text) == (bad.id, "R102", "职工人数有误，请核对")
    assert (returned.field, returned.suggested, returned.package) == ("employees", "90", 1)
    assert [one.decision for one in sent_packages.listed(trip.luojia)] == [received.PARTIALLY]

    correct(trip.luojia, bad, employees=110)
    assert receipt_using.returns(trip.luojia) == ()
    assert stands(trip.luojia, bad) == (State.CORRECTION, 2)
    second = send(trip.luojia, trip.stick)
    assert second.name.endswith("_SUB_000002.asice.age")
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    for record in (good, bad):
        theirs, ours = copy_of(trip.luojia, UNITS, record.id), copy_of(trip.county, UNITS, record.id)
        assert (theirs.state, theirs.revision) == (State.RECEIVED, ours.revision)
        assert records.canonical.snapshot(UNITS, theirs) == records.canonical.snapshot(UNITS, ours)
    with trip.luojia.store.reading() as session:
        assert history.first_break(session) is None


def test_a_lost_receipt_is_written_again_byte_for_byte(trip: Round, tmp_path: Path) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    (placed,) = answering.answer(trip.county, trip.stick)
    first = placed.path.read_bytes()
    placed.path.unlink()
    assert answering.answer(trip.county, trip.stick) == ()
    (given,) = answering.receipts(trip.county)
    again = tmp_path / "again"
    again.mkdir()
    (placed,) = answering.place(trip.county, again, [given.identity])
    assert placed.path.read_bytes() == first


def test_a_receipt_counts_once(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    (again,) = receipts.look(trip.luojia, trip.stick)
    assert (again.standing, wrong(again.wrong)) == (Standing.REPEATED, ["E09"])
    (refused,) = receipt_using.apply(trip.luojia, [again])
    assert "已经登记过" in str(refused.error)


def test_a_receipt_does_not_touch_what_was_corrected_since(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip, {("units", unit.id): give_back("有误")})
    answering.answer(trip.county, trip.stick)
    correct(trip.luojia, unit, employees=101)
    send(trip.luojia, trip.stick)
    (result,) = use_receipts(trip.luojia, trip.stick)
    assert (result.received, result.returned) == (0, 0)
    assert stands(trip.luojia, unit) == (State.HANDED_OVER, 2)


def test_a_later_receipt_can_be_used_before_a_lost_one(trip: Round) -> None:
    for number in (1, 2):
        save_unit(trip.luojia, number)
        send(trip.luojia, trip.stick)
        take_in(trip)
        answering.answer(trip.county, trip.stick)
    lost, kept = sorted((trip.stick / "TAIZHANG" / "IN").iterdir())
    content = lost.read_bytes()
    lost.unlink()
    (arrival,) = receipts.look(trip.luojia, trip.stick)
    assert (arrival.standing, wrong(arrival.wrong)) == (Standing.READY, ["E10"])
    use_receipts(trip.luojia, trip.stick)
    kept.unlink()
    lost.write_bytes(content)
    (result,) = use_receipts(trip.luojia, trip.stick)
    assert result.received == 1


def test_a_refused_package_goes_again_under_the_next_number(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (arrival,) = receiving.look(trip.county, trip.stick)
    taking_in.refuse(trip.county, arrival, "期间填错，请重新上报")
    (placed,) = answering.answer(trip.county, trip.stick)
    assert "_REJ_" in placed.path.name
    use_receipts(trip.luojia, trip.stick)
    assert stands(trip.luojia, unit) == (State.CHECKED, 1)
    assert [one.decision for one in sent_packages.listed(trip.luojia)] == [received.REJECTED]
    send(trip.luojia, trip.stick)
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    assert stands(trip.luojia, unit) == (State.RECEIVED, 1)
    assert copy_of(trip.county, UNITS, unit.id) is not None


def test_a_merged_record_is_received_and_names_the_other(trip: Round) -> None:
    ours, theirs = save_unit(trip.luojia, 1), save_unit(trip.tangshan, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    send(trip.tangshan, trip.stick)
    take_in(trip, {("units", theirs.id): merge(ours.id)})
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.tangshan, trip.stick)
    assert stands(trip.tangshan, theirs)[0] == State.RECEIVED
    with trip.tangshan.store.reading() as session:
        (line,) = received.last_words(session, "units", [theirs.id]).values()
    assert (line.decision, line.merged_into) == (received.MERGED, ours.id)


def test_receipts_for_others_forged_or_damaged_are_refused(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    (placed,) = answering.answer(trip.county, trip.stick)
    (foreign,) = receipts.look(trip.tangshan, trip.stick)
    assert (foreign.standing, wrong(foreign.wrong)) == (Standing.REFUSED, ["E02"])
    assert foreign.for_other == "罗家镇"
    content = placed.path.read_bytes()
    renamed = placed.path.with_name(placed.path.name.replace(LUOJIA.code, TANGSHAN.code))
    placed.path.rename(renamed)
    (ours,) = receipts.look(trip.tangshan, trip.stick)
    assert (wrong(ours.wrong), ours.for_other) == (["E02"], "")  # it says it is for us: that is a fault
    renamed.unlink()
    placed.path.write_bytes(content[:-1])
    (cut,) = receipts.look(trip.luojia, trip.stick)
    assert (cut.standing, wrong(cut.wrong)) == (Standing.REFUSED, ["E01"])

    (given,) = answering.receipts(trip.county)
    with trip.county.store.reading() as session:
        plain = session.get_one(type(given), given.identity).content
    trust = receiving.keys_of(trip.luojia, above=True).trust
    checked = receipt_check.check(plain, trust=trust, above=COUNTY.code, receiver=LUOJIA.code)
    assert checked.holds
    other = receipt_check.check(plain, trust=trust, above=COUNTY.code, receiver="360111104")
    assert [one.code for one in other.findings if not one.holds] == ["E14"]
    forger = maker.make(COUNTY, tmp_path / "forger", foreign=True)
    trip.others.append(forger)
    assert checked.statement is not None
    forged = receipt.build(checked.statement, checked.decisions, offices.signer_down(forger), maker.clock())
    found = receipt_check.check(forged.content, trust=trust, above=COUNTY.code, receiver=LUOJIA.code)
    assert [one.code for one in found.findings if not one.holds] == ["E05"]
    by_township = receipt.build(
        checked.statement, checked.decisions, offices.signer_down(trip.tangshan), maker.clock()
    )
    found = receipt_check.check(by_township.content, trust=trust, above=COUNTY.code, receiver=LUOJIA.code)
    assert [one.code for one in found.findings if not one.holds] == ["E06"]


def test_a_receipt_for_what_was_never_sent_is_refused(
    trip: Round, tmp_path: Path, maker: OfficeMaker
) -> None:
    copy = tmp_path / "earlier"
    shutil.copytree(trip.luojia.folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    restored = maker.reopen(LUOJIA, copy)
    trip.others.append(restored)
    (arrival,) = receipts.look(restored, trip.stick)
    assert arrival.standing is Standing.REFUSED
    assert "E11" in wrong(arrival.wrong)


def test_a_receipt_can_be_read_without_this_program(trip: Round, tmp_path: Path) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    answering.answer(trip.county, trip.stick)
    (given,) = answering.receipts(trip.county)
    with trip.county.store.reading() as session:
        (tmp_path / "receipt.asice").write_bytes(session.get_one(type(given), given.identity).content)
    with zipfile.ZipFile(tmp_path / "receipt.asice") as opened:
        assert opened.namelist()[3:] == [
            "receipt.json",
            "record_decisions.csv",
            "updates.json",
            "SHA256SUMS",
        ]
        rows = opened.read("record_decisions.csv").decode("utf-8-sig").splitlines()
    assert rows[1].startswith(f'"units","{unit.id}","1","ACCEPTED"')


def test_the_county_reports_up_in_the_same_way(trip: Round, maker: OfficeMaker, tmp_path: Path) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip)
    city = maker.make(CITY, tmp_path / "city")
    trip.others.append(city)
    offices.prepare_keys(city)
    introduce(city, trip.county)
    up = tmp_path / "up"
    assert send(trip.county, up, "units").name == f"{COUNTY.code}_{CITY.code}_SUB_000001.asice.age"
    assert stands(trip.county, unit) == (State.HANDED_OVER, 1)
    (arrival,) = receiving.look(city, up)
    assert (arrival.standing, arrival.sender_name) == (Standing.READY, COUNTY.name)
    comparison = comparing.compare(city, arrival)
    taking_in.apply(city, [(comparison, default_decisions(comparison))])
    answering.answer(city, up)
    (result,) = use_receipts(trip.county, up)
    assert result.received == 1
    assert stands(trip.county, unit) == (State.RECEIVED, 1)
    assert copy_of(city, UNITS, unit.id).office == LUOJIA.code
    correct(trip.luojia, unit, employees=110)
    send(trip.luojia, trip.stick)
    take_in(trip)
    send(trip.county, up, "units")
    take_in(replace(trip, county=city, stick=up))
    assert copy_of(city, UNITS, unit.id).employees == 110


def test_a_closed_period_lets_nothing_through_but_an_exception(trip: Round) -> None:
    unit, other = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    take_in(trip)
    period_locks.close(trip.county, [LUOJIA.code], NOW.date(), "上半年已汇总")
    answering.answer(trip.county, trip.stick)
    use_receipts(trip.luojia, trip.stick)
    for record in (unit, other):
        correct(trip.luojia, record, employees=110)
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月")
    assert {one.record_id for one in review.blocking} == {unit.id, other.id}
    assert "锁定" in str(review.blocking[0].stands[0].message)
    period_locks.grant(trip.county, LUOJIA.code, "units", unit.id, date(2026, 6, 30), "补报")
    with trip.luojia.store.writing() as session:
        period_locks.keep(session, LUOJIA.code, updates.parse(_sent_down(trip.county).to_json()))
    review = submitting.prepare(trip.luojia, ["units"], "2026年6月", leave_out_standing=True)
    assert [one.record_id for one in review.differences] == [unit.id]
    submitting.place(trip.luojia, submitting.make(trip.luojia, review), trip.stick)
    (comparison,) = [
        comparing.compare(trip.county, one)
        for one in receiving.look(trip.county, trip.stick)
        if one.standing is Standing.READY
    ]
    assert [one.findings for one in comparison.records] == [()]
    with trip.county.store.writing() as session:
        session.get_one(LockException, (LUOJIA.code, "units", unit.id)).until_on = date(2026, 6, 1)
    (late,) = comparing.compare(trip.county, comparison.arrival).records
    assert [problem.code for problem in late.stands] == ["locked"]


def _sent_down(county: Ledger) -> Updates:
    with county.store.reading() as session:
        return period_locks.updates_for(session, LUOJIA.code)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"exemptions":[],"figures":[],"lock":null,"schema":"taizhang-updates/2"}',
        b'{"a":1}',
    ],
)
def test_updates_that_are_not_understood_are_refused(content: bytes) -> None:
    with pytest.raises(updates.UpdatesError):
        updates.parse(content)


def test_updates_are_read_as_they_were_written() -> None:
    whole = Updates(
        updates.Lock("2026-06-30", "汇总"),
        (updates.Exemption("units", "0190", "2026-07-31", "补报"),),
        (updates.FigureUpdate("low_income_line", "low_income_line", "3601", "800", "2026-01-01", "", "文"),),
    )
    assert updates.parse(whole.to_json()) == whole
