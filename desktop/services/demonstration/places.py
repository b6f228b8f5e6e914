"""Villages and communities of 罗家镇, for addresses."""

from __future__ import annotations

from random import Random

TOWNSHIP = "360111103"
POSTCODE = "330012"
COMMUNITIES = ("罗家社区", "谢埠社区")
VILLAGES = (
    *("岗下村", "白兰村", "秦坊村", "棠溪村", "慈母村", "枫下村", "义坊村", "京川村", "佛塔村", "胡家村"),
    *("石桥村", "梧岗村", "竹山村", "胡坊村", "板溪村", "沈桥村", "黎明村", "观田村", "濡溪村", "前湖村"),
    *("楼付村", "赵坊村", "坝桥村"),
)
_STREETS = {"罗家社区": ("罗家集正街", "解放东路", "罗家小区"), "谢埠社区": ("谢埠街", "谢埠新村")}


def home(random: Random) -> str:
    """Make the address of a home down to its number."""
    if random.random() < 0.3:
        community = random.choice(COMMUNITIES)
        street = random.choice(_STREETS[community])
        return f"罗家镇{community}{street}{random.randint(2, 188)}号{random.randint(1, 6)}0{random.randint(1, 4)}室"
    village = random.choice(VILLAGES)
    return f"罗家镇{village}{random.randint(1, 12)}组{random.randint(1, 96)}号"


def yard(random: Random, place: str) -> str:
    """Make the address of a unit inside its village or community."""
    if place in _STREETS:
        return f"{random.choice(_STREETS[place])}{random.randint(1, 320)}号"
    return f"{place.removesuffix('村')}工业小区{random.randint(1, 60)}号"
