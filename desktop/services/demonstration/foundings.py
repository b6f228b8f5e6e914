"""Made-up foundings of unions: one finished, one waiting for its approval, one just begun."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from db.record import Record
from db.register import Register
from db.registers.foundings.record import Founding
from desktop.services.demonstration.people import FEMALE, People

TOWN_UNION = "青山湖区罗家镇总工会"
_PARTY = "中共罗家镇委员会"
_STEPS = (  # step, days after the request
    ("request_on", 0),
    ("preparation_on", 9),
    ("recruiting_on", 30),
    ("candidates_on", 44),
    ("congress_on", 58),
    ("report_on", 61),
    ("approval_on", 72),
    ("seals_on", 86),
    ("legal_person_on", 100),
    ("account_on", 114),
    ("plaque_on", 121),
)
_FOUNDINGS = (  # unit, days ago of the request, how many steps were taken
    ("南昌迅捷快递服务有限公司", 400, len(_STEPS)),
    ("南昌锦程纸制品有限公司", 66, 6),
    ("江西乐居房地产经纪有限公司", 20, 2),
)
_POSTS = ("副总经理", "行政部经理", "生产部主管", "财务部会计", "客服组长", "班组长", "仓库管理员")


def make_foundings(register: Register, units: Mapping[str, Record], people: People) -> list[Record]:
    """Make the foundings; ``units`` maps names to the unit register."""
    return [_founding(register, units[name], days, steps, people) for name, days, steps in _FOUNDINGS]


def _founding(register: Register, unit: Any, days_ago: int, steps: int, people: People) -> Record:
    begun = people.today - timedelta(days=days_ago)
    taken = {code: _weekday(begun + timedelta(days=days)) for code, days in _STEPS[:steps]}
    due = max(unit.employees * 9 // 10, 12)
    founding = Founding(
        unit=unit.id,
        union_name=unit.union_name or f"{unit.unit_name}工会委员会",
        superior=TOWN_UNION,
        party_agrees=True,
        party_organisation=_PARTY,
        contact=unit.contact,
        phone=unit.phone,
        request_no=f"{_short(unit)}〔{begun.year}〕1号",
        preparers=_preparers(register, people),
        **taken,
    )
    if "preparation_on" in taken:
        founding.preparation_no = f"罗工字〔{begun.year}〕{begun.month + 6}号"
    if "recruiting_on" in taken:
        founding.members, founding.female_members = due, due // 3
    if "congress_on" in taken:
        founding.candidates_no = f"{_short(unit)}工筹〔{(founding.candidates_on or people.today).year}〕2号"
        _hold_congress(founding, register, due, people)
    if "report_on" in taken:
        founding.report_no = f"{_short(unit)}工筹〔{begun.year}〕3号"
    if "approval_on" in taken:
        founding.approval_no = f"罗工字〔{begun.year}〕{begun.month + 14}号"
        founding.legal_person_no = "赣工法证字第360111"
        founding.account_no = "江西农商银行罗家支行"
    return founding


def _short(unit: Any) -> str:
    """Give the two characters by which an office is called in the numbers of its letters (机关代字)."""
    return str(unit.unit_name).removeprefix("南昌").removeprefix("江西")[:2]


def _hold_congress(founding: Founding, register: Register, due: int, people: People) -> None:
    present = due - 2
    founding.congress_kind, founding.congress_place = "1", "公司会议室"
    founding.ballots_due, founding.ballots_present = due, present
    founding.ballots_issued = founding.ballots_returned = present
    founding.ballots_valid = present - 1
    founding.chaired_by = founding.preparers[0].name
    founding.scrutineers, founding.tellers = people.either(25, 50).name, people.either(25, 50).name
    founding.term, founding.term_years = 1, 3
    founding.candidates = _candidates(register, present, people)


def _preparers(register: Register, people: People) -> list[Any]:
    row = register.row_group("preparers").row
    found = [people.either(28, 55) for _ in range(5)]
    roles = ("组长", "副组长", "成员", "成员", "成员")
    return [
        row(name=person.name, sex=person.sex, post=post, role=role)
        for person, post, role in zip(found, _POSTS, roles, strict=False)
    ]


def _candidates(register: Register, ballots: int, people: People) -> list[Any]:
    """Let one more stand than are elected, as 差额选举 asks."""
    row = register.row_group("candidates").row
    seats = (
        *(("1", post) for post in ("主席", "组织委员", "宣传委员", "女工委员", "财务委员", "委员")),
        *(("2", post) for post in ("主任", "委员", "委员")),
        *(("3", post) for post in ("主任", "委员", "委员")),
    )
    made = []
    for number, (organ, union_post) in enumerate(seats):
        loses, is_womans = number == 5, organ == "3" or union_post == "女工委员"
        person = people.person(FEMALE, 26, 50) if is_womans else people.either(26, 54)
        made.append(
            row(
                organ=organ,
                name=person.name,
                sex=person.sex,
                birth=date(person.birth.year, person.birth.month, 1),
                politics="01" if number in {0, 6} else "13",
                post=_POSTS[number % len(_POSTS)],
                union_post=union_post,
                votes=ballots // 4 if loses else ballots - 1 - number % 4,
                elected=not loses,
            )
        )
    return made


def _weekday(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))
