"""The rules of foundings, each red and green."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db.checks import problems_of
from db.messages import Severity
from db.register import Context
from db.registers.foundings import REGISTER
from db.registers.foundings.people import Candidate, Preparer
from db.registers.foundings.record import Founding
from db.registers.units.record import Unit
from tests.support.known_records import TODAY, by_rules, context


def around(*foundings: Founding, **changes: Any) -> Context:
    return context(units=[Unit(**({"id": "u1", "built_state": "2"} | changes))], foundings=foundings)


def preparers(count: int) -> list[Preparer]:
    return [Preparer(position=n, name=f"万{'甲乙丙丁戊己庚辛'[n]}") for n in range(count)]


def candidate(**changes: Any) -> Candidate:
    values = {"organ": "1", "name": "涂小兰", "sex": "2", "votes": 31, "elected": True}
    return Candidate(**(values | changes))


def founding(**changes: Any) -> Founding:
    """Make a finished founding in which nothing is wrong: 60 due, 40 present."""
    values: dict[str, Any] = {
        "id": "f1",
        "written_on": TODAY,
        "unit": "u1",
        "union_name": "南昌迅捷快递服务有限公司工会委员会",
        "request_on": dt.date(2025, 9, 1),
        "preparation_on": dt.date(2025, 9, 10),
        "preparers": preparers(3),
        "recruiting_on": dt.date(2025, 10, 9),
        "members": 60,
        "female_members": 20,
        "candidates_on": dt.date(2025, 10, 20),
        "congress_on": dt.date(2025, 11, 3),
        "ballots_due": 60,
        "ballots_present": 40,
        "ballots_issued": 40,
        "ballots_returned": 39,
        "ballots_valid": 38,
        "candidates": [candidate()],
        "report_on": dt.date(2025, 11, 5),
        "approval_on": dt.date(2025, 11, 20),
        "seals_on": dt.date(2025, 12, 1),
        "legal_person_on": dt.date(2026, 1, 5),
        "account_on": dt.date(2026, 1, 12),
        "plaque_on": dt.date(2025, 11, 20),
    }
    return Founding(**(values | changes))


def test_nothing_is_wrong_with_a_good_founding() -> None:
    assert problems_of(REGISTER, founding(), around()) == []


def test_an_empty_founding_raises_nothing() -> None:
    assert by_rules(REGISTER, Founding()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "step_order@preparation_on", {"preparation_on": dt.date(2025, 8, 31)}),
        ("MUST", "step_order@congress_on", {"candidates_on": None, "congress_on": dt.date(2025, 10, 8)}),
        ("MUST", "step_order@report_on", {"report_on": dt.date(2025, 11, 2)}),
        ("MUST", "step_order@plaque_on", {"plaque_on": dt.date(2025, 11, 19)}),
        ("EXPLAIN", "preparers@preparers[None].", {"preparers": preparers(2)}),
        ("EXPLAIN", "preparers@preparers[None].", {"preparers": preparers(8)}),
        ("MUST", "more_than_members@female_members", {"female_members": 61}),
        ("MUST", "more_than_due@ballots_present", {"ballots_present": 61}),
        ("MUST", "more_than_present@ballots_issued", {"ballots_issued": 41}),
        ("MUST", "more_than_issued@ballots_returned", {"ballots_returned": 41}),
        ("MUST", "more_than_returned@ballots_valid", {"ballots_valid": 40}),
        (
            "MUST",
            "no_quorum@ballots_present",
            {"ballots_present": 39, "ballots_issued": 39, "ballots_returned": 39},
        ),
        ("MUST", "no_majority@candidates[0].votes", {"candidates": [candidate(votes=30)]}),
        ("MUST", "more_than_valid@candidates[0].votes", {"candidates": [candidate(votes=39)]}),
        ("MUST", "nobody_elected@candidates[None].", {"candidates": []}),
        ("MUST", "nobody_elected@candidates[None].", {"candidates": [candidate(elected=False)]}),
        ("EXPLAIN", "not_a_woman@candidates[0].sex", {"candidates": [candidate(organ="3", sex="1")]}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, founding(**changes), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"preparers": preparers(7)},
        {"preparers": [], "request_on": None},
        {"candidates": [candidate(), candidate(votes=9, elected=False)]},
        {"candidates": [], "report_on": None},
        {"ballots_due": None},
        {"approval_on": None},
        {"preparation_on": dt.date(2025, 9, 1)},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, founding(**changes), around()) == []


def test_the_unit_register_has_to_follow_the_approval() -> None:
    (found,) = by_rules(REGISTER, founding(), around(built_state="1"))
    assert (found.severity, found.key) == (Severity.HINT, "unit_not_updated@unit")
    assert by_rules(REGISTER, founding(approval_on=None), around(built_state="1")) == []


def test_a_union_is_founded_once() -> None:
    (again,) = by_rules(REGISTER, founding(id="f2"), around(founding()))
    assert again.key == "founded_twice@unit"
    assert by_rules(REGISTER, founding(id="f2", union_name="分公司工会委员会"), around(founding())) == []


def computed(code: str, record: Founding) -> tuple[Any, str] | None:
    one = next(one for one in REGISTER.computed if one.code == code).work_out(record, around())
    return None if one is None else (one.value, str(one.text))


def test_days_since_the_latest_step_are_counted_until_the_plaque() -> None:
    waiting = founding(approval_on=None, seals_on=None, legal_person_on=None, account_on=None, plaque_on=None)
    assert computed("days_since_step", waiting) == (184, "选举结果报告日期 2025年11月5日，至今 184 天")
    assert computed("days_since_step", founding()) is None
    assert computed("days_since_step", Founding()) is None


def test_more_than_half_of_those_due_elects() -> None:
    assert computed("votes_needed", founding()) == (31, "应到 60 人，过半数为 31 票")
    assert computed("votes_needed", founding(ballots_due=61)) == (31, "应到 61 人，过半数为 31 票")
    assert computed("votes_needed", founding(ballots_due=None)) is None
