"""The rules of inspections, each red and green."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db.checks import problems_of
from db.registers.inspections import REGISTER
from db.registers.inspections.record import Inspection, Shortcoming
from tests.support.known_records import TODAY, by_rules, context


def inspection(**changes: Any) -> Inspection:
    """Make an inspection in which nothing is wrong."""
    values: dict[str, Any] = {
        "id": "i1",
        "written_on": TODAY,
        "inspected_on": dt.date(2026, 4, 1),
        "place": "罗家针织织造车间",
        "inspectors": "胡德水、陶小兰",
        "findings": "消防通道堆放纱锭。",
        "needs_rectifying": True,
        "rectify_by": dt.date(2026, 4, 15),
        "result": "2",
        "result_on": dt.date(2026, 4, 16),
    }
    return Inspection(**{**values, **changes})


def test_nothing_is_wrong_with_a_good_inspection() -> None:
    assert problems_of(REGISTER, inspection(), context()) == []


def test_an_empty_inspection_raises_nothing() -> None:
    assert by_rules(REGISTER, Inspection()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "deadline@rectify_by", {"rectify_by": None}),
        ("MUST", "deadline_order@rectify_by", {"rectify_by": dt.date(2026, 3, 31)}),
        ("MUST", "result_seen@result_on", {"result_on": None}),
        ("MUST", "result_order@result_on", {"result_on": dt.date(2026, 3, 31)}),
        ("HINT", "deadline_passed@result", {"result": None, "rectify_by": dt.date(2026, 5, 7)}),
        ("HINT", "deadline_passed@result", {"result": "1"}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    found = by_rules(REGISTER, inspection(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"needs_rectifying": False, "rectify_by": None, "result": "9", "result_on": None},
        {"rectify_by": dt.date(2026, 4, 1), "result_on": dt.date(2026, 4, 1)},
        {"rectify_by": TODAY, "result": None, "result_on": None},
        {"result": "8"},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, inspection(**changes)) == []


def shortcoming(**changes: Any) -> Shortcoming:
    values: dict[str, Any] = {
        "problem": "灭火器过期。",
        "rectify_by": dt.date(2026, 4, 15),
        "is_done": True,
        "done_on": dt.date(2026, 4, 10),
    }
    return Shortcoming(**{**values, **changes})


def demanded(**changes: Any) -> Inspection:
    """Make an inspection with its notice and its receipt."""
    values: dict[str, Any] = {
        "problems": [shortcoming()],
        "notice_on": dt.date(2026, 4, 2),
        "received_on": dt.date(2026, 4, 2),
        "reply_on": dt.date(2026, 4, 11),
        "reply": "已更换。",
    }
    return inspection(**{**values, **changes})


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("MUST", "before_inspection@problems[0].rectify_by", {"problems": [shortcoming(rectify_by=dt.date(2026, 3, 31))]}),
        ("MUST", "before_inspection@problems[0].done_on", {"problems": [shortcoming(done_on=dt.date(2026, 3, 31))]}),
        ("HINT", "problem_overdue@problems[0].is_done", {"problems": [shortcoming(is_done=False, done_on=None)]}),
        ("HINT", "nothing_listed@problems[None].", {"problems": []}),
        ("MUST", "notice_order@notice_on", {"notice_on": dt.date(2026, 3, 31)}),
        ("MUST", "received_order@received_on", {"received_on": dt.date(2026, 4, 1)}),
        ("MUST", "reply_order@reply_on", {"reply_on": dt.date(2026, 4, 1)}),
        ("MUST", "reply@reply", {"reply": None}),
    ],
)  # fmt: skip
def test_one_fault_of_notice_or_receipt_is_one_problem(
    severity: str, place: str, changes: dict[str, Any]
) -> None:
    found = by_rules(REGISTER, demanded(**changes))
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


def test_a_notice_that_was_answered_is_right() -> None:
    assert problems_of(REGISTER, demanded(), context()) == []
    assert by_rules(REGISTER, demanded(problems=[shortcoming(rectify_by=TODAY, is_done=None)])) == []
