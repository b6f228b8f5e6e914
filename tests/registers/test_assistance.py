"""The rules of help given, each red and green."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from db import rule_tables
from db.checks import problems_of
from db.messages import Severity
from db.register import Context
from db.registers.assistance import REGISTER
from db.registers.assistance.record import Assistance
from db.registers.hardship_cases.record import HardshipCase
from db.rule_tables import Figure
from tests.support.known_records import TODAY, TOWNSHIP, KnownRecords, by_rules, id_number

HEAD = id_number("360111", "19760412", "011")
WIFE = id_number("360111", "19780903", "022")
CARD = "6222021001116245702"


def case(**changes: Any) -> HardshipCase:
    values: dict[str, Any] = {
        "id": "c1",
        "name": "万细毛",
        "id_no": HEAD,
        "card_no": CARD,
        "filed_on": dt.date(2026, 2, 3),
    }
    return HardshipCase(**{**values, **changes})


def given(**changes: Any) -> Assistance:
    """Make a payment in which nothing is wrong."""
    values: dict[str, Any] = {
        "id": "a1",
        "written_on": TODAY,
        "hardship_case": "c1",
        "name": "万细毛",
        "id_no": HEAD,
        "hardship_class": "31",
        "year": 2026,
        "kind": "01",
        "form": "1",
        "amount": 200_000,
        "fund_source": "3",
        "payment_method": "1",
        "bank": "01",
        "card_no": CARD,
        "paid_on": dt.date(2026, 4, 1),
    }
    return Assistance(**{**values, **changes})


def around(*others: Assistance, figures: tuple[Figure, ...] = (), **of_case: Any) -> Context:
    """Give a ledger with one hardship file, other payments, and the office's own figures."""
    known = KnownRecords({"hardship_cases": [case(**of_case)], "assistance": others})
    return Context(TODAY, TOWNSHIP, rule_tables.shipped().with_figures(figures), known)


def test_nothing_is_wrong_with_a_good_payment() -> None:
    assert problems_of(REGISTER, given(), around()) == []


@pytest.mark.parametrize(("closed", "codes"), [(1, []), (31, ["file_closed"])])
def test_help_after_the_file_was_closed_is_questioned(closed: int, codes: list[str]) -> None:
    day = dt.date(2026, 4 if closed == 1 else 3, closed)  # paid on 1 April
    found = problems_of(REGISTER, given(), around(exited_on=day))
    assert [(one.code, one.severity.name, one.field) for one in found] == [
        (code, "EXPLAIN", "paid_on") for code in codes
    ]


def test_an_empty_payment_raises_nothing() -> None:
    assert by_rules(REGISTER, Assistance()) == []


@pytest.mark.parametrize(
    ("severity", "place", "changes"),
    [
        ("EXPLAIN", "name_differs@name", {"name": "万细茅"}),
        ("EXPLAIN", "card_no_differs@card_no", {"card_no": "6217001234567890122"}),
        ("EXPLAIN", "no_file@hardship_case", {"hardship_case": None, "card_no": None, "payment_method": "2"}),
        ("EXPLAIN", "paid_before_filing@paid_on", {"paid_on": dt.date(2026, 2, 2)}),
        ("MUST", "funds@amount", {"amount": None}),
        ("MUST", "goods@goods", {"form": "2", "goods_quantity": "2袋", "goods_value": 9_900}),
        ("MUST", "goods@goods_value", {"form": "2", "goods": "大米", "goods_quantity": "2袋"}),
        ("MUST", "nothing_given@amount", {"amount": 0}),
        ("HINT", "over_year_limit@amount", {"amount": 1_200_001}),
        ("HINT", "over_year_limit@amount", {"hardship_class": "32", "amount": 1_000_001}),
        ("HINT", "over_limit@amount", {"kind": "06", "amount": 300_001}),
        ("HINT", "over_limit@amount", {"kind": "07", "amount": 300_001}),
        ("HINT", "over_year_limit@amount", {"kind": "03", "school_stage": "4", "amount": 600_001}),
        ("HINT", "over_year_limit@amount", {"kind": "03", "school_stage": "6", "amount": 1_000_001}),
        ("HINT", "legal@legal_matter", {"kind": "05"}),
        ("MUST", "by_card@bank", {"bank": None}),
        ("HINT", "other_year@year", {"year": 2025}),
    ],
)
def test_one_fault_is_one_problem(severity: str, place: str, changes: dict[str, Any]) -> None:
    filled = {"student_name": "万小军", "school": "莲塘第二中学"} if changes.get("kind") == "03" else {}
    found = by_rules(REGISTER, given(**changes | filled), around())
    assert [(problem.severity.name, problem.key) for problem in found] == [(severity, place)]
    assert "{" not in str(found[0].message)


@pytest.mark.parametrize(
    "changes",
    [
        {"hardship_case": None, "kind": "06", "card_no": None, "payment_method": "2"},
        {"hardship_case": None, "kind": "07", "card_no": None, "payment_method": "2"},
        {"amount": 1_200_000},
        {"hardship_class": "33", "amount": 1_000_000},
        {"kind": "06", "amount": 300_000},
        {"form": "3", "amount": None},
        {"paid_on": dt.date(2026, 2, 3)},
        {"kind": "01", "hardship_class": None, "amount": 9_000_000},
    ],
)
def test_the_edge_is_still_right(changes: dict[str, Any]) -> None:
    assert by_rules(REGISTER, given(**changes), around()) == []


def test_another_persons_number_is_refused() -> None:
    found = by_rules(REGISTER, given(id_no=WIFE), around())
    assert {(problem.severity.name, problem.key) for problem in found} == {
        ("MUST", "id_no_differs@id_no"),
        ("MUST", "card_elsewhere@card_no"),  # the card is the head's
    }


def test_a_card_pays_one_person_only() -> None:
    neighbour = given(id="a2", hardship_case=None, id_no=WIFE, card_no="6217001234567890122")
    mine = given(hardship_case=None, kind="06", card_no="6217001234567890122")
    (found,) = by_rules(REGISTER, mine, around(neighbour))
    assert (found.severity, found.key) == (Severity.MUST, "card_elsewhere@card_no")
    assert "第1份" in str(found.message)
    again = given(id="a2")
    assert by_rules(REGISTER, given(), around(again)) == []


def test_help_of_the_year_is_added_up_by_kind_and_person() -> None:
    before = given(id="a2", kind="06", amount=280_000)
    more = given(id="a3", kind="06", amount=280_000)
    over = given(kind="06", amount=40_001)
    (found,) = by_rules(REGISTER, over, around(before, more))
    assert found.key == "over_year_limit@amount"
    assert "6,000.01" in str(found.message)
    assert by_rules(REGISTER, given(kind="06", amount=40_000), around(before, more)) == []
    for other in (given(id="a3", kind="06", amount=280_000, year=2025), given(id="a3", kind="01")):
        assert by_rules(REGISTER, over, around(before, other)) == []


def test_schooling_is_added_up_for_each_student() -> None:
    brother = given(
        id="a2", kind="03", school_stage="4", student_name="万小军", school="二中", amount=500_000
    )
    sister = given(kind="03", school_stage="4", student_name="万小兰", school="二中", amount=500_000)
    assert by_rules(REGISTER, sister, around(brother)) == []
    assert [
        problem.code for problem in by_rules(REGISTER, sister, around(given(**vars_of(sister, id="a2"))))
    ] == ["over_year_limit"]


def vars_of(help_given: Assistance, **changes: Any) -> dict[str, Any]:
    return {code: getattr(help_given, code) for code in REGISTER.fields} | changes


def test_the_offices_own_limit_asks_for_a_reason() -> None:
    own = Figure(
        table="limits",
        name="temporary_yuan",
        value=Decimal(1000),
        valid_from=dt.date(2026, 1, 1),
        area="3601",
    )
    (found,) = by_rules(REGISTER, given(kind="07", amount=100_001), around(figures=(own,)))
    assert (found.severity, found.key) == (Severity.EXPLAIN, "over_limit@amount")
    assert str(found.message) == "本次临时救助 1,000.01 元，超过上限 1,000.00 元（每人每次），请核对。"


def test_medical_help_is_held_against_the_bills() -> None:
    bills: dict[str, Any] = {
        "medical_total": 900_000,
        "medical_insured": 600_000,
        "medical_self_paid": 300_000,
    }
    assert by_rules(REGISTER, given(kind="02", **bills), around()) == []
    for changes, place in (
        ({"amount": 300_001}, "more_than_self_paid@amount"),
        ({"medical_insured": 900_001}, "medical_parts@medical_insured"),
        ({"medical_self_paid": 900_001}, "medical_parts@medical_self_paid"),
        ({"medical_total": None}, "medical@medical_total"),
    ):
        found = by_rules(REGISTER, given(kind="02", **bills | changes), around())
        assert [problem.key for problem in found] == [place]
    too_much = given(kind="02", amount=2_000_001, medical_self_paid=2_500_000, medical_total=9_000_000)
    assert "over_year_limit@amount" in {problem.key for problem in by_rules(REGISTER, too_much, around())}


def test_a_proxy_is_named_wholly_and_is_somebody_else() -> None:
    proxy = {"proxy_name": "罗小妹", "proxy_relation": "10", "proxy_id_no": WIFE, "proxy_reason": "住院。"}
    assert by_rules(REGISTER, given(**proxy), around()) == []
    for missing in proxy:
        found = by_rules(REGISTER, given(**proxy | {missing: None}), around())
        assert [(one.severity.name, one.key) for one in found] == [("MUST", f"proxy@{missing}")]
    (found,) = by_rules(REGISTER, given(**proxy | {"proxy_id_no": HEAD}), around())
    assert found.key == "proxy_is_recipient@proxy_id_no"


def computed(code: str, help_given: Assistance) -> tuple[Any, str] | None:
    one = next(one for one in REGISTER.computed if one.code == code).work_out(help_given, around())
    return None if one is None else (one.value, str(one.text))


def test_money_and_goods_are_added_and_written_in_capitals() -> None:
    both = given(amount=140_950, goods_value=26_800)
    assert computed("total_value", both) == (167_750, "金额 1,409.50 + 实物折价 268.00 = 1,677.50 元")
    assert computed("amount_capitals", both) == (
        "人民币壹仟肆佰零玖元伍角",
        "1,409.50 元，大写人民币壹仟肆佰零玖元伍角",
    )
    empty = given(amount=None)
    assert (computed("total_value", empty), computed("amount_capitals", empty)) == (None, None)
