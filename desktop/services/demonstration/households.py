"""Made-up hardship files: a few kinds of fate, each with people, income and spending that belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from db.record import Record, Row
from db.register import Context, Register
from db.registers.hardship_cases.evidence import missing_papers
from db.registers.hardship_cases.income import fits, year_income
from desktop.services.demonstration import places
from desktop.services.demonstration.case_papers import add_papers
from desktop.services.demonstration.families import (
    HAN,
    HEALTHY,
    MARRIED,
    RURAL,
    WORKERS_INSURANCE,
    YUAN,
    Families,
)
from desktop.services.demonstration.fates import ACCIDENT, Fate, Fates
from desktop.services.demonstration.people import ELSEWHERE, FEMALE, MALE, People, Person

RELATIVE, UNEXPECTED = "32", "33"  # 相对困难, 意外致困
_UNIT_NATURE = {
    "110": "2",
    "151": "2",
    "161": "2",
    "120": "3",
    "159": "5",
    "169": "5",
    "200": "6",
    "300": "6",
}
_FORMER_UNITS = ("原南昌罗家针织厂", "原罗家镇农机修造厂", "原罗家镇预制构件厂", "原南昌市郊区谢埠砖瓦厂")
_BRANCHES = (  # bank, branch, what its card numbers begin with
    ("01", "罗家支行", "622682"),
    ("04", "罗家集营业所", "622188"),
    ("05", "青山湖支行", "622848"),
    ("06", "昌东支行", "622202"),
)


@dataclass(frozen=True)
class Rare:
    """A head whose name tries fonts, encodings and search."""

    name: str
    sex: str
    ethnic: str = HAN
    county: str = ""


RARE_HEADS = (
    Rare("熊𬱖", MALE),
    Rare("李䶮", FEMALE),
    Rare("罗㛃", FEMALE),
    Rare("雷火生", MALE, "22"),
    Rare("阿依古丽·买买提", FEMALE, "05", "653101"),
)


class Households:
    """Makes hardship files whose class is the one that the rules work out from the figures."""

    def __init__(self, register: Register, people: People, units: Sequence[Record], context: Context) -> None:
        self._register = register
        self._people = people
        self._random = people.random
        self._units = units
        self._context = context
        self._fates = Fates(people, Families(register, people))

    def make(self, count: int) -> list[Record]:
        """Make files in the order of their filing."""
        days = sorted(self._filing_day() for _ in range(count))
        return [self._household(number, day) for number, day in enumerate(days)]

    def _filing_day(self) -> date:
        day = self._people.today - timedelta(days=self._random.randint(20, 230))
        return day - timedelta(days=max(day.weekday() - 4, 0))  # offices are closed on weekends

    def _household(self, number: int, filed: date) -> Any:
        rare = RARE_HEADS[number - 1] if 0 < number <= len(RARE_HEADS) else None
        sex = rare.sex if rare else self._random.choice((MALE, MALE, FEMALE))
        county = self._random.choice(ELSEWHERE) if self._fates.from_elsewhere(number) else ""
        if rare and rare.county:
            county = rare.county
        head = self._people.person(sex, 36, 54, name=rare.name if rare else "", county=county)
        fate = self._fates.of(number, head)
        case: Any = self._register.record(
            **self._head_values(head, filed), **self._work_values(head, fate, filed)
        )
        for code, value in self._fate_values(fate).items():
            setattr(case, code, value)
        if rare:
            for person in (case, *case.members):
                person.ethnic = rare.ethnic if person.name[0] == head.name[0] else HAN
        self.work_out(case)
        return case

    def work_out(self, case: Any) -> None:
        """Fill in what follows from the people and the figures of a file: income, class, papers."""
        case.household_size = 1 + len(case.members)
        case.household_income_year = year_income(case)
        case.hardship_class = self._class_of(case)
        case.attachments = self._papers(case)
        add_papers(case, self._register.row_group("visits").row)

    def _head_values(self, head: Person, filed: date) -> dict[str, Any]:
        bank, branch, beginning = self._random.choice(_BRANCHES)
        return {
            "written_on": filed,
            "filed_on": filed,
            "filed_by": "李晓燕",
            "reviewed_by": "万建平",
            "entered_by": "李晓燕",
            "name": head.name,
            "id_no": head.id_no,
            "sex": head.sex,
            "birth": head.birth,
            "ethnic": HAN,
            "politics": self._random.choice(("13", "13", "13", "01")),
            "health": HEALTHY,
            "model_worker_kind": "0",
            "marriage": MARRIED,
            "single_parent": False,
            "household_kind": RURAL,
            "household_area": head.county,
            "address": places.home(self._random),
            "postcode": places.POSTCODE,
            "mobile": self._people.mobile(),
            "medical_insurance": WORKERS_INSURANCE,
            "file_level": "3",
            "house_kind": self._random.choice(("11", "11", "11", "12", "16", "17")),
            "floor_area": Decimal(self._random.randint(45, 130)),
            "bank": bank,
            "branch": branch,
            "card_no": self._people.card(beginning),
            "no_one_employed": False,
            "can_help_self": True,
        }

    def _work_values(self, head: Person, fate: Fate, filed: date) -> dict[str, Any]:
        started = date(head.birth.year + self._random.randint(18, 23), self._random.randint(1, 12), 1)
        values: dict[str, Any] = {
            "work_state": fate.work_state,
            "work_from": started,
            "migrant_worker": False,
        }
        if fate.work_state in {"1", "5"}:
            unit = self._random.choice(self._units)
            values |= {
                "unit": unit.id,
                "unit_nature": _UNIT_NATURE.get(getattr(unit, "unit_type"), "4"),  # noqa: B009 - any register's record
                "unit_condition": "1",
                "industry": getattr(unit, "industry"),  # noqa: B009 - the same
                "union_member": True,
                "joined_union": filed - timedelta(days=self._random.randint(500, 2500)),
            }
        else:
            values |= {
                "unit_text": self._random.choice(_FORMER_UNITS),
                "unit_nature": "3",
                "unit_condition": "6",
                "industry": "C",
                "union_member": True,
            }
        return values

    def _fate_values(self, fate: Fate) -> dict[str, Any]:
        spending = {code: yuan * YUAN for code, yuan in fate.spending.items()}
        other = self._random.choice((0, 0, 600, 1200, 2400, 3600))
        return {
            "cause_main": fate.cause,
            "cause_secondary": fate.secondary,
            "cause_text": fate.text,
            "monthly_income_self": fate.income * YUAN,
            "other_income_year": other * YUAN,
            "members": fate.members,
            "on_allowance": False,
            **spending,
            **fate.more,
        }

    def _class_of(self, case: Any) -> str:
        classes = [fit.hardship_class for fit in fits(case, self._context) or ()]
        if case.cause_main == ACCIDENT and UNEXPECTED in classes:
            return UNEXPECTED
        return classes[0] if classes else RELATIVE

    def _papers(self, case: Any) -> list[Row]:
        row = self._register.row_group("attachments").row
        kinds = missing_papers(case)
        if self._random.random() < 0.2:
            kinds = kinds[:-1]  # one paper is still to come: the check hints at it
        return [row(kind=kind, copies=2 if kind == "03" else 1) for kind in kinds]
