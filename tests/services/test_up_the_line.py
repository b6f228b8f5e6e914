"""A county reports to its city: accepted records in full or without identity, and tables by township."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.messages import ReportableError
from db.record import State
from db.store import received
from db.store.ledger import Ledger
from desktop.exchange.manifest import IDENTITY, ManifestError, parse
from desktop.services import checking, comparing, deciding, offices, receiving, submitting, taking_in
from desktop.services.comparing import Comparison, Kind
from tests.support.carrying import accept, back_up
from tests.support.round_trip import (
    CASES,
    CITY,
    LUOJIA,
    UNITS,
    OfficeMaker,
    Round,
    copy_of,
    correct,
    introduce,
    save_household,
    save_unit,
    send,
)
from tests.support.verify_script import said_by_script

CARD = "6222021502012345678"


@pytest.fixture
def trip(trip: Round, maker: OfficeMaker, tmp_path: Path) -> Round:
    """Add the city over the county, and let the county take in a package of each township."""
    city = maker.make(CITY, tmp_path / "city")
    trip.others.append(city)
    offices.prepare_keys(city)
    introduce(city, trip.county)
    save_household(trip.luojia, bank="06", branch="青山湖支行", card_no=CARD, address="湖滨路 7 号")
    save_unit(trip.tangshan, 1)
    for township in (trip.luojia, trip.tangshan):
        send(township, trip.stick / township.office().area)
        take_in(trip.county, trip.stick / township.office().area)
    return trip


def take_in(ledger: Ledger, stick: Path) -> Comparison:
    """Accept every record of the one package on a stick."""
    (arrival,) = receiving.look(ledger, stick)
    return accept(ledger, arrival)


def report(trip: Round, **choices: bool) -> Path:
    """Report all that the county has to the city; gives the package without its envelope."""
    review = submitting.prepare(trip.county, ["units", "hardship_cases"], "2026年6月", **choices)
    made = submitting.make(trip.county, review)
    (trip.stick / "up").mkdir(exist_ok=True)
    submitting.place(trip.county, made, trip.stick / "up")
    return submitting.plain_copy(trip.county, made, trip.stick).path


def household(ledger: Ledger) -> Any:
    with ledger.store.reading() as session:
        (case,) = queries.load_all(session, CASES)
    return case


def rows(package: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(package) as opened:
        return list(csv.DictReader(io.StringIO(opened.read(name).decode("utf-8-sig"), newline="")))


def manifest_of(package: Path) -> bytes:
    with zipfile.ZipFile(package) as opened:
        return opened.read("manifest.json")


def printed(package: Path) -> str:
    pdf = package.with_suffix(".pdf")
    with zipfile.ZipFile(package) as opened:
        pdf.write_bytes(opened.read("report.pdf"))
    run = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    return run.stdout.decode()


def test_without_identity_nobody_can_be_known_from_data_or_paper(trip: Round) -> None:
    whole = household(trip.county)
    package = report(trip, without_identity=True)
    (case,) = rows(package, "data/hardship_cases.csv")
    gone = ("id_no", "birth", "mobile", "address", "card_no")
    assert all(getattr(whole, code) for code in gone)
    assert [case[code] for code in gone] == [""] * len(gone)
    assert case["name"] == whole.name[0] + "*"
    assert case["household_size"] == str(whole.household_size)
    assert case["office"] == LUOJIA.code
    (unit,) = rows(package, "data/units.csv")
    assert (unit["phone"], unit["employees"]) == (
        "",
        str(copy_of(trip.county, UNITS, unit["record_uid"]).employees),
    )
    paper = printed(package)
    assert "不带身份信息" in paper
    with zipfile.ZipFile(package) as opened:
        data = "".join(opened.read(one).decode() for one in opened.namelist() if one.endswith(".csv"))
    people = [whole, *whole.members]
    for secret in (
        *(one.name for one in people),
        *(one.id_no for one in people),
        whole.mobile,
        whole.card_no,
    ):
        assert secret not in data
        assert secret not in "".join(paper.split())
    assert whole.address not in data


def test_the_script_verifies_a_package_without_identity(trip: Round, tmp_path: Path) -> None:
    package = report(trip, without_identity=True)
    root = trip.county.office().root_certificate
    assert "结论:核验通过" in said_by_script(package.read_bytes(), package.name, root, tmp_path / "script")


def test_in_full_everything_goes_and_the_manifest_says_nothing_of_it(trip: Round) -> None:
    whole = household(trip.county)
    package = report(trip)
    (case,) = rows(package, "data/hardship_cases.csv")
    assert (case["name"], case["id_no"]) == (whole.name, whole.id_no)
    assert "withheld" not in json.loads(manifest_of(package))


def test_the_manifest_tells_the_policy_and_takes_no_other_word_for_it(trip: Round) -> None:
    content = manifest_of(report(trip, without_identity=True))
    assert parse(content).withheld == IDENTITY
    with pytest.raises(ManifestError):
        parse(content.replace(b'"withheld":"identity"', b'"withheld":"health"'))
    with pytest.raises(ManifestError):
        parse(content.replace(b'"withheld":"identity"', b'"withheld":""'))


def test_the_city_takes_records_without_identity_and_finds_nothing_missing(trip: Round) -> None:
    report(trip, without_identity=True)
    (city,) = trip.others
    compared = take_in(city, trip.stick / "up")
    assert {one.kind for one in compared.records} == {Kind.NEW}
    assert [one.stands for one in compared.records] == [()] * 2
    case = household(city)
    assert (case.id_no, case.office, len(case.members)) == (
        None,
        LUOJIA.code,
        len(household(trip.county).members),
    )
    assert checking.check_all(city, [CASES, UNITS]).records == ()
    assert household(city).state == State.RECEIVED


def test_what_comes_in_full_later_is_checked_in_full_again(trip: Round) -> None:
    report(trip, without_identity=True)
    (city,) = trip.others
    take_in(city, trip.stick / "up")
    with city.store.reading() as session:
        assert len(received.without_identity(session)) == 2
    correct(trip.luojia, copy_of(trip.luojia, CASES, household(trip.county).id), memo="已走访")
    for old in trip.stick.rglob("*.age"):
        old.unlink()
    send(trip.luojia, trip.stick / "again")
    take_in(trip.county, trip.stick / "again")
    report(trip)
    compared = take_in(city, trip.stick / "up")
    assert [one.kind for one in compared.records] == [Kind.CHANGED]
    assert household(city).id_no == household(trip.county).id_no
    with city.store.reading() as session:
        assert [register for register, _ in received.without_identity(session)] == ["units"]


def test_tables_by_township_stand_in_the_report_of_a_county(trip: Round) -> None:
    paper = printed(report(trip))
    assert "困难职工汇总表（按乡镇街道）" in paper
    assert "单位汇总表（按乡镇街道）" in paper or "汇总表（按乡镇街道）" in paper
    lines = ["".join(line.split()) for line in paper.splitlines()]
    size = household(trip.county).household_size
    assert f"1罗家镇总工会1{size}" in "".join(lines)


def test_a_township_reports_in_full_and_without_tables(trip: Round) -> None:
    with pytest.raises(ReportableError, match="乡镇"):
        submitting.prepare(trip.luojia, ["units"], "2026年6月", without_identity=True)
    save_unit(trip.luojia, 2)
    made = submitting.make(trip.luojia, submitting.prepare(trip.luojia, ["units"], "2026年6月"))
    package = submitting.plain_copy(trip.luojia, made, trip.stick).path
    assert "按乡镇街道" not in printed(package)


def test_the_other_one_of_two_alike_revisions_goes_up_when_the_county_took_it(
    trip: Round, maker: OfficeMaker, tmp_path: Path
) -> None:
    """A township that restored an old backup sends another second revision; what the county decides the city learns."""
    first = save_unit(trip.luojia, 8)
    carry_to_county(trip, "first")
    trip.luojia.close()
    old = back_up(trip.luojia, tmp_path / "old")
    trip.luojia = maker.reopen(LUOJIA, trip.luojia.folder)
    correct(trip.luojia, first, employees=333)
    carry_to_county(trip, "second")
    report(trip)
    (city,) = trip.others
    take_in(city, trip.stick / "up")
    for sent in (trip.stick / "up").rglob("*.age"):
        sent.unlink()
    trip.luojia.close()
    trip.luojia = maker.reopen(LUOJIA, old)
    correct(trip.luojia, first, employees=377)
    carry_to_county(trip, "another second")
    assert copy_of(trip.county, UNITS, first.id).employees == 377
    report(trip)
    (arrival,) = receiving.look(city, trip.stick / "up")
    (compared,) = comparing.compare(city, arrival).records
    assert (compared.record_id, compared.revision, compared.kind) == (first.id, 2, Kind.CONFLICTING)
    assert submitting.prepare(trip.county, ["units"], "2026年6月").counts["units"].total == 0


def test_what_the_county_merges_later_it_takes_back_from_the_city_too(trip: Round) -> None:
    """A township may report everything again: the county finds then that a unit is one it has, at the same revision."""
    one, twin = save_unit(trip.luojia, 7), save_unit(trip.luojia, 8)
    carry_to_county(trip, "first")
    report(trip)
    again = submitting.prepare(trip.luojia, ["units"], "2026年6月", only_changed=False)
    (trip.stick / "again").mkdir()
    submitting.place(trip.luojia, submitting.make(trip.luojia, again), trip.stick / "again")
    (arrival,) = receiving.look(trip.county, trip.stick / "again")
    compared = comparing.compare(trip.county, arrival)
    decided = deciding.default_decisions(compared) | {("units", twin.id): deciding.merge(one.id)}
    (taken,) = taking_in.apply(trip.county, [(compared, decided)])
    assert (taken.error, taken.merged) == (None, 1)
    counts = submitting.prepare(trip.county, ["units"], "2026年6月").counts["units"]
    assert (counts.new, counts.changed, counts.withdrawn) == (0, 0, 1)


def carry_to_county(trip: Round, name: str) -> None:
    """Send what is new and accept it, also against what came under the same number."""
    send(trip.luojia, trip.stick / name)
    (arrival,) = receiving.look(trip.county, trip.stick / name)
    accept(trip.county, arrival, is_confirmed=True)
