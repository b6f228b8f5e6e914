"""锁定期: what is closed is refused at the township after the receipt, an exception lets one record through until its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.messages import ReportableError
from db.store import history
from db.store.ledger import Ledger
from desktop import language
from desktop.exchange import updates
from desktop.services import (
    answering,
    comparing,
    lock_board,
    lock_reminder,
    offices,
    period_locks,
    receiving,
    records,
    submitting,
    taking_in,
)
from desktop.services.deciding import default_decisions
from desktop.services.receiving import Standing
from desktop.services.roles import NotAllowedError
from tests.support.carrying import use_receipts
from tests.support.offices import NOW, USER
from tests.support.round_trip import (
    CITY,
    COUNTY,
    LUOJIA,
    TANGSHAN,
    UNITS,
    OfficeMaker,
    Round,
    correct,
    introduce,
    save_unit,
    send,
)
from tests.support.sample_records import another_unit

TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=14)


def take_in(county: Ledger, stick: Path) -> None:
    ready = [one for one in receiving.look(county, stick) if one.standing is Standing.READY]
    compared = comparing.compare_all(county, ready)
    taken = taking_in.apply(county, [(one, default_decisions(one)) for one in compared])
    assert [str(one.error) for one in taken if one.error] == []


def use_receipt(trip: Round, township: Ledger) -> None:
    """Answer everything, and let the township use it."""
    answering.answer(trip.county, trip.stick)
    assert use_receipts(township, trip.stick)


def going(township: Ledger) -> dict[str, list[str]]:
    """Prepare a report: what is refused as closed, and what goes."""
    review = submitting.prepare(township, ["units"], "2026年6月", leave_out_standing=True)
    refused = [one.record_id for one in review.left_out if one.stands[0].code == "locked"]
    return {"refused": refused, "goes": [one.record_id for one in review.differences]}


def test_a_closed_record_is_refused_at_the_township_after_the_receipt_and_not_before(trip: Round) -> None:
    old = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    correct(trip.luojia, old, employees=110)
    assert going(trip.luojia) == {"refused": [], "goes": [old.id]}
    assert lock_reminder.reminder(trip.luojia) == ()
    assert lock_reminder.about(trip.luojia, UNITS, old) is None

    use_receipt(trip, trip.luojia)
    assert going(trip.luojia) == {"refused": [old.id], "goes": []}
    (closed,) = lock_reminder.reminder(trip.luojia)
    assert str(closed) == (
        "上级已锁定填写日期在 2026年6月15日 及以前的记录（上半年已汇总）：不能再报，要改要报先向上级申请例外。"
    )
    assert str(lock_reminder.about(trip.luojia, UNITS, old)) == (
        "上级已锁定 2026年6月15日 及以前的记录，改了也不能报，要先申请例外"
    )


def test_an_exception_lets_one_record_through_and_ends_after_its_day(trip: Round, maker: OfficeMaker) -> None:
    one, other = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    period_locks.grant(trip.county, LUOJIA.code, "units", one.id, UNTIL, "人数报错")
    use_receipt(trip, trip.luojia)
    for record in (one, other):
        correct(trip.luojia, record, employees=110)
    assert going(trip.luojia) == {"refused": [other.id], "goes": [one.id]}
    name = UNITS.label_of(one)
    assert str(lock_reminder.reminder(trip.luojia)[1]) == (
        f"上级批准了 1 条例外，到期以前可以改、可以报：{name}（2026年6月29日）。"
    )
    assert "到 2026年6月29日 可以改、可以报" in str(lock_reminder.about(trip.luojia, UNITS, one))

    maker.clock.now = NOW + timedelta(days=14)
    assert going(trip.luojia)["goes"] == [one.id]
    maker.clock.now = NOW + timedelta(days=15)
    assert sorted(going(trip.luojia)["refused"]) == sorted([one.id, other.id])
    assert len(lock_reminder.reminder(trip.luojia)) == 1
    assert "不能报" in str(lock_reminder.about(trip.luojia, UNITS, one))


def test_exceptions_are_told_in_english_sentences(trip: Round) -> None:
    both = [save_unit(trip.luojia, number) for number in (1, 2)]
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    for record in both:
        period_locks.grant(trip.county, LUOJIA.code, "units", record.id, UNTIL, "人数报错")
    use_receipt(trip, trip.luojia)
    language.choose(language.ENGLISH)
    _closed, through = lock_reminder.reminder(trip.luojia)
    names = ", ".join(
        f"{UNITS.label_of(record)} (2026-06-29)" for record in sorted(both, key=lambda one: one.id)
    )
    assert language.said(through).endswith(f": {names}.")


def test_a_lock_that_was_taken_back_lets_everything_through_after_the_next_receipt(trip: Round) -> None:
    old = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    period_locks.grant(trip.county, LUOJIA.code, "units", old.id, UNTIL, "人数报错")
    use_receipt(trip, trip.luojia)
    correct(trip.luojia, old, employees=110)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    period_locks.reopen(trip.county, [LUOJIA.code])
    assert lock_board.board(trip.county).exceptions == ()
    use_receipt(trip, trip.luojia)
    correct(trip.luojia, old, employees=120)
    assert going(trip.luojia) == {"refused": [], "goes": [old.id]}


def test_a_county_reports_on_what_it_has_closed_for_its_townships(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    city = maker.make(CITY, tmp_path / "city")
    trip.others.append(city)
    offices.prepare_keys(city)
    introduce(city, trip.county)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    assert going(trip.county) == {"refused": [], "goes": [unit.id]}

    up = tmp_path / "up"
    send(trip.county, up, "units")
    period_locks.close(city, [COUNTY.code], TODAY, "全市已汇总")
    (comparison,) = comparing.compare_all(city, receiving.look(city, up))
    assert [problem.code for problem in comparison.records[0].stands] == ["locked"]
    period_locks.grant(city, COUNTY.code, "units", unit.id, UNTIL, "同意补报")
    take_in(city, up)
    period_locks.grant(trip.county, LUOJIA.code, "units", unit.id, TODAY, "人数报错")
    use_receipt(replace(trip, county=city, stick=up), trip.county)
    with trip.county.store.reading() as session:
        found = period_locks.load(session)
    assert found.open_until == {
        (COUNTY.code, "units", unit.id): UNTIL,
        (LUOJIA.code, "units", unit.id): TODAY,
    }
    assert "全市已汇总" in str(lock_reminder.reminder(trip.county)[0])


def test_the_board_says_who_when_and_whether_the_other_side_was_told(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    take_in(trip.county, trip.stick)
    before = lock_board.board(trip.county)
    assert [(one.name, one.until_on, one.noted) for one in before.locks] == [
        (LUOJIA.name, None, None),
        (TANGSHAN.name, None, None),
    ]
    period_locks.close(trip.county, [LUOJIA.code, TANGSHAN.code], TODAY, "上半年已汇总")
    period_locks.grant(trip.county, LUOJIA.code, "units", unit.id, UNTIL, "人数报错")
    luojia, tangshan = lock_board.board(trip.county).locks
    assert (luojia.until_on, luojia.reason, luojia.exceptions) == (TODAY, "上半年已汇总", 1)
    assert luojia.noted is not None
    assert (luojia.noted.by, luojia.noted.receipt) == (USER, 0)
    (through,) = lock_board.board(trip.county).exceptions
    assert (through.label, through.until_on, through.reason) == (UNITS.label_of(unit), UNTIL, "人数报错")
    assert (through.office_name, through.written_on, through.is_over) == (
        LUOJIA.name,
        unit.written_on,
        False,
    )

    answering.answer(trip.county, trip.stick)
    luojia, tangshan = lock_board.board(trip.county).locks
    assert luojia.noted is not None
    assert tangshan.noted is not None
    assert (luojia.noted.receipt, tangshan.noted.receipt) == (1, 0)
    period_locks.withdraw(trip.county, LUOJIA.code, "units", unit.id)
    assert lock_board.board(trip.county).exceptions == ()
    period_locks.reopen(trip.county, [LUOJIA.code])
    luojia, _ = lock_board.board(trip.county).locks
    assert luojia.until_on is None
    assert luojia.noted is not None
    assert luojia.noted.receipt == 0  # the opening waits for another receipt
    with trip.county.store.reading() as session:
        noted = [(one.action, one.by) for one in history.of_record(session, LUOJIA.code)]
        assert history.first_break(session) is None
    assert noted == [(action, USER) for action in ("lock", "grant", "withdraw", "unlock")]


def test_only_closed_records_of_the_office_are_offered_and_found_by_name_or_number(trip: Round) -> None:
    first, second = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    may = another_unit(trip.luojia, 3)
    may.written_on = date(2026, 5, 20)
    may = records.save(trip.luojia, UNITS, may).record
    other = save_unit(trip.tangshan, 4)
    for township in (trip.luojia, trip.tangshan):
        send(township, trip.stick)
    take_in(trip.county, trip.stick)
    assert lock_board.closed_records(trip.county, LUOJIA.code) == ()
    period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总")
    found = {one.record_id for one in lock_board.closed_records(trip.county, LUOJIA.code)}
    assert found == {first.id, second.id, may.id}
    assert other.id not in found
    for needle in (second.unit_name, second.credit_code):
        (one,) = lock_board.closed_records(trip.county, LUOJIA.code, needle)
        assert (one.register, one.record_id, one.label) == ("units", second.id, UNITS.label_of(second))
    period_locks.close(trip.county, [LUOJIA.code], date(2026, 5, 31), "五月已汇总")
    (one,) = lock_board.closed_records(trip.county, LUOJIA.code)
    assert (one.record_id, one.written_on) == (may.id, date(2026, 5, 20))


@pytest.mark.parametrize("reason", ["", "  ", "字" * 201, "右\u202e左"])
def test_a_reason_that_the_other_side_could_not_read_is_refused(trip: Round, reason: str) -> None:
    with pytest.raises(ReportableError):
        period_locks.close(trip.county, [LUOJIA.code], TODAY, reason)
    with pytest.raises(ReportableError):
        period_locks.grant(trip.county, LUOJIA.code, "units", "x", UNTIL, reason)
    period_locks.close(trip.county, [LUOJIA.code], TODAY, " 上半年\n已汇总 ")
    with trip.county.store.reading() as session:
        sent = period_locks.updates_for(session, LUOJIA.code)
    assert updates.parse(sent.to_json()).lock == updates.Lock(TODAY.isoformat(), "上半年 已汇总")


def test_days_that_make_no_sense_are_refused(trip: Round) -> None:
    with pytest.raises(ReportableError, match="今天"):
        period_locks.close(trip.county, [LUOJIA.code], TODAY + timedelta(days=1), "上半年已汇总")
    with pytest.raises(ReportableError, match="已经过了"):
        period_locks.grant(trip.county, LUOJIA.code, "units", "x", TODAY - timedelta(days=1), "补报")
    assert [one.until_on for one in lock_board.board(trip.county).locks] == [None, None]


def test_who_only_enters_may_not_lock(trip: Round) -> None:
    trip.county.role = "entry"
    for forbidden in (
        lambda: period_locks.close(trip.county, [LUOJIA.code], TODAY, "上半年已汇总"),
        lambda: period_locks.reopen(trip.county, [LUOJIA.code]),
        lambda: period_locks.grant(trip.county, LUOJIA.code, "units", "x", UNTIL, "补报"),
        lambda: period_locks.withdraw(trip.county, LUOJIA.code, "units", "x"),
    ):
        with pytest.raises(NotAllowedError):
            forbidden()


def test_the_usual_days_are_ends_of_periods() -> None:
    assert list(lock_board.usual_ends(date(2026, 6, 15)).values()) == [
        date(2026, 5, 31),
        date(2026, 3, 31),
        date(2025, 12, 31),
    ]
    assert lock_board.usual_ends(date(2026, 1, 1))["上月末"] == date(2025, 12, 31)
