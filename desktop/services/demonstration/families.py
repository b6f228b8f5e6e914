"""Members of made-up households: relations, schooling and income that fit their ages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from db.register import Register
from desktop.services.demonstration.people import FEMALE, MALE, People, Person

YUAN = 100  # fen
HEALTHY, DISABLED, CANCER, KIDNEYS, HEART = "01", "20", "02", "05", "03"
SPOUSE, SON, DAUGHTER, FATHER, MOTHER = "10", "20", "30", "51", "52"
UNMARRIED, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"
WORKERS_INSURANCE, RESIDENTS_INSURANCE = "1", "2"
RURAL = "4"  # 居民户口: since 2014 there is no other kind
HAN = "01"
AT_WORK, JOBLESS, RETIRED, FARMING = "01", "03", "04", "09"
INFANT, NOT_WORKING = "11", "18"
_COMMON_MAN = "13"  # 群众
_YOUTH_LEAGUE = "03"
# age on 1 September, 人员身份, 当前学历, years of the school, its names
_SCHOOLS: tuple[tuple[int, str, str, int, Sequence[str]], ...] = (
    (18, "16", "20", 4, ("南昌大学", "江西师范大学", "东华理工大学", "南昌航空大学", "江西农业大学")),
    (15, "14", "60", 3, ("南昌市第十五中学", "莲塘第二中学", "南昌市第十九中学", "江西省商务学校")),
    (12, "13", "70", 3, ("罗家中学", "南昌市第二十七中学")),
    (6, "12", "80", 6, ("罗家镇中心小学", "慈母小学", "谢埠小学")),
)


class Families:
    """Makes rows of the register's group of members (``HouseholdMember``)."""

    def __init__(self, register: Register, people: People) -> None:
        self._row = register.row_group("members").row
        self.people = people

    def spouse(self, head: Person, income: int, status: str, *, health: str = HEALTHY, **more: Any) -> Any:
        """Make husband or wife, of about the head's age; ``income`` is yuan a month."""
        age = head.age(self.people.today)
        sex = FEMALE if head.sex == MALE else MALE
        person = self.people.person(sex, max(age - 5, 22), age + 4)
        return self.adult(person, SPOUSE, income, status, health=health, **more)

    def child(self, head: Person, youngest: int, oldest: int, *, father: str, **more: Any) -> Any:
        """Make a child that is at least 21 years younger than the head; it bears the surname of its ``father``."""
        oldest = min(oldest, head.age(self.people.today) - 22)
        sex = self.people.random.choice((MALE, FEMALE))
        person = self.people.person(sex, min(youngest, oldest), oldest, surname=father)
        relation = SON if sex == MALE else DAUGHTER
        schooling = _schooling(person, self.people)
        values: dict[str, Any] = {
            "politics": _YOUTH_LEAGUE if schooling["person_status"] in {"14", "16"} else _COMMON_MAN,
            "monthly_income": 0,
            "health": HEALTHY,
            "medical_insurance": RESIDENTS_INSURANCE,
            "marriage": UNMARRIED,
        }
        return self._member(person, relation, **(values | schooling | more))

    def parent(self, head: Person, income: int, *, health: str = HEALTHY, **more: Any) -> Any:
        """Make the head's mother or father."""
        age = head.age(self.people.today)
        is_mother = self.people.random.random() < 0.65
        sex, surname = (FEMALE, "") if is_mother else (MALE, head.name[0])
        person = self.people.person(sex, age + 21, min(age + 30, 92), surname=surname)
        relation = MOTHER if is_mother else FATHER
        values: dict[str, Any] = {"marriage": WIDOWED} | more
        return self.adult(person, relation, income, FARMING, health=health, **values)

    def adult(
        self, person: Person, relation: str, income: int, status: str, *, health: str = HEALTHY, **more: Any
    ) -> Any:
        """Make a member from a person."""
        insurance = WORKERS_INSURANCE if status in {AT_WORK, RETIRED} else RESIDENTS_INSURANCE
        values: dict[str, Any] = {
            "politics": _COMMON_MAN,
            "monthly_income": income * YUAN,
            "health": health,
            "medical_insurance": insurance,
            "marriage": MARRIED,
            "person_status": status,
            "mobile": self.people.mobile(),
        }
        return self._member(person, relation, **(values | more))

    def _member(self, person: Person, relation: str, **values: Any) -> Any:
        common: dict[str, Any] = {
            "name": person.name,
            "relation": relation,
            "id_no": person.id_no,
            "sex": person.sex,
            "birth": person.birth,
            "ethnic": HAN,
            "model_worker_kind": "0",
            "household_kind": RURAL,
        }
        return self._row(**(common | values))


def _schooling(person: Person, people: People) -> dict[str, Any]:
    """Give status, school and year of entry by the age on 1 September of the school year."""
    today, birth = people.today, person.birth
    year = today.year if today >= date(today.year, 9, 1) else today.year - 1
    age = year - birth.year - (birth.month >= 9)
    if age < 6:
        return {"person_status": INFANT}
    if age >= 22:
        return {"person_status": NOT_WORKING, "education": "31"}
    begin, status, education, years, names = next(school for school in _SCHOOLS if age >= school[0])
    return {
        "person_status": status,
        "education": education,
        "entry_year": year - (age - begin),
        "school_years": years,
        "unit_or_school": people.random.choice(names),
    }
