"""Kinds of hardship: who lives in the household, what went wrong, what comes in and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from db.record import Row
from desktop.services.demonstration.families import (
    AT_WORK,
    CANCER,
    DISABLED,
    DIVORCED,
    FARMING,
    HEART,
    JOBLESS,
    KIDNEYS,
    MOTHER,
    NOT_WORKING,
    WIDOWED,
    YUAN,
    Families,
)
from desktop.services.demonstration.people import MALE, People, Person

ILLNESS, ACCIDENT, SCHOOLING, LOST_WORK, CANNOT_WORK = "06", "08", "09", "03", "01"


@dataclass
class Fate:
    """What a kind of hardship decides; amounts are yuan, of income a month and of spending a year."""

    cause: str
    text: str
    income: int
    work_state: str
    members: list[Row]
    secondary: tuple[str, ...] = ()
    spending: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


class Fates:
    """Makes the fate of a household; incomes follow Nanchang's minimum wage of about 2 000 yuan."""

    def __init__(self, people: People, families: Families) -> None:
        self._people = people
        self._random = people.random
        self._families = families
        self._kinds = (
            self._ill_head,
            self._lost_work,
            self._ill_spouse,
            self._alone_with_pupils,
            self._migrant,
            self._disabled_member,
            self._accident,
            self._widowed,
        )

    def of(self, number: int, head: Person) -> Fate:
        """Make the fate of the household with this number: the kinds take turns."""
        return self._kinds[number % len(self._kinds)](head)

    def from_elsewhere(self, number: int) -> bool:
        """Tell whether the household with this number came here for work."""
        return self._kinds[number % len(self._kinds)] == self._migrant

    def _ill_head(self, head: Person) -> Fate:
        illness, named = self._random.choice(((CANCER, "肺癌"), (KIDNEYS, "尿毒症"), (CANCER, "乳腺癌")))
        if named == "乳腺癌" and head.sex == MALE:
            named = "胃癌"
        cost = self._random.randrange(28000, 64000, 1000)
        year = self._people.today.year - self._random.randint(1, 3)
        members = self._with_spouse(head, self._families.spouse(head, self._wage(), AT_WORK))
        text = f"本人{year}年确诊{named}，长期治疗，近一年医保报销后自付{cost}元，家中靠配偶一人工资。"
        more = {"health": illness, "can_help_self": False}
        return Fate(
            ILLNESS, text, self._sick_pay(), "5", members, (SCHOOLING,), {"rigid_medical": cost}, more
        )

    def _ill_spouse(self, head: Person) -> Fate:
        cost = self._random.randrange(16000, 42000, 1000)
        spouse = self._families.spouse(head, 0, JOBLESS, health=HEART)
        parent = self._families.parent(head, 230)
        members = [*self._with_spouse(head, spouse), parent]
        old = "母亲" if parent.relation == MOTHER else "父亲"
        text = f"配偶患心脏病，做过两次支架手术，不能工作，近一年自付医药费{cost}元；{old}年老随本人生活。"
        return Fate(ILLNESS, text, self._wage(), "1", members, (CANNOT_WORK,), {"rigid_medical": cost})

    def _alone_with_pupils(self, head: Person) -> Fate:
        fees = self._random.randrange(6000, 15000, 500)
        members = self._children(head, self._random.randint(1, 2))
        text = f"本人离异，独自抚养子女，工资低，子女学费、住宿费一年{fees}元。"
        more = {"marriage": DIVORCED, "single_parent": True}
        return Fate(SCHOOLING, text, self._wage(), "1", members, (), {"rigid_education": fees}, more)

    def _lost_work(self, head: Person) -> Fate:
        spouse = self._families.spouse(head, self._random.randrange(600, 1300, 100), FARMING)
        text = "本人原单位关闭后一直没有固定工作，打零工为主，配偶种菜，收入不稳定。"
        no = f"青低{self._people.today.year - 1}{self._random.randint(100, 999)}"
        more = {
            "on_allowance": True,
            "allowance_no": no,
            "allowance_monthly": self._random.randrange(300, 720, 20) * YUAN,
            "medical_insurance": "2",
        }
        return Fate(
            LOST_WORK,
            text,
            self._random.randrange(600, 1200, 100),
            "3",
            self._with_spouse(head, spouse),
            (),
            {},
            more,
        )

    def _disabled_member(self, head: Person) -> Fate:
        cost = self._random.randrange(6000, 18000, 500)
        disabled = {
            "health": DISABLED,
            "disability_kind": self._random.choice(("4", "5", "2")),
            "disability_grade": self._random.choice(("1", "2")),
        }
        spouse = self._families.spouse(head, 0, JOBLESS)
        child = self._families.child(head, 8, 17, father=self._surname(head, spouse), **disabled)
        text = f"子女残疾，需要长期康复和专人照料，一年康复费用{cost}元，配偶因此不能外出工作。"
        return Fate(CANNOT_WORK, text, self._wage(), "1", [spouse, child], (), {"rigid_disability": cost})

    def _accident(self, head: Person) -> Fate:
        cost = self._random.randrange(52000, 90000, 1000)
        month = self._random.randint(1, 9)
        text = f"{self._people.today.year - 1}年{month}月本人下班途中遭遇车祸，肇事方无力赔偿，治疗和康复自付{cost}元。"
        members = self._with_spouse(head, self._families.spouse(head, self._wage(), AT_WORK))
        more = {"health": "11"}
        return Fate(ACCIDENT, text, self._sick_pay(), "5", members, (), {"rigid_other": cost}, more)

    def _migrant(self, head: Person) -> Fate:
        signed = self._people.today - timedelta(days=self._random.randint(800, 1500))
        parent = self._families.parent(head, 230, health="12")
        spouse = self._families.spouse(head, 0, NOT_WORKING)
        members = [*self._with_spouse(head, spouse, 2), parent]
        text = "外来务工，一人工资要养两个上学的孩子和有病的老人，配偶在家照看。"
        more = {"migrant_worker": True, "contract_from": signed, "contract_term": "4"}
        fees = {"rigid_education": self._random.randrange(5000, 14000, 500), "rigid_medical": 4200}
        return Fate(SCHOOLING, text, self._wage(), "1", members, (ILLNESS,), fees, more)

    def _widowed(self, head: Person) -> Fate:
        cost = self._random.randrange(9000, 22000, 500)
        text = f"配偶病故，本人患糖尿病，一年自付医药费{cost}元，子女尚在读书。"
        more = {"marriage": WIDOWED, "single_parent": True, "health": "09"}
        members = [*self._children(head, 1), self._families.parent(head, 230)]
        return Fate(ILLNESS, text, self._wage(), "1", members, (SCHOOLING,), {"rigid_medical": cost}, more)

    def _with_spouse(self, head: Person, spouse: Any, children: int = 1) -> list[Row]:
        return [spouse, *self._children(head, children, self._surname(head, spouse))]

    def _children(self, head: Person, count: int, surname: str = "") -> list[Row]:
        """Make children of one father, some years apart."""
        father = surname or (head.name[0] if head.sex == MALE else self._people.surname())
        ages = ((14, 20), (7, 12)) if count == 2 else ((7, 20),)
        return [self._families.child(head, *between, father=father) for between in ages]

    @staticmethod
    def _surname(head: Person, spouse: Any) -> str:
        return str(head.name[0] if head.sex == MALE else spouse.name[0])

    def _wage(self) -> int:
        return self._random.randrange(2100, 5200, 50)

    def _sick_pay(self) -> int:
        return self._random.randrange(800, 1650, 50)
