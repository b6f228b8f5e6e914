"""Filters of a list (筛选): conditions on fields that a person puts together, and keeps under a name if they like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from db import canonical, filters, queries
from db.fields import ChoiceField, Field, MultiChoiceField
from db.filters import Comparison, Condition
from db.messages import N_, Message, ReportableError
from db.record import new_id
from db.register import Register
from db.registers import all_registers
from db.store.ledger import Ledger
from db.store.shared_tables import KeptFilter
from db.wording import unit_of, worded
from desktop.language import _

_CODE = "filter:"


class NameTakenError(ReportableError):
    """The user has another filter of that name in the same list."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("已经有一个叫“{name}”的筛选，请换一个名称。"), name=name)


@dataclass(frozen=True)
class ListFilter:
    """Conditions that all hold, asked of the smart list ``listing`` ("": all records).

    Without a ``name`` it lasts as long as it is used; one that is kept has an ``id`` and belongs to its user.
    """

    register: str
    conditions: tuple[Condition, ...]
    name: str = ""
    listing: str = ""
    id: str = ""

    @property
    def code(self) -> str:
        """Its code among the lists of its register."""
        return _CODE + self.id


class Found(NamedTuple):
    """What was asked, and the ids of the records that fit: the answer may come when something else is asked already."""

    conditions: tuple[Condition, ...]
    ids: frozenset[str]


def kept(ledger: Ledger, register: Register) -> tuple[ListFilter, ...]:
    """Give the user's own filters of a register in the order they were made.

    One that asks about a field of another version of the program is left out.
    """
    mine = select(KeptFilter).where(KeptFilter.by == ledger.user, KeptFilter.register == register.code)
    with ledger.store.reading() as session:
        found = [_read(register, one) for one in session.scalars(mine.order_by(KeptFilter.id))]
    return tuple(one for one in found if one is not None)


def keep(ledger: Ledger, one: ListFilter) -> ListFilter:
    """Store a filter, in the place of the one that has its id; raises NameTakenError."""
    fields = filters.fields_of(all_registers()[one.register])
    made = replace(one, id=one.id or new_id(), name=one.name.strip())
    told = [
        {
            "field": condition.field,
            "comparison": condition.comparison.value,
            "values": [
                canonical.encode(_single(fields[condition.field]), value) for value in condition.values
            ],
        }
        for condition in made.conditions
    ]
    values = {"name": made.name, "listing": made.listing, "conditions": told}
    stored = insert(KeptFilter).values(id=made.id, by=ledger.user, register=made.register, **values)
    same_name = select(KeptFilter.id).where(
        KeptFilter.by == ledger.user,
        KeptFilter.register == made.register,
        KeptFilter.name == made.name,
        KeptFilter.id != made.id,
    )
    with ledger.store.writing() as session:
        if session.scalar(same_name) is not None:
            raise NameTakenError(made.name)
        session.execute(stored.on_conflict_do_update(index_elements=["id"], set_=values))
    return made


def drop(ledger: Ledger, one: ListFilter) -> None:
    """Forget a filter; its records stay as they are."""
    with ledger.store.writing() as session:
        session.execute(delete(KeptFilter).where(KeptFilter.id == one.id, KeptFilter.by == ledger.user))


def matching(ledger: Ledger, register: Register, conditions: tuple[Condition, ...]) -> Found:
    """Find all records that fit, withdrawn ones too (a tenth of a second for 100 000 records)."""
    with ledger.store.reading() as session:
        ids = queries.matching(session, register, filters.where(register, conditions))
    return Found(conditions, frozenset(ids))


def words_of(register: Register, condition: Condition) -> Message:
    """Say a condition in words: 困难类别：深度困难、相对困难."""
    field = filters.fields_of(register)[condition.field]
    values: dict[str, Any] = {"field": Message(field.label)}
    written = [_worded(field, value) for value in condition.values]
    match condition.comparison:
        case Comparison.CONTAINS:
            return Message(N_("{field}含“{text}”"), values | {"text": written[0]})
        case Comparison.ONE_OF:
            return Message(N_("{field}：{choices}"), values | {"choices": _(N_("、")).join(written)})
        case Comparison.FILLED:
            return Message(N_("{field}已填"), values)
        case Comparison.EMPTY:
            return Message(N_("{field}未填"), values)
    low, high = condition.values
    values |= {"low": written[0], "high": written[1]}
    if high is None:
        return Message(N_("{field}不小于{low}"), values)
    if low is None:
        return Message(N_("{field}不大于{high}"), values)
    return Message(N_("{field}从{low}到{high}"), values)


def _worded(field: Field, value: Any) -> str:
    if value is None:
        return ""
    unit = unit_of(field)
    return worded(_single(field), value, _) + (f" {_(unit)}" if unit else "")


def _single(field: Field) -> Field:
    """Give the field of one value of a condition: of several codes each is asked for by itself."""
    return ChoiceField(field.label, codes=field.codes) if isinstance(field, MultiChoiceField) else field


def _read(register: Register, stored: KeptFilter) -> ListFilter | None:
    fields = filters.fields_of(register)
    conditions = []
    for told in stored.conditions:
        field = fields.get(told["field"])
        if field is None:
            return None
        values = tuple(canonical.decode(_single(field), value) for value in told["values"])
        conditions.append(Condition(told["field"], Comparison(told["comparison"]), values))
    return ListFilter(stored.register, tuple(conditions), stored.name, stored.listing, stored.id)
