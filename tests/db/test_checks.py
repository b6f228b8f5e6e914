"""The checks that all registers share: each field by its kind, each row, duplicates, reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.checks import check_value, is_reason, open_problems, problems_of
from db.fields import (
    AreaField,
    ChoiceField,
    DateField,
    DecimalField,
    Field,
    IdentityField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    TextField,
    TextForm,
    YesNoField,
)
from db.messages import Message, Problem, Severity
from db.registers.hardship_cases import REGISTER as CASES
from db.registers.hardship_cases.rows import HouseholdMember
from db.registers.units import REGISTER as UNITS
from db.registers.worker_homes import REGISTER as HOMES
from tests.registers.test_hardship_cases import household
from tests.registers.test_units import covered, unit
from tests.registers.test_worker_homes import home
from tests.support.known_records import context, id_number

TODAY = date(2026, 6, 15)
MAN = id_number("360111", "19760412", "011")
MUST, EXPLAIN, HINT = Severity.MUST, Severity.EXPLAIN, Severity.HINT


def check(kind: Field, value: Any) -> tuple[str, Severity] | None:
    """Check one value; give code and class of the problem, whose sentence must be whole."""
    problem = check_value("it", kind, value, TODAY, TODAY)
    if problem is None:
        return None
    assert problem.field == "it"
    assert "{" not in str(problem.message)
    return problem.code, problem.severity


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (TextField("姓名", required=True), "", ("required", MUST)),
        (TextField("姓名", required=True), None, ("required", MUST)),
        (MultiChoiceField("原因", required=True, codes="sex"), (), ("required", MUST)),
        (IntegerField("人数", required=True), 0, None),
        (YesNoField("是否", required=True), False, None),
        (YesNoField("是否", required=True), None, ("required", MUST)),
        (TextField("姓名"), None, None),
        # characters are counted as people do: 𬱖 is one, though UTF-16 needs two
        (TextField("姓名", max_length=2), "𬱖𬱖", None),
        (TextField("姓名", max_length=2), "一二三", ("too_long", MUST)),
        (TextField("备注"), "上\x00下", ("characters", MUST)),
        (TextField("备注"), "上\u202e下", ("characters", MUST)),
        (TextField("备注"), "上\n下", ("characters", MUST)),
        (TextField("备注", multiline=True), "上\n下", None),
        (TextField("姓名", form=TextForm.PERSON_NAME), "买买提·艾力", None),
        (TextField("代码", form=TextForm.CREDIT_CODE), "91360111MA35ABCD1A", ("credit_code", EXPLAIN)),
        (TextField("卡号", form=TextForm.BANK_CARD), "6222021001116245703", ("bank_card", HINT)),
        (TextField("手机", form=TextForm.MOBILE), "12345", ("mobile", EXPLAIN)),
        (TextField("邮编", form=TextForm.POSTCODE), "33", ("postcode", HINT)),
        (IdentityField("身份证号"), MAN, None),
        (IdentityField("身份证号"), MAN[:-1] + ("1" if MAN[-1] != "1" else "2"), ("resident_id", MUST)),
        (IntegerField("人数", minimum=1, maximum=20), 0, ("range", MUST)),
        (IntegerField("人数", minimum=1, maximum=20), 20, None),
        (DecimalField("面积", maximum=100), Decimal("100.01"), ("range", MUST)),
        (MoneyField("收入"), -1, ("range", MUST)),
        (MoneyField("收入", maximum=100), 101, ("range", MUST)),
        (MoneyField("收入", maximum=100), 100, None),
        (DateField("日期"), date(2026, 6, 16), ("date", MUST)),
        (DateField("日期"), TODAY, None),
        (DateField("日期", future=True), date(2030, 1, 1), None),
        (DateField("日期"), date(1899, 12, 31), ("date", MUST)),
        (ChoiceField("性别", codes="sex"), "1", None),
        (ChoiceField("性别", codes="sex"), "7", ("code", MUST)),
        (MultiChoiceField("性别", codes="sex"), ("1", "1"), ("too_many", MUST)),
        (MultiChoiceField("性别", codes="sex", at_most=1), ("1", "2"), ("too_many", MUST)),
        (MultiChoiceField("性别", codes="sex"), ("1", ""), ("code", MUST)),
        (AreaField("区划", digits=9), "360111", ("area", MUST)),
        (AreaField("区划", digits=6), "３６０１１１", ("area", MUST)),
        (AreaField("区划", digits=6), "360111", None),
    ],
)
def test_a_value_by_its_kind(kind: Field, value: Any, expected: tuple[str, Severity] | None) -> None:
    assert check(kind, value) == expected


def test_a_choice_belongs_to_the_generation_of_the_day_of_writing() -> None:
    kind = ChoiceField("困难类别", codes="hardship_class")
    assert check_value("it", kind, "31", TODAY, TODAY) is None
    problem = check_value("it", kind, "31", date(2010, 10, 18), TODAY)
    assert problem is not None
    assert "2010年10月18日" in str(problem.message)


def test_an_id_must_agree_with_sex_and_birth() -> None:
    found = problems_of(CASES, household(sex="2", birth=date(1976, 4, 13)), context())
    named = {problem.field: str(problem.message) for problem in found if problem.code == "identity_differs"}
    assert set(named) == {"sex", "birth"}
    assert "男" in named["sex"]
    assert "1976年4月12日" in named["birth"]


def test_a_problem_in_a_row_names_group_row_and_field() -> None:
    case = household()
    case.members[1].name = None
    found = [problem for problem in problems_of(CASES, case, context()) if problem.rows]
    places = [(one.rows, one.row, one.field) for one in found if one.code == "required"]
    assert places == [("members", 1, "name")]


def test_the_number_of_rows_is_checked() -> None:
    case = household(members=[HouseholdMember() for _ in range(21)])
    keys = [problem.key for problem in problems_of(CASES, case, context())]
    assert "row_count@members[None]." in keys
    assert "row_count@covers[None]." not in [
        problem.key for problem in problems_of(UNITS, unit(covers=covered(3)), context())
    ]


def test_the_same_code_twice_is_named_with_its_holder_but_not_against_itself() -> None:
    first, second = unit(id="a"), unit(id="b")
    assert [p.key for p in problems_of(UNITS, first, context(units=[first])) if p.code == "duplicate"] == []
    found = [p for p in problems_of(UNITS, first, context(units=[first, second])) if p.code == "duplicate"]
    assert {problem.field for problem in found} == {"credit_code", "union_code"}
    assert "第2份" in str(found[0].message)


def test_a_reference_to_a_withdrawn_record_is_a_problem() -> None:
    keys = [problem.key for problem in problems_of(HOMES, home(unit="gone"), context(units=[]))]
    assert "reference@unit" in keys


@dataclass
class Filed:
    """One problem with the reason written for it."""

    severity: Severity
    reason: str
    stands: bool
    problem: Problem = field(init=False)

    def __post_init__(self) -> None:
        self.problem = Problem("code", self.severity, Message("…"), "it")


@pytest.mark.parametrize(
    "filed",
    [
        Filed(MUST, "", stands=True),
        Filed(MUST, "已向区总工会书面说明", stands=True),
        Filed(EXPLAIN, "", stands=True),
        Filed(EXPLAIN, "五个字的话", stands=True),
        Filed(EXPLAIN, "  五个字的话  ", stands=True),
        Filed(EXPLAIN, "六个字的原因", stands=False),
        Filed(HINT, "", stands=False),
    ],
)
def test_which_problems_stand(filed: Filed) -> None:
    reasons = {filed.problem.key: filed.reason} if filed.reason else {}
    assert bool(open_problems([filed.problem], reasons)) is filed.stands


def test_a_reason_counts_only_for_its_own_problem() -> None:
    problem = Problem("code", EXPLAIN, Message("…"), "name", "members", 1)
    assert problem.key == "code@members[1].name"
    assert open_problems([problem], {"code@members[0].name": "六个字的原因"}) == [problem]


def test_a_reason_has_six_characters() -> None:
    assert not is_reason("12345")
    assert is_reason("𬱖𬱖𬱖𬱖𬱖𬱖")


def test_the_reason_of_a_row_stays_with_its_person_when_rows_move() -> None:
    case = household()
    case.members = [HouseholdMember(name="万秀英", mobile="12"), HouseholdMember(name="万小平")]
    before = next(problem for problem in problems_of(CASES, case, context()) if problem.code == "mobile")
    case.members.reverse()
    after = next(problem for problem in problems_of(CASES, case, context()) if problem.code == "mobile")
    assert (before.row, after.row) == (0, 1)
    assert after.key == before.key == f"mobile@members[{case.members[1].id}].mobile"
