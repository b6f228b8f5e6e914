"""The way of a made-up hardship file before its filing: request, consents, visit, public notice, opinions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from db.code_lists import code_list
from db.registers.hardship_cases.visits import EXCLUSIONS, FITS
from db.values import money

VISITORS = ("李晓燕", "涂小兰")
HOTLINE = "0791-88210117"
_GROWN = 16  # years: grown members sign the authorization themselves
_CHILD = 14


def add_papers(case: Any, visit_row: type[Any]) -> None:
    """Fill what lies between the request and the filing; days come from the day of filing."""
    filed: date = case.filed_on
    requested, notice = _weekday(filed - timedelta(days=24)), _weekday(filed - timedelta(days=10))
    case.requested_on = case.informed_on = case.authorized_on = requested
    case.informed = True
    for member in case.members:
        member.authorizes_check = requested.year - member.birth.year >= _GROWN
    if any((requested - member.birth).days < 366 * _CHILD for member in case.members):
        case.guardian_name = case.name
    case.visits = [_visit(case, visit_row, _weekday(filed - timedelta(days=17)))]
    case.notice_place = "单位公告栏和村（社区）公示栏" if case.unit else "村（社区）公示栏"
    case.notice_from, case.notice_until = notice, notice + timedelta(days=7)
    case.notice_phone, case.notice_result = HOTLINE, "1"
    case.party_opinion, case.party_opinion_on = "情况属实，同意申报。", _weekday(filed - timedelta(days=13))
    case.union_opinion = "经工会委员会集体审核，情况属实；公示期间无异议，同意上报。"
    case.union_opinion_on = _weekday(notice + timedelta(days=8))
    case.system_union_opinion, case.system_union_opinion_on = "经审核符合建档条件，同意上报。", filed


def _visit(case: Any, visit_row: type[Any], day: date) -> Any:
    house = code_list("house_kind").label(case.house_kind)
    wage = money.grouped(case.monthly_income_self)
    earners = [member for member in case.members if member.monthly_income]
    sums = "".join(f"，{one.name}每月{money.grouped(one.monthly_income)}元" for one in earners)
    answers: dict[str, Any] = dict.fromkeys(EXCLUSIONS, False)
    return visit_row(
        visited_on=day,
        first_visitor=VISITORS[0],
        second_visitor=VISITORS[1],
        present_person=_present(case.name, case.members),
        housing_found=f"{house}，建筑面积{case.floor_area}平方米，家具家电陈旧，没有装修。",
        income_found=f"本人每月{wage}元{sums}，已看工资流水和存折。",
        health_found=_health(case),
        needs_found=case.cause_text,
        conclusion=FITS,
        opinion="家庭情况与申请一致，建议建档。",
        **answers,
    )


def _present(head: str, members: Sequence[Any]) -> str:
    return "、".join([head, *(member.name for member in members[:1])])


def _health(case: Any) -> str:
    labels = code_list("health")
    people = [(case.name, case.health), *((one.name, one.health) for one in case.members)]
    ill = [f"{name}{labels.label(health)}" for name, health in people if health != "01"]
    return ("、".join(ill) + "，已看诊断书或残疾证，其他人健康。") if ill else "全家健康状况良好。"


def _weekday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
