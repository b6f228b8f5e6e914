"""Made-up nominees and collectives: a few written by hand, because honours are read word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from db.consultations import EMPLOYER, WORKER
from db.record import Record
from db.register import Register
from db.registers.nominees.rules import consultation_form
from desktop.services.demonstration import opinions_asked, places
from desktop.services.demonstration.people import FEMALE, MALE, People

COUNTY_UNION = "南昌市青山湖区总工会"
TOWN_UNION = "青山湖区罗家镇总工会"
_WITHOUT_CONTRACT = {"unit_no_contract@unit": "所在单位是财政供养的事业单位，不实行集体合同制度。"}


@dataclass(frozen=True)
class Worker:
    """What is written by hand of a nominee; ``unit`` is the name of the unit."""

    title: str
    level: str
    unit: str
    sex: str
    age: int
    post: str
    category: str
    deeds: str
    grade: str = ""
    name: str = ""
    flags: tuple[str, ...] = ()
    union_post: str = ""


WORKERS = (
    Worker(
        "33",
        "3",
        "江西盛纺纺织印染有限公司",
        FEMALE,
        41,
        "细纱车间挡车工",
        "01",
        "在细纱车间工作十九年，看台量从六台提高到十二台，总结的“三看一听巡回法”在全公司推广，断头率下降四成，"
        "连续六年无质量事故。带徒弟二十三名，其中八人成为操作能手。",
        "3",
        "万𬱖兰",
        ("4",),
    ),
    Worker(
        "21",
        "2",
        "江西赣东电缆实业有限公司",
        MALE,
        48,
        "绞线班班长",
        "01",
        "扎根绞线岗位二十五年，主持改造老式框绞机，一年节约铜材损耗十一吨；编写操作规程三册，"
        "所带班组连续八年安全生产。抗洪期间带领班组三昼夜抢出电力抢修用电缆十七盘。",
        "1",
    ),
    Worker(
        "33",
        "3",
        "南昌德昌汽车零部件有限公司",
        MALE,
        36,
        "数控加工中心操作工",
        "01",
        "自学数控编程，把转向节加工节拍由十四分钟缩短到九分钟，获实用新型专利两项；市职工技能大赛数控铣工第三名。",
        "2",
        "",
        ("1", "4"),
    ),
    Worker(
        "36",
        "3",
        "南昌洪恒针织服饰有限公司",
        FEMALE,
        33,
        "缝制二组组长",
        "01",
        "从平车工做起，会操作九种缝制设备，设计的辅助模板使门襟工序提效三成；小组返修率保持在千分之五以内。",
        "3",
        "",
        ("1", "4"),
    ),
    Worker(
        "31",
        "3",
        "南昌市青山湖区罗家镇卫生院",
        FEMALE,
        45,
        "公共卫生科主管护师",
        "02",
        "十八年走遍全镇二十三个村，建立居民健康档案一万两千余份，随访高血压、糖尿病患者从不间断，村民叫她“赤脚护士”。",
    ),
    Worker(
        "44",
        "4",
        "江西博通电子有限公司",
        MALE,
        39,
        "工会主席",
        "04",
        "建会五年，推动签订工资专项集体合同，一线职工年人均增收四千余元；办起爱心托管班，解决六十名职工子女暑期看护。",
        union_post="工会主席",
    ),
    Worker(
        "33",
        "3",
        "南昌迅捷快递服务有限公司",
        MALE,
        29,
        "快递员",
        "02",
        "每天派件二百余件，三年零投诉；雨夜把走失老人送回家；加入工会后带动四十一名骑手入会。",
        flags=("1", "3", "4"),
    ),
    Worker(
        "32",
        "3",
        "南昌市青山湖区罗家镇中心小学",
        FEMALE,
        43,
        "语文教研组组长",
        "06",
        "任教二十一年，十二年担任毕业班班主任，资助困难学生七名；组织留守儿童阅读小组，所教班级阅读量为全区第一。",
    ),
)
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
            _honour(register, people, "青山湖区技术能手", COUNTY_UNION, "4", 2),
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
