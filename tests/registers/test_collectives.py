"""The rules of recommended collectives, each red and green."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db.checks import problems_of
from db.register import Context
from db.registers.collectives import REGISTER
from db.registers.collectives.record import (
    Collective,
    CollectiveConsultation,
    CollectiveHonour,
    CollectiveNotice,
)
from db.registers.units.record import Unit
from tests.support.known_records import TODAY, by_rules, context


def around(*collectives: Collective, **changes: Any) -> Context:
    """Give a ledger with one exemplary unit."""
    values: dict[str, Any] = {"id": "u1", "built_state": "2", "has_contract": True, "has_congress": True}
    return context(units=[Unit(**{**values, **changes})], collectives=collectives)


def honour(on: dt.date) -> CollectiveHonour:
    return CollectiveHonour(honoured_on=on, awarded_by="青山湖区总工会", title="工人先锋号", level="4")


def collective(**changes: Any) -> Collective:
    """Make a recommended collective with which nothing is wrong."""
    values: dict[str, Any] = {
        "id": "c1",
        "written_on": TODAY,
        "title": "31",
        "level": "3",
        "year": 2026,
        "name": "南昌罗家针织有限公司织造车间甲班",
        "kind": "3",
        "founded_on": dt.date(2008, 2, 1),
        "people": 20,
        "female_people": 18,
        "party_members": 3,
        "migrant_people": 12,
        "average_age": Decimal("34.5"),
        "unit": "u1",
        "work_unit": "南昌罗家针织有限公司",
        "postcode": "330012",
        "leader_name": "熊细妹",
        "leader_sex": "2",
        "honours": [honour(dt.date(2020, 5, 1))],
        "brief_deeds": "年年超产。",
        "deeds": "年年超产,人人带徒。",
    }
    return Collective(**{**values, **changes})


def test_nothing_is_wrong_with_a_good_collective() -> None:
    assert problems_of(REGISTER, collective(), around()) == []


def test_an_empty_collective_raises_nothing() -> None:
    assert by_rules(REGISTER, Collective()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "more_than_people@female_people", {"female_people": 21}),
        ("MUST", "more_than_people@party_members", {"party_members": 21}),
        ("MUST", "more_than_people@migrant_people", {"migrant_people": 21}),
        ("EXPLAIN", "before_founding@honours[0].honoured_on", {"honours": [honour(dt.date(2008, 1, 31))]}),
        ("MUST", "brief_deeds_long@brief_deeds", {"brief_deeds": "好" * 501}),
        ("MUST", "deeds_long@deeds", {"deeds": "好" * 2001}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, collective(**changes), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"female_people": 20, "party_members": 20, "migrant_people": 20},
        {"honours": [honour(dt.date(2008, 2, 1))]},
        {"deeds": "好 " * 2000},
        {"unit": None},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, collective(**changes), around()) == []


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("unit_not_built@unit", {"built_state": "1"}),
        ("unit_no_contract@unit", {"has_contract": None}),
        ("unit_no_congress@unit", {"has_congress": False}),
    ],
)
def test_the_unit_must_be_in_order(place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, collective(), around(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [("EXPLAIN", place)]


def test_a_collective_is_recommended_once_for_one_title_in_one_year() -> None:
    again = by_rules(REGISTER, collective(id="c2"), around(collective()))
    assert [(problem.severity.name, problem.key) for problem in again] == [("MUST", "recommended_twice@name")]
    assert "第1份" in str(again[0].message)
    assert by_rules(REGISTER, collective(), around(collective())) == []
    assert by_rules(REGISTER, collective(id="c2", title="32"), around(collective())) == []


def test_a_collective_is_put_up_for_three_working_days() -> None:
    def put_up(until: dt.date) -> Collective:
        return collective(notices=[CollectiveNotice(scope="1", from_on=dt.date(2026, 4, 13), until_on=until)])

    assert by_rules(REGISTER, put_up(dt.date(2026, 4, 15)), around()) == []
    (short,) = by_rules(REGISTER, put_up(dt.date(2026, 4, 14)), around())
    assert (short.severity.name, short.key) == ("EXPLAIN", "notice_short@notices[0].until_on")


def test_offices_are_asked_about_an_enterprise_but_not_about_a_school() -> None:
    asked = [CollectiveConsultation(department="01")]
    (missing,) = by_rules(REGISTER, collective(unit_type="170", consultations=asked), around())
    assert (missing.severity.name, missing.key) == ("HINT", "offices_missing@consultations[None].")
    assert "税务部门" in str(missing.message)
    school = collective(unit_type="400", consultations=[CollectiveConsultation(department="01")])
    assert by_rules(REGISTER, school, around()) == []
