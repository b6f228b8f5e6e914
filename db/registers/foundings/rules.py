"""What a founding must satisfy: steps in order, a preparing group, a quorum, and the majority of all members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db.fields import IntegerField
from db.messages import N_, Message, Problem, Severity
from db.register import Arithmetic, Computed, Context, Rule, fields_of
from db.registers.foundings.record import Founding
from db.rules import label, once_only, part_within
from db.values import dates

STEPS = (
    "request_on",
    "preparation_on",
    "recruiting_on",
    "candidates_on",
    "congress_on",
    "report_on",
    "approval_on",
)
"""The steps up to the approval, one after the other."""

COMPLETING = ("seals_on", "legal_person_on", "account_on", "plaque_on")
"""What follows the approval, in any order."""

FEWEST_PREPARERS, MOST_PREPARERS = 3, 7
WOMEN_COMMITTEE, FEMALE = "3", "2"


def preparers_counted(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Ask about a preparing group of other than three to seven, once the request was made."""
    count = len(founding.preparers)
    if founding.request_on is not None and not FEWEST_PREPARERS <= count <= MOST_PREPARERS:
        values = {"n": count, "least": FEWEST_PREPARERS, "most": MOST_PREPARERS}
        sentence = Message(N_("筹备组应为 {least} 至 {most} 人，现有 {n} 人，请补齐或说明。"), values)
        yield Problem("preparers", Severity.EXPLAIN, sentence, rows="preparers")


def enough_present(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Demand that two thirds of those due were present: otherwise nothing could be elected."""
    due, present = founding.ballots_due, founding.ballots_present
    if due and present is not None and 3 * present < 2 * due:
        values = {"present": present, "due": due}
        sentence = Message(N_("实到 {present} 人，不足应到 {due} 人的三分之二，选举无效，请核对。"), values)
        yield Problem("no_quorum", Severity.MUST, sentence, "ballots_present")


def elected_by_majority(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Demand more than half of all who were due for everybody elected, and no more votes than ballots."""
    due, valid = founding.ballots_due, founding.ballots_valid
    for row, candidate in enumerate(founding.candidates):
        if candidate.votes is None:
            continue
        if valid is not None and candidate.votes > valid:
            values = {"votes": candidate.votes, "valid": valid}
            sentence = Message(N_("得票数 {votes} 多于有效票数 {valid}，请核对。"), values)
            yield Problem("more_than_valid", Severity.MUST, sentence, "votes", "candidates", row)
        elif due and candidate.elected and 2 * candidate.votes <= due:
            values = {"votes": candidate.votes, "due": due}
            sentence = Message(N_("得票数 {votes} 没有超过应到 {due} 人的一半，不能当选，请核对。"), values)
            yield Problem("no_majority", Severity.MUST, sentence, "votes", "candidates", row)


def somebody_elected(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Demand the people elected before the result is reported."""
    if founding.report_on is not None and not any(one.elected for one in founding.candidates):
        sentence = Message(N_("已报送选举结果，请在候选人与选举结果里填写当选的人。"))
        yield Problem("nobody_elected", Severity.MUST, sentence, rows="candidates")


def women_in_their_committee(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Ask about a man in the women's committee."""
    for row, candidate in enumerate(founding.candidates):
        if candidate.organ == WOMEN_COMMITTEE and candidate.sex not in (None, FEMALE):
            sentence = Message(N_("女职工委员会委员应为女职工，请核对机构和性别。"))
            yield Problem("not_a_woman", Severity.EXPLAIN, sentence, "sex", "candidates", row)


def unit_follows(founding: Founding, context: Context) -> Iterable[Problem]:
    """Remind that the unit register has to say that the union is founded."""
    facts = context.lookups.facts("units", founding.unit) if founding.unit else None
    if founding.approval_on is not None and facts is not None and facts.get("built_state") != "2":
        sentence = Message(N_("工会已批复成立，请在单位台账里把建会情况改为已建。"))
        yield Problem("unit_not_updated", Severity.HINT, sentence, "unit")


def work_out_days(founding: Founding, context: Context) -> Arithmetic | None:
    """Count the days since the latest step; None before the first one and after the plaque."""
    if founding.plaque_on is not None:
        return None
    taken: list[tuple[date, str]] = []
    for code in (*STEPS, *COMPLETING):
        day = getattr(founding, code)
        if day is not None:
            taken.append((day, code))
    if not taken:
        return None
    day, code = max(taken, key=lambda one: one[0])
    days = (context.today - day).days
    values = {"step": Message(fields_of(Founding)[code].label), "day": dates.in_sentence(day), "days": days}
    return Arithmetic(days, Message(N_("{step} {day}，至今 {days} 天"), values))


def work_out_least_votes(founding: Founding, _context: Context) -> Arithmetic | None:
    """Give the fewest votes that elect: more than half of those due."""
    if not founding.ballots_due:
        return None
    least = founding.ballots_due // 2 + 1
    values = {"due": founding.ballots_due, "least": least}
    return Arithmetic(least, Message(N_("应到 {due} 人，过半数为 {least} 票"), values))


def steps_in_order(founding: Founding, _context: Context) -> Iterable[Problem]:
    """Demand that no step lies before an earlier one, whatever steps between them are empty."""
    last = ""
    for code in STEPS:
        day = getattr(founding, code)
        if day is None:
            continue
        if last and day < getattr(founding, last):
            yield _too_early(founding, last, code)
        else:
            last = code
    for code in COMPLETING:
        day = getattr(founding, code)
        if day is not None and founding.approval_on is not None and day < founding.approval_on:
            yield _too_early(founding, "approval_on", code)


def _too_early(founding: Founding, earlier: str, later: str) -> Problem:
    values = {
        "earlier": label(founding, earlier),
        "later": label(founding, later),
        "first": dates.in_sentence(getattr(founding, earlier)),
        "second": dates.in_sentence(getattr(founding, later)),
    }
    sentence = Message(N_("{later}（{second}）早于{earlier}({first})，请核对这两个日期。"), values)
    return Problem("step_order", Severity.MUST, sentence, later)


COMPUTED = (
    Computed(
        "days_since_step",
        IntegerField(N_("距上一步天数"), section="completing", unit=N_("天")),
        work_out_days,
    ),
    Computed(
        "votes_needed",
        IntegerField(N_("当选票数下限"), section="meeting", unit=N_("票")),
        work_out_least_votes,
    ),
)

RULES: tuple[Rule, ...] = (
    once_only(
        "founded_twice",
        "foundings",
        "unit",
        ("union_name",),
        N_("这个单位已有同名工会的组建记录：{other}，请不要重复登记。"),
    ),
    steps_in_order,
    preparers_counted,
    part_within("more_than_members", "female_members", "members"),
    part_within("more_than_due", "ballots_present", "ballots_due"),
    part_within("more_than_present", "ballots_issued", "ballots_present"),
    part_within("more_than_issued", "ballots_returned", "ballots_issued"),
    part_within("more_than_returned", "ballots_valid", "ballots_returned"),
    enough_present,
    elected_by_majority,
    somebody_elected,
    women_in_their_committee,
    unit_follows,
)
