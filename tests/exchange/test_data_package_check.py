"""Each rule of ``datapackage.json`` is kept, row by row, and ``frictionless`` judges the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange import csv_rows, data_package_check
from desktop.exchange.data_package_check import DataProblem

PATH = "data/x.csv"


def describe(content: bytes, fields: list[dict[str, Any]], name: str = "x", **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"data/{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": {"fields": fields, **schema},
    }


def package_of(*resources: dict[str, Any]) -> bytes:
    return json.dumps({"name": "p", "profile": "tabular-data-package", "resources": list(resources)}).encode()


def places(problems: tuple[DataProblem, ...]) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.row, problem.column) for problem in problems]


CELLS: list[tuple[dict[str, Any], str, str]] = [
    # field, a right value, a wrong value
    ({"type": "string", "constraints": {"required": True}}, "x", ""),
    ({"type": "string", "constraints": {"maxLength": 2}}, "𬱖䶮", "𬱖䶮㛃"),
    ({"type": "string", "constraints": {"minLength": 2}}, "ab", "a"),
    ({"type": "string", "constraints": {"enum": ["A", "B"]}}, "B", "C"),
    (
        {"type": "string", "constraints": {"pattern": r"\d{17}[\dX]"}},
        "36011119800101123X",
        "36011119800101123x",
    ),
    ({"type": "integer"}, "-12", "1.0"),
    ({"type": "integer", "constraints": {"minimum": 1, "maximum": 9}}, "9", "10"),
    ({"type": "number"}, "1200.50", "1.1E+17"),
    ({"type": "number", "constraints": {"minimum": "0.01"}}, "0.01", "0"),
    ({"type": "boolean"}, "true", "yes"),
    ({"type": "date"}, "2024-02-29", "2026-02-29"),
    ({"type": "date", "constraints": {"minimum": "2000-01-01"}}, "2000-01-01", "1999-12-31"),
    ({"type": "datetime"}, "2026-08-01T12:00:00Z", "2026-08-01 12:00"),
    ({"type": "year"}, "2026", "26"),
    ({"type": "yearmonth"}, "2026-08", "2026-13"),
    ({"type": "integer"}, "", "１２"),
]


# Spellings that only a spreadsheet or an input method brings, and that frictionless reads as numbers.
STRICTER_HERE = {"１２", "1.1E+17"}


@pytest.mark.parametrize(("field", "right", "wrong"), CELLS)
def test_a_cell_is_right_or_named_and_frictionless_agrees(
    field: dict[str, Any], right: str, wrong: str, tmp_path: Path, frictionless: Any
) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "v", **field}]
    (tmp_path / "data").mkdir()
    for value, expected in ((right, []), (wrong, [(PATH, 2, "v")])):
        content = csv_rows.write(["id", "v"], [["1", right], ["2", value]])
        description = package_of(describe(content, fields))
        assert places(data_package_check.check(description, {PATH: content})) == expected
        (tmp_path / PATH).write_bytes(content)
        (tmp_path / "datapackage.json").write_bytes(description)
        judged = frictionless.validate(str(tmp_path / "datapackage.json")).valid
        assert judged == (not expected or value in STRICTER_HERE)


def test_header_and_width_are_checked() -> None:
    fields = [{"name": "a"}, {"name": "b"}]
    swapped = csv_rows.write(["b", "a"], [["1", "2"]])
    assert places(data_package_check.check(package_of(describe(swapped, fields)), {PATH: swapped})) == [
        (PATH, 0, "")
    ]
    narrow = csv_rows.write(["a", "b"], [["1"], ["1", "2"]])
    assert places(data_package_check.check(package_of(describe(narrow, fields)), {PATH: narrow})) == [
        (PATH, 1, "")
    ]


def test_keys_are_unique_and_children_have_parents() -> None:
    parents = csv_rows.write(["uid", "no"], [["p1", "1"], ["p2", "1"], ["p1", "2"]])
    children = csv_rows.write(["parent", "row"], [["p1", "1"], ["p9", "1"], ["p1", "1"]])
    parent = describe(
        parents,
        [{"name": "uid"}, {"name": "no", "constraints": {"unique": True}}],
        "parents",
        primaryKey="uid",
    )
    foreign = {"fields": "parent", "reference": {"resource": "parents", "fields": "uid"}}
    child = describe(
        children,
        [{"name": "parent"}, {"name": "row", "type": "integer"}],
        "children",
        primaryKey=["parent", "row"],
        foreignKeys=[foreign],
    )
    files = {"data/parents.csv": parents, "data/children.csv": children}
    assert set(places(data_package_check.check(package_of(parent, child), files))) == {
        ("data/parents.csv", 2, "no"),
        ("data/parents.csv", 3, "uid"),
        ("data/children.csv", 3, "parent+row"),
        ("data/children.csv", 2, "parent"),
    }


def test_files_and_descriptions_must_be_the_same_set_with_the_same_bytes() -> None:
    content = csv_rows.write(["a"], [["1"]])
    one = describe(content, [{"name": "a"}])
    problems = data_package_check.check(package_of(one), {"data/y.csv": content})
    assert {problem.file for problem in problems} == {"data/x.csv", "data/y.csv"}
    other = csv_rows.write(["a"], [["2"]])
    assert [problem.code for problem in data_package_check.check(package_of(one), {PATH: other})] == ["E07"]


def test_a_thousand_problems_are_told_shortly() -> None:
    content = csv_rows.write(["a"], [["x"]] * 1000)
    problems = data_package_check.check(
        package_of(describe(content, [{"name": "a", "type": "integer"}])), {PATH: content}
    )
    assert len(problems) == 21
    assert "980" in str(problems[-1].message)


@pytest.mark.parametrize(
    "description",
    [
        b"", b"{}", b"[]", b'{"resources":[{}]}', b'{"resources":1}',
        package_of(describe(b"", [{"name": "a", "type": "geopoint"}])),
        package_of(describe(b"", [{"name": "a", "constraints": {"pattern": "(a+)+"}}])),
        package_of(describe(b"", [{"name": "a", "constraints": {"surprise": 1}}])),
    ],
)  # fmt: skip
def test_a_malformed_description_raises_what_the_verifier_expects(description: bytes) -> None:
    content = csv_rows.write(["a"], [["1"]])
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        data_package_check.check(description, {PATH: content})
