"""About forty made-up units of the township, most of them with a union."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from db.record import Record
from db.register import Register
from desktop.services.demonstration import places
from desktop.services.demonstration.people import MALE, People

UNION_CODE = "81"
BUILT = "2"
_UNION_SUFFIX = "工会委员会"


@dataclass(frozen=True)
class Sketch:
    """What is decided by hand of a unit; ``kind`` are the first two characters of its credit code."""

    name: str
    kind: str
    unit_type: str
    industry: str
    place: str
    employees: int
    since: int
    not_built: str = ""


_F, _S = "91", "92"
SKETCHES = (
    Sketch("南昌洪恒针织服饰有限公司", _F, "170", "C", "岗下村", 268, 2009),
    Sketch("江西盛纺纺织印染有限公司", _F, "159", "C", "慈母村", 412, 2006),
    Sketch("南昌罗家机械制造有限公司", _F, "159", "C", "秦坊村", 136, 2003),
    Sketch("江西赣东电缆实业有限公司", _F, "169", "C", "棠溪村", 305, 2005),
    Sketch("南昌润泽食品加工有限公司", _F, "170", "C", "枫下村", 94, 2013),
    Sketch("南昌华昕物流有限公司", _F, "170", "G", "白兰村", 152, 2014),
    Sketch("江西鼎旺钢结构工程有限公司", _F, "170", "E", "京川村", 118, 2011),
    Sketch("南昌康佑医疗器械有限公司", _F, "170", "C", "佛塔村", 77, 2015),
    Sketch("南昌德昌汽车零部件有限公司", _F, "300", "C", "义坊村", 226, 2012),
    Sketch("江西艾湖环保科技有限公司", _F, "170", "N", "胡家村", 58, 2017),
    Sketch("南昌市罗家建筑安装工程有限公司", _F, "120", "E", "罗家社区", 184, 1998),
    Sketch("南昌金谷粮油购销有限公司", _F, "151", "F", "罗家社区", 46, 2001),
    Sketch("江西东站客运服务有限公司", _F, "161", "G", "观田村", 88, 2020),
    Sketch("南昌谢埠农贸市场管理有限公司", _F, "159", "L", "谢埠社区", 32, 2008),
    Sketch("南昌恒丰塑料制品有限公司", _F, "170", "C", "石桥村", 63, 2010),
    Sketch("江西联众服装辅料有限公司", _F, "200", "C", "梧岗村", 147, 2011),
    Sketch("南昌新棠木业有限公司", _F, "170", "C", "棠溪村", 41, 2012),
    Sketch("南昌市安达运输有限公司", _F, "170", "G", "竹山村", 55, 2009),
    Sketch("江西博通电子有限公司", _F, "170", "C", "胡坊村", 172, 2016),
    Sketch("南昌惠家超市有限公司", _F, "170", "F", "罗家社区", 39, 2013),
    Sketch("南昌昌东印务有限公司", _F, "170", "C", "板溪村", 28, 2007),
    Sketch("江西绿源园林绿化工程有限公司", _F, "170", "A", "沈桥村", 36, 2014),
    Sketch("南昌云端信息服务有限公司", _F, "170", "I", "观田村", 44, 2019),
    Sketch("南昌罗家大酒店有限公司", _F, "170", "H", "罗家社区", 52, 2010),
    Sketch("青山湖区罗家镇人民政府机关", "11", "500", "S", "岗下村", 86, 1986),
    Sketch("南昌市青山湖区罗家镇中心小学", "12", "400", "P", "罗家社区", 74, 1985),
    Sketch("南昌市青山湖区罗家镇卫生院", "12", "400", "Q", "罗家社区", 61, 1984),
    Sketch("青山湖区罗家镇金色摇篮幼儿园", "52", "700", "P", "谢埠社区", 23, 2012),
    Sketch("青山湖区罗家镇夕阳红敬老院", "52", "700", "Q", "黎明村", 19, 2011),
    Sketch("南昌市青山湖区濡溪蔬菜专业合作社", "93", "190", "A", "濡溪村", 27, 2013),
    Sketch("江西前湖水产养殖有限公司", _F, "170", "A", "前湖村", 31, 2015),
    Sketch("南昌楼付五金加工厂", _F, "170", "C", "楼付村", 18, 2009),
    Sketch("江西亿达包装材料有限公司", _F, "170", "C", "赵坊村", 66, 2018),
    Sketch("南昌迅捷快递服务有限公司", _F, "170", "G", "坝桥村", 48, 2021),
    Sketch("南昌诚信家政服务有限公司", _F, "170", "O", "罗家社区", 15, 2022, "4"),
    Sketch("南昌小灶餐饮管理有限公司", _F, "170", "H", "谢埠社区", 12, 2021, "2"),
    Sketch("青山湖区罗家镇老王汽车修理厂", _S, "600", "O", "岗下村", 9, 2016, "2"),
    Sketch("江西乐居房地产经纪有限公司", _F, "170", "K", "罗家社区", 21, 2018, "1"),
    Sketch("南昌锦程纸制品有限公司", _F, "170", "C", "石桥村", 34, 2012, "3"),
    Sketch("南昌志远教育咨询有限公司", _F, "170", "L", "观田村", 17, 2023, "4"),
)
_WOMEN = {"C": 0.55, "P": 0.75, "Q": 0.7, "E": 0.15, "G": 0.2, "F": 0.6, "H": 0.6, "O": 0.5}
_LIAISONS = ("万建平", "涂小兰", "李晓燕", "胡国华")


def make_units(
    register: Register, people: People, sketches: Sequence[Sketch] = SKETCHES, area: str = places.TOWNSHIP
) -> list[Record]:
    """Make the units of a township, in the order of ``sketches``."""
    return [_unit(register, sketch, people, area, number) for number, sketch in enumerate(sketches, start=1)]


def _unit(register: Register, sketch: Sketch, people: People, area: str, number: int) -> Record:
    random = people.random
    employees = sketch.employees
    women = round(employees * _WOMEN.get(sketch.industry, 0.4))
    established = date(sketch.since, random.randint(1, 12), random.randint(1, 28))
    is_office = sketch.unit_type in {"400", "500"}
    migrants = 0 if is_office else round(employees * random.uniform(0.45, 0.8))
    values: dict[str, Any] = {
        "unit_name": sketch.name,
        "credit_code": people.credit_code(sketch.kind),
        "legal_representative": people.person(MALE, 35, 60).name,
        "contact": people.either(25, 50).name,
        "phone": people.landline(),
        "industry": sketch.industry,
        "unit_type": sketch.unit_type,
        "address_area": area,
        "address_village": sketch.place,
        "address": places.yard(random, sketch.place),
        "unit_state": "3" if sketch.not_built == "3" else "1",
        "legal_entity": sketch.kind == "91",
        "established_on": established,
        "employees": employees,
        "female_employees": women,
        "migrant_employees": migrants,
        "dispatched_employees": employees // 20 if employees > 100 else 0,
        "professional_employees": employees // 3 if is_office else employees // 12,
        "has_party": employees > 60 or is_office,
        "party_form": "3" if employees > 60 or is_office else "0",
        "party_members": employees // 3 if sketch.unit_type == "500" else employees // 15,
        "labour_contracts": 0 if sketch.unit_type == "500" else employees - employees // 25,
        "liaison_leader": _LIAISONS[0],
        "liaison": random.choice(_LIAISONS[1:]),
    }
    if sketch.not_built:
        values |= {"built_state": "0", "not_built_reason": sketch.not_built}
    else:
        values |= _union(sketch, people, established, women, migrants)
        values["statistics_code"] = f"{area}{number:04}"
        values |= _congress(employees, women, people)
        if not is_office:
            values |= _contracts(employees, women, people)
    return register.record(**values)


def _union(sketch: Sketch, people: People, established: date, women: int, migrants: int) -> dict[str, Any]:
    random, today = people.random, people.today
    founded = min(established + timedelta(days=random.randint(300, 1500)), today - timedelta(days=400))
    years = 5 if sketch.employees >= 50 else 3
    terms = (today - founded).days // (365 * years)
    share = random.uniform(0.91, 0.99)
    members = round(sketch.employees * share)
    women_members = min(round(women * share), members)
    chair = people.either(32, 56)
    is_legal_person = sketch.employees >= 40
    return {
        "built_state": BUILT,
        "union_name": sketch.name + _UNION_SUFFIX,
        "founded_on": founded,
        "approval_no": f"罗工字〔{founded.year}〕{random.randint(1, 40)}号",
        "union_kind": "1",
        "union_area": places.TOWNSHIP[:6],
        "members": members,
        "female_members": women_members,
        "migrant_members": min(round(migrants * share), members),
        "dispatched_members": 0,
        "chair_name": chair.name,
        "chair_id_no": chair.id_no,
        "chair_sex": chair.sex,
        "chair_post": "1" if sketch.employees >= 200 else "2",
        "chair_election": "1" if sketch.employees < 100 else "2",
        "chair_mobile": people.mobile(),
        "committee_members": 7 if sketch.employees >= 100 else 3,
        "has_audit_committee": True,
        "audit_members": 3,
        "has_women_committee": women_members >= 10,
        "women_committee_members": 3 if women_members >= 10 else None,
        "has_labour_law_committee": sketch.employees >= 100,
        "labour_law_members": 3 if sketch.employees >= 100 else None,
        "has_safety_committee": sketch.industry in {"C", "E"},
        "safety_members": 3 if sketch.industry in {"C", "E"} else None,
        "has_mediation_committee": sketch.employees >= 40,
        "mediation_members": 3 if sketch.employees >= 40 else None,
        "term": terms + 1,
        "term_from": founded + timedelta(days=365 * years * terms),
        "term_years": years,
        "legal_person": is_legal_person,
        "union_code": people.credit_code(UNION_CODE) if is_legal_person else None,
        "union_representative": chair.name if is_legal_person else None,
        "dues_bank": "江西农商银行罗家支行" if is_legal_person else None,
        "dues_method": "1",
    }


def _congress(employees: int, women: int, people: People) -> dict[str, Any]:
    delegates = max(employees // 6, 7)
    return {
        "has_congress": True,
        "congress_form": "4" if employees < 100 else "1",
        "congress_on": people.today - timedelta(days=people.random.randint(15, 330)),
        "congress_delegates": delegates,
        "congress_female_delegates": delegates * women // employees,
        "has_open_affairs": True,
    }


def _contracts(employees: int, women: int, people: People) -> dict[str, Any]:
    random, today = people.random, people.today
    signed = today - timedelta(days=random.randint(60, 900))
    wages = today - timedelta(days=random.randint(20, 320))
    return {
        "has_contract": True,
        "contract_form": "1",
        "contract_signed_on": signed,
        "contract_from": signed,
        "contract_until": _last_day(signed, 3),
        "contract_filing_no": f"青人社集备〔{signed.year}〕{random.randint(10, 400)}号",
        "contract_employees": employees,
        "has_wage_contract": True,
        "wage_contract_form": "1",
        "wage_contract_signed_on": wages,
        "wage_contract_from": wages,
        "wage_contract_until": _last_day(wages, 1),
        "wage_mechanisms": ("1", "2", "3") if employees >= 100 else ("1", "3"),
        "has_women_contract": women >= 10,
        "women_contract_until": _last_day(signed, 3) if women >= 10 else None,
    }


def _last_day(begin: date, years: int) -> date:
    """Give the last day of a contract of whole years."""
    day = min(begin.day, 28) if begin.month == 2 else begin.day
    return begin.replace(year=begin.year + years, day=day) - timedelta(days=1)
