"""Search over the records of a ledger: substrings, initials, parts of ID numbers, and texts meant to break it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.queries import count_by_state, lines, load_all, record_ids
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services import records
from tests.support.sample_records import clean_household, clean_unit

UNITS, CASES = all_registers()["units"], all_registers()["hardship_cases"]
NAMES = ("南昌罗家针织有限公司", "100%纯棉_手套厂", "Luojia Works", "𬱖记㛃镇作坊", "罗家（北）针织厂")


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    """Save one unit under each name; give the ids by name."""
    different = [{"credit_code": None, "union_code": None, "chair_name": None, "union_name": None}] * 5
    return {
        name: records.save(ledger, UNITS, clean_unit(ledger, unit_name=name, **given)).record.id
        for name, given in zip(NAMES, different, strict=True)
    }


def found(ledger: Ledger, needle: str, states: Sequence[str] = ()) -> list[str]:
    with ledger.store.reading() as session:
        ids = record_ids(session, UNITS, needle, states)
        return [line[0] for line in lines(session, UNITS, ids, ["unit_name"])]


EXPECTED: list[tuple[str, tuple[str, ...]]] = [
    ("", NAMES),
    ("  ", NAMES),
    ("\0", NAMES),
    ("针", (NAMES[0], NAMES[4])),
    ("罗家", (NAMES[0], NAMES[4])),
    ("罗家 厂", (NAMES[4],)),
    ("厂 罗家", (NAMES[4],)),
    ("nclj", (NAMES[0],)),
    ("NCLJ", (NAMES[0],)),
    ("zhenzhi", (NAMES[0], NAMES[4])),
    ("luojia", (NAMES[0], NAMES[2], NAMES[4])),
    ("WORKS", (NAMES[2],)),
    ("ｗｏｒｋｓ", (NAMES[2],)),
    ("𬱖", (NAMES[3],)),
    ("㛃", (NAMES[3],)),
    ("%", (NAMES[1],)),
    ("_", (NAMES[1],)),
    ("100%", (NAMES[1],)),
    ("１００", (NAMES[1],)),
    ("0_", ()),
    ("\\", ()),
    ("/", ()),
    ("'", ()),
    ("没有这家", ()),
    ("\ud84c", NAMES),
    ("罗家\0", (NAMES[0], NAMES[4])),
    ("针" * 60_000, ()),
    ("罗 " * 5_000, (NAMES[0], NAMES[4])),
]


@pytest.mark.usefixtures("ids")
def test_what_is_found(ledger: Ledger) -> None:
    for needle, names in EXPECTED:
        assert (needle[:20], sorted(found(ledger, needle))) == (needle[:20], sorted(names))


@given(needle=st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_text_breaks_the_search(ledger: Ledger, needle: str) -> None:
    assert found(ledger, needle) == []


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_every_part_of_a_name_finds_it(ledger: Ledger, ids: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(ids)))
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    assert name in found(ledger, part)


def test_a_part_of_an_id_number_finds_the_household_and_its_member(ledger: Ledger) -> None:
    case = records.save(ledger, CASES, clean_household(ledger)).record
    for needle in ("19760412", case.id_no[-4:], "xgp", "熊国平", "wxy", case.file_no[-4:]):
        with ledger.store.reading() as session:
            assert (needle, record_ids(session, CASES, needle)) == (needle, [case.id])


def test_lists_are_in_the_order_of_making_with_and_without_states(
    ledger: Ledger, ids: dict[str, str]
) -> None:
    in_order = list(ids)
    assert found(ledger, "") == in_order
    assert found(ledger, "", ["draft", "checked"]) == in_order
    assert found(ledger, "罗家", ["draft"]) == [NAMES[0], NAMES[4]]
    assert found(ledger, "罗家", ["checked"]) == []
    with ledger.store.reading() as session:
        backwards = sorted(ids.values(), reverse=True)
        assert [unit.id for unit in load_all(session, UNITS, backwards)] == sorted(ids.values())


def test_a_changed_name_is_found_and_the_old_one_is_not(ledger: Ledger, ids: dict[str, str]) -> None:
    unit: Any = records.open_record(ledger, UNITS, ids[NAMES[0]])
    unit.unit_name = "塘山食品厂"
    records.save(ledger, UNITS, unit)
    assert found(ledger, "食品") == ["塘山食品厂"]
    assert found(ledger, "有限公司") == []


def test_a_withdrawn_record_is_nowhere_until_it_is_restored(ledger: Ledger, ids: dict[str, str]) -> None:
    records.withdraw(ledger, UNITS, ids[NAMES[0]])
    assert found(ledger, "罗家") == [NAMES[4]]
    assert NAMES[0] not in found(ledger, "", ["draft"])
    with ledger.store.reading() as session:
        assert count_by_state(session, UNITS) == {"draft": 4}
        assert ids[NAMES[0]] not in [unit.id for unit in load_all(session, UNITS)]
    records.restore(ledger, UNITS, ids[NAMES[0]])
    assert found(ledger, "罗家") == [NAMES[0], NAMES[4]]


def test_an_empty_draft_is_listed(ledger: Ledger) -> None:
    saved = records.save(ledger, UNITS, records.new(ledger, UNITS))
    with ledger.store.reading() as session:
        assert record_ids(session, UNITS) == [saved.record.id]
        assert record_ids(session, UNITS, "a") == []
