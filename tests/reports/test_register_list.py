"""The list of a register: its columns, what is added up, and how numbers stand in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from db.fields import DecimalField, Field, IntegerField, MoneyField, TextField
from db.record import Record
from db.registers import all_registers
from db.values import money
from desktop.reports.printed_values import alignment
from desktop.reports.submission_report import build
from tests.reports.report_samples import content, context, household, nominee, part


def _list(tmp_path: Path, code: str, records: list[Record]) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(build(content(part(code, records))).pdf)
    options = ["-layout", "-f", "2", "-l", "2"]
    return subprocess.run(["pdftotext", *options, path, "-"], check=True, capture_output=True).stdout.decode()


def test_a_computed_value_is_a_column_but_never_added_up(tmp_path: Path) -> None:
    records = [household(number, members=1) for number in range(3)]
    per_head = next(one for one in all_registers()["hardship_cases"].computed if one.code == "per_head")
    values = [per_head.work_out(record, context()) for record in records]
    text = _list(tmp_path, "hardship_cases", records)
    assert "家庭月人均" in text
    for value in values:
        assert value is not None
        assert money.grouped(int(str(value.value))) in text
    assert "合计" not in text


def test_a_sum_stands_in_its_column_and_nothing_in_the_others(tmp_path: Path) -> None:
    register = all_registers()["collectives"]
    records = [
        register.record(
            **{
                name: getattr(household(number), name) for name in ("id", "revision", "written_on", "reasons")
            },
            name="焊接一班",
            year=2026,
            people=people,
            honours=[],
        )
        for number, people in enumerate((12, 30))
    ]
    (total,) = re.findall(r"^\s*合计.*$", _list(tmp_path, "collectives", records), re.MULTILINE)
    assert total.split() == ["合计", "42"]


def test_years_are_not_added_up(tmp_path: Path) -> None:
    text = _list(tmp_path, "nominees", [nominee(0), nominee(1)])
    assert text.count("2026") >= 2
    assert "4052" not in text
    assert "合计" not in text


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (IntegerField("年度"), "left"),
        (IntegerField("职工人数", unit="人"), "right"),
        (MoneyField("年度总收入"), "right"),
        (DecimalField("自评分"), "right"),
        (TextField("姓名"), "left"),
    ],
)
def test_counts_stand_to_the_right_and_years_like_words(field: Field, expected: str) -> None:
    assert alignment(field) == expected
