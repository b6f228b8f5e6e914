"""Verifying costs what the data costs: each file is parsed once, and each different value of a column checked once."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from desktop.exchange import csv_rows, data_package_check, verification
from desktop.exchange.data_package_check import DataProblem
from desktop.exchange.package import BuiltPackage

PATH = "data/x.csv"


def described(content: bytes) -> bytes:
    stated = {"bytes": len(content), "hash": "sha256:" + hashlib.sha256(content).hexdigest()}
    fields = [{"name": "id"}, {"name": "v", "type": "integer"}]
    return json.dumps(
        {"resources": [{"name": "x", "path": PATH, "schema": {"fields": fields}, **stated}]}
    ).encode()


def test_a_repeated_value_is_checked_once_and_every_row_of_it_named(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    read = data_package_check._READERS["integer"]

    def counting(text: str) -> Any:
        checked.append(text)
        return read(text)

    monkeypatch.setitem(data_package_check._READERS, "integer", counting)
    content = csv_rows.write(["id", "v"], [[str(row), "1" if row % 2 else "x"] for row in range(1, 7)])
    problems = data_package_check.check(described(content), {PATH: content})
    assert [(problem.row, problem.column) for problem in problems] == [(2, "v"), (4, "v"), (6, "v")]
    assert sorted(checked) == ["1", "x"]


def test_problems_come_in_the_order_of_the_file() -> None:
    content = csv_rows.write(["id", "v"], [["1", "y"], ["2"], ["3", "x"], ["4", "1"], ["5", "y"]])
    problems: tuple[DataProblem, ...] = data_package_check.check(described(content), {PATH: content})
    assert [(problem.row, problem.column) for problem in problems] == [(1, "v"), (2, ""), (3, "v"), (5, "v")]


def test_each_file_of_a_package_is_parsed_once(
    built: BuiltPackage, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[bytes] = []
    read = csv_rows.read

    def counting(content: bytes) -> csv_rows.Table:
        parsed.append(content)
        return read(content)

    monkeypatch.setattr(csv_rows, "read", counting)
    verified = verification.verify(built.content, trust=office.trust)
    assert verified.holds
    assert len(parsed) == len([name for name in verified.members if name.endswith(".csv")])
