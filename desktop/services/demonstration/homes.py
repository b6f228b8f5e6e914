"""Made-up applications for workers' homes, and inspections of units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from db.record import Record
from db.register import Register
from db.registers.worker_homes.scores import TABLE
from db.rule_tables import shipped
from desktop.services.demonstration.people import People

_HOMES = (  # unit, title applied for, rank, title it has already
    ("江西盛纺纺织印染有限公司", "13", "2", "12"),
    ("江西赣东电缆实业有限公司", "13", "3", "12"),
    ("南昌洪恒针织服饰有限公司", "12", "2", "11"),
    ("南昌德昌汽车零部件有限公司", "12", "1", "11"),
    ("南昌华昕物流有限公司", "11", "1", ""),
    ("江西博通电子有限公司", "11", "1", ""),
)
_INSPECTIONS = (  # unit, findings, days ago, days until the deadline (0: nothing to put right), result
    ("江西盛纺纺织印染有限公司", "二号仓库消防通道堆放纱锭,灭火器两具过期。", 96, 15, "2"),
    ("南昌楼付五金加工厂", "冲压机两台光电保护失灵;三名职工未戴护耳器。", 61, 20, "2"),
    ("江西鼎旺钢结构工程有限公司", "高处作业安全带佩戴齐全,班前会记录完整。", 54, 0, "9"),
    ("南昌迅捷快递服务有限公司", "电动三轮车在楼道充电;骑手休息点没有饮水和药箱。", 33, 30, "1"),
    ("南昌润泽食品加工有限公司", "冷库报警按钮损坏一处,女职工休息哺乳室已设。", 26, 40, ""),
)


def make_homes(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the applications with the members' ballots."""
    return [
        _home(register, units[unit], (level, rank), before, people) for unit, level, rank, before in _HOMES
    ]


def make_inspections(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the inspections."""
    made = []
    for unit, findings, ago, deadline, result in _INSPECTIONS:
        facts: Any = units[unit]
        day = people.today - timedelta(days=ago)
        made.append(
            register.record(
                inspected_on=day,
                place=f"{unit}({facts.address_village})",
                unit=facts.id,
                inspectors="万建平、涂小兰",
                findings=findings,
                needs_rectifying=bool(deadline),
                rectify_by=day + timedelta(days=deadline) if deadline else None,
                result=result or None,
                result_on=day + timedelta(days=deadline - 2) if deadline and result else None,
            )
        )
    return made


def _home(register: Register, facts: Any, wanted: tuple[str, str], before: str, people: People) -> Record:
    level, rank = wanted
    due = facts.congress_delegates
    present = due - people.random.randint(0, 2)
    fair, bad = people.random.randint(1, 3), people.random.randint(0, 1)
    titles = []
    if before:
        row = register.row_group("titles").row
        titles = [row(home_level=before, home_rank="1", year=people.today.year - 2)]
    lost = people.random.randint(2, 9)
    return register.record(
        unit=facts.id,
        union_name=facts.union_name,
        home_level=level,
        home_rank=rank,
        year=people.today.year,
        reviewed_on=people.today - timedelta(days=people.random.randint(40, 200)),
        ballots_due=due,
        ballots_present=present,
        ballots_issued=present,
        ballots_returned=present,
        ballots_valid=present,
        satisfied=present - fair - bad,
        basically_satisfied=fair,
        dissatisfied=bad,
        reaches_satisfied=True,
        titles=titles,
        brief_deeds="工会组织健全,按期换届;集体合同、工资专项集体合同按期续签;职工书屋、爱心驿站、心理关爱室对全体职工开放。",
        scores=_scores(register, lost, people, is_accepted=rank == "1"),
        own_score=Decimal(100 - lost),
        acceptance_score=Decimal(99 - lost) if rank == "1" else None,
        notice_place="厂区公告栏",
        notice_from=people.today - timedelta(days=30),
        notice_until=people.today - timedelta(days=23),
        notice_result="1",
    )


def _scores(register: Register, lost: int, people: People, *, is_accepted: bool) -> list[Any]:
    """Score the sheet one point below the full ones in ``lost`` items; those who accept take one point more."""
    lines = register.row_group("scores").first_rows(people.today)
    places = people.random.sample(range(len(lines)), lost + 1)
    scored: list[Any] = []
    for place, line in enumerate(lines):
        one: Any = line
        figure = shipped().figure(TABLE, one.item, people.today)
        full = figure.value if figure else Decimal(0)
        one.own = full - (place in places[:lost])
        one.accepted = full - (place in places) if is_accepted else None
        one.note = "台账资料还在补齐" if place in places[:lost] else None
        scored.append(one)
    return scored
