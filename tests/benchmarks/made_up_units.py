"""Made-up units as rows of eight columns, as many as wanted and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from db.registers import all_registers
from db.values import credit_code

REGISTER = all_registers()["units"]
COLUMNS = (
    "unit_name",
    "credit_code",
    "contact",
    "phone",
    "unit_type",
    "unit_state",
    "employees",
    "built_state",
)
_SEED = 20260508
_KINDS = ("国有企业", "集体企业", "股份合作企业", "联营企业")
_SURNAMES, _GIVEN = "胡万熊刘徐罗陈黄李吴邹涂", "国平志强文斌建华秀英桂兰海燕春梅"

check_digit = credit_code.check_character


def units(count: int) -> Iterator[list[str]]:
    """Give so many rows that are all right: no name and no code is there twice."""
    random = Random(_SEED)
    for place in range(count):
        first = f"91360111MA{place:07d}"
        yield [
            f"南昌市青山湖区第{place + 1}服装厂",
            first + check_digit(first),
            random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=2)),
            f"139{random.randrange(10**8):08d}",
            random.choice(_KINDS),
            "在业",
            str(random.randrange(5, 400)),
            "筹备",
        ]
