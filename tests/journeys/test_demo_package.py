"""What the demonstration puts on the stick, judged by programs that are not ours, and read back whole."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf.pdfa
import pytest

from db import canonical, queries
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.exchange import record_codec
from desktop.services import receipt_using
from tests.support.demo_office import RARE_NAMES, DemoOffice


@pytest.fixture(scope="module")
def members(demo: DemoOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the package."""
    folder = tmp_path_factory.mktemp("members")
    with zipfile.ZipFile(demo.package) as package:
        package.extractall(folder)
    return folder


@pytest.fixture
def ledger(demo: DemoOffice) -> Iterator[Ledger]:
    """Open the demonstration's ledger."""
    book = demo.unlock()
    yield book
    book.close()


def run(*command: object, inside: Path | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=inside,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_openssl_accepts_the_signature_under_the_root_certificate(demo: DemoOffice, members: Path) -> None:
    said = run(
        *("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER"),
        *("-in", members / "META-INF/signature001.p7s", "-content", members / "META-INF/ASiCManifest001.xml"),
        *("-CAfile", demo.root, "-purpose", "any", "-out", "/dev/null"),
    )
    assert "CAdES Verification successful" in said


def test_sums_of_all_files_hold(members: Path) -> None:
    assert "FAILED" not in run("sha256sum", "-c", "SHA256SUMS", inside=members)


def test_the_shell_script_accepts_the_package(demo: DemoOffice) -> None:
    assert "结论:核验通过" in run("sh", "resources/verify.sh", demo.package, demo.root)


def test_pdfsig_calls_the_report_signature_valid(members: Path) -> None:
    said = run("pdfsig", "-nocert", members / "report.pdf")
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_signed_report_breaks_no_rule_of_pdf_a(members: Path) -> None:
    found = pikepdf.pdfa.validate_written(members / "report.pdf", "2b")
    assert not found.violations, found.violations


def test_frictionless_accepts_the_data_package(members: Path) -> None:
    from frictionless import Package

    report = Package(str(members / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_every_name_stands_in_the_text_of_the_report(members: Path) -> None:
    text = "".join(run("pdftotext", members / "report.pdf", "-").split())
    names = [
        row[column]
        for file in sorted((members / "data").glob("*.csv"))
        for row in read(file)
        for column in ("name", "chair_name", "leader_name")
        if row.get(column)
    ]
    assert set(RARE_NAMES) <= set(names)
    assert [name for name in names if "".join(name.split()) not in text] == []


@pytest.mark.parametrize("register", list(all_registers().values()), ids=lambda register: register.code)
def test_csv_read_back_equals_the_store(register: Register, members: Path, ledger: Ledger) -> None:
    rows = read(members / record_codec.member_name(register))
    (returned,) = [one.record_id for one in receipt_using.returns(ledger)]
    with ledger.store.reading() as session:
        stored = {record.id: record for record in queries.load_all(session, register)}
    assert rows
    corrected = [row for row in rows if stored[row["record_uid"]].revision > int(row["rev"])]
    assert len(corrected) == (register.code == "units")
    rows = [row for row in rows if row not in corrected]
    for row in rows:
        record = stored[row["record_uid"]]
        assert record.state == ("returned" if row["record_uid"] == returned else "received")
        for code, field in register.fields.items():
            assert canonical.decode(field, row[code]) == getattr(record, code), code
    for group in register.row_groups:
        lines = read(members / record_codec.member_name(register, group.code))
        kept = {row["record_uid"] for row in rows}
        lines = [line for line in lines if line["record_uid"] in kept]
        expected = [line for row in rows for line in group.of(stored[row["record_uid"]])]
        assert len(lines) == len(expected)
        by_id = {line.id: line for line in expected}
        for line in lines:
            for code, field in group.fields.items():
                assert canonical.decode(field, line[code]) == getattr(by_id[line["row_uid"]], code), code


def test_numbers_with_18_digits_stay_whole(members: Path) -> None:
    rows = read(members / "data/hardship_cases.csv")
    assert {len(row["id_no"]) for row in rows} == {18}
    assert {row["name"] for row in rows} >= set(RARE_NAMES)


def test_records_with_open_mistakes_stayed_at_home(demo: DemoOffice, ledger: Ledger) -> None:
    registers = all_registers()
    with ledger.store.reading() as session:
        drafts = {
            register.label_of(record)
            for register in registers.values()
            for record in queries.load_all(session, register)
            if record.state == "draft"
        }
    assert {left["record"] for left in demo.printed["left_out"]} == drafts
    assert len(drafts) == 4


def test_manifest_counts_what_went(demo: DemoOffice, members: Path) -> None:
    manifest = json.loads((members / "manifest.json").read_bytes())
    assert manifest["counts"] == demo.printed["counts"]
    assert manifest["counts"]["hardship_cases"] == 10


def read(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
