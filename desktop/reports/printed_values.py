"""How a value stands on paper: boxes ticked, references by name, something written where nothing was entered."""

from __future__ import annotations

import functools
from typing import Any

from db.fields import (
    DecimalField,
    Field,
    IntegerField,
    MoneyField,
    ReferenceField,
    Sensitivity,
    TextField,
    YesNoField,
)
from db.register import Lookups, Register
from db.registers import all_registers
from db.wording import unit_of, worded
from desktop.reports.page import Align

NOTHING = "无"  # by custom 无 or / is written rather than left blank
STRUCK = "/"


def form_name(register: Register) -> str:
    """Name a register in the title of a form: 困难职工, but 先进推荐个人, since 个人 alone says nothing."""
    return register.title if len(register.title) > 2 else register.group + register.title


@functools.cache
def is_personal(code: str) -> bool:
    """Whether a register, or what it shows of another one, holds data that paper must warn about."""
    register = all_registers()[code]
    fields = [*register.fields.values()]
    for group in register.row_groups:
        fields += group.fields.values()
    for field in register.fields.values():
        if isinstance(field, ReferenceField):
            shown = target_of(field).fields
            fields += (shown[name] for name in field.shows if name in shown)
    return any(field.sensitivity is not Sensitivity.NONE for field in fields)


def label_of(field: Field) -> str:
    """Write a label; an amount of money says its unit there."""
    return f"{field.label}（{unit_of(field)}）" if isinstance(field, MoneyField) else field.label


def printed(field: Field, value: Any, lookups: Lookups) -> str:
    """Write a value for a form: never empty."""
    if isinstance(field, YesNoField):
        return f"{_tick(value, of=True)}是　{_tick(value, of=False)}否"
    if isinstance(field, ReferenceField):
        return referred_name(field, value, lookups) or NOTHING
    words = worded(field, value)
    if not words:
        return NOTHING if isinstance(field, TextField) and field.multiline else STRUCK
    return words if isinstance(field, MoneyField) else words + unit_of(field)


def listed(field: Field, value: Any, lookups: Lookups) -> str:
    """Write a value for a column of a list: short, empty where nothing was entered."""
    if isinstance(field, ReferenceField):
        return referred_name(field, value, lookups)
    return worded(field, value)


def alignment(field: Field) -> Align:
    """Amounts and counts stand to the right in their column; a year, which has no unit, is read like a word."""
    is_count = isinstance(field, IntegerField) and field.unit
    return "right" if is_count or isinstance(field, MoneyField | DecimalField) else "left"


def referred_name(field: ReferenceField, value: Any, lookups: Lookups) -> str:
    """Name the record that a reference points at, "" when there is none."""
    facts = lookups.facts(field.register, value) if value else None
    return str(facts.get(target_of(field).name_field) or "") if facts else ""


def target_of(field: ReferenceField) -> Register:
    """Find the register that a reference points into."""
    return all_registers()[field.register]


def _tick(value: Any, *, of: bool) -> str:
    return "☑" if value is of else "□"
