"""Visits to a household (入户调查): what two visitors found, and the six grounds against a file (不予建档)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import ChoiceField, DateField, Sensitivity, TextField, TextForm, YesNoField, stored
from db.messages import N_, Message, Problem, Severity
from db.record import Row, belongs_to
from db.register import Context
from db.values import dates

FITS, DOES_NOT_FIT = "1", "2"  # visit_conclusion
EXCLUSIONS = (
    "second_home",
    "owns_business",
    "costly_schooling",
    "uses_vehicle",
    "refuses_work",
    "uncooperative",
)
"""Fields of a visit that each forbid a file when answered with yes."""


class HomeVisit(Row):
    """One visit (入户调查表); the visitors sign it on paper."""

    __tablename__ = "hardship_cases_visits"

    record_id: Mapped[str] = belongs_to("hardship_cases")
    visited_on: Mapped[date | None] = stored(DateField(N_("调查日期"), required=True))
    first_visitor: Mapped[str | None] = stored(
        TextField(N_("调查人一"), max_length=50, form=TextForm.PERSON_NAME, help=N_("入户调查由两人进行。"))
    )
    second_visitor: Mapped[str | None] = stored(
        TextField(N_("调查人二"), max_length=50, form=TextForm.PERSON_NAME)
    )
    present_person: Mapped[str | None] = stored(
        TextField(N_("在场人"), max_length=60, help=N_("接受调查的人，如“本人和配偶”。"), of_person=True)
    )
    housing_found: Mapped[str | None] = stored(
        TextField(
            N_("住房情况"), max_length=300, multiline=True, help=N_("几间、多大、自有还是租住、家中陈设。")
        )
    )
    income_found: Mapped[str | None] = stored(
        TextField(
            N_("收入情况"),
            max_length=300,
            multiline=True,
            sensitivity=Sensitivity.MONEY,
            help=N_("谁在挣钱、每月多少、有没有别的来源。"),
        )
    )
    health_found: Mapped[str | None] = stored(
        TextField(N_("健康情况"), max_length=300, multiline=True, sensitivity=Sensitivity.HEALTH)
    )
    needs_found: Mapped[str | None] = stored(
        TextField(N_("困难与需求"), max_length=300, multiline=True, help=N_("最要紧的困难，希望得到的帮助。"))
    )
    second_home: Mapped[bool | None] = stored(YesNoField(N_("拥有两套（含）以上住宅")))
    owns_business: Mapped[bool | None] = stored(YesNoField(N_("拥有商业店铺或雇人经营")))
    costly_schooling: Mapped[bool | None] = stored(YesNoField(N_("子女就读高收费私校或自费留学")))
    uses_vehicle: Mapped[bool | None] = stored(YesNoField(N_("非受雇佣经常使用机动车辆")))
    refuses_work: Mapped[bool | None] = stored(YesNoField(N_("有劳动能力无正当理由拒绝就业")))
    uncooperative: Mapped[bool | None] = stored(YesNoField(N_("不配合调查或提供虚假材料")))
    conclusion: Mapped[str | None] = stored(ChoiceField(N_("调查结论"), codes="visit_conclusion"))
    opinion: Mapped[str | None] = stored(TextField(N_("调查人意见"), max_length=300, multiline=True))


def two_visitors(case: object, _context: Context) -> Iterator[Problem]:
    """Ask for two different visitors."""
    for row, visit in enumerate(_visits(case)):
        if not visit.second_visitor or visit.second_visitor == visit.first_visitor:
            sentence = N_("入户调查应由两人进行，请填写两名调查人，或说明原因。")
            yield _of_visit("one_visitor", Severity.EXPLAIN, row, "second_visitor", Message(sentence))


def exclusions_answered(case: object, _context: Context) -> Iterator[Problem]:
    """Refuse the conclusion that a household fits when a ground against it was found; remind of open ones."""
    for row, visit in enumerate(_visits(case)):
        answers = {code: getattr(visit, code) for code in EXCLUSIONS}
        found = [code for code, answer in answers.items() if answer]
        if found and visit.conclusion == FITS:
            label = Message(HomeVisit.__table__.c[found[0]].info["field"].label)
            sentence = Message(N_("有“{label}”的情形，不予建档，请改正调查结论。"), {"label": label})
            yield _of_visit("excluded", Severity.MUST, row, "conclusion", sentence)
        open_ones = sum(answer is None for answer in answers.values())
        if visit.conclusion and open_ones:
            sentence = Message(N_("六项不予建档的情形还有 {n} 项没有回答。"), {"n": open_ones})
            yield _of_visit("exclusions_open", Severity.HINT, row, "second_home", sentence)


def visit_supports_file(case: object, _context: Context) -> Iterator[Problem]:
    """Ask about a file that the latest visit speaks against."""
    visits = [(visit.visited_on, row) for row, visit in enumerate(_visits(case)) if visit.visited_on]
    if not visits:
        return
    row = max(visits)[1]
    if _visits(case)[row].conclusion == DOES_NOT_FIT:
        sentence = N_("最近一次入户调查的结论是不符合建档条件，请核对，或说明建档的理由。")
        yield _of_visit("visit_against", Severity.EXPLAIN, row, "conclusion", Message(sentence))


def visited_after_request(case: object, _context: Context) -> Iterator[Problem]:
    """Point out a visit before the request."""
    requested: date | None = getattr(case, "requested_on", None)
    for row, visit in enumerate(_visits(case)):
        if requested is not None and visit.visited_on is not None and visit.visited_on < requested:
            values = {"day": dates.in_sentence(requested)}
            sentence = Message(N_("调查日期早于申请日期{day}，请核对这两个日期。"), values)
            yield _of_visit("visit_early", Severity.HINT, row, "visited_on", sentence)


def _visits(case: object) -> list[HomeVisit]:
    return list(getattr(case, "visits", ()))


def _of_visit(code: str, severity: Severity, row: int, field: str, sentence: Message) -> Problem:
    return Problem(code, severity, sentence, field, "visits", row)
