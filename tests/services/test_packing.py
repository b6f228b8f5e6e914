"""What the package's paper tells beyond its data: the records that stay behind, with the reasons."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records, submitting
from tests.support.sample_records import another_unit, clean_unit

UNITS = all_registers()["units"]


def test_the_report_names_the_records_left_out(ledger: Ledger, tmp_path: Path) -> None:
    records.save(ledger, UNITS, clean_unit(ledger))
    bad = another_unit(ledger, 1, employees=None)
    records.save(ledger, UNITS, bad)
    review = submitting.prepare(ledger, ["units"], "2026年6月", leave_out_standing=True)
    path = submitting.plain_copy(ledger, submitting.make(ledger, review), tmp_path).path
    report = tmp_path / "report.pdf"
    with zipfile.ZipFile(path) as package:
        report.write_bytes(package.read("report.pdf"))
    run = subprocess.run(
        ["pdftotext", "-raw", "-f", "2", "-l", "2", report, "-"], check=True, capture_output=True
    )
    page = "".join(run.stdout.decode().split())
    (left_out,) = review.left_out
    assert "下列记录因有问题未上报" in page
    assert "".join(bad.unit_name.split()) in page
    for problem in left_out.stands:
        assert "".join(str(problem.message).split()) in page
