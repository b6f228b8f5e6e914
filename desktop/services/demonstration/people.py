"""Made-up people of a township near Nanchang: names by age, IDs valid by rule, telephones, bank cards."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from db.values import bank_card, credit_code, resident_id

MALE, FEMALE = "1", "2"

_SURNAMES = "胡万熊刘徐罗陈黄李吴邹涂龚喻章魏谢杨余闵饶樊辜帅张王周朱郭何邓曾彭江姜傅程艾应"
_GIVEN = {  # by year of birth: the first entry whose year is not later than the person's
    MALE: (
        (2000, "子轩 浩然 俊杰 宇航 文博 嘉豪 梓睿 昊天 思远 志豪 家乐 鑫磊 泽宇 皓轩"),
        (1980, "志强 伟 勇 军 小平 海波 建华 文斌 晓峰 国平 亮 磊 俊 永辉 志勇 小刚 凯"),
        (1900, "水根 金根 国保 细根 建国 贤发 爱民 火生 德水 长根 木生 新民 发根 国华 冬生 春生"),
    ),
    FEMALE: (
        (2000, "梓涵 欣怡 雨桐 佳怡 思琪 诗涵 紫萱 雅婷 可馨 梦瑶 语嫣 静怡 若曦"),
        (1980, "丽 艳 小兰 燕 红梅 芳 海燕 小英 雪琴 娟 小红 慧 建萍 玲 春兰 丽华"),
        (1900, "桂英 秀英 细妹 金莲 水莲 菊香 招娣 凤英 桃英 腊英 冬莲 玉兰 桂花 兰香 细英"),
    ),
}
# Counties on old cards: 新建县 and 湾里区 are gone, their numbers stay valid.
_BORN_IN = ("360111",) * 10 + ("360121",) * 4 + ("360122",) * 2 + ("360105", "360124", "360123", "360102")
_NOW_CALLED = {"360122": "360112", "360105": "360112", "362329": "361127", "362330": "361128"}
ELSEWHERE = ("360428", "362329", "362330")
"""Counties around Poyang Lake from which migrant workers come: 都昌、余干、鄱阳."""
_MOBILES = [
    "130",
    "131",
    "132",
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "156",
    "157",
    "158",
    "159",
    "177",
    "180",
    "186",
    "187",
    "188",
    "189",
    "199",
]


@dataclass(frozen=True)
class Person:
    """Someone who does not exist; ``sex`` by GB/T 2261.1."""

    name: str
    id_no: str
    sex: str
    birth: date

    @property
    def county(self) -> str:
        """Today's county of the household register, by the number on the card."""
        county = self.id_no[:6]
        return _NOW_CALLED.get(county, county)

    def age(self, day: date) -> int:
        """Count full years."""
        return resident_id.age(self.birth, day)


class People:
    """A source of people; the same random numbers and day give the same people."""

    def __init__(self, random: Random, today: date) -> None:
        self.random = random
        self.today = today
        self._given: set[str] = set()
        self._last_names: deque[str] = deque(maxlen=6)  # so that brothers and sisters differ

    def person(
        self, sex: str, youngest: int, oldest: int, *, surname: str = "", name: str = "", county: str = ""
    ) -> Person:
        """Make a person between two ages (full years)."""
        birth = self.today - timedelta(days=self.random.randint(youngest * 366, oldest * 365 + 364))
        name = name or (surname or self.surname()) + self._given_name(sex, birth)
        return Person(name, self._id_number(sex, birth, county), sex, birth)

    def either(self, youngest: int, oldest: int, surname: str = "") -> Person:
        """Make a man or a woman."""
        return self.person(self.random.choice((MALE, FEMALE)), youngest, oldest, surname=surname)

    def surname(self) -> str:
        """Pick a surname that is common around Nanchang."""
        return self.random.choice(_SURNAMES)

    def mobile(self) -> str:
        """Make a mobile number nobody else in the ledger has."""
        return self._once(lambda: self.random.choice(_MOBILES) + self._digits(8))

    def landline(self) -> str:
        """Make a number of Nanchang's telephone exchange."""
        return self._once(lambda: f"0791-8{self.random.choice('3568')}{self._digits(6)}")

    def card(self, beginning: str) -> str:
        """Make a bank card number of 19 digits that passes the Luhn check."""

        def number() -> str:
            first = beginning + self._digits(18 - len(beginning))
            return next(first + last for last in "0123456789" if bank_card.check(first + last) is None)

        return self._once(number)

    def credit_code(self, kind: str) -> str:
        """Make a credit code of 青山湖区; ``kind`` is its first two characters (91 firm, 81 union …)."""

        def code() -> str:
            organisation = self._organisation_code("MA" if kind in {"91", "92"} else "")
            first = f"{kind}360111{organisation}"
            return first + credit_code.check_character(first)

        return self._once(code)

    def _organisation_code(self, beginning: str) -> str:
        """Make nine characters by GB 11714; X as a check digit is avoided because many systems refuse it."""
        while True:
            first = beginning + self._digits(8 - len(beginning))
            for last in "0123456789":
                if credit_code.check(first + last) is None:
                    return first + last

    def _given_name(self, sex: str, birth: date) -> str:
        names = next(names for year, names in _GIVEN[sex] if birth.year >= year)
        name = self.random.choice([name for name in names.split() if name not in self._last_names])
        self._last_names.append(name)
        return name

    def _id_number(self, sex: str, birth: date, county: str) -> str:
        def number() -> str:
            order = self.random.randrange(0, 1000, 2) + (sex == MALE)
            first = f"{county or self.random.choice(_BORN_IN)}{birth:%Y%m%d}{order:03}"
            return first + resident_id.check_digit(first)

        return self._once(number)

    def _digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def _once(self, make: Callable[[], str]) -> str:
        while (made := make()) in self._given:
            pass
        self._given.add(made)
        return made
