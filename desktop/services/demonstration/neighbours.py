"""The two other townships of the made-up county: a few units and households each, and one family that is filed twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from db import queries
from db.registers import all_registers
from db.store.ledger import Ledger
from desktop.services.contexts import context_of
from desktop.services.demonstration import storing, units
from desktop.services.demonstration.families import SPOUSE
from desktop.services.demonstration.households import Households
from desktop.services.demonstration.people import People
from desktop.services.demonstration.units import Sketch

_SKIPPED = 8  # of every kind of fate one, the rare names among them: they belong to the first township
_WITH_SPOUSE = _SKIPPED + 1
_SAME = ("name", "id_no", "sex", "birth", "ethnic", "health", "marriage")
_FIRM = "91"


@dataclass(frozen=True)
class Neighbour:
    """A township of which only little is told."""

    code: str
    name: str
    place: str
    villages: tuple[str, ...]
    sketches: tuple[Sketch, ...]


HUFANG = Neighbour(
    "360111104",
    "青山湖区湖坊镇总工会",
    "湖坊镇",
    ("进顺村", "顺外村", "热心村", "太子殿村"),
    (
        Sketch("南昌进顺纺织有限公司", _FIRM, "170", "C", "进顺村", 186, 2008),
        Sketch("南昌湖坊冷链物流有限公司", _FIRM, "170", "G", "顺外村", 64, 2016),
        Sketch("江西热心建材有限公司", _FIRM, "159", "F", "热心村", 37, 2012),
    ),
)
TANGSHAN = Neighbour(
    "360111105",
    "青山湖区塘山镇总工会",
    "塘山镇",
    ("塘山村", "永人村", "青湖村", "顺化村"),
    (
        Sketch("江西塘山服装有限公司", _FIRM, "200", "C", "塘山村", 143, 2010),
        Sketch("南昌永人家具有限公司", _FIRM, "170", "C", "永人村", 52, 2014),
        Sketch("南昌青湖酒店管理有限公司", _FIRM, "170", "H", "青湖村", 71, 2018),
    ),
)


def add_units(neighbour: Neighbour, ledger: Ledger, people: People) -> None:
    """Store the units of a neighbour."""
    register = all_registers()["units"]
    made: list[Any] = units.make_units(register, people, neighbour.sketches, neighbour.code)
    for unit in made:
        unit.approval_no = unit.approval_no.replace("罗", neighbour.place[0])
        if unit.dues_bank:
            unit.dues_bank = unit.dues_bank.replace("罗家", "青山湖")
    with ledger.store.writing() as session:
        storing.store(ledger, session, register, made)


def add_households(neighbour: Neighbour, ledger: Ledger, people: People, count: int) -> None:
    """Store households of a neighbour."""
    _store(neighbour, ledger, people, lambda maker: maker.make(_SKIPPED + count)[_SKIPPED:])


def add_the_spouse(neighbour: Neighbour, ledger: Ledger, people: People, filed: Any) -> None:
    """Store a file of the husband or wife of somebody whom another township has on file: the same family twice."""

    def make(maker: Households) -> list[Any]:
        case: Any = maker.make(_WITH_SPOUSE + 1)[-1]
        other, spouse = spouse_of(filed), spouse_of(case)
        for code in _SAME:
            setattr(case, code, getattr(other, code))
            setattr(spouse, code, getattr(filed, code))
        spouse.monthly_income = filed.monthly_income_self
        case.members = [spouse, *(_copy(one) for one in filed.members if one.relation != SPOUSE)]
        maker.work_out(case)
        return [case]

    _store(neighbour, ledger, people, make)


def spouse_of(case: Any) -> Any:
    """Give the row of husband or wife of a file, None when there is none."""
    return next((member for member in case.members if member.relation == SPOUSE), None)


def with_spouse(cases: Iterable[Any]) -> Any:
    """Give the first file that has husband or wife on it."""
    return next(case for case in cases if spouse_of(case) is not None)


def _copy(row: Any) -> Any:
    group = all_registers()["hardship_cases"].row_group("members")
    return group.row(**{code: getattr(row, code) for code in group.fields})


def _store(
    neighbour: Neighbour, ledger: Ledger, people: People, make: Callable[[Households], Sequence[Any]]
) -> None:
    """Store the files that ``make`` gives, with homes in the neighbour's villages."""
    register = all_registers()["hardship_cases"]
    with ledger.store.writing() as session:
        employers = queries.load_all(session, all_registers()["units"])
        maker = Households(register, people, employers, context_of(ledger, session))
        made: Sequence[Any] = make(maker)
        for case in made:
            case.address = (
                f"{neighbour.place}{people.random.choice(neighbour.villages)}{people.random.randint(1, 96)}号"
            )
            if case.unit_text:
                case.unit_text = case.unit_text.replace("罗家", neighbour.place[:2])
        storing.store(ledger, session, register, made)
