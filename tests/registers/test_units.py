"""The rules of the unit register, each red and green."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db.checks import problems_of
from db.messages import Severity
from db.registers.units import REGISTER
from db.registers.units.record import CoveredUnit, Unit
from db.values import credit_code
from tests.support.known_records import TODAY, by_rules, context, id_number, places


def unit(**changes: Any) -> Unit:
    """Make a unit with a union in which nothing is wrong."""
    first = "91360111MA35ABCD1"
    union = "81360111MC0123456"
    values: dict[str, Any] = {
        "id": "u1",
        "written_on": TODAY,
        "unit_name": "南昌罗家针织有限公司",
        "credit_code": first + credit_code.check_character(first),
        "industry": "C",
        "unit_type": "170",
        "unit_state": "1",
        "legal_entity": True,
        "established_on": dt.date(2005, 3, 1),
        "employees": 100,
        "female_employees": 60,
        "migrant_employees": 50,
        "dispatched_employees": 10,
        "professional_employees": 8,
        "built_state": "2",
        "union_name": "南昌罗家针织有限公司工会委员会",
        "founded_on": dt.date(2010, 6, 1),
        "union_kind": "1",
        "members": 95,
        "female_members": 58,
        "migrant_members": 48,
        "dispatched_members": 9,
        "chair_name": "万水根",
        "chair_id_no": id_number("360111", "19760815", "213"),
        "chair_sex": "1",
        "chair_post": "2",
        "committee_members": 5,
        "has_women_committee": True,
        "term": 4,
        "term_from": dt.date(2024, 6, 1),
        "term_years": 5,
        "legal_person": True,
        "union_code": union + credit_code.check_character(union),
        "has_congress": True,
        "congress_on": dt.date(2026, 1, 20),
        "congress_delegates": 20,
        "congress_female_delegates": 9,
        "has_contract": True,
        "contract_form": "1",
        "contract_from": dt.date(2024, 5, 9),
        "contract_until": dt.date(2027, 5, 8),
        "has_wage_contract": True,
        "wage_contract_from": dt.date(2025, 7, 1),
        "wage_contract_until": dt.date(2026, 6, 30),
        "labour_contracts": 97,
    }
    return Unit(**{**values, **changes})


def covered(count: int) -> list[CoveredUnit]:
    return [CoveredUnit(position=n, unit_name=f"罗家第{n}商店") for n in range(count)]


def test_nothing_is_wrong_with_a_good_unit() -> None:
    assert problems_of(REGISTER, unit(), context()) == []


def test_an_empty_unit_only_misses_its_code() -> None:
    assert places(by_rules(REGISTER, Unit())) == ["code_missing@credit_code"]


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "more_than_employees@female_employees", {"female_employees": 101}),
        ("MUST", "more_than_employees@migrant_employees", {"migrant_employees": 101}),
        ("MUST", "more_than_employees@dispatched_employees", {"dispatched_employees": 101}),
        ("MUST", "more_than_employees@professional_employees", {"professional_employees": 101}),
        ("MUST", "more_than_employees@labour_contracts", {"labour_contracts": 101}),
        ("EXPLAIN", "members_over_employees@members", {"members": 101}),
        ("EXPLAIN", "members_over_employees@female_members", {"female_members": 61}),
        ("EXPLAIN", "members_over_employees@migrant_members", {"migrant_members": 51}),
        ("EXPLAIN", "members_over_employees@dispatched_members", {"dispatched_members": 11}),
        ("MUST", "more_than_members@female_members", {"members": 57}),
        (
            "MUST",
            "more_than_members@migrant_members",
            {"members": 58, "migrant_members": 59, "migrant_employees": 60},
        ),
        (
            "MUST",
            "more_than_members@dispatched_members",
            {"dispatched_members": 96, "dispatched_employees": 97},
        ),
        ("MUST", "built_union@founded_on", {"founded_on": None}),
        ("MUST", "built_union@chair_name", {"chair_name": None}),
        ("MUST", "built_union@members", {"members": None}),
        ("MUST", "founded_before_unit@founded_on", {"founded_on": dt.date(2005, 2, 28)}),
        ("MUST", "joint_covers@covers[None].", {"union_kind": "2", "covers": covered(1)}),
        ("MUST", "legal_person@union_code", {"union_code": None}),
        ("MUST", "contract_order@contract_until", {"contract_from": dt.date(2027, 5, 9)}),
        ("MUST", "wage_contract_order@wage_contract_until", {"wage_contract_from": dt.date(2026, 7, 1)}),
        ("EXPLAIN", "contract_length@contract_until", {"contract_until": dt.date(2027, 5, 10)}),
        ("EXPLAIN", "contract@contract_from", {"contract_from": None}),
        ("EXPLAIN", "contract@contract_until", {"contract_until": None}),
        ("EXPLAIN", "wage_contract@wage_contract_until", {"wage_contract_until": None}),
        ("EXPLAIN", "contract_expired@wage_contract_until", {"wage_contract_until": dt.date(2026, 5, 7)}),
        (
            "EXPLAIN",
            "contract_expired@women_contract_until",
            {"has_women_contract": True, "women_contract_until": dt.date(2025, 12, 31)},
        ),
        ("EXPLAIN", "congress@congress_on", {"congress_on": None}),
        ("EXPLAIN", "congress_old@congress_on", {"congress_on": dt.date(2025, 5, 7)}),
        ("MUST", "more_than_delegates@congress_female_delegates", {"congress_female_delegates": 21}),
        ("EXPLAIN", "term_length@term_years", {"term_years": 4}),
        ("EXPLAIN", "term_over@term_from", {"term_from": dt.date(2021, 5, 7)}),
        ("HINT", "term_ends_soon@term_from", {"term_from": dt.date(2021, 5, 8)}),
        ("HINT", "term_ends_soon@term_from", {"term_from": dt.date(2021, 8, 8)}),
        ("HINT", "committee_wanted@committee_members", {"committee_members": None}),
        ("HINT", "women_committee_wanted@has_women_committee", {"has_women_committee": False}),
        ("HINT", "full_time_chair@chair_post", {"employees": 200, "members": 190}),
        ("EXPLAIN", "code_missing@credit_code", {"credit_code": None}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, unit(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"credit_code": None, "legacy_code": "158303410"},
        {"union_kind": "2", "covers": covered(2)},
        {"founded_on": dt.date(2005, 3, 1)},
        {"contract_from": dt.date(2026, 1, 1), "contract_until": dt.date(2026, 12, 31)},
        {"contract_from": dt.date(2026, 1, 1), "contract_until": dt.date(2029, 1, 1)},
        {"wage_contract_until": TODAY},
        {"congress_on": dt.date(2025, 5, 8)},
        {"term_from": dt.date(2021, 8, 9)},
        {"term_from": None},
        {
            "members": 24,
            "female_members": 9,
            "migrant_members": 9,
            "committee_members": None,
            "has_women_committee": None,
        },
        {"employees": 200, "chair_post": "1"},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, unit(**changes)) == []


def test_a_built_union_has_members() -> None:
    faults = by_rules(REGISTER, unit(members=0, female_members=0, migrant_members=0, dispatched_members=0))
    assert places(faults, Severity.MUST) == ["built_without_members@members"]


def test_a_unit_without_union_gives_its_reason_and_has_no_contract_of_its_own() -> None:
    alone = unit(built_state="0", contract_form="1")
    assert places(by_rules(REGISTER, alone)) == [
        "not_built_reason@not_built_reason",
        "contract_without_union@contract_form",
    ]
    regional = unit(built_state="0", not_built_reason="2", contract_form="2")
    assert by_rules(REGISTER, regional) == []


def computed(code: str, record: Unit) -> tuple[Any, str] | None:
    one = next(one for one in REGISTER.computed if one.code == code).work_out(record, context())
    return None if one is None else (one.value, str(one.text))


def test_rates_show_their_arithmetic() -> None:
    assert computed("member_rate", unit()) == (Decimal("95.00"), "会员人数 95 ÷ 职工人数 100 = 95.00%")
    assert computed("member_rate", unit(members=2, employees=3)) == (
        Decimal("66.67"),
        "会员人数 2 ÷ 职工人数 3 = 66.67%",
    )
    assert computed("member_rate", unit(employees=0)) is None
    assert computed("labour_contract_rate", unit()) == (
        Decimal("97.00"),
        "签订劳动合同人数 97 ÷ 职工人数 100 = 97.00%",
    )


def test_a_term_ends_years_after_the_election() -> None:
    assert computed("term_until", unit()) == (dt.date(2029, 6, 1), "2024年6月1日选举，任期 5 年")
    leap = unit(term_from=dt.date(2024, 2, 29), term_years=3)
    assert computed("term_until", leap) == (dt.date(2027, 2, 28), "2024年2月29日选举，任期 3 年")
    assert computed("term_until", unit(term_years=None)) is None


@pytest.mark.parametrize(
    ("employees", "size"),
    [(24, "不足25人"), (25, "25至99人"), (199, "100至199人"), (200, "200至999人"), (1000, "1000人及以上")],
)
def test_a_unit_is_sorted_by_its_employees(employees: int, size: str) -> None:
    assert computed("unit_size", unit(employees=employees)) == (size, f"职工 {employees} 人")
