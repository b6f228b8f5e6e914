"""Made-up hardship households that are all right, as many as wanted and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from db.record import Record, Row
from db.registers import all_registers
from db.values import bank_card, resident_id
from tests.benchmarks.password import NOW, USER
from tests.registers.test_hardship_cases import daughter, household, papers, wife

TOWNSHIP = "360111103"
REGISTER = all_registers()["hardship_cases"]
_SEED = 20260508
_SURNAMES = "胡万熊刘徐罗陈黄李吴邹涂龚喻章魏谢杨余闵饶樊辜帅张王周朱郭何邓曾彭江姜傅程艾应"
_GIVEN = "国平志强文斌建华秀英桂兰海燕春梅思琪浩然俊杰子轩欣怡雨桐水根细妹金莲长生明亮红军"


_KEPT = {
    "version": 1,
    "revision": 1,
    "state": "draft",
    "reasons": {},
    "created_at": NOW,
    "created_by": USER,
    "changed_at": NOW,
    "changed_by": USER,
}


def _columns(thing: Record | Row) -> dict[str, Any]:
    values = {column.key: getattr(thing, column.key) for column in thing.__table__.columns}
    return {code: value for code, value in values.items() if value is not None}


_CASE, _DAUGHTER = _columns(household()), _columns(daughter())
_WIFE = dict.fromkeys(_DAUGHTER) | _columns(wife())  # one insert takes rows of the same columns
_PAPER = _columns(papers("01")[0])


def _case(random: Random, place: int) -> SimpleNamespace:
    """Make a household of three as plain values: objects of the ORM cost five times as much."""
    case_id, name = _id(place), _name(random)
    head, spouse = (_person(date(1958, 1, 1), 10_000, place, sex) for sex in (1, 0))
    child = _person(date(2005, 1, 1), 4_000, place, 0)
    rows: dict[str, list[Any]] = {group.code: [] for group in REGISTER.row_groups} | {
        "members": [
            _WIFE | {"name": _name(random)} | spouse,
            _DAUGHTER | {"name": name[0] + _name(random)[1:]} | child,
        ],
        "attachments": [_PAPER],
    }
    values = {
        "id": case_id,
        "file_no": f"{TOWNSHIP}-{NOW.year}-{place + 1:04d}",
        "name": name,
        "address": f"罗家镇秦坊村{place // 200}组{place % 200 + 1}号",
        "mobile": f"139{random.randrange(10**8):08d}",
        "bank": "01",
        "branch": "青山湖支行",
        "card_no": _card(place),
    }
    lines = {
        group: [
            SimpleNamespace(
                **(line | {"id": _id(place, position + 1), "record_id": case_id, "position": position})
            )
            for position, line in enumerate(found)
        ]
        for group, found in rows.items()
    }
    return SimpleNamespace(**(_CASE | _KEPT | values | head | lines))


def households(count: int) -> Iterator[Any]:
    """Make so many households, the same every time: nobody, no card and no home is there twice."""
    random = Random(_SEED)
    return (_case(random, place) for place in range(count))


def _person(first_day: date, days: int, place: int, is_man: int) -> dict[str, Any]:
    birth = first_day + timedelta(days=place % days)
    first = f"360111{birth:%Y%m%d}{2 * (place // days) + is_man:03d}"
    return {"id_no": first + resident_id.check_digit(first), "birth": birth, "sex": "1" if is_man else "2"}


def _card(place: int) -> str:
    first = f"622202{place:011d}7"
    return next(first + last for last in "0123456789" if bank_card.check(first + last) is None)


def _name(random: Random) -> str:
    return random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))


def _id(place: int, row: int = 0) -> str:
    """Make an id that sorts by place, as the ids of records do by time."""
    return f"{place:08x}-{row:04x}-7000-8000-000000000000"
