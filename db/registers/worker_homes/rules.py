"""What an application for a workers' home must satisfy, and its two rates (会员评家, 入会率)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.fields import DecimalField
from db.messages import N_, Message, Problem, Severity
from db.rates import is_below, rate
from db.register import Arithmetic, Computed, Context, Rule
from db.registers.worker_homes.record import WorkerHome
from db.registers.worker_homes.scores import (
    grade_supports_title,
    scores_within_points,
    sheet_whole,
    totals_agree,
)
from db.rules import figure_for, in_order, once_only, part_within, reference_meets, required_if, text_within

SMALL_HOMES = ("21", "22", "23")


def ballots_add_up(home: WorkerHome, _context: Context) -> Iterable[Problem]:
    """Demand that the three answers add up to the valid ballots."""
    counted = (home.satisfied, home.basically_satisfied, home.dissatisfied)
    if home.ballots_valid is None or None in counted:
        return
    total = sum(votes or 0 for votes in counted)
    if total != home.ballots_valid:
        values = {"total": total, "valid": home.ballots_valid}
        sentence = Message(
            N_("满意、基本满意、不满意共 {total} 张，与有效票数 {valid} 张不符，请核对。"), values
        )
        yield Problem("ballots_sum", Severity.MUST, sentence, "ballots_valid")


def satisfaction_high_enough(home: WorkerHome, context: Context) -> Iterable[Problem]:
    """Ask about a rate of content members below the target."""
    if not home.ballots_valid:
        return
    target = figure_for(home, context, "targets", "satisfaction")
    if target is not None and is_below(_content(home), home.ballots_valid, target.value):
        values = {"target": target.words}
        sentence = Message(N_("满意率低于 {target}%，一般不能申报，请核对票数或说明。"), values)
        yield Problem("satisfaction_low", Severity.EXPLAIN, sentence, "satisfied")


def members_enough(home: WorkerHome, context: Context) -> Iterable[Problem]:
    """Ask about a share of members below the target; migrant and dispatched workers count."""
    facts = _unit_of(home, context)
    if not facts:
        return
    target = figure_for(home, context, "targets", "membership")
    if target is not None and is_below(facts.get("members"), facts.get("employees"), target.value):
        sentence = N_("职工入会率低于 {target}%，请先发展会员并更新单位台账，或说明原因。")
        yield Problem("members_few", Severity.EXPLAIN, Message(sentence, {"target": target.words}), "unit")


def name_as_in_units(home: WorkerHome, context: Context) -> Iterable[Problem]:
    """Compare the union's name with the unit register."""
    known = _unit_of(home, context).get("union_name")
    if known and home.union_name and known != home.union_name:
        sentence = Message(N_("工会名称与单位台账中的“{known}”不同，请核对。"), {"known": known})
        yield Problem("union_name_differs", Severity.HINT, sentence, "union_name")


def lower_title_first(home: WorkerHome, _context: Context) -> Iterable[Problem]:
    """Demand the next lower title, or the same one at a lower rank, before a higher one."""
    if not home.home_level or home.home_level[-1] == "1":
        return
    family, step = home.home_level[0], home.home_level[1]
    for won in home.titles:
        if not won.home_level or won.home_level[0] != family:
            continue
        next_lower = int(won.home_level[1]) == int(step) - 1
        same_at_lower_rank = won.home_level[1] == step and (won.home_rank or "9") < (home.home_rank or "0")
        if next_lower or same_at_lower_rank:
            return
    sentence = N_("曾获称号中没有低一等的称号，请补填，或说明直接申报的原因。")
    yield Problem("lower_title", Severity.EXPLAIN, Message(sentence), "home_level")


def work_out_satisfaction(home: WorkerHome, _context: Context) -> Arithmetic | None:
    """Give content ballots (满意 and 基本满意) in per cent of the valid ones."""
    return rate(
        Message(N_("满意和基本满意票数")), _content(home), Message(N_("有效票数")), home.ballots_valid
    )


def work_out_member_rate(home: WorkerHome, context: Context) -> Arithmetic | None:
    """Give the unit's members in per cent of its employees, from the unit register."""
    facts = _unit_of(home, context)
    return rate(
        Message(N_("会员人数")), facts.get("members"), Message(N_("职工人数")), facts.get("employees")
    )


def _content(home: WorkerHome) -> int | None:
    if home.satisfied is None or home.basically_satisfied is None:
        return None
    return home.satisfied + home.basically_satisfied


def _unit_of(home: WorkerHome, context: Context) -> Mapping[str, Any]:
    return (context.lookups.facts("units", home.unit) if home.unit else None) or {}


COMPUTED = (
    Computed(
        "member_rate", DecimalField(N_("职工入会率"), section="application", unit="%"), work_out_member_rate
    ),
    Computed(
        "satisfaction_rate", DecimalField(N_("满意率"), section="ballots", unit="%"), work_out_satisfaction
    ),
)

RULES: tuple[Rule, ...] = (
    once_only(
        "applied_twice",
        "worker_homes",
        "unit",
        ("home_level", "home_rank", "year", "home_name"),
        N_("这个单位同一年度已有相同的申报：{other}，请不要重复登记。"),
    ),
    required_if(
        "small_home", ("home_name",), lambda home: home.home_level in SMALL_HOMES, N_("申报职工小家")
    ),
    name_as_in_units,
    lower_title_first,
    reference_meets(
        "unit_not_built", "unit", "built_state", "2", N_("所在单位还没有建会，请核对单位台账或说明。")
    ),
    reference_meets(
        "no_legal_person",
        "unit",
        "legal_person",
        True,
        N_("所在单位的工会没有取得工会法人资格，验收时这一项是必备条件。"),
        Severity.HINT,
    ),
    reference_meets(
        "no_contract",
        "unit",
        "has_contract",
        True,
        N_("所在单位没有签订集体合同，验收时这一项是必备条件。"),
        Severity.HINT,
    ),
    reference_meets(
        "no_congress",
        "unit",
        "has_congress",
        True,
        N_("所在单位没有建立职代会制度，验收时这一项是必备条件。"),
        Severity.HINT,
    ),
    members_enough,
    part_within("more_than_due", "ballots_present", "ballots_due"),
    part_within("more_than_present", "ballots_issued", "ballots_present"),
    part_within("more_than_issued", "ballots_returned", "ballots_issued"),
    part_within("more_than_returned", "ballots_valid", "ballots_returned"),
    ballots_add_up,
    satisfaction_high_enough,
    scores_within_points,
    sheet_whole,
    totals_agree,
    grade_supports_title,
    text_within("deeds_long", "brief_deeds", "home_brief_deeds"),
    in_order("notice_order", "notice_from", "notice_until"),
)
