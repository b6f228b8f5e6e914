"""数据接收 at the county: packages found, judged, compared and taken in, and nothing written before that."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.record import State
from db.store import history, received
from db.store.ledger import Ledger
from db.store.received_tables import RefusedFile
from desktop.services import comparing, deciding, receiving, records, submitting, taking_in
from desktop.services.comparing import Comparison, Kind
from desktop.services.deciding import ACCEPT, default_decisions, give_back, merge
from desktop.services.receiving import Arrival, Standing
from desktop.services.taking_in import TakenIn
from tests.registers.test_hardship_cases import id_no
from tests.support.round_trip import (
    CASES,
    LUOJIA,
    TANGSHAN,
    UNITS,
    OfficeMaker,
    Round,
    copy_of,
    correct,
    pin,
    save_household,
    save_unit,
    send,
)
from tests.support.sample_records import another_unit

CARD = "6222021001116245702"


def look(trip: Round) -> tuple[Arrival, ...]:
    return receiving.look(trip.county, trip.stick)


def compared(trip: Round) -> list[Comparison]:
    ready = [one for one in look(trip) if one.standing is Standing.READY]
    return list(comparing.compare_all(trip.county, ready))


def accept_all(trip: Round, **confirmed: Any) -> tuple[TakenIn, ...]:
    """Accept everything that is ready, findings or not."""
    decided = [
        (one, {(record.register, record.record_id): ACCEPT for record in one.records})
        for one in compared(trip)
    ]
    results = taking_in.apply(trip.county, decided, **confirmed)
    assert [str(one.error) for one in results if one.error] == []
    return results


def bytes_of(ledger: Ledger) -> str:
    """Fingerprint everything that the ledger's tables hold."""
    with ledger.store.reading() as session:
        connection = session.connection()
        driver: Any = connection.connection.driver_connection
        return hashlib.sha256(
            "\n".join(driver.iterdump() if hasattr(driver, "iterdump") else _dump(driver)).encode()
        ).hexdigest()


def _dump(driver: Any) -> list[str]:
    tables = [
        row[0] for row in driver.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    ]
    return [repr(row) for table in tables for row in driver.execute(f'SELECT * FROM "{table}"')]


def codes(arrival: Arrival) -> list[str]:
    return [finding.code for finding in arrival.wrong]


def test_looking_and_comparing_write_nothing(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    before = bytes_of(trip.county)
    (comparison,) = compared(trip)
    assert comparison.count(Kind.NEW) == 1
    assert (comparison.arrival.sender, comparison.arrival.sequence) == (LUOJIA.code, 1)
    assert bytes_of(trip.county) == before


def test_a_record_comes_in_as_it_was_sent(trip: Round) -> None:
    unit, case = save_unit(trip.luojia, 1), save_household(trip.luojia)
    send(trip.luojia, trip.stick)
    (result,) = accept_all(trip)
    assert (result.decision, result.accepted, result.returned) == (received.ACCEPTED, 2, 0)
    for register, record in ((UNITS, unit), (CASES, case)):
        sent, got = (copy_of(ledger, register, record.id) for ledger in (trip.luojia, trip.county))
        assert (got.office, got.state, got.revision) == (LUOJIA.code, State.RECEIVED, sent.revision)
        assert records.canonical.snapshot(register, got) == records.canonical.snapshot(register, sent)
    with trip.county.store.reading() as session:
        assert records.queries.record_ids(session, UNITS, unit.unit_name[:4]) == [unit.id]
        assert history.first_break(session) is None
    assert list(trip.county.backups.glob("*before-receiving*"))


def test_a_correction_is_shown_field_by_field_and_taken_in(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    accept_all(trip)
    correct(trip.luojia, unit, employees=120)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    (record,) = comparison.records
    assert (record.kind, record.revision, record.our_revision) == (Kind.CHANGED, 2, 1)
    assert {change.code: (change.old, change.new) for change in record.changes}["employees"] == ("100", "120")
    accept_all(trip)
    got = copy_of(trip.county, UNITS, unit.id)
    assert (got.employees, got.revision) == (120, 2)


def test_repeats_gaps_and_forks_each_have_their_answer(trip: Round, tmp_path: Path) -> None:
    first = save_unit(trip.luojia, 1)
    one = send(trip.luojia, trip.stick)
    shutil.copytree(trip.luojia.folder, tmp_path / "earlier", ignore=shutil.ignore_patterns("*.lock"))
    accept_all(trip)
    (repeated,) = look(trip)
    assert (repeated.standing, codes(repeated)) == (Standing.REPEATED, ["E09"])
    correct(trip.luojia, first, employees=101)
    two = send(trip.luojia, trip.stick)
    correct(trip.luojia, first, employees=102)
    three = send(trip.luojia, trip.stick)
    kept = two.read_bytes()
    two.unlink()
    waiting = look(trip)[-1]
    assert (waiting.standing, codes(waiting)) == (Standing.WAITING, ["E10"])
    assert waiting.wrong[0].message.values["missing"] == 2
    two.write_bytes(kept)
    assert [arrival.standing for arrival in look(trip)] == [Standing.REPEATED, Standing.READY, Standing.READY]
    assert one.exists()
    assert three.exists()
    accept_all(trip)
    assert copy_of(trip.county, UNITS, first.id).employees == 102


def test_two_packages_of_one_number_are_an_alarm_until_cleared_up(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    send_to = tmp_path / "second"
    copy = tmp_path / "copy"
    shutil.copytree(trip.luojia.folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    twin = maker.reopen(LUOJIA, copy)
    trip.others.append(twin)
    save_unit(trip.luojia, 1)
    save_unit(twin, 2)
    send(trip.luojia, trip.stick)
    other = send(twin, send_to)
    (trip.stick / "TAIZHANG" / "IN").mkdir()
    shutil.copy(other, trip.stick / "TAIZHANG" / "IN")
    assert [(one.standing, codes(one)) for one in look(trip)] == [(Standing.FORKED, ["E11"])] * 2
    shutil.rmtree(trip.stick / "TAIZHANG" / "IN")
    accept_all(trip)
    (forked,) = receiving.look(trip.county, send_to)
    assert (forked.standing, codes(forked)) == (Standing.FORKED, ["E11"])
    comparison = comparing.compare(trip.county, forked)
    decisions = default_decisions(comparison)
    (refused,) = taking_in.apply(trip.county, [(comparison, decisions)])
    assert "冲突" in str(refused.error)
    (taken,) = taking_in.apply(trip.county, [(comparison, decisions)], confirmed={forked.identity})
    assert (taken.error, taken.accepted) == (None, 1)


def test_what_was_taken_in_cannot_be_taken_in_twice(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    decided = [(comparison, default_decisions(comparison))]
    taking_in.apply(trip.county, decided)
    after = bytes_of(trip.county)
    (again,) = taking_in.apply(trip.county, decided)
    assert "已经收过" in str(again.error)
    assert bytes_of(trip.county) == after


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda content: content[: len(content) // 2], "E01"),
        (lambda content: content[:-1], "E01"),
        (lambda _content: b"", "E01"),
        (lambda content: content[:-40] + bytes([content[-40] ^ 1]) + content[-39:], "E01"),
    ],
)
def test_damaged_files_are_refused(trip: Round, damage: Any, code: str) -> None:
    save_unit(trip.luojia, 1)
    path = send(trip.luojia, trip.stick)
    path.write_bytes(damage(path.read_bytes()))
    (arrival,) = look(trip)
    assert (arrival.standing, codes(arrival)[0]) == (Standing.REFUSED, code)
    assert not taking_in.can_refuse(arrival)


def test_a_package_for_another_office_is_refused(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (found,) = receiving.look(trip.tangshan, trip.stick)
    assert (found.standing, codes(found)) == (Standing.REFUSED, ["E02"])
    plain = trip.stick / "plain"
    plain.mkdir()
    submitting.plain_copy(trip.luojia, submitting.packages(trip.luojia)[0].id, plain)
    (found,) = receiving.look(trip.tangshan, plain)
    assert found.standing is Standing.REFUSED
    assert "E14" in codes(found)


def test_a_forger_with_the_same_names_is_refused(trip: Round, maker: OfficeMaker, tmp_path: Path) -> None:
    forger = maker.make(LUOJIA, tmp_path / "forger", foreign=True)
    trip.others.append(forger)
    pin(trip.county, forger)
    save_unit(forger, 1)
    send(forger, trip.stick)
    (arrival,) = look(trip)
    assert arrival.standing is Standing.REFUSED
    assert "E05" in codes(arrival)


def test_decoys_on_a_stick_are_passed_over(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    path = send(trip.luojia, trip.stick)
    folder = path.parent
    for name in (
        "autorun.inf",
        "360111103_360111_SUB_000009.asice.lnk",
        "照片.jpg.exe",
        ".360111103_360111_SUB_000002.asice.part",
    ):
        (folder / name).write_bytes(b"MZ")
    (folder / "360111103_360111_SUB_000003.asice").symlink_to(path)
    (folder / "360111103_360111_SUB_000004.asice").mkdir()
    assert [one.path.name for one in look(trip)] == [path.name]


def test_duplicates_across_townships_are_found_whoever_came_first(trip: Round) -> None:
    husband = save_household(trip.luojia, card_no=CARD)
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    other = save_household(
        trip.tangshan,
        name="熊建国",
        id_no=id_no("19760413", 13),
        birth=date(1976, 4, 13),
        address="塘山镇南路1号",
        card_no=CARD,
    )
    assert [one.id_no for one in other.members] == [one.id_no for one in husband.members]
    save_unit(trip.tangshan, 1)
    send(trip.tangshan, trip.stick, "units", "hardship_cases")
    arriving = {one.arrival.sender: one for one in compared(trip)}
    assert set(arriving) == {LUOJIA.code, TANGSHAN.code}
    twins = {
        (twin.field, twin.rows, twin.office, twin.is_arriving)
        for record in arriving[TANGSHAN.code].records
        for twin in record.twins
    }
    assert ("id_no", "members", LUOJIA.code, True) in twins
    assert ("card_no", "", LUOJIA.code, True) in twins
    assert ("credit_code", "", LUOJIA.code, True) in twins
    assert ("unit_name", "", LUOJIA.code, True) in twins
    luojia = arriving[LUOJIA.code]
    taking_in.apply(
        trip.county,
        [(luojia, {(one.register, one.record_id): ACCEPT for one in luojia.records})],
    )
    (later,) = compared(trip)
    assert {
        (twin.field, twin.office, twin.is_arriving) for record in later.records for twin in record.twins
    } >= {("id_no", LUOJIA.code, False), ("credit_code", LUOJIA.code, False)}
    assert default_decisions(later) == {}


def test_a_merged_record_stays_out_of_the_lists(trip: Round) -> None:
    ours = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    accept_all(trip)
    theirs = save_unit(trip.tangshan, 1)
    send(trip.tangshan, trip.stick)
    (comparison,) = compared(trip)
    (result,) = taking_in.apply(trip.county, [(comparison, {("units", theirs.id): merge(ours.id)})])
    assert (result.error, result.merged) == (None, 1)
    assert copy_of(trip.county, UNITS, theirs.id).deleted_at is not None
    assert copy_of(trip.county, UNITS, ours.id).deleted_at is None


def test_a_returned_record_is_not_taken_in_and_its_correction_is(trip: Round) -> None:
    good, bad = save_unit(trip.luojia, 1), save_unit(trip.luojia, 2)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    decisions = default_decisions(comparison) | {
        ("units", bad.id): give_back("人数有误", "R102", "employees", "90")
    }
    (result,) = taking_in.apply(trip.county, [(comparison, decisions)])
    assert (result.decision, result.accepted, result.returned) == (received.PARTIALLY, 1, 1)
    assert copy_of(trip.county, UNITS, bad.id) is None
    assert copy_of(trip.county, UNITS, good.id) is not None


def test_another_township_cannot_change_a_record(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    accept_all(trip)
    stolen = save_unit(trip.tangshan, 2, id=unit.id)
    assert stolen.id == unit.id
    send(trip.tangshan, trip.stick)
    (comparison,) = compared(trip)
    (record,) = comparison.records
    assert (record.kind, record.refusal is not None) == (Kind.CONFLICTING, True)
    (result,) = taking_in.apply(trip.county, [(comparison, {("units", unit.id): ACCEPT})])
    assert "只能退回" in str(result.error)
    assert copy_of(trip.county, UNITS, unit.id).unit_name == unit.unit_name


def test_a_record_that_the_county_changed_is_a_conflict(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    accept_all(trip)
    correct(trip.county, copy_of(trip.county, UNITS, unit.id), employees=99)
    correct(trip.luojia, unit, employees=101)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    assert [record.kind for record in comparison.records] == [Kind.CONFLICTING]
    assert default_decisions(comparison) == {}


def test_a_withdrawn_record_leaves_the_lists_of_the_county(trip: Round) -> None:
    case = save_household(trip.luojia)
    send(trip.luojia, trip.stick)
    accept_all(trip)
    corrected = correct(trip.luojia, case, address="改后的住址")
    records.withdraw(trip.luojia, CASES, corrected.id)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    assert [record.kind for record in comparison.records] == [Kind.WITHDRAWN]
    accept_all(trip)
    assert copy_of(trip.county, CASES, case.id).deleted_at is not None


def test_undecided_records_keep_the_package_out(trip: Round) -> None:
    save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    before = bytes_of(trip.county)
    (result,) = taking_in.apply(trip.county, [(comparison, {})])
    assert "没有决定" in str(result.error)
    assert bytes_of(trip.county) == before


def test_what_breaks_in_the_middle_leaves_nothing(trip: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    save_unit(trip.luojia, 1)
    save_household(trip.luojia)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    before = bytes_of(trip.county)

    def broken(*_: Any) -> None:
        raise OSError("pulled out")

    monkeypatch.setattr(received, "enter", broken)
    with pytest.raises(OSError, match="pulled out"):
        taking_in.apply(trip.county, [(comparison, default_decisions(comparison))])
    assert bytes_of(trip.county) == before


def test_a_package_can_be_refused_and_its_number_is_used(trip: Round) -> None:
    unit = save_unit(trip.luojia, 1)
    send(trip.luojia, trip.stick)
    (arrival,) = look(trip)
    assert taking_in.refuse(trip.county, arrival, "期间填错").decision == received.REJECTED
    correct(trip.luojia, unit, employees=101)
    send(trip.luojia, trip.stick)
    assert [one.standing for one in look(trip)] == [Standing.REPEATED, Standing.READY]


def test_the_reasons_are_sentences(trip: Round) -> None:
    assert trip.stick.exists()
    assert all(code.startswith("R") and words for code, words in deciding.REASONS.items())


def test_a_township_cannot_send_records_of_another(trip: Round) -> None:
    unit: Any = another_unit(trip.luojia, 1)
    unit.office = TANGSHAN.code
    records.save(trip.luojia, UNITS, unit)
    send(trip.luojia, trip.stick)
    (comparison,) = compared(trip)
    (record,) = comparison.records
    assert "不能报送" in str(record.refusal)
    assert default_decisions(comparison) == {}


@pytest.mark.parametrize("count", [8, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])])
def test_many_packages_at_once_each_get_the_right_answer(trip: Round, count: int) -> None:
    for number in range(1, count - 1):
        save_unit(trip.luojia, number)
        send(trip.luojia, trip.stick)
    for number in (901, 902):
        save_unit(trip.tangshan, number)
        send(trip.tangshan, trip.stick)
    out, down = trip.stick / "TAIZHANG" / "OUT", trip.stick / "TAIZHANG" / "IN"
    down.mkdir()
    for repeated in sorted(out.glob("360111103*"))[:3]:
        shutil.copy(repeated, down)
    tampered, cut = sorted(out.glob("360111104*"))
    content = bytearray(tampered.read_bytes())
    content[len(content) // 2] ^= 1
    tampered.write_bytes(bytes(content))
    cut.write_bytes(cut.read_bytes()[:-100])
    arrivals = look(trip)
    standings = [one.standing for one in arrivals]
    assert {one: standings.count(one) for one in set(standings)} == {
        Standing.READY: count - 2,
        Standing.REPEATED: 3,
        Standing.REFUSED: 2,
    }
    ready = [one.sequence for one in arrivals if one.standing is Standing.READY]
    assert ready == sorted(ready)
    assert [one.path.name for one in arrivals if one.standing is Standing.REFUSED] == [
        tampered.name,
        cut.name,
    ]
    assert sum(one.accepted for one in accept_all(trip)) == count - 2
    taking_in.note_refused(trip.county, arrivals)
    with trip.county.store.reading() as session:
        noted = session.scalars(select(RefusedFile)).all()
    assert {one.file_name for one in noted} == {tampered.name, cut.name}
