"""The round that the demonstration plays, judged by age and openssl and by what the ledgers of its offices hold."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import queries
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import offices, receipt_using, reporting_board, submitting
from tests.support.demo_office import DemoOffice

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
LUOJIA, HUFANG, TANGSHAN = "360111103", "360111104", "360111105"


@pytest.fixture(scope="module")
def county(demo: DemoOffice) -> Iterator[Ledger]:
    book = demo.unlock(demo.county_ledger)
    yield book
    book.close()


@pytest.fixture
def findings(demo: DemoOffice) -> dict[str, Any]:
    return {one["file"]: one for one in demo.printed["findings"]}


def live(ledger: Ledger, code: str) -> list[Any]:
    with ledger.store.reading() as session:
        return queries.load_all(session, all_registers()[code])


def test_age_opens_the_package_with_the_county_s_key(
    demo: DemoOffice, county: Ledger, tmp_path: Path
) -> None:
    with county.store.reading() as session:
        (tmp_path / "key").write_text("\n".join(offices.identities(session)), "utf-8")
    done = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", demo.printed["sealed"]], check=True, capture_output=True
    )
    assert done.stdout == demo.package.read_bytes()


def test_openssl_accepts_the_signature_of_the_receipt(demo: DemoOffice, tmp_path: Path) -> None:
    with zipfile.ZipFile(demo.receipt) as receipt:
        receipt.extractall(tmp_path)
    signed = tmp_path / "META-INF"
    done = subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER"),
            *("-in", signed / "signature001.p7s", "-content", signed / "ASiCManifest001.xml"),
            *("-CAfile", demo.root, "-purpose", "any", "-out", "/dev/null"),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "CAdES Verification successful" in done.stderr
    stated = json.loads((tmp_path / "receipt.json").read_bytes())
    assert (stated["from"], stated["to"], stated["decision"]) == ("360111", LUOJIA, "partially")
    decided = (tmp_path / "record_decisions.csv").read_text("utf-8-sig")
    assert (decided.count('"RETURNED"'), decided.count('"ACCEPTED"')) == (
        2,
        sum(demo.printed["counts"].values()) - 2,
    )


def test_the_county_still_has_to_decide_on_a_family_a_gap_and_a_forgery(findings: dict[str, Any]) -> None:
    standing = {name: one["standing"] for name, one in findings.items()}
    assert standing == {
        f"{LUOJIA}_360111_SUB_000001.asice.age": "repeated",
        f"{LUOJIA}_360111_SUB_000002.asice.age": "repeated",
        f"{HUFANG}_360111_SUB_000001.asice.age": "repeated",
        f"{HUFANG}_360111_SUB_000002.asice.age": "refused",
        f"{HUFANG}_360111_SUB_000003.asice.age": "waiting",
        f"{TANGSHAN}_360111_SUB_000001.asice.age": "repeated",
        f"{TANGSHAN}_360111_SUB_000002.asice.age": "ready",
    }
    forged, gap, twice = (
        findings[f"{office}_360111_SUB_{number:06}.asice.age"]["findings"]
        for office, number in ((HUFANG, 2), (HUFANG, 3), (TANGSHAN, 2))
    )
    assert forged[0]["code"] == "E05"
    assert [one["code"] for one in gap] == ["E10"]
    assert "身份证号与青山湖区罗家镇总工会已有的" in twice[0]["text"]


def test_the_returned_unit_was_corrected_and_the_nominee_waits(demo: DemoOffice, county: Ledger) -> None:
    book = demo.unlock()
    try:
        (waiting,) = receipt_using.returns(book)
        assert (waiting.register, waiting.code) == ("nominees", "R301")
        (ours,) = [one for one in live(book, "units") if one.revision == 2]
        assert ours.state == "received"
        assert [(one.sequence, one.counts["registers"]["units"]) for one in submitting.packages(book)] == [
            (2, 1),
            (1, 39),
        ]
    finally:
        book.close()
    (theirs,) = [one for one in live(county, "units") if one.id == ours.id]
    assert (theirs.revision, theirs.employees) == (2, ours.employees)
    assert waiting.record_id not in {one.id for one in live(county, "nominees")}


def test_every_township_has_reported(county: Ledger) -> None:
    assert {one.code: one.sequence for one in reporting_board.board(county)} == {
        LUOJIA: 2,
        HUFANG: 1,
        TANGSHAN: 1,
    }


def test_the_city_has_what_the_county_accepted(demo: DemoOffice, county: Ledger) -> None:
    city = demo.unlock(demo.city_ledger)
    try:
        for code in ("units", "hardship_cases", "assistance"):
            here, there = live(county, code), live(city, code)
            assert {one.id for one in here} == {one.id for one in there}
            assert Counter(one.office for one in there) == Counter(one.office for one in here)
        assert sum(one.amount or 0 for one in live(city, "assistance")) == sum(
            one.amount or 0 for one in live(county, "assistance")
        )
        assert Counter(one.office for one in live(city, "hardship_cases")) == {
            LUOJIA: 10,
            HUFANG: 2,
            TANGSHAN: 2,
        }
    finally:
        city.close()


def test_only_meant_mistakes_stand_with_the_neighbours(demo: DemoOffice) -> None:
    for folder in (
        path for name, path in demo.printed["ledgers"].items() if "湖坊" in name or "塘山" in name
    ):
        book = demo.unlock(Path(folder))
        try:
            states = Counter(one.state for code in ("units", "hardship_cases") for one in live(book, code))
        finally:
            book.close()
        assert set(states) <= {"received", "handed_over"}
        assert states["received"] == 5
