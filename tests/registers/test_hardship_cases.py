"""Hardship files: income by its formulas, one household one file, and every other rule red and green."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.checks import problems_of
from db.code_lists import code_list
from db.messages import Problem, Severity
from db.register import Arithmetic, Context, Holder
from db.registers.hardship_cases import REGISTER
from db.registers.hardship_cases.evidence import missing_papers
from db.registers.hardship_cases.income import fits
from db.registers.hardship_cases.record import HardshipCase
from db.registers.hardship_cases.rows import CaseAttachment, HouseholdMember
from db.registers.hardship_cases.visits import EXCLUSIONS, HomeVisit
from db.rule_tables import Figure, RuleTables, shipped
from db.values import resident_id

AREA = "360111103"
TODAY = date(2026, 5, 8)
REAL_LINE = Figure(
    table="low_income_line",
    name="low_income_line",
    area="3601",
    value=Decimal(800),
    valid_from=date(2008, 1, 1),
)
MUST, EXPLAIN, HINT = Severity.MUST, Severity.EXPLAIN, Severity.HINT


def id_no(birth: str, sequence: int, area: str = "360111") -> str:
    """Make up a number: ``birth`` as YYYYMMDD, an odd ``sequence`` for a man."""
    first17 = f"{area}{birth}{sequence:03}"
    return first17 + resident_id.check_digit(first17)


HEAD, WIFE, DAUGHTER = id_no("19760412", 11), id_no("19780903", 22), id_no("20080115", 44)


def member(**given: Any) -> HouseholdMember:
    facts = resident_id.facts(given.get("id_no", ""))
    values = {
        "sex": facts.sex_code if facts else None,
        "birth": facts.birth if facts else None,
        "ethnic": "01",
        "monthly_income": 0,
        "model_worker_kind": "0",
        "health": "01",
        "medical_insurance": "2",
        "marriage": "10",
        "household_kind": "4",
        "person_status": "01",
    }
    return HouseholdMember(**(values | given))


def wife(**given: Any) -> HouseholdMember:
    values = {"name": "万秀英", "relation": "10", "id_no": WIFE, "marriage": "20", "person_status": "09"}
    return member(**(values | given))


def daughter(**given: Any) -> HouseholdMember:
    values = {
        "name": "熊𬱖",
        "relation": "30",
        "id_no": DAUGHTER,
        "person_status": "14",
        "education": code_list("education").items[0].code,
        "entry_year": 2023,
        "school_years": 3,
    }
    return member(**(values | given))


def papers(*kinds: str) -> list[CaseAttachment]:
    return [CaseAttachment(kind=kind, copies=1) for kind in kinds]


def household(**given: Any) -> HardshipCase:
    """Build a household of three without any problem: 1 800 yuan a month and nothing else."""
    values = {
        "id": "this",
        "office": AREA,
        "written_on": TODAY,
        "file_no": "360111103-2026-0017",
        "hardship_class": "31",
        "name": "熊国平",
        "id_no": HEAD,
        "sex": "1",
        "birth": date(1976, 4, 12),
        "ethnic": "01",
        "politics": "13",
        "health": "01",
        "model_worker_kind": "0",
        "marriage": "20",
        "household_kind": "4",
        "household_area": "360111",
        "address": "罗家镇秦坊村3组12号",
        "mobile": "13970012345",
        "medical_insurance": "1",
        "work_state": "1",
        "work_from": date(1998, 7, 1),
        "unit_text": "南昌罗家机械厂",
        "industry": "C",
        "house_kind": "11",
        "household_size": 3,
        "monthly_income_self": 180_000,
        "other_income_year": 0,
        "household_income_year": 2_160_000,
        "cause_main": "02",
        "cause_secondary": (),
        "filed_on": TODAY,
        "filed_by": "张会计",
        "members": [wife(), daughter()],
        "attachments": papers("01", "02", "03", "04", "06", "07", "08"),
        "visits": [],
    }
    return HardshipCase(**(values | given))


class Ledger:
    """Stands for the rest of the ledger: holders by path and value, facts by record."""

    def __init__(
        self,
        holders: Mapping[tuple[str, str], Sequence[Holder]] | None = None,
        facts: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._holders = holders or {}
        self._facts = facts or {}

    def holders(self, register: str, path: str, value: str) -> Sequence[Holder]:
        assert register == "hardship_cases"
        return self._holders.get((path, value), ())

    def facts(self, register: str, record_id: str) -> Mapping[str, Any] | None:
        assert register == "hardship_cases"
        return self._facts.get(record_id)


def context(ledger: Ledger | None = None, *figures: Figure) -> Context:
    return Context(TODAY, AREA, shipped().with_figures(figures or (REAL_LINE,)), ledger or Ledger())


def found(case: HardshipCase, knows: Context | None = None) -> list[Problem]:
    return [problem for rule in REGISTER.rules for problem in rule(case, knows or context())]


def only(case: HardshipCase, knows: Context | None = None) -> Problem:
    """Give the one problem of a case that has exactly one, its sentence put into words."""
    problems = found(case, knows)
    assert len(problems) == 1, [(one.code, str(one.message)) for one in problems]
    assert "{" not in str(problems[0].message)
    return problems[0]


def computed(case: HardshipCase, code: str, knows: Context | None = None) -> Arithmetic | None:
    value = next(one for one in REGISTER.computed if one.code == code)
    return value.work_out(case, knows or context())


def test_household_of_the_builder_has_no_problem() -> None:
    assert problems_of(REGISTER, household(), context()) == []


def test_empty_record_is_checked_and_computed_without_an_exception() -> None:
    empty = HardshipCase(
        id="this", office=AREA, written_on=TODAY, members=[HouseholdMember()], attachments=[]
    )
    codes = {problem.code for problem in problems_of(REGISTER, empty, context())}
    assert {"required", "no_phone", "no_filer", "papers_missing"} == codes
    assert [one.work_out(empty, context()) for one in REGISTER.computed] == [None] * len(REGISTER.computed)


def test_every_choice_names_a_code_list_and_every_field_a_section() -> None:
    sections = {section.code for section in REGISTER.sections}
    for code, field in REGISTER.fields.items():
        assert field.section in sections, code
    for fields in (REGISTER.fields, *(group.fields for group in REGISTER.row_groups)):
        for field in fields.values():
            if codes := getattr(field, "codes", ""):
                assert code_list(codes).items
    assert len(REGISTER.fields) == 90
    assert set(REGISTER.row_group("members").short) <= set(REGISTER.row_group("members").fields)


# What the household has (domain A5)


def test_income_per_head_shows_its_arithmetic() -> None:
    worked_out = computed(household(), "per_head")
    assert worked_out is not None
    assert worked_out.value == 60_000
    assert str(worked_out.text) == "((1,800.00+0.00+0.00)×12+0.00)÷12÷3 = 600.00 元"


def test_income_of_one_person_has_no_inner_brackets() -> None:
    worked_out = computed(household(members=[], household_size=3), "per_head")
    assert worked_out is not None
    assert str(worked_out.text) == "(1,800.00×12+0.00)÷12÷3 = 600.00 元"


@pytest.mark.parametrize(
    ("other_income", "per_head"),
    [(0, 60_000), (17, 60_000), (18, 60_001), (53, 60_001), (54, 60_002)],  # 18 fen / 36 is half a fen
)
def test_income_per_head_rounds_half_up(other_income: int, per_head: int) -> None:
    worked_out = computed(household(other_income_year=other_income), "per_head")
    assert worked_out is not None
    assert worked_out.value == per_head


def test_income_of_the_year_adds_members_and_other_income() -> None:
    case = household(members=[wife(monthly_income=50_000), daughter()], other_income_year=123_456)
    worked_out = computed(case, "income_sum")
    assert worked_out is not None
    assert worked_out.value == 2_883_456
    assert str(worked_out.text) == "(1,800.00+500.00+0.00)×12+1,234.56 = 28,834.56 元"


def test_income_waits_for_every_member() -> None:
    case = household(members=[wife(monthly_income=None), daughter()])
    assert computed(case, "income_sum") is None
    assert computed(case, "per_head") is None


def test_rigid_spending_is_taken_off() -> None:
    worked_out = computed(household(rigid_medical=500_000, rigid_other=100_000), "left_per_head")
    assert worked_out is not None
    assert worked_out.value == 43_333
    assert str(worked_out.text) == "(21,600.00-6,000.00)÷12÷3 = 433.33 元"


def test_spending_above_income_gives_a_negative_amount() -> None:
    worked_out = computed(household(rigid_medical=3_240_000), "left_per_head")
    assert worked_out is not None
    assert worked_out.value == -30_000


def test_comparison_with_the_low_income_line() -> None:
    worked_out = computed(household(), "times_low_income_line")
    assert worked_out is not None
    assert worked_out.value == Decimal("0.75")
    assert str(worked_out.text) == "600.00 元 ÷ 800.00 元 = 0.75 倍，低于低保标准"


def test_example_line_is_called_an_example() -> None:
    knows = Context(TODAY, AREA, shipped(), Ledger())
    worked_out = computed(household(), "times_low_income_line", knows)
    assert worked_out is not None
    assert "1,000.00 元（示例）" in str(worked_out.text)


def test_nothing_is_suggested_without_a_line() -> None:
    knows = Context(TODAY, AREA, RuleTables(), Ledger())
    assert computed(household(), "times_low_income_line", knows) is None
    assert computed(household(), "suggested_class", knows) is None


def test_age_is_that_of_the_day_on_the_form() -> None:
    assert computed(household(written_on=date(2026, 4, 11)), "age").value == 49  # type: ignore[union-attr]
    assert computed(household(written_on=date(2026, 4, 12)), "age").value == 50  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("written_on", "monthly", "spending", "cause", "classes"),
    [
        # 2016–2019, line 800, three people
        (date(2018, 6, 1), 239_997, 0, "02", ["21"]),  # 799.99
        (date(2018, 6, 1), 240_000, 0, "02", ["22"]),  # 800.00 is not below
        (date(2018, 6, 1), 360_000, 1_440_000, "06", ["22"]),  # 1.5 times exactly, 800.00 left
        (date(2018, 6, 1), 360_000, 1_439_900, "06", []),  # 800.03 left
        (date(2018, 6, 1), 360_300, 4_000_000, "06", []),  # 1 201.00 a head is over 1.5 times
        (date(2018, 6, 1), 360_300, 4_000_000, "08", ["23"]),
        (date(2018, 6, 1), 720_300, 9_000_000, "08", []),  # over three times
        # 2020 and later
        (date(2026, 5, 8), 239_997, 0, "02", ["31"]),
        (date(2026, 5, 8), 240_000, 0, "02", ["32"]),
        (date(2026, 5, 8), 479_997, 0, "02", ["32"]),  # 1 599.99
        (date(2026, 5, 8), 480_000, 0, "02", []),  # 1 600.00 is not below twice
        (date(2026, 5, 8), 240_000, 2_304_000, "06", ["31"]),  # exactly 80 % is not more
        (date(2026, 5, 8), 240_000, 2_304_001, "06", ["31", "33"]),
        (date(2026, 5, 8), 240_000, 2_304_001, "09", ["31"]),  # schooling is no accident
        (date(2026, 5, 8), 2_400_000, 23_040_001, "07", ["33"]),
    ],
)
def test_class_that_the_figures_support(
    written_on: date, monthly: int, spending: int, cause: str, classes: list[str]
) -> None:
    case = household(
        written_on=written_on, monthly_income_self=monthly, rigid_medical=spending, cause_main=cause
    )
    supported = fits(case, context())
    assert supported is not None
    assert [fit.hardship_class for fit in supported] == classes
    suggested = computed(case, "suggested_class")
    assert suggested is not None
    assert suggested.value == (classes[0] if classes else "")


def test_no_class_is_suggested_before_2016() -> None:
    assert computed(household(written_on=date(2015, 12, 31)), "suggested_class") is None


def test_reason_of_the_suggestion_is_said() -> None:
    suggested = computed(household(), "suggested_class")
    assert suggested is not None
    assert str(suggested.text) == "扣除刚性支出后月人均收入 600.00 元低于低保标准 800.00 元"


# One household, one file

OTHER = Holder("hardship_cases", "other", "360111103-2025-0003 李建军")
OTHER_ROW = Holder("hardship_cases", "other", OTHER.label, "members", 1)
SELF = Holder("hardship_cases", "this", "熊国平")


@pytest.mark.parametrize(
    ("path", "value", "holder", "problem"),
    [
        ("id_no", HEAD, OTHER, ("already_head", MUST, "id_no", "", None)),
        ("members.id_no", HEAD, OTHER_ROW, ("already_member", MUST, "id_no", "", None)),
        ("id_no", DAUGHTER, OTHER, ("member_is_head", MUST, "id_no", "members", 1)),
        ("members.id_no", WIFE, OTHER_ROW, ("member_elsewhere", MUST, "id_no", "members", 0)),
    ],
)
def test_person_in_another_file(
    path: str, value: str, holder: Holder, problem: tuple[str, Severity, str, str, int | None]
) -> None:
    problem_found = only(household(), context(Ledger({(path, value): [SELF, holder]})))
    assert (
        problem_found.code,
        problem_found.severity,
        problem_found.field,
        problem_found.rows,
        problem_found.row,
    ) == problem
    assert OTHER.label in str(problem_found.message)
    if holder.rows:
        assert "第 2 行" in str(problem_found.message)


CLOSED: dict[str, Any] = {
    "exit_kind": "1",
    "exited_on": date(2026, 5, 8),
    "exit_reason": "12",
    "exit_evidence": "近6个月工资流水",
    "exit_approved_by": "罗建国",
}


def test_a_closed_file_claims_nobody_and_is_opened_again_for_its_head() -> None:
    closed = dataclasses.replace(OTHER, is_closed=True)
    row = dataclasses.replace(OTHER_ROW, is_closed=True)
    held = {
        ("members.id_no", HEAD): [row],
        ("id_no", DAUGHTER): [closed],
        ("members.id_no", WIFE): [row],
        ("address", household().address or ""): [closed],
    }
    assert found(household(), context(Ledger(held, {"other": {"name": "熊国平"}}))) == []
    problem = only(household(), context(Ledger({("id_no", HEAD): [closed]})))
    assert (problem.code, problem.severity, problem.field) == ("closed_file", MUST, "id_no")
    assert OTHER.label in str(problem.message)
    both = only(household(), context(Ledger({("id_no", HEAD): [closed, OTHER]})))
    assert both.code == "already_head"
    assert found(household(**CLOSED), context(Ledger({("id_no", HEAD): [OTHER]}))) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        (dict.fromkeys(CLOSED), []),
        ({"exited_on": None}, [("exit_whole", MUST, "exited_on")]),
        ({"exit_kind": None}, [("exit_whole", MUST, "exit_kind")]),
        ({"exit_reason": None}, [("exit_reason", MUST, "exit_reason")]),
        ({"exit_reason": "21"}, [("exit_reason_differs", MUST, "exit_reason")]),
        ({"exit_kind": "2", "exit_reason": "21"}, []),
        ({"exit_reason": "19"}, [("exit_text", MUST, "exit_text")]),
        ({"exit_kind": "3", "exit_reason": None}, [("exit_text", MUST, "exit_text")]),
        ({"exit_kind": "3", "exit_reason": None, "exit_text": "随单位转到湖坊镇总工会"}, []),
        ({"exit_approved_by": None}, [("exit_papers", HINT, "exit_approved_by")]),
        ({"filed_on": date(2026, 5, 8), "exited_on": date(2026, 5, 7)}, [("exit_order", MUST, "exited_on")]),
        ({"attachments": []}, []),
    ],
)
def test_the_way_out_is_whole_or_empty(
    given: dict[str, Any], expected: list[tuple[str, Severity, str]]
) -> None:
    problems = found(household(**CLOSED | given))
    assert [(one.code, one.severity, one.field) for one in problems] == expected


def test_a_file_is_not_closed_in_the_future() -> None:
    problems = problems_of(REGISTER, household(**CLOSED | {"exited_on": date(2026, 5, 9)}), context())
    assert [(one.severity, one.field) for one in problems] == [(MUST, "exited_on")]


def test_own_record_is_not_a_double() -> None:
    ledger = Ledger(
        {("id_no", HEAD): [SELF], ("members.id_no", WIFE): [SELF], ("card_no", "6222021502012345678"): [SELF]}
    )
    case = household(bank="06", branch="青山湖支行", card_no="6222021502012345678")
    assert found(case, context(ledger)) == []


def test_head_again_among_the_members() -> None:
    case = household(members=[wife(), daughter(), member(name="熊国平", relation="99", id_no=HEAD)])
    case.household_size = 4
    problem = only(case)
    assert (problem.code, problem.severity, problem.rows, problem.row) == (
        "twice_in_household",
        MUST,
        "members",
        2,
    )
    assert "户主" in str(problem.message)


def test_member_twice() -> None:
    problem = only(household(household_size=4, members=[wife(), daughter(), daughter()]))
    assert (problem.code, problem.row) == ("twice_in_household", 2)
    assert "第 2 行" in str(problem.message)


def test_card_of_another_file() -> None:
    card = "6222021502012345678"
    case = household(bank="06", branch="青山湖支行", card_no=card)
    problem = only(case, context(Ledger({("card_no", card): [OTHER]})))
    assert (problem.code, problem.severity, problem.field) == ("card_elsewhere", EXPLAIN, "card_no")


@pytest.mark.parametrize(("name", "codes"), [("熊国民", ["same_home"]), ("李建军", []), (None, [])])
def test_same_address_and_surname(name: str | None, codes: list[str]) -> None:
    case = household()
    ledger = Ledger({("address", case.address or ""): [OTHER]}, {"other": {"name": name}})
    assert [(one.code, one.severity, one.field) for one in found(case, context(ledger))] == [
        (code, HINT, "address") for code in codes
    ]


# The other rules, each red with its exact place


def with_spouse_twice() -> HardshipCase:
    second = member(name="万小英", relation="12", id_no=id_no("19790101", 28))
    return household(household_size=4, members=[wife(), daughter(), second])


MIGRANT = {
    "migrant_worker": True,
    "contract_from": date(2025, 5, 8),
    "contract_term": "3",
    "union_member": True,
    "attachments": papers("01", "02", "03", "04", "06", "07", "08", "17"),
}
DISABLED = {
    "health": "20",
    "disability_kind": "4",
    "disability_grade": "2",
    "attachments": papers("01", "02", "03", "04", "06", "07", "08", "13"),
}
ALLOWANCE = {
    "on_allowance": True,
    "allowance_no": "LJ-0031",
    "allowance_monthly": 45_000,
    "attachments": papers("01", "02", "03", "04", "06", "07", "08", "10"),
}


@pytest.mark.parametrize(
    "make",
    [
        household,
        lambda: household(**MIGRANT),
        lambda: household(**DISABLED),
        lambda: household(**ALLOWANCE),
        lambda: household(mobile=None, other_phone="0791-88123456"),
        lambda: household(filed_by=None, reviewed_by="李主席"),
        lambda: household(household_income_year=2_160_100),  # one yuan is rounding
        lambda: household(cause_main="10", cause_text="长期照料患病的亲属"),
        lambda: household(cause_secondary=("03", "04")),
        lambda: household(bank="06", branch="青山湖支行", card_no="6222021502012345678"),
        lambda: household(campaign_target=True, campaign_group="6", campaign_group_text="其他"),
        lambda: household(members=[wife(), member(name="熊母", relation="52", id_no=id_no("19500101", 22))]),
    ],
)
def test_green(make: Callable[[], HardshipCase]) -> None:
    assert [(one.code, str(one.message)) for one in found(make())] == []


@pytest.mark.parametrize(
    ("make", "code", "severity", "field", "row"),
    [
        (lambda: household(household_size=4), "size_differs", EXPLAIN, "household_size", None),
        (
            lambda: household(household_income_year=2_160_101),
            "income_differs",
            EXPLAIN,
            "household_income_year",
            None,
        ),
        (
            lambda: household(cause_main="03", cause_secondary=("04", "03")),
            "cause_repeated",
            MUST,
            "cause_secondary",
            None,
        ),
        (lambda: household(cause_secondary=("10",)), "cause_text", MUST, "cause_text", None),
        (
            lambda: household(**(DISABLED | {"disability_grade": None})),
            "disability",
            MUST,
            "disability_grade",
            None,
        ),
        (
            lambda: household(
                members=[wife(), daughter(health="20", disability_grade="1")],
                attachments=DISABLED["attachments"],
            ),
            "disability",
            MUST,
            "disability_kind",
            1,
        ),
        (lambda: household(**(ALLOWANCE | {"allowance_no": None})), "allowance", MUST, "allowance_no", None),
        (
            lambda: household(**(ALLOWANCE | {"allowance_monthly": None})),
            "allowance",
            MUST,
            "allowance_monthly",
            None,
        ),
        (
            lambda: household(**(MIGRANT | {"contract_term": None})),
            "migrant_contract",
            MUST,
            "contract_term",
            None,
        ),
        (
            lambda: household(**(MIGRANT | {"contract_from": date(2025, 5, 9)})),
            "contract_too_new",
            EXPLAIN,
            "contract_from",
            None,
        ),
        (
            lambda: household(**(MIGRANT | {"union_member": None})),
            "migrant_not_member",
            MUST,
            "union_member",
            None,
        ),
        (lambda: household(mobile=None), "no_phone", MUST, "mobile", None),
        (lambda: household(filed_by=None), "no_filer", MUST, "filed_by", None),
        (lambda: household(bank="06"), "bank_incomplete", HINT, "branch", None),
        (lambda: household(work_from=date(1976, 4, 11)), "work_before_birth", MUST, "work_from", None),
        (lambda: household(campaign_group="6"), "campaign_group_text", HINT, "campaign_group_text", None),
        (lambda: household(hardship_class="32"), "class_differs", EXPLAIN, "hardship_class", None),
        (
            lambda: household(members=[wife(), daughter(relation="20")]),
            "relation_sex",
            EXPLAIN,
            "relation",
            1,
        ),
        (
            lambda: household(members=[wife(id_no=id_no("19780903", 23)), daughter()]),
            "relation_sex",
            EXPLAIN,
            "relation",
            0,
        ),
        (with_spouse_twice, "two_spouses", MUST, "relation", 2),
        (
            lambda: household(members=[wife(), daughter(id_no=id_no("19900411", 44))]),
            "parent_age",
            EXPLAIN,
            "relation",
            1,
        ),
        (
            lambda: household(
                members=[wife(), member(name="熊父", relation="51", id_no=id_no("19800101", 11))]
            ),
            "parent_age",
            EXPLAIN,
            "relation",
            1,
        ),
        (
            lambda: household(members=[wife(), daughter(entry_year=None, school_years=None)]),
            "student_facts",
            HINT,
            "entry_year",
            1,
        ),
    ],
)
def test_red(
    make: Callable[[], HardshipCase], code: str, severity: Severity, field: str, row: int | None
) -> None:
    problem = only(make())
    rows = "" if row is None else "members"
    assert (problem.code, problem.severity, problem.field, problem.rows, problem.row) == (
        code,
        severity,
        field,
        rows,
        row,
    )


def test_child_fourteen_years_younger_is_believed() -> None:
    assert found(household(members=[wife(), daughter(id_no=id_no("19900412", 44))])) == []


def test_contract_is_measured_from_the_day_before_a_leap_day() -> None:
    leap_day = MIGRANT | {"filed_on": date(2024, 2, 29), "contract_from": date(2023, 2, 28)}
    assert found(household(**leap_day)) == []


def test_class_against_an_example_line_is_only_hinted() -> None:
    problem = only(household(hardship_class="32"), Context(TODAY, AREA, shipped(), Ledger()))
    assert (problem.code, problem.severity) == ("class_differs", HINT)
    assert "（示例）" in str(problem.message)


def test_class_where_none_fits() -> None:
    case = household(monthly_income_self=900_000, household_income_year=10_800_000)
    problem = only(case)
    assert (problem.code, problem.severity) == ("class_differs", EXPLAIN)
    assert "深度困难" in str(problem.message)


def test_class_of_another_generation_is_left_to_the_check_of_choices() -> None:
    case = household(hardship_class="21")
    assert found(case) == []
    assert [one.code for one in problems_of(REGISTER, case, context())] == ["code"]


def test_missing_papers_are_named() -> None:
    problem = only(household(attachments=papers("01", "02", "03", "04", "06")))
    assert (problem.code, problem.severity, problem.field, problem.rows, problem.row) == (
        "papers_missing",
        HINT,
        "",
        "attachments",
        None,
    )
    assert str(problem.message) == "材料不全，还缺：单位工会审核会议纪要、公示单。收到后请在附件里登记。"


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, []),
        ({"on_allowance": True}, ["10"]),
        ({"cause_main": "06"}, ["11", "12"]),
        ({"cause_secondary": ("09",)}, ["14", "15"]),
        ({"cause_main": "07"}, ["16"]),
        ({"health": "20"}, ["13"]),
        ({"migrant_worker": True}, ["17"]),
        ({"marriage": "30"}, ["18"]),
        ({"work_state": "3", "monthly_income_self": 0}, ["05"]),
        ({"work_state": "3", "monthly_income_self": 50_000}, []),
    ],
)
def test_papers_follow_from_the_facts(facts: dict[str, Any], wanted: list[str]) -> None:
    assert missing_papers(household(**facts)) == wanted


def test_jobless_member_needs_a_certificate() -> None:
    assert missing_papers(household(members=[wife(person_status="03"), daughter()])) == ["05"]


def visit(**given: Any) -> HomeVisit:
    values: dict[str, Any] = {
        "visited_on": date(2026, 4, 10),
        "first_visitor": "李晓燕",
        "second_visitor": "涂小兰",
        "conclusion": "1",
        **dict.fromkeys(EXCLUSIONS, False),
    }
    return HomeVisit(**(values | given))


def visited(*visits: HomeVisit, **given: Any) -> HardshipCase:
    """Build a household with its papers: request, consents, visits, notice."""
    values: dict[str, Any] = {
        "requested_on": date(2026, 4, 1),
        "informed": True,
        "informed_on": date(2026, 4, 1),
        "authorized_on": date(2026, 4, 1),
        "visits": list(visits) or [visit()],
        "notice_from": date(2026, 4, 13),
        "notice_until": date(2026, 4, 17),
        "notice_result": "1",
    }
    return household(**(values | given))


def test_a_file_with_its_whole_way_has_no_problem() -> None:
    assert problems_of(REGISTER, visited(), context()) == []
    days = computed(visited(), "notice_days")
    assert days is not None
    assert (days.value, str(days.text)) == (
        5,
        "2026年4月13日至2026年4月17日，星期一至星期五共 5 天，没有扣除法定节假日",
    )


@pytest.mark.parametrize(
    ("severity", "key", "changes"),
    [
        (EXPLAIN, "one_visitor@visits[0].second_visitor", {"second_visitor": None}),
        (EXPLAIN, "one_visitor@visits[0].second_visitor", {"second_visitor": "李晓燕"}),
        *((MUST, "excluded@visits[0].conclusion", {code: True}) for code in EXCLUSIONS),
        (HINT, "exclusions_open@visits[0].second_home", {"second_home": None}),
        (EXPLAIN, "visit_against@visits[0].conclusion", {"conclusion": "2"}),
        (HINT, "visit_early@visits[0].visited_on", {"visited_on": date(2026, 3, 31)}),
    ],
)
def test_each_fault_of_a_visit_is_named(severity: Severity, key: str, changes: dict[str, Any]) -> None:
    problem = only(visited(visit(**changes)))
    assert (problem.severity, problem.key) == (severity, key)


def test_only_the_latest_visit_speaks_against_a_file() -> None:
    earlier = visit(conclusion="2", visited_on=date(2026, 4, 3))
    assert found(visited(earlier, visit())) == []
    assert only(visited(visit(), visit(conclusion="2", visited_on=date(2026, 4, 11)))).row == 1
    assert found(visited(visit(conclusion="3", second_home=True))) == []


@pytest.mark.parametrize(
    ("severity", "key", "changes"),
    [
        (EXPLAIN, "request_order@filed_on", {"requested_on": date(2026, 5, 9)}),
        (MUST, "notice_order@notice_until", {"notice_until": date(2026, 4, 12)}),
        (EXPLAIN, "notice_short@notice_until", {"notice_until": date(2026, 4, 16)}),
        (MUST, "notice_objections@notice_objections", {"notice_result": "2"}),
        (
            EXPLAIN,
            "notice_objection@notice_result",
            {"notice_result": "3", "notice_objections": "邻居反映另有店面，查实。"},
        ),
    ],
)
def test_each_fault_of_request_and_notice_is_named(
    severity: Severity, key: str, changes: dict[str, Any]
) -> None:
    changes = changes | (
        {"visits": [visit(visited_on=date(2026, 5, 10))]} if "requested_on" in changes else {}
    )
    problem = only(visited(**changes))
    assert (problem.severity, problem.key) == (severity, key)


def test_a_guardian_consents_for_a_child_below_fourteen() -> None:
    day = date(2026, 4, 1)
    thirteen = daughter(id_no=id_no("20120402", 44))
    fourteen = daughter(id_no=id_no("20120401", 44))
    assert found(visited(members=[wife(), fourteen], informed_on=day)) == []
    problem = only(visited(members=[wife(), thirteen], informed_on=day))
    assert (problem.severity, problem.key) == (EXPLAIN, "guardian@guardian_name")
    assert found(visited(members=[wife(), thirteen], informed_on=day, guardian_name="熊国平")) == []
    assert found(visited(members=[wife(), thirteen], informed_on=None)) == []
