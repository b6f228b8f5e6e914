"""Made-up nominees and collectives: what is read word by word is written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from db.consultations import EMPLOYER, WORKER
from db.record import Record
from db.register import Register
from db.registers.nominees.rules import consultation_form
from desktop.services.demonstration import opinions_asked, places
from desktop.services.demonstration.people import People
from desktop.services.demonstration.workers import WORKERS, Worker

COUNTY_UNION = "南昌市青山湖区总工会"
TOWN_UNION = "青山湖区罗家镇总工会"
_WITHOUT_CONTRACT = {"unit_no_contract@unit": "所在单位是财政供养的事业单位，不实行集体合同制度。"}


COLLECTIVES = (
    (
        "31",
        "3",
        "江西赣东电缆实业有限公司",
        "绞线车间甲班",
        "3",
        22,
        "连续八年安全生产，人均产量居公司第一。",
    ),
    (
        "31",
        "3",
        "南昌洪恒针织服饰有限公司",
        "缝制二组",
        "3",
        34,
        "返修率千分之五以内，全年提合理化建议四十六条。",
    ),
    (
        "33",
        "3",
        "江西盛纺纺织印染有限公司",
        "江西盛纺纺织印染有限公司",
        "7",
        412,
        "工会法人、集体合同、职代会制度齐全，职工流失率低于行业平均。",
    ),
    ("41", "4", "南昌华昕物流有限公司", "城东配送站", "6", 18, "疫情期间承担全镇药品和粮油配送，零差错。"),
)


def make_nominees(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the nominees; ``units`` maps names to the unit register."""
    return [_nominee(register, worker, units[worker.unit], people) for worker in WORKERS]


def make_collectives(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the collectives."""
    made = []
    for title, level, unit_name, name, kind, size, deeds in COLLECTIVES:
        facts: Any = units[unit_name]
        women = min(round(size * facts.female_employees / facts.employees), size)
        leader = people.either(35, 52)
        made.append(
            register.record(
                title=title,
                level=level,
                year=people.today.year,
                name=name,
                kind=kind,
                founded_on=facts.founded_on,
                people=size,
                female_people=women,
                party_members=size // 8,
                migrant_people=size // 2,
                average_age=Decimal(people.random.randint(320, 430)) / 10,
                unit=facts.id,
                work_unit=unit_name,
                unit_type=facts.unit_type,
                industry=facts.industry,
                address=f"青山湖区罗家镇{facts.address_village}{facts.address}",
                postcode=places.POSTCODE,
                phone=facts.phone,
                leader_name=leader.name,
                leader_sex=leader.sex,
                leader_post="班组长" if kind == "3" else "负责人",
                leader_mobile=people.mobile(),
                brief_deeds=deeds,
                honours=[_honour(register, people, "青山湖区工人先锋号", COUNTY_UNION, "4", 2)],
                notices=[opinions_asked.round_of_unit(register, _weekday(people.today - timedelta(days=48)))],
                consultations=opinions_asked.replies(
                    register, EMPLOYER, facts.unit_type, _weekday(people.today - timedelta(days=60))
                ),
                unit_opinion="经职工代表大会讨论，同意推荐。",
                unit_opinion_on=people.today - timedelta(days=30),
            )
        )
    return made


def _nominee(register: Register, worker: Worker, facts: Any, people: People) -> Any:
    today = people.today
    person = people.person(worker.sex, worker.age, worker.age, name=worker.name)
    resume = _resume(register, facts, person.birth, worker.post, people)
    meeting = _weekday(today - timedelta(days=people.random.randint(35, 60)))
    notice = _weekday(meeting + timedelta(days=4))
    votes = max(min(facts.congress_delegates or 15, 60), 9)
    is_party_member = people.random.random() < 0.6
    values: dict[str, Any] = {
        "title": worker.title,
        "level": worker.level,
        "year": today.year,
        "reasons": {} if facts.has_contract else _WITHOUT_CONTRACT,
        "recommended_by": TOWN_UNION,
        "name": person.name,
        "id_no": person.id_no,
        "sex": person.sex,
        "birth": person.birth,
        "ethnic": "01",
        "native_place": people.random.choice(("江西南昌", "江西进贤", "江西丰城", "江西新建")),
        "politics": "01" if is_party_member else "13",
        "joined_party_on": date(person.birth.year + 26, 7, 1) if is_party_member else None,
        "education": "21" if worker.category in {"06", "02"} and not worker.flags else "41",
        "mobile": people.mobile(),
        "household_place": f"南昌市青山湖区罗家镇{people.random.choice(places.VILLAGES)}",
        "household_registration": "4",
        "has_household_proof": True if "1" in worker.flags else None,
        "unit": facts.id,
        "work_unit": facts.unit_name,
        "post": worker.post,
        "technical_grade": worker.grade or None,
        "unit_type": facts.unit_type,
        "industry": facts.industry,
        "unit_employees": facts.employees,
        "started_work_on": resume[1].from_on,
        "post_years": today.year - resume[-1].from_on.year,
        "person_category": worker.category,
        "person_flags": worker.flags,
        "union_post": worker.union_post or None,
        "union_post_kind": "2" if worker.union_post else None,
        "union_years": 5 if worker.union_post else None,
        "resume": resume,
        "honours": [
            _honour(register, people, "先进生产（工作）者", facts.unit_name, "6", 4),
            _honour(register, people, worker.honour, COUNTY_UNION, "4", 2),
        ],
        "brief_deeds": worker.deeds.split("。")[0] + "。",
        "deeds": worker.deeds,
        "recommendation_method": "1",
        "meeting_on": meeting,
        "votes_due": votes,
        "votes_present": votes - 1,
        "votes_for": votes - 2,
        "notice_place": "本单位公告栏和车间门口",
        "notice_from": notice,
        "notice_until": notice + timedelta(days=7),
        "notice_result": "1",
        "party_opinion": "该同志表现突出，群众公认，同意推荐。",
        "party_opinion_on": meeting,
        "administration_opinion": "情况属实，同意推荐。",
        "administration_opinion_on": meeting,
        "union_opinion": "经职工（代表）大会表决通过，公示无异议，同意推荐。",
        "union_opinion_on": _weekday(notice + timedelta(days=8)),
    }
    nominee: Any = register.record(**values)
    form = consultation_form(nominee) or WORKER
    nominee.consultations = opinions_asked.replies(register, form, facts.unit_type, meeting)
    if worker.level != "4" and notice + timedelta(days=18) <= today:
        nominee.notices = [opinions_asked.round_of_county(register, _weekday(notice + timedelta(days=10)))]
    return nominee


def _resume(register: Register, facts: Any, birth: date, post: str, people: People) -> Sequence[Any]:
    """Write school, a first job and the present one without a gap."""
    entry = register.row_group("resume").row
    begun = date(birth.year + 19, 9, 1)
    joined = max(date(begun.year + people.random.randint(2, 5), 3, 1), facts.established_on.replace(day=1))
    first = people.random.choice(
        ("南昌县莲塘制衣厂", "浙江义乌某服装厂", "广东东莞电子厂", "南昌市昌东运输队")
    )
    return [
        entry(
            from_on=date(birth.year + 16, 9, 1),
            until_on=begun,
            organisation="南昌市第一中等专业学校",
            post="学生",
        ),
        entry(from_on=begun, until_on=joined, organisation=first, post="职工"),
        entry(from_on=joined, organisation=facts.unit_name, post=post),
    ]


def _honour(register: Register, people: People, title: str, by: str, level: str, years_ago: int) -> Any:
    day = date(people.today.year - years_ago, people.random.choice((1, 4, 5, 12)), 1)
    return register.row_group("honours").row(honoured_on=day, awarded_by=by, title=title, level=level)


def _weekday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
