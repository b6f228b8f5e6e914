"""Made-up applications for workers' homes, and inspections of units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
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
    ("江西盛纺纺织印染有限公司", "二号仓库消防通道堆放纱锭，灭火器两具过期。", 96, 15, "2"),
    ("南昌楼付五金加工厂", "冲压机两台光电保护失灵；三名职工未戴护耳器。", 61, 20, "2"),
    ("江西鼎旺钢结构工程有限公司", "高处作业安全带佩戴齐全，班前会记录完整。", 54, 0, "9"),
    ("南昌迅捷快递服务有限公司", "电动三轮车在楼道充电；骑手休息点没有饮水和药箱。", 33, 30, "1"),
    ("南昌润泽食品加工有限公司", "冷库报警按钮损坏一处，女职工休息哺乳室已设。", 26, 40, ""),
)


def make_homes(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the applications with the members' ballots."""
    return [
        _home(register, units[unit], (level, rank), before, people) for unit, level, rank, before in _HOMES
    ]


def make_inspections(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the inspections; where something is to be put right, with the notice and, once done, its receipt."""
    made = []
    for number, (unit, findings, ago, deadline, result) in enumerate(_INSPECTIONS, 1):
        facts: Any = units[unit]
        day = people.today - timedelta(days=ago)
        inspection: Any = register.record(
            inspected_on=day,
            place=f"{unit}({facts.address_village})",
            unit=facts.id,
            inspectors="万建平、涂小兰",
            findings=findings,
            needs_rectifying=bool(deadline),
        )
        if deadline:
            _demand(
                inspection, register, facts, day + timedelta(days=deadline), f"罗工督〔{day.year}〕{number}号"
            )
            if result:
                _reply(inspection, facts, result)
        made.append(inspection)
    return made


def _demand(inspection: Any, register: Register, facts: Any, deadline: date, number: str) -> None:
    """List what was found in a notice with one deadline."""
    row = register.row_group("problems").row
    found = [one for one in inspection.findings.rstrip("。").replace(";", ",").split(",") if one]
    inspection.rectify_by = deadline
    inspection.problems = [
        row(problem=f"{one}。", requirement="立即整改，消除隐患，明确责任人。", rectify_by=deadline)
        for one in found
    ]
    inspection.notice_no, inspection.notice_on = number, inspection.inspected_on + timedelta(days=1)
    inspection.notice_basis = "《工会劳动保护监督检查委员会工作条例》"
    inspection.issued_by, inspection.received_by = "万建平", facts.contact
    inspection.received_on = inspection.notice_on + timedelta(days=1)


def _reply(inspection: Any, facts: Any, result: str) -> None:
    """Let the unit answer four days before the deadline; of a part that is not done yet the last one stays open."""
    answered = inspection.rectify_by - timedelta(days=4)
    open_ones = 1 if result == "1" else 0
    for one in inspection.problems[: len(inspection.problems) - open_ones]:
        one.measure, one.is_done, one.done_on = "已整改到位，专人负责每日检查。", True, answered
    inspection.result, inspection.result_on = result, inspection.rectify_by - timedelta(days=2)
    inspection.rechecked_by = "涂小兰"
    inspection.reply_on, inspection.replied_by = answered, facts.contact
    inspection.reply = "收到通知后，本单位立即召开会议，逐条落实整改，情况见上表。"
    inspection.reply_phone = facts.phone


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
        brief_deeds="工会组织健全，按期换届；集体合同、工资专项集体合同按期续签；职工书屋、爱心驿站、心理关爱室对全体职工开放。",
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
