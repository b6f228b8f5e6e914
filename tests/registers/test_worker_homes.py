"""The rules of workers' homes, each red and green."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db.checks import problems_of
from db.code_lists import code_list
from db.register import Context
from db.registers.units.record import Unit
from db.registers.worker_homes import REGISTER
from db.registers.worker_homes.record import HomeTitle, WorkerHome
from db.registers.worker_homes.scores import HEADS, HomeScore, must_items
from db.rule_tables import shipped
from tests.support.known_records import TODAY, by_rules, context, places


def around(*homes: WorkerHome, **changes: Any) -> Context:
    """Give a ledger with one exemplary unit."""
    values: dict[str, Any] = {
        "id": "u1",
        "union_name": "南昌罗家针织有限公司工会委员会",
        "employees": 100,
        "members": 90,
        "built_state": "2",
        "legal_person": True,
        "has_contract": True,
        "has_congress": True,
    }
    return context(units=[Unit(**{**values, **changes})], worker_homes=homes)


def home(**changes: Any) -> WorkerHome:
    """Make an application in which nothing is wrong."""
    values: dict[str, Any] = {
        "id": "h1",
        "written_on": TODAY,
        "unit": "u1",
        "union_name": "南昌罗家针织有限公司工会委员会",
        "home_level": "13",
        "home_rank": "2",
        "year": 2026,
        "reviewed_on": dt.date(2026, 3, 12),
        "ballots_due": 90,
        "ballots_present": 85,
        "ballots_issued": 84,
        "ballots_returned": 82,
        "ballots_valid": 80,
        "satisfied": 60,
        "basically_satisfied": 12,
        "dissatisfied": 8,
        "reaches_satisfied": True,
        "brief_deeds": "组织健全,职工信赖。",
        "titles": [HomeTitle(position=0, home_level="12", home_rank="2", year=2023)],
        "notice_from": dt.date(2026, 4, 1),
        "notice_until": dt.date(2026, 4, 8),
    }
    return WorkerHome(**{**values, **changes})


def won(level: str, rank: str) -> list[HomeTitle]:
    return [HomeTitle(position=0, home_level=level, home_rank=rank, year=2020)]


def test_nothing_is_wrong_with_a_good_application() -> None:
    assert problems_of(REGISTER, home(), around()) == []


def test_an_empty_application_raises_nothing() -> None:
    assert by_rules(REGISTER, WorkerHome()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "more_than_due@ballots_present", {"ballots_due": 84}),
        ("MUST", "more_than_present@ballots_issued", {"ballots_issued": 86}),
        ("MUST", "more_than_issued@ballots_returned", {"ballots_issued": 81}),
        ("MUST", "more_than_returned@ballots_valid", {"ballots_returned": 79}),
        ("MUST", "ballots_sum@ballots_valid", {"dissatisfied": 7}),
        ("EXPLAIN", "satisfaction_low@satisfied", {"basically_satisfied": 11, "dissatisfied": 9}),
        ("HINT", "union_name_differs@union_name", {"union_name": "罗家针织工会"}),
        ("EXPLAIN", "lower_title@home_level", {"titles": []}),
        ("EXPLAIN", "lower_title@home_level", {"titles": won("11", "3")}),
        ("EXPLAIN", "lower_title@home_level", {"titles": won("13", "2")}),
        ("EXPLAIN", "lower_title@home_level", {"titles": won("22", "2")}),
        ("MUST", "small_home@home_name", {"home_level": "21"}),
        ("HINT", "deeds_long@brief_deeds", {"brief_deeds": "好 \n" * 1501}),
        ("MUST", "notice_order@notice_until", {"notice_until": dt.date(2026, 3, 31)}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, home(**changes), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"titles": won("13", "1")},
        {"home_level": "11", "titles": []},
        {"home_level": "22", "home_name": "织造车间", "titles": won("21", "2")},
        {"brief_deeds": "好 \n" * 1500},
        {"dissatisfied": None},
        {"ballots_valid": None},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, home(**changes), around()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("EXPLAIN", "members_few@unit", {"members": 89}),
        ("EXPLAIN", "unit_not_built@unit", {"built_state": "1"}),
        ("HINT", "no_legal_person@unit", {"legal_person": False}),
        ("HINT", "no_contract@unit", {"has_contract": None}),
        ("HINT", "no_congress@unit", {"has_congress": False}),
    ],
)
def test_the_unit_must_be_in_order(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, home(), around(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]


def test_a_unit_applies_once_for_one_title_in_one_year() -> None:
    again = by_rules(REGISTER, home(id="h2"), around(home()))
    assert places(again) == ["applied_twice@unit"]
    assert "第1份" in str(again[0].message)
    assert by_rules(REGISTER, home(), around(home())) == []
    assert by_rules(REGISTER, home(id="h2", year=2025), around(home())) == []


def computed(code: str, record: WorkerHome, known: Context) -> tuple[Any, str] | None:
    one = next(one for one in REGISTER.computed if one.code == code).work_out(record, known)
    return None if one is None else (one.value, str(one.text))


def test_rates_show_their_arithmetic() -> None:
    assert computed("satisfaction_rate", home(), around()) == (
        Decimal("90.00"),
        "满意和基本满意票数 72 ÷ 有效票数 80 = 90.00%",
    )
    assert computed("member_rate", home(), around()) == (
        Decimal("90.00"),
        "会员人数 90 ÷ 职工人数 100 = 90.00%",
    )


def test_a_rate_without_its_parts_is_unknown() -> None:
    assert computed("satisfaction_rate", home(satisfied=None), around()) is None
    assert computed("satisfaction_rate", home(ballots_valid=0), around()) is None
    assert computed("member_rate", home(unit=None), around()) is None
    assert computed("member_rate", home(), context()) is None


def sheet(less: dict[str, str] | None = None, *, accepted: bool = False) -> list[HomeScore]:
    """Fill a score sheet with full points, except those taken off in ``less``."""
    lines = []
    for item in code_list("home_score_item").items:
        figure = shipped().figure("home_scores", item.code, TODAY)
        assert figure is not None
        score = figure.value - Decimal((less or {}).get(item.code, "0"))
        lines.append(HomeScore(item=item.code, own=score, accepted=score if accepted else None))
    return lines


def test_the_sheet_has_28_items_of_100_points_under_five_heads() -> None:
    full = home(scores=sheet())
    assert len(full.scores) == 28
    assert [computed(f"own_head_{head}", full, around())[0] for head in HEADS] == [25, 30, 20, 15, 10]  # type: ignore[index]
    assert computed("own_total", full, around()) == (100, "25 + 30 + 20 + 15 + 10 = 100 分")
    assert computed("own_head_5", full, around()) == (10, "6 + 2 + 2 = 10 分")
    assert computed("accepted_total", full, around()) is None
    assert len(must_items()) == 9
    assert must_items() <= {line.item for line in full.scores}


def test_a_form_that_is_begun_has_a_row_for_each_item() -> None:
    begun = REGISTER.row_group("scores").first_rows(TODAY)
    assert [line.item for line in begun][:2] == ["101", "102"]  # type: ignore[attr-defined]
    assert [line.position for line in begun] == list(range(28))
    assert REGISTER.row_group("titles").first_rows(TODAY) == []


@pytest.mark.parametrize(
    ("grade", "less", "vetoes"),
    [
        ("1", {}, ()),
        ("1", {"317": "5", "318": "4", "104": "1"}, ()),
        ("2", {"317": "5", "318": "4", "104": "1.1"}, ()),
        ("3", {"105": "3"}, ()),
        ("3", {"317": "5", "318": "4", "319": "3", "320": "4", "321": "4", "104": "0.5"}, ()),
        ("4", {"317": "5", "318": "4", "319": "3", "320": "4", "321": "4", "209": "6", "210": "5", "526": "6", "213": "5"}, ()),
        ("9", {}, ("1",)),
    ],
)  # fmt: skip
def test_the_grade_follows_points_and_must_items(
    grade: str, less: dict[str, str], vetoes: tuple[str, ...]
) -> None:
    worked_out = computed("grade", home(scores=sheet(less), vetoes=vetoes), around())
    assert worked_out is not None
    assert worked_out[0] == grade


def test_the_accepted_scores_decide_the_grade() -> None:
    scored = sheet(accepted=True)
    scored[4].accepted = Decimal(0)  # 工会法人资格 ★
    assert computed("grade", home(scores=scored), around()) == ("3", "总分 97 分，必备项缺 1 项：合格")


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "over_points@scores[0].own", {"scores": sheet({"101": "-0.5"})}),
        ("MUST", "item_twice@scores[28].item", {"scores": [*sheet(), HomeScore(item="101", own=0)]}),
        ("HINT", "own_open@scores[None].", {"scores": sheet()[:27]}),
        ("EXPLAIN", "total_differs@own_score", {"scores": sheet(), "own_score": Decimal("99.5")}),
        ("EXPLAIN", "grade_low@home_level", {"scores": sheet({"105": "3"})}),
        ("EXPLAIN", "vetoed@vetoes", {"vetoes": ("4",)}),
    ],
)
def test_one_fault_of_the_sheet_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, home(**changes), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


def test_a_whole_sheet_that_reaches_its_title_is_right() -> None:
    assert by_rules(REGISTER, home(scores=sheet(), own_score=Decimal(100)), around()) == []
    lower = home(scores=sheet({"105": "3"}), home_level="11", titles=[])
    assert by_rules(REGISTER, lower, around()) == []
    assert by_rules(REGISTER, home(scores=[HomeScore(item="101")]), around()) == []


def test_a_sheet_with_gaps_has_no_grade_yet() -> None:
    begun = home(scores=sheet()[:3])
    assert computed("grade", begun, around()) is None
    assert computed("own_total", begun, around()) == (10, "10 = 10 分")
    assert [problem.code for problem in by_rules(REGISTER, begun, around())] == ["own_open"]
