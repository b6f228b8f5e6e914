"""What must hold inside one hardship file; the rules of members, papers and doubles stand beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from db.code_lists import code_list
from db.messages import N_, Message, Problem, Severity
from db.public_notices import OBJECTION_HOLDS, OBJECTION_REFUTED, notice_long_enough, objection_holds
from db.register import Context, Rule
from db.registers.hardship_cases import income, leaving
from db.registers.hardship_cases.duplicates import (
    head_elsewhere,
    members_elsewhere,
    same_card,
    same_home,
    twice_in_household,
)
from db.registers.hardship_cases.evidence import papers_complete
from db.registers.hardship_cases.kinship import one_spouse, parents_older, relation_and_sex, student_facts
from db.registers.hardship_cases.procedure import guardian_consents
from db.registers.hardship_cases.record import HardshipCase
from db.registers.hardship_cases.visits import (
    exclusions_answered,
    two_visitors,
    visit_supports_file,
    visited_after_request,
)
from db.rules import figure_for, in_order, required_if
from db.values import dates, money

_DISABLED = "20"
_OTHER_CAUSES = frozenset({"10", "59"})
_OTHER_GROUP = "6"


def household_size(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Compare the number of people with the rows: the head and the members."""
    people = 1 + len(case.members)
    if case.household_size is not None and case.household_size != people:
        sentence = N_("家庭人口填了 {typed} 人，户主加家庭成员是 {people} 人，请补齐成员或改正人数。")
        values = {"typed": case.household_size, "people": people}
        yield Problem("size_differs", Severity.EXPLAIN, Message(sentence, values), "household_size")


def income_sum(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Compare the typed income of the year with the sum of its parts."""
    total, typed = income.year_income(case), case.household_income_year
    rounding = figure_for(case, context, "thresholds", "income_difference_yuan")  # of typed sums
    if total is None or typed is None or rounding is None:
        return
    if abs(typed - total) > rounding.value * 100:
        sentence = N_("家庭年度总收入填了 {typed} 元，按月收入和其他收入合计是 {total} 元，请核对。")
        values = {"typed": money.grouped(typed), "total": money.grouped(total)}
        yield Problem("income_differs", Severity.EXPLAIN, Message(sentence, values), "household_income_year")


def cause_once(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Refuse the main cause among the secondary ones."""
    if case.cause_main and case.cause_main in (case.cause_secondary or ()):
        sentence = N_("“{cause}”已是主要致困原因，请从次要致困原因中去掉。")
        values = {"cause": Message(code_list("hardship_cause").label(case.cause_main))}
        yield Problem("cause_repeated", Severity.MUST, Message(sentence, values), "cause_secondary")


def migrant_is_union_member(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Demand that a migrant worker has joined the union."""
    if case.migrant_worker and not case.union_member:
        sentence = Message(N_("农民工须是工会会员才能建档，请先办理入会，再选“是”。"))
        yield Problem("migrant_not_member", Severity.MUST, sentence, "union_member")


def contract_a_year_old(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Question a migrant worker's contract signed less than a year (or as many as the table says) before the filing."""
    filed = case.filed_on or case.written_on
    years = figure_for(case, context, "periods", "migrant_contract_years")
    if not case.migrant_worker or case.contract_from is None or years is None:
        return
    if case.contract_from > dates.years_after(filed, -int(years.value)):
        sentence = N_("农民工的劳动合同应在建档 {years} 年以前签订，请核对日期，或说明事实劳动关系。")
        values = {"years": years.words}
        yield Problem("contract_too_new", Severity.EXPLAIN, Message(sentence, values), "contract_from")


def some_phone(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Demand one way to call the household."""
    if not case.mobile and not case.other_phone:
        sentence = Message(N_("手机号码和其他联系方式至少填一项。"))
        yield Problem("no_phone", Severity.MUST, sentence, "mobile")


def some_filer(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Demand the name of who made or reviewed the file."""
    if not case.filed_by and not case.reviewed_by:
        sentence = Message(N_("建档人和审核人至少填一人。"))
        yield Problem("no_filer", Severity.MUST, sentence, "filed_by")


def bank_whole(case: HardshipCase, _context: Context) -> Iterator[Problem]:
    """Ask for the rest of a bank account that was begun."""
    codes = ("bank", "branch", "card_no")
    missing = [code for code in codes if not getattr(case, code)]
    if missing and len(missing) < len(codes):
        sentence = Message(N_("开户银行、支行名称和银行卡号要填齐，发放帮扶金之前须补上。"))
        yield Problem("bank_incomplete", Severity.HINT, sentence, missing[0])


def class_fits(case: HardshipCase, context: Context) -> Iterator[Problem]:
    """Question a class that the figures do not support; an example line may only hint."""
    found, line = income.fits(case, context), income.low_income_line(case, context)
    chosen = code_list("hardship_class")
    if found is None or line is None or not case.hardship_class:
        return
    if case.hardship_class not in {item.code for item in chosen.valid_on(case.written_on)}:
        return  # another generation of the list: the check of choices says so
    if case.hardship_class in {fit.hardship_class for fit in found}:
        return
    severity = Severity.HINT if line.example else Severity.EXPLAIN
    if found:
        sentence = N_("{why}，测算为“{suggested}”，与所选的“{chosen}”不同，请核对收入、支出和致困原因。")
        values = {
            "why": found[0].why,
            "suggested": Message(chosen.label(found[0].hardship_class)),
            "chosen": Message(chosen.label(case.hardship_class)),
        }
    else:
        sentence = N_("按收入与支出测算，各类困难的标准都不符合，而所选的是“{chosen}”，请核对。")
        values = {"chosen": Message(chosen.label(case.hardship_class))}
    yield Problem("class_differs", severity, Message(sentence, values), "hardship_class")


def for_each_member(rule: Rule) -> Rule:
    """Apply a rule to every member of the household."""

    def of_members(case: HardshipCase, context: Context) -> Iterable[Problem]:
        for row, member in enumerate(case.members):
            for problem in rule(member, context):
                yield dataclasses.replace(problem, rows="members", row=row)

    return of_members


_disability = required_if(
    "disability",
    ("disability_kind", "disability_grade"),
    lambda person: person.health == _DISABLED,
    N_("健康状况是残疾"),
)

RULES: tuple[Rule, ...] = (
    head_elsewhere,
    members_elsewhere,
    twice_in_household,
    _disability,
    for_each_member(_disability),
    some_phone,
    in_order("work_before_birth", "birth", "work_from"),
    required_if(
        "migrant_contract",
        ("contract_from", "contract_term"),
        lambda case: case.migrant_worker is True,
        N_("本人是农民工"),
    ),
    contract_a_year_old,
    migrant_is_union_member,
    relation_and_sex,
    one_spouse,
    parents_older,
    student_facts,
    household_size,
    income_sum,
    required_if(
        "allowance",
        ("allowance_no", "allowance_monthly"),
        lambda case: case.on_allowance is True,
        N_("本户是低保户"),
    ),
    class_fits,
    cause_once,
    required_if(
        "cause_text",
        ("cause_text",),
        lambda case: not _OTHER_CAUSES.isdisjoint({case.cause_main, *(case.cause_secondary or ())}),
        N_("致困原因选了“其他”"),
    ),
    bank_whole,
    same_card,
    same_home,
    papers_complete,
    required_if(
        "campaign_group_text",
        ("campaign_group_text",),
        lambda case: case.campaign_group == _OTHER_GROUP,
        N_("重点群体选了“其他”"),
        Severity.HINT,
    ),
    some_filer,
    in_order("request_order", "requested_on", "filed_on", Severity.EXPLAIN),
    guardian_consents,
    two_visitors,
    exclusions_answered,
    visit_supports_file,
    visited_after_request,
    in_order("notice_order", "notice_from", "notice_until"),
    notice_long_enough,
    objection_holds(N_("公示有异议并且成立，一般不能建档，请说明处理情况。")),
    required_if(
        "notice_objections",
        ("notice_objections",),
        lambda case: case.notice_result in {OBJECTION_REFUTED, OBJECTION_HOLDS},
        N_("公示有异议"),
    ),
    *leaving.RULES,
)
"""The rules of the register, in the order of the form."""
